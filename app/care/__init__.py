"""The domain: frozen dataclasses and pure functions. Standard library only; the time is passed in."""
