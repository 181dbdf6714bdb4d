"""The guide as the app ships it, in English and in Spanish, read once for the tests."""

from __future__ import annotations

from pathlib import Path

from app.care.guide import Part, Topic, parse_sources, parse_topic

ASSETS = Path(__file__).parents[2] / "assets"
FOLDER = ASSETS / "guide" / "en"
SPANISH = ASSETS / "guide" / "es"


def _topics(folder: Path) -> tuple[Topic, ...]:
    found = (parse_topic(f.stem, f.read_text("utf-8")) for f in folder.glob("*.md"))
    return tuple(sorted(found, key=lambda topic: topic.order))


TOPICS = _topics(FOLDER)
BY_ID = {topic.id: topic for topic in TOPICS}
SOURCES = parse_sources((FOLDER / "sources.toml").read_text("utf-8"))
TOPICS_ES = _topics(SPANISH)
BY_ID_ES = {topic.id: topic for topic in TOPICS_ES}
SOURCES_ES = parse_sources((SPANISH / "sources.toml").read_text("utf-8"))


def said(topic: Topic, *parts: Part) -> str:
    """All that a topic says in the parts, a line each; in every part when none is given."""
    lines = (line for part in parts or tuple(Part) for line in topic.section(part).lines)
    return "\n".join(words for line in lines for words in (line.text, line.careful) if words)
