"""The card for who takes the patient home: one page that says when to come, what to watch for, whom to call.

As plain text to send, and as a PDF to print. Nothing of the diary is on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from app.language import ENGLISH, Language
from app.share.words import Words

# As in the guide's topic "For someone who cares for you", which names the source of each.
_SIGNS_SOURCE: Final = "Signs from the medicine's label, the American Heart Association and the 988 Lifeline."


@dataclass(frozen=True, slots=True, kw_only=True)
class EscortCard:
    """What stands on the card.

    number, planned: which infusion of how many. starts_at: booked for, or None. ready_at: when the usual time
    is over, or None. called: the patient's name, "" for none. rules: what the clinic has said about the way
    home and driving. emergency: signs to call emergency for; worries: signs to call the clinic for.
    """

    number: int
    planned: int
    made_at: datetime
    starts_at: datetime | None = None
    ready_at: datetime | None = None
    called: str = ""
    clinic: str = ""
    clinic_phone: str = ""
    clinic_hours: str = ""
    clinic_address: str = ""
    clinic_emergency: str = ""
    emergency_number: str = ""
    crisis: Sequence[str] = ()
    rules: Sequence[str] = ()
    emergency: Sequence[str] = ()
    worries: Sequence[str] = ()
    language: str = "en"
    letter: bool = field(default=False)


Section = tuple[str, list[str]]


def title(language: Language = ENGLISH) -> str:
    """The card's heading.

    Args:
        language: of its texts, days and numbers.
    """
    return Words(language).t("Taking someone home after an infusion")


def sections(card: EscortCard, language: Language = ENGLISH) -> list[Section]:
    """The card's parts: a heading, and its lines.

    Args:
        card: what stands on it. language: as in `title`.
    """
    words, number = Words(language), _number(card.emergency_number)
    return [
        (words.t("When to come"), list(_when(card, words))),
        (words.t("What to expect"), list(_expect(card, words))),
        (
            words.t("Call emergency{number} for", number=number),
            _told(card.emergency, words),
        ),
        (words.t("Call the clinic for"), _told(card.worries, words)),
        (words.t("Whom to call"), list(_whom(card, words))),
    ]


def to_text(card: EscortCard, language: Language = ENGLISH) -> str:
    """The card as plain text.

    Args:
        card: what stands on it. language: as in `title`.
    """
    lines = [title(language)]
    for head, points in sections(card, language):
        lines += ["", head, *(f"- {point}" for point in points)]
    return "\n".join([*lines, "", *_foot(Words(language))]) + "\n"


def to_pdf(card: EscortCard, language: Language = ENGLISH) -> bytes:
    """The card as a PDF of one page.

    Args:
        card: what stands on it. language: as in `title`.
    """
    from app.share.blocks import bullets, heading, paragraph  # noqa: PLC0415  (not needed to start)
    from app.share.paper import QUIET, SMALL, Paper  # noqa: PLC0415

    words = Words(language)
    paper = Paper(
        title=title(language),
        author="",
        made_at=card.made_at,
        language=card.language,
        size="letter" if card.letter else "a4",
        page_of=words.t("Page {page} of {pages}", page="{page}", pages="{pages}"),
    )
    heading(paper, 1, title(language))
    for head, points in sections(card, language):
        heading(paper, 2, head)
        bullets(paper, points, size=_POINTS)
    for line in _foot(words):
        paragraph(paper, line, size=SMALL, ink=QUIET)
    return paper.bytes()


_POINTS: Final = 11.0


def _when(card: EscortCard, words: Words) -> Iterator[str]:
    which = words.t("infusion {n} of {planned}", n=card.number, planned=card.planned)
    who = card.called.strip()
    if card.starts_at is None or card.ready_at is None:
        yield words.t("There is no date yet ({which}). Ask again before you plan the day.", which=which)
    else:
        begins = words.moment(card.starts_at)
        yield (
            words.t("{who} has an infusion on {begins} ({which}).", who=who, begins=begins, which=which)
            if who
            else words.t("The infusion begins on {begins} ({which}).", begins=begins, which=which)
        )
        yield words.t(
            "The clinic says it takes 45 minutes, and that senses and thinking return within about 15 more. "
            "Plan to be there at about {time}, and ask the clinic when to come.",
            time=words.clock(card.ready_at),
        )
    if card.clinic_address.strip():
        yield words.t("Where: {address}", address=" ".join(card.clinic_address.split()))
    for rule in card.rules:
        yield words.t("The clinic says: {rule}", rule=" ".join(rule.split()))
    if not card.rules:
        yield words.t("Ask the clinic where to wait, and for how long someone should stay at home with them.")


def _expect(card: EscortCard, words: Words) -> Iterator[str]:
    del card
    yield words.t("They may be dizzy, or see blurred or double, for an hour or two. Walk beside them.")
    yield words.t("They may feel light, or a bit apart from things. Quiet helps; there is no need to talk.")
    yield words.t(
        "Until the clinic tells you otherwise: no driving until the next day, after a good night’s sleep; "
        "no alcohol and no big decisions for 24 hours."
    )
    yield words.t("If you cannot come, find another responsible adult, and tell the clinic.")


def _whom(card: EscortCard, words: Words) -> Iterator[str]:
    name = card.clinic.strip() or words.t("The clinic")
    if card.clinic_phone.strip():
        hours = card.clinic_hours.strip()
        known = f"{name}: {card.clinic_phone.strip()}"
        yield f"{known} ({hours})" if hours else known
    else:
        yield words.t("The clinic’s number is not known here. Ask for it before the day.")
    if card.clinic_emergency.strip():
        yield words.t("{name}, for emergencies: {number}", name=name, number=card.clinic_emergency.strip())
    if card.emergency_number.strip():
        yield words.t("Emergency: {number}", number=card.emergency_number.strip())
    else:
        yield words.t("Emergency: the number of the country you are in.")
    yield from card.crisis


def _number(number: str) -> str:
    return f" ({number.strip()})" if number.strip() else ""


def _told(signs: Sequence[str], words: Words) -> list[str]:
    return [words.t(sign) for sign in signs]


def _foot(words: Words) -> list[str]:
    return [
        words.t(_SIGNS_SOURCE),
        words.t("Made with Infusion Companion. It is not medical care and does not replace the clinic."),
    ]
