"""PCL-5: twenty questions on stress after something very hard, over the past month; optional.

Items and answers as published by the National Center for PTSD (Weathers and others 2013, ptsd.va.gov; work
of the US Government, free for all). Totals of 31 to 33 are where clinics begin to look closer, 10 points of
change are meaningful; there are no bands. In the words above, "circle one of the numbers to the right" of the
paper is "choose one of the answers" here. We know of no valid LOINC code, so the ids are our own.
It asks about a month, so it is asked again after four weeks and not every week.
"""

from __future__ import annotations

from typing import Final

from app.care.questionnaire import Item, Option, Questionnaire

_BOTHERED: Final = tuple(
    Option(value=value, text=text)
    for value, text in enumerate(("Not at all", "A little bit", "Moderately", "Quite a bit", "Extremely"))
)
_ITEMS: Final = (
    "Repeated, disturbing, and unwanted memories of the stressful experience?",
    "Repeated, disturbing dreams of the stressful experience?",
    (
        "Suddenly feeling or acting as if the stressful experience were actually happening again (as if you "
        "were actually back there reliving it)?"
    ),
    "Feeling very upset when something reminded you of the stressful experience?",
    (
        "Having strong physical reactions when something reminded you of the stressful experience (for "
        "example, heart pounding, trouble breathing, sweating)?"
    ),
    "Avoiding memories, thoughts, or feelings related to the stressful experience?",
    (
        "Avoiding external reminders of the stressful experience (for example, people, places, "
        "conversations, activities, objects, or situations)?"
    ),
    "Trouble remembering important parts of the stressful experience?",
    (
        "Having strong negative beliefs about yourself, other people, or the world (for example, having "
        "thoughts such as: I am bad, there is something seriously wrong with me, no one can be trusted, the "
        "world is completely dangerous)?"
    ),
    "Blaming yourself or someone else for the stressful experience or what happened after it?",
    "Having strong negative feelings such as fear, horror, anger, guilt, or shame?",
    "Loss of interest in activities that you used to enjoy?",
    "Feeling distant or cut off from other people?",
    (
        "Trouble experiencing positive feelings (for example, being unable to feel happiness or have loving "
        "feelings for people close to you)?"
    ),
    "Irritable behavior, angry outbursts, or acting aggressively?",
    "Taking too many risks or doing things that could cause you harm?",
    "Being “superalert” or watchful or on guard?",
    "Feeling jumpy or easily startled?",
    "Having difficulty concentrating?",
    "Trouble falling or staying asleep?",
)

PCL5: Final = Questionnaire(
    id="pcl5",
    name="PCL-5",
    title="After something very hard",
    intro=(
        "Below is a list of problems that people sometimes have in response to a very stressful experience. "
        "Please read each problem carefully and then choose one of the answers to indicate how much you have "
        "been bothered by that problem in the past month."
    ),
    stem="In the past month, how much were you bothered by:",
    recall="the past month",
    recall_days=30,
    items=tuple(
        Item(id=f"pcl5-{number}", text=text, options=_BOTHERED) for number, text in enumerate(_ITEMS, 1)
    ),
    every_weeks=4,
    change=10,
    cut=(31, 33),
    source="Weathers and others 2013, National Center for PTSD",
)
