"""What a patient typed, as a question to the full-text index."""

from __future__ import annotations

MOST_WORDS = 32


def match(text: str) -> str:
    """Return an FTS5 query for rows that have all words of text, the last one as a beginning.

    Every word is quoted, so nothing a patient types is taken for an operator. Returns "" when there is
    nothing to search for; words past the 32nd are left out.
    """
    readable = text.encode("utf-8", "ignore").decode().replace("\0", " ")
    words = [word for word in readable.split() if any(sign.isalnum() for sign in word)][:MOST_WORDS]
    if not words:
        return ""
    return " ".join('"' + word.replace('"', '""') + '"' for word in words) + "*"
