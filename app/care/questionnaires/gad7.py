"""GAD-7: seven questions on worry over two weeks.

Items and codes as in LOINC panel 69737-5 (Spitzer, Kroenke, Williams, Löwe: Arch Intern Med
2006;166:1092-1097; free for all: phqscreeners.com), bands from the same paper; the answers are those of the
PHQ-9. Change of 4 points: Toussaint and others, J Affect Disord 2020;265:395-401, PMID 32090765.
No response or remission is defined in our sources, so none is told.
"""

from __future__ import annotations

from typing import Final

from app.care.questionnaire import Band, Item, Questionnaire
from app.care.questionnaires.phq9 import FREQUENCY, STEM

# LOINC code, its form's own id, words.
_ITEMS: Final = (
    ("69725-0", "57541", "Feeling nervous, anxious, or on edge"),
    ("68509-9", "57542", "Not being able to stop or control worrying"),
    ("69733-4", "57543", "Worrying too much about different things"),
    ("69734-2", "57544", "Trouble relaxing"),
    ("69735-9", "57545", "Being so restless that it is hard to sit still"),
    ("69689-8", "57546", "Becoming easily annoyed or irritable"),
    ("69736-7", "57547", "Feeling afraid as if something awful might happen"),
)

GAD7: Final = Questionnaire(
    id="gad7",
    name="GAD-7",
    title="Worry and tension",
    stem=STEM,
    recall="the last 2 weeks",
    recall_days=14,
    items=tuple(Item(id=c, loinc=c, link_id=link, text=text, options=FREQUENCY) for c, link, text in _ITEMS),
    loinc="69737-5",
    total_loinc="70274-6",
    total_link_id="58628",
    bands=(
        Band(low=0, high=4, name="minimal"),
        Band(low=5, high=9, name="mild"),
        Band(low=10, high=14, name="moderate"),
        Band(low=15, high=21, name="severe"),
    ),
    change=4,
    source="Spitzer and others 2006; Toussaint and others 2020 (PMID 32090765)",
)
