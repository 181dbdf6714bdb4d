"""What is kept once: preferences, the clinic, the patient's person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from app.care.checklist_items import RULE_TOPICS
from app.care.profile import ClinicProfile, Person, Preferences
from app.care.safety import HelpRoute, help_routes
from app.language import preferred
from app.services import bundled
from app.services.done import Done, changing
from app.services.store import Store

# Each of these is one record for ever, so that two windows never make two of them.
PREFERENCES = UUID(int=1)
CLINIC = UUID(int=2)
PERSON = UUID(int=3)


class SettingsService:
    """Reads and changes the records of which there is one each."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def preferences(self) -> Preferences:
        """What the patient chose, or the usual choices and the language of this device."""
        chosen = self._store.preferences.get(PREFERENCES)
        return chosen or Preferences(id=PREFERENCES, language=preferred())

    def change_preferences(self, **fields: Any) -> Done[Preferences]:
        """Choose something else.

        Args:
            fields: of Preferences.

        Raises:
            Invalid: a value cannot be accepted.
        """
        with changing(self._store.db) as change:
            return change.done(change.put(self._store.preferences, replace(self.preferences(), **fields)))

    def change_reminders(self, **fields: Any) -> Done[Preferences]:
        """Choose something else about reminders.

        Args:
            fields: of ReminderChoice.

        Raises:
            Invalid: a value cannot be accepted.
        """
        with changing(self._store.db) as change:
            chosen = self.preferences()
            chosen = replace(chosen, reminders=replace(chosen.reminders, **fields))
            return change.done(change.put(self._store.preferences, chosen))

    def clinic(self) -> ClinicProfile:
        """What is known of the clinic; empty fields where nobody has said."""
        return self._store.clinic.get(CLINIC) or bundled.clinic(CLINIC)

    def change_clinic(self, **fields: Any) -> Done[ClinicProfile]:
        """Note something about the clinic.

        Args:
            fields: of ClinicProfile.

        Raises:
            Invalid: a value cannot be accepted.
        """
        with changing(self._store.db) as change:
            return change.done(change.put(self._store.clinic, replace(self.clinic(), **fields)))

    def person(self) -> Person:
        """Whom the patient would call; empty fields where nobody is named."""
        return self._store.people.get(PERSON) or Person(id=PERSON)

    def change_person(self, **fields: Any) -> Done[Person]:
        """Name whom to call.

        Args:
            fields: of Person.

        Raises:
            Invalid: a value cannot be accepted.
        """
        with changing(self._store.db) as change:
            return change.done(change.put(self._store.people, replace(self.person(), **fields)))

    def countries(self) -> list[tuple[str, str]]:
        """Code and English name of each country whose numbers the app knows; ZZ is any other."""
        return [(code, country.name) for code, country in bundled.countries().items()]

    def rule_items(self) -> list[tuple[str, str]]:
        """Id and English label of each thing that only the clinic can say."""
        return list(RULE_TOPICS)

    def help_routes(self) -> tuple[HelpRoute, ...]:
        """Every way to reach someone: clinic, person, crisis line, emergency, in this order."""
        clinic, person, chosen = self.clinic(), self.person(), self.preferences()
        known = bundled.countries()
        return help_routes(
            known.get(chosen.country, known[bundled.ELSEWHERE]),
            clinic_phone=clinic.phone,
            clinic_emergency=clinic.emergency_number,
            person_name=person.name,
            person_phone=person.phone,
            own_crisis_name=chosen.crisis_name,
            own_crisis_number=chosen.crisis_number,
        )
