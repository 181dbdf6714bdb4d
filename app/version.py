"""The version that About, the command line and exports show."""

from __future__ import annotations

# Read by the build from here as well as from pyproject.toml, which Flet's packager reads: a test keeps them equal.
VERSION = "0.1.0"
