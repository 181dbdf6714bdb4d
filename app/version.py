"""The version that About, the command line and exports show."""

from __future__ import annotations

# Written by tools/version.py (make install): change it in pyproject.toml, which no package has a copy of.
VERSION = "0.1.0"
