"""The questions before an infusion, as data: what is asked, why, and which answer is a reason to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.care.invalid import Invalid


class Part(StrEnum):
    """The screening is answered once a course, the day-of part for each infusion."""

    SCREENING = "screening"
    DAY_OF = "day-of"


class Choice(StrEnum):
    """What can be answered."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not sure"


class AskedOf(StrEnum):
    """Where a question comes from: the clinic's text, or a point that each clinic settles itself."""

    TEXT = "clinic text"
    CLINIC = "clinic sets this"


class Level(StrEnum):
    """What the answers amount to, from mild to serious. There is no level that lets anyone go ahead."""

    NOTHING = "nothing to flag"
    ASK = "ask your clinic"
    TALK = "talk to your clinic before you go"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question.

    why: why it is asked. examples: what is meant, in words people know, or "".
    label: a few words for lists and for the clinic's rule on it.
    flag: the answer that is a reason; the other one of yes and no is none.
    level, reason: what that answer amounts to, and the words for it.
    unsure_level, unsure: the same for "not sure"; never milder than none and never worse than the flag.
    """

    id: str
    part: Part
    label: str
    question: str
    why: str
    asked_of: AskedOf
    flag: Choice
    level: Level
    reason: str
    unsure_level: Level
    unsure: str
    examples: str = ""

    @property
    def fine(self) -> Choice:
        """The answer that is no reason to ask."""
        return Choice.NO if self.flag is Choice.YES else Choice.YES


CLEARANCE: Final = "clearance"
_CLEARANCE_WHY: Final = (
    "Your clinic says: with high blood pressure, a heart or a lung condition, "
    "medical clearance from your primary care doctor may be needed before you start."
)
_CALL: Final = (
    "Your clinic says not to take these on the day of an infusion. Call your clinic before you go. "
    "Do not change a regular medicine on your own: ask first."
)


def _condition(id_: str, label: str, question: str, named: str) -> Item:
    may = "Medical clearance from your primary care doctor may be needed: ask your clinic."
    return Item(
        id=id_,
        part=Part.SCREENING,
        label=label,
        question=question,
        why=_CLEARANCE_WHY,
        asked_of=AskedOf.TEXT,
        flag=Choice.YES,
        level=Level.ASK,
        reason=f"You answered that you have {named}. {may}",
        unsure_level=Level.ASK,
        unsure=f"You are not sure whether you have {named}. {may}",
    )


def _medicine(id_: str, label: str, named: str, examples: str) -> Item:
    return Item(
        id=id_,
        part=Part.DAY_OF,
        label=label,
        question=f"Have you taken {named} today?",
        examples=f"{examples} Answer yes too if you plan to take one later today.",
        why=f"Your clinic says not to take {label.lower()} on the day of an infusion.",
        asked_of=AskedOf.TEXT,
        flag=Choice.YES,
        level=Level.TALK,
        reason=f"You answered that you have taken {named} today, or plan to. {_CALL}",
        unsure_level=Level.TALK,
        unsure=f"You are not sure about {named} today. {_CALL}",
    )


def _clinic_sets(
    id_: str,
    label: str,
    question: str,
    why: str,
    flag: Choice,
    reason: str,
    unsure: str,
    level: Level = Level.ASK,
) -> Item:
    return Item(
        id=id_,
        part=Part.DAY_OF,
        label=label,
        question=question,
        why=why,
        asked_of=AskedOf.CLINIC,
        flag=flag,
        level=level,
        reason=reason,
        unsure_level=Level.ASK,
        unsure=unsure,
    )


# The screening and the first two of the day are from the clinic's text; the others are commonly asked
# (facts: several clinics), and the clinic's text is silent on them.
ITEMS: Final[tuple[Item, ...]] = (
    Item(
        id="psychosis",
        part=Part.SCREENING,
        label="Psychosis",
        question="Have you ever been diagnosed with psychosis?",
        examples="Psychosis means losing touch with what is real, for example hearing voices.",
        why="Your clinic says: ketamine infusions are not recommended for people diagnosed with psychosis.",
        asked_of=AskedOf.TEXT,
        flag=Choice.YES,
        level=Level.TALK,
        reason=(
            "You answered that you have been diagnosed with psychosis. Your clinic says infusions are not "
            "recommended then. Talk to your clinic before you go."
        ),
        unsure_level=Level.TALK,
        unsure=(
            "You are not sure whether you have been diagnosed with psychosis. Your clinic says infusions are "
            "not recommended then. Talk to your clinic before you go."
        ),
    ),
    _condition(
        "high-blood-pressure",
        "High blood pressure",
        "Do you have high blood pressure?",
        "high blood pressure",
    ),
    _condition("heart", "Heart condition", "Do you have a heart condition?", "a heart condition"),
    _condition("lung", "Lung condition", "Do you have a lung condition?", "a lung condition"),
    Item(
        id=CLEARANCE,
        part=Part.SCREENING,
        label="Medical clearance",
        question="Does your clinic have medical clearance for you from your primary care doctor?",
        examples="Answer no if it has been asked for and is not there yet.",
        why=_CLEARANCE_WHY,
        asked_of=AskedOf.TEXT,
        flag=Choice.NO,
        level=Level.ASK,
        reason="Medical clearance from your primary care doctor is not with your clinic: ask your clinic.",
        unsure_level=Level.ASK,
        unsure="You are not sure whether your clinic has medical clearance from your doctor: ask it.",
    ),
    _medicine(
        "benzodiazepine-today",
        "Benzodiazepines",
        "a benzodiazepine",
        "These calm or help with sleep, such as lorazepam, diazepam, alprazolam or clonazepam.",
    ),
    _medicine(
        "narcotic-today",
        "Prescribed narcotics",
        "a prescribed narcotic",
        "These are strong pain medicines (opioids), such as oxycodone, hydrocodone, morphine or tramadol.",
    ),
    _clinic_sets(
        "food-and-drink",
        "Food and drink",
        "Have you kept to what your clinic says about food and drink before the infusion?",
        "Clinics differ on how long before an infusion not to eat or drink.",
        Choice.NO,
        "You answered that you could not keep to the rule on food and drink: ask your clinic.",
        "You are not sure about food and drink before the infusion: ask your clinic.",
    ),
    _clinic_sets(
        "escort",
        "Way home",
        "Is someone taking you home today?",
        "You may be dizzy or see double afterwards. Many clinics want an adult to take you home.",
        Choice.NO,
        "You answered that nobody is taking you home: ask your clinic.",
        "You are not sure who takes you home: ask your clinic.",
    ),
    _clinic_sets(
        "medicines-list",
        "Changes in medicines",
        "Has anything changed in your medicines since your last visit?",
        "Your clinic plans with the list of medicines it has.",
        Choice.YES,
        "You answered that your medicines have changed: tell your clinic.",
        "You are not sure whether your medicines have changed: ask your clinic.",
    ),
    _clinic_sets(
        "blood-pressure-medicine",
        "Blood pressure medicine",
        "Do you know what your clinic wants you to do with blood pressure medicine today? "
        "Answer yes if you take none.",
        "Blood pressure can rise during an infusion, so clinics have rules for this medicine.",
        Choice.NO,
        "You do not know what to do with blood pressure medicine today: ask your clinic.",
        "You are not sure what to do with blood pressure medicine today: ask your clinic.",
    ),
    _clinic_sets(
        "recent-illness",
        "Recent illness",
        "Have you been ill in the last few days?",
        "A cold, a fever or an upset stomach can be a reason to choose another day.",
        Choice.YES,
        "You answered that you have been ill: tell your clinic.",
        "You are not sure whether you have been ill: ask your clinic.",
    ),
    _clinic_sets(
        "pregnancy",
        "Pregnancy",
        "Are you pregnant, or could you be?",
        "The clinic's text does not speak about pregnancy, so it is for your clinic to say.",
        Choice.YES,
        "You answered that you are or could be pregnant. Talk to your clinic before you go.",
        "You are not sure whether you could be pregnant: ask your clinic.",
        Level.TALK,
    ),
    _clinic_sets(
        "consent",
        "Consent form",
        "Has your clinic got the consent form from you, if it uses one?",
        "Many clinics need it signed before the infusion.",
        Choice.NO,
        "You answered that your clinic does not have your consent form: ask your clinic.",
        "You are not sure about the consent form: ask your clinic.",
    ),
    _clinic_sets(
        "what-to-bring",
        "What to bring",
        "Do you have what your clinic asked you to bring?",
        "People often bring comfortable clothes, an eye mask or music.",
        Choice.NO,
        "You answered that you do not have everything with you: ask your clinic what is needed.",
        "You are not sure what to bring: ask your clinic.",
    ),
)
CONDITIONS: Final = ("high-blood-pressure", "heart", "lung")
_BY_ID: Final[Mapping[str, Item]] = MappingProxyType({one.id: one for one in ITEMS})
# What a clinic may have said something about: id and label.
RULE_TOPICS: Final[tuple[tuple[str, str], ...]] = (
    *((one.id, one.label) for one in ITEMS if one.asked_of is AskedOf.CLINIC),
    ("driving", "Driving and work afterwards"),
    ("alcohol", "Alcohol"),
)


def item(item_id: str) -> Item:
    """The question of an id. Raises Invalid when there is none."""
    if item_id not in _BY_ID:
        raise Invalid("The checklist has no question {item_id}; choose one it has.", item_id=repr(item_id))
    return _BY_ID[item_id]


def items(part: Part) -> tuple[Item, ...]:
    """All questions of a part, in order."""
    return tuple(one for one in ITEMS if one.part is part)
