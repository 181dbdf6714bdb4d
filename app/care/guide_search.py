"""Searching the guide: every word must begin some word of the topic, whatever its case and accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from app.care.guide import Part, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A topic that was found, with the line that shows why.

    part: where the line stands, or None when it is the topic's summary.
    snippet: the line, cut to about 160 characters around the first word found.
    marks: (start, end) of each place in snippet that matched.
    """

    topic: Topic
    part: Part | None
    snippet: str
    marks: tuple[tuple[int, int], ...]


_WORD = re.compile(r"\w+")
_SNIPPET = 160


def search(topics: Sequence[Topic], words: str) -> list[Hit]:
    """Find topics in which each word begins some word, whatever its case and accents; best first.

    words: what the patient typed; no words find nothing. A topic is found at most once: title
    before summary before one line with all the words before words spread over the topic.
    """
    wanted = tuple(dict.fromkeys(_fold(word) for word in _WORD.findall(words)))
    ranked: list[tuple[int, int, Hit]] = []
    for topic in topics if wanted else ():
        texts: list[tuple[Part | None, str]] = [(None, topic.summary)]
        texts += [
            (s.part, said) for s in topic.sections for line in s.lines for said in (line.text, line.careful)
        ]
        counts = [_found(said, wanted) for _, said in texts]
        in_title, in_also = _found(topic.title, wanted), _found(" ".join(topic.also), wanted)
        if in_title.union(in_also, *counts) != set(wanted):
            continue
        best = max(range(len(texts)), key=lambda at: (len(counts[at]), -at))
        whole = [len(found) == len(wanted) for found in (in_title, counts[0], in_also, counts[best])]
        rank = whole.index(True) if True in whole else len(whole)
        part, said = texts[best]
        snippet, marks = _cut(said, wanted)
        ranked.append((rank, topic.order, Hit(topic=topic, part=part, snippet=snippet, marks=marks)))
    return [hit for _, _, hit in sorted(ranked, key=lambda found: found[:2])]


def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _found(said: str, wanted: tuple[str, ...]) -> set[str]:
    have = [_fold(word) for word in _WORD.findall(said)]
    return {want for want in wanted if any(word.startswith(want) for word in have)}


def _cut(said: str, wanted: tuple[str, ...]) -> tuple[str, tuple[tuple[int, int], ...]]:
    def marks(line: str) -> tuple[tuple[int, int], ...]:
        return tuple(m.span() for m in _WORD.finditer(line) if _fold(m[0]).startswith(wanted))

    if len(said) <= _SNIPPET:
        return said, marks(said)
    first = next(iter(marks(said)), (0, 0))[0]
    start = max(0, min(first - _SNIPPET // 3, len(said) - _SNIPPET))
    end = start + _SNIPPET
    start = said.find(" ", start, first) + 1 if start else 0
    end = said.rfind(" ", first, end) if end < len(said) and " " in said[first:end] else end
    cut = "…" * (start > 0) + said[start:end] + "…" * (end < len(said))
    return cut, marks(cut)
