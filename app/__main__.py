"""`python -m app` is the same as the infusion-companion command."""

from app.cli import main

if __name__ == "__main__":
    main()
