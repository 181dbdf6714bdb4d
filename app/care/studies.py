"""What studies found about courses of infusions: about groups of people, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.care.sentence import Sentence, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One finding. source: its id among the sources of the guide. sentences: what was found, of how many."""

    source: str
    sentences: tuple[Sentence, ...]


# What the two words mean where a study counts with the PHQ-9 (PMID 15550799).
WORDS: Final = (
    say("Studies speak of a response when a total fell to half or less."),
    say("With the PHQ-9 they speak of remission when the total was below 5."),
)

# Figures as published, see the sources of the guide.
STUDIES: Final = (
    Study(
        source="oliver-2022",
        sentences=(
            say("424 people had six infusions in 21 days, counted with the PHQ-9."),
            say("Within six weeks 50 of 100 had a response and 20 of 100 were in remission."),
            say("After ten infusions it was 72 and 38 of 100."),
        ),
    ),
    Study(
        source="mcinnes-2022",
        sentences=(
            say("Of 537 people, about 54 of 100 had a response and 29 of 100 were in remission."),
            say("About 8 of 100 got worse."),
            say(
                "Of those with a response and no further infusions, about 80 of 100 were still well "
                "after 4 weeks and about 60 of 100 after 8."
            ),
        ),
    ),
    Study(
        source="pfeiffer-2024",
        sentences=(
            say("215 US veterans began with a PHQ-9 of 18.6 on average."),
            say("After six weeks 26 of 100 had a response and 15 of 100 were in remission."),
        ),
    ),
    Study(
        source="zheng-2019",
        sentences=(
            say(
                "Of 77 people 13 of 100 had a response after the first infusion, and about 68 of 100 after "
                "the sixth."
            ),
            say("This was counted with another scale, the MADRS."),
        ),
    ),
    Study(
        source="later-response",
        sentences=(
            say(
                "134 people took part. Of those who were not better after one or two infusions, 58 of 100 "
                "were at least partly better after four."
            ),
        ),
    ),
    Study(
        source="murrough-2013",
        sentences=(
            say("Of 24 people 71 of 100 had a response."),
            say("Half of those with a response had relapsed 18 days after the last infusion."),
        ),
    ),
    Study(
        source="singh-2016",
        sentences=(say("In 67 people two infusions a week did about as well as three a week."),),
    ),
)
