"""The services of the phone or desktop, each behind a small interface with a fallback."""
