"""The guide's topics, read once from the files that ship with the app; and the questions for the clinic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from app.care import guide
from app.care.guide import ClinicQuestion, Source, Topic
from app.care.guide_search import Hit, search
from app.care.invalid import Invalid
from app.services.clock import Clock
from app.services.done import Done, changing
from app.services.settings import SettingsService
from app.services.store import Store

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "guide"
_ENGLISH = "en"


@cache
def _read(folder: Path) -> tuple[tuple[Topic, ...], Mapping[str, Source]]:
    """Every topic in its order, and every source by its id."""
    topics = (guide.parse_topic(f.stem, f.read_text(encoding="utf-8")) for f in folder.glob("*.md"))
    sources = guide.parse_sources((folder / "sources.toml").read_text(encoding="utf-8"))
    return tuple(sorted(topics, key=lambda topic: (topic.order, topic.id))), sources


class GuideService:
    """Reads the guide in the patient's language, in English where it is not translated."""

    def __init__(self, settings: SettingsService, folder: Path = FOLDER) -> None:
        self._settings = settings
        self._folder = folder

    def topics(self) -> Sequence[Topic]:
        """Every topic, in the order in which to read them."""
        return self._all()[0]

    def topic(self, topic_id: str) -> Topic | None:
        """One topic, or None where there is none of that id."""
        return next((topic for topic in self.topics() if topic.id == topic_id), None)

    def search(self, words: str) -> list[Hit]:
        """The topics that hold all the words, best first.

        Args:
            words: as typed; the last may be unfinished.
        """
        return search(self.topics(), words)

    def sources(self) -> Mapping[str, Source]:
        """Where the guide's statements come from, by id."""
        return self._all()[1]

    def _all(self) -> tuple[tuple[Topic, ...], Mapping[str, Source]]:
        return _in_language(self._settings.preferences().language, self._folder)


def sources(language: str) -> Mapping[str, Source]:
    """Where the guide's statements come from, by id; for who has no store open.

    Args:
        language: a short code such as "en".
    """
    return _in_language(language, FOLDER)[1]


@cache
def _in_language(language: str, folder: Path) -> tuple[tuple[Topic, ...], Mapping[str, Source]]:
    """The guide in a language; what is not translated, in English."""
    topics, sources = _read(folder / _ENGLISH)
    if language == _ENGLISH or not (folder / language / "sources.toml").is_file():
        return topics, sources
    translated, named = _read(folder / language)
    own = {topic.id: topic for topic in translated}
    return tuple(own.get(topic.id, topic) for topic in topics), {**sources, **named}


class QuestionsService:
    """The list of questions to take to the clinic."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def all(self) -> list[ClinicQuestion]:
        """Every question: the open ones first, then the answered ones, each oldest first."""
        return self._store.questions.all(order_by="answered_at IS NOT NULL, made_at, id")

    def get(self, question_id: UUID) -> ClinicQuestion | None:
        """One question, or None where there is none (any more)."""
        return self._store.questions.get(question_id)

    def add(self, topic: str, text: str) -> Done[ClinicQuestion]:
        """Put a question on the list; one that is there already is not put there twice.

        Args:
            topic: id of the topic it came from, or "" for the patient's own.
            text: the question, 1 to 500 characters.

        Raises:
            Invalid: there is no text, or too much.
        """
        asked = ClinicQuestion(id=uuid4(), topic=topic, text=text.strip(), made_at=self._clock.now())
        with changing(self._store.db) as change:
            for known in self._store.questions.where("topic = ? AND text = ?", (asked.topic, asked.text)):
                return Done(record=known, sentence="This is on your list already")
            return change.done(change.add(self._store.questions, asked), "Added to your questions")

    def remove(self, question_id: UUID) -> Done[None]:
        """Take a question off the list."""
        with changing(self._store.db) as change:
            change.remove(self._store.questions, question_id)
            return change.done(None, "Question removed")

    def answer(self, question_id: UUID, text: str) -> Done[ClinicQuestion]:
        """Note what the clinic answered; an empty text opens the question again.

        Raises:
            Invalid: there is no such question, or the text is too long.
        """
        at = self._clock.now() if text.strip() else None
        with changing(self._store.db) as change:
            answered = replace(self._known(question_id), answer=text, answered_at=at)
            return change.done(change.change(self._store.questions, answered))

    def _known(self, question_id: UUID) -> ClinicQuestion:
        asked = self.get(question_id)
        if asked is None:
            raise Invalid("This question is not on your list any more.")
        return asked
