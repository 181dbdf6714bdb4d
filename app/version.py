"""The version that About, the command line and exports show."""

from __future__ import annotations

# pyproject.toml, which Flet's packager reads, says the same: a test keeps the two equal.
VERSION = "0.1.0"
