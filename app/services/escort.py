"""The escort's card: gathered from the infusion, the clinic's page and the numbers of the country."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from app.care.invalid import Invalid
from app.care.safety import Kind
from app.care.session_clock import RECOVERY_MINUTES, SESSION_MINUTES
from app.language import ENGLISH, Language
from app.services.clock import Clock
from app.services.courses import CourseService
from app.services.settings import SettingsService
from app.share import escort_card
from app.share.escort_card import EscortCard

_VISIT: Final = timedelta(minutes=SESSION_MINUTES + RECOVERY_MINUTES)
# What the clinic may have said that an escort has to know.
_RULES: Final = ("escort", "driving", "alcohol")
_LETTER: Final = frozenset(["US", "CA", "MX", "PH", "CO", "CL", "CR", "DO", "GT", "PA", "PR", "SV", "VE"])
# The signs of app.care.safety, which names the source of each, said of somebody else.
_EMERGENCY: Final = (
    "Chest pain",
    "Trouble breathing",
    "A sudden, severe headache",
    "A sudden change in their sight",
    "A seizure",
    "They are very hard to wake",
    "Blood pressure of 180 over 120 or more, with any of these signs",
    "They or someone else is in danger right now",
)
_WORRIES: Final = (
    "Pain in their bladder, or trouble or pain when they pass urine",
    "Things go on feeling unreal to them, or they see or hear what others do not",
    "Their mood gets worse",
    "They keep vomiting",
    "Blood pressure of 180 over 120 or more without other signs: wait a minute, measure again, call",
    "Anything else that worries you",
)


class EscortService:
    """Makes the card for who takes the patient home."""

    def __init__(self, clock: Clock, courses: CourseService, settings: SettingsService) -> None:
        self._clock = clock
        self._courses = courses
        self._settings = settings

    def card(self, number: int, called: str = "") -> EscortCard:
        """What stands on the card of an infusion.

        Args:
            number: of the infusion. called: the patient's name, "" for none.

        Raises:
            Invalid: there is no such infusion.
        """
        view = self._courses.current()
        session = view.session(number) if view else None
        if view is None or session is None:
            raise Invalid("There is no infusion {number}; choose one that your course has.", number=number)
        clinic, preferences = self._settings.clinic(), self._settings.preferences()
        routes = self._settings.help_routes()
        numbers = {route.kind: route.number for route in reversed(routes)}
        return EscortCard(
            number=number,
            planned=max(view.course.planned, len(view.sessions)),
            made_at=self._clock.now(),
            starts_at=session.starts_at,
            ready_at=session.starts_at + _VISIT if session.starts_at else None,
            called=called.strip(),
            clinic=clinic.name,
            clinic_phone=clinic.phone,
            clinic_hours=clinic.hours,
            clinic_address=clinic.address,
            clinic_emergency=clinic.emergency_number,
            emergency_number=numbers.get(Kind.EMERGENCY, ""),
            crisis=tuple(
                dict.fromkeys(
                    f"{route.label}: {route.number}" if route.number not in route.label else route.label
                    for route in routes
                    if route.kind is Kind.CRISIS_LINE and route.number
                )
            ),
            rules=tuple(said for item in _RULES if (said := clinic.says(item).strip())),
            emergency=_EMERGENCY,
            worries=_WORRIES,
            language=preferences.language,
            letter=preferences.country in _LETTER,
        )

    def text(self, number: int, called: str = "", language: Language = ENGLISH) -> str:
        """The card as plain text to send.

        Args:
            number: of the infusion. called: the patient's name, "" for none.
            language: of its texts, days and numbers.

        Raises:
            Invalid: there is no such infusion.
        """
        return escort_card.to_text(self.card(number, called), language)

    def pdf_bytes(self, number: int, called: str = "", language: Language = ENGLISH) -> bytes:
        """The card as a PDF of one page; takes a moment: call it in a thread.

        Args:
            number: of the infusion. called: the patient's name, "" for none.
            language: as for text.

        Raises:
            Invalid: there is no such infusion.
        """
        return escort_card.to_pdf(self.card(number, called), language)
