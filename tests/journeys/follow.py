"""A browser for the sign-in: opens a page and follows where it sends; the value of BROWSER in a journey."""

import sys

import httpx

httpx.get(sys.argv[1], trust_env=False, follow_redirects=True).raise_for_status()
