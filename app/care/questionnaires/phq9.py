"""PHQ-9: nine questions on low mood over two weeks, and one on how hard they make things, without points.

Items, answers and codes as in the LHC-Forms rendering of LOINC panel 44249-1 (Kroenke, Spitzer, Williams:
J Gen Intern Med 2001;16:606-613; free for all, "no permission required": phqscreeners.com). Bands from the
same paper. Change of 5 points, response (half of the baseline or less) and remission (below 5): Löwe and
others, Med Care 2004;42:1194-1201, PMID 15550799.
"""

from __future__ import annotations

from typing import Final

from app.care.questionnaire import Band, Item, Option, Questionnaire

FREQUENCY: Final = (
    Option(value=0, text="Not at all", loinc="LA6568-5"),
    Option(value=1, text="Several days", loinc="LA6569-3"),
    Option(value=2, text="More than half the days", loinc="LA6570-1"),
    Option(value=3, text="Nearly every day", loinc="LA6571-9"),
)
STEM: Final = "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
# As published, the last two codes are out of the order of their numbers.
_DIFFICULTY: Final = (
    Option(value=0, text="Not difficult at all", loinc="LA6572-7"),
    Option(value=1, text="Somewhat difficult", loinc="LA6573-5"),
    Option(value=2, text="Very difficult", loinc="LA6575-0"),
    Option(value=3, text="Extremely difficult", loinc="LA6574-3"),
)
# LOINC code, its form's own id, words.
_ITEMS: Final = (
    ("44250-9", "14363", "Little interest or pleasure in doing things"),
    ("44255-8", "14364", "Feeling down, depressed, or hopeless"),
    ("44259-0", "14365", "Trouble falling or staying asleep, or sleeping too much"),
    ("44254-1", "14366", "Feeling tired or having little energy"),
    ("44251-7", "14367", "Poor appetite or overeating"),
    (
        "44258-2",
        "14368",
        "Feeling bad about yourself - or that you are a failure or have let yourself or your family down",
    ),
    (
        "44252-5",
        "14369",
        "Trouble concentrating on things, such as reading the newspaper or watching television",
    ),
    (
        "44253-3",
        "14370",
        (
            "Moving or speaking so slowly that other people could have noticed. Or the opposite - being so "
            "fidgety or restless that you have been moving around a lot more than usual"
        ),
    ),
)
SELF_HARM: Final = "44260-8"
DIFFICULTY: Final = "69722-7"

PHQ9: Final = Questionnaire(
    id="phq9",
    name="PHQ-9",
    title="Low mood",
    stem=STEM,
    recall="the last 2 weeks",
    recall_days=14,
    items=(
        *(Item(id=c, loinc=c, link_id=link, text=text, options=FREQUENCY) for c, link, text in _ITEMS),
        Item(
            id=SELF_HARM,
            loinc=SELF_HARM,
            link_id="14371",
            text="Thoughts that you would be better off dead, or of hurting yourself in some way",
            options=FREQUENCY,
            help=True,
        ),
        Item(
            id=DIFFICULTY,
            loinc=DIFFICULTY,
            text=(
                "If you checked off any problems, how difficult have these problems made it for you to do "
                "your work, take care of things at home, or get along with other people?"
            ),
            options=_DIFFICULTY,
            scored=False,
        ),
    ),
    loinc="44249-1",
    total_loinc="44261-6",
    total_link_id="14372",
    bands=(
        Band(low=0, high=4, name="minimal"),
        Band(low=5, high=9, name="mild"),
        Band(low=10, high=14, name="moderate"),
        Band(low=15, high=19, name="moderately severe"),
        Band(low=20, high=27, name="severe"),
    ),
    change=5,
    response=50,
    remission=5,
    source="Kroenke, Spitzer, Williams 2001; Löwe and others 2004 (PMID 15550799)",
)
