"""The English guide as the app ships it, read once for the tests."""

from __future__ import annotations

from pathlib import Path

from app.care.guide import Part, Topic, parse_sources, parse_topic

ASSETS = Path(__file__).parents[2] / "assets"
FOLDER = ASSETS / "guide" / "en"
TOPICS = tuple(
    sorted((parse_topic(f.stem, f.read_text("utf-8")) for f in FOLDER.glob("*.md")), key=lambda t: t.order)
)
BY_ID = {topic.id: topic for topic in TOPICS}
SOURCES = parse_sources((FOLDER / "sources.toml").read_text("utf-8"))


def said(topic: Topic, *parts: Part) -> str:
    """All that a topic says in the parts, a line each; in every part when none is given."""
    lines = (line for part in parts or tuple(Part) for line in topic.section(part).lines)
    return "\n".join(words for line in lines for words in (line.text, line.careful) if words)
