"""Pictures of every screen, for looking at: `python -m tests.shots [words that the names must hold]`."""
