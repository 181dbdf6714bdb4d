"""The report says on paper what it was given: to the eye, to a screen reader, and nothing more."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.care.course import Status
from app.care.journal import DayMood
from app.care.sentence import say
from app.language.localized import Localized
from app.share.report import CoursePart, Period, QuestionPart, Report, Scale, SessionPart
from app.share.stopped import Stopped
from app.share.to_pdf import to_pdf
from tests.share.conftest import NOW, full, read, session, tags, text, with_words

# The mean: (2 + 3 + 2 * 3.5 + 3 * 4 + 5 + 2 * 5.5 + 6) / 11 = 46 / 11 = 4.18.
FIRST_PAGE = """
Report, 9 Nov to 22 Nov 2026
Made on Sun 22 Nov 2026, 12:00.
The patient noted this in an app. It is not a diagnosis, and nobody else has checked it.
The infusions
2 of 6 infusions are completed. Day 6 of 21.
No. When Status Blood pressure Noted during it Checklist before it
1 Tue 17 Nov, 10:04 completed 128/80 Lightness, Own words ask your clinic
2 Fri 20 Nov, 10:04 completed
3 Tue 24 Nov, 10:04 planned
4 no date yet skipped
Screening before the course: talk to your clinic before you go. The app told the patient: “Ask for clearance.”
Check-ins
Questionnaire First Newest Change In words
PHQ-9 18, 10 Nov 9 of 27, 22 Nov −9 It is 9 points lower than the first time.
PHQ-9, question 9: 10 Nov: Several days; 17 Nov: not answered; 22 Nov: Not at all.
Mood, 0 (very low) to 10 (very good)
11 moods were noted on 7 of 14 days: 2 to 6, 4.2 on average. 2 infusions were in this time.
0 5 10 9 Nov 15 Nov 22 Nov 1 2
Sleep 2 to 7, 4.4 on average, 4 values
Each dot is a day. The numbered lines are the infusions. Sleep: 10 is very good.
Feelings noted most often: Tired 4, Calm 2.
Questions for the clinic
¿Puedo comer?
"""


@pytest.fixture(scope="module")
def made() -> bytes:
    """The PDF with something of everything."""
    return to_pdf(full())


def test_the_first_page_says_all_that_matters_in_the_order_of_reading(made: bytes) -> None:
    page = " ".join(read(made).pages[0].extract_text().replace("•", "").split())
    expected = " ".join(FIRST_PAGE.split())
    assert page.startswith(expected), page
    assert page.removeprefix(expected).strip() == "Report, 9 Nov to 22 Nov 2026 Page 1 of 2"


@pytest.mark.parametrize(
    "said",
    [
        "Infusion 1, Tue 17 Nov 2026, 10:04",
        "Completed. From 10:04 to 10:50, 46 minutes. Blood pressure 128/80 mmHg, as told by the patient.",
        "Minute 12: Lightness",
        "Minute 30: “agua”",
        "Checklist before it: ask your clinic. The app told the patient: “1 question is not answered yet.”",
        "Notes: Manta y música.",
        "Tue 10 Nov 2026 18 of 27 moderately severe Several days",
        "Tue 17 Nov 2026 8 of 9 answered not answered",
        "Feeling down, depressed, or hopeless Several days",
        "16 Nov 2 3 inf. 1 3–4 4 5 inf. 2 5–6 6",
        "Do you have a heart condition? yes",
        "Do you have a heart condition? Soplo leve",
        "May I drive? Answer: Not that day.",
        "Sun 22 Nov 2026, 09:00, mood 6 Hoy me sentí mejor: ¡mañana más!",
    ],
)
def test_the_pages_after_it_say_the_details(made: bytes, said: str) -> None:
    assert said in text(made).replace("• ", "")


def test_a_screen_reader_meets_headings_tables_lists_and_a_picture_with_words(made: bytes) -> None:
    found = list(tags(made))
    kinds = Counter(path.removeprefix("Document/") for path, _ in found)
    assert found[0][0] == "Document"
    assert kinds["H1"] == 1
    assert kinds["H2"] >= 9
    assert kinds["Table"] == 6
    assert kinds["Table/TR/TH"] == 6 + 5 + 4 + 2 + 8 + 2
    assert kinds["L/LI/LBody"] >= 4
    assert {node["/A"]["/Scope"] for path, node in found if path.endswith("/TH")} == {"/Column"}
    (figure,) = [node for path, node in found if path.endswith("Figure")]
    assert "11 moods were noted on 7 of 14 days: 2 to 6, 4.2 on average" in figure["/Alt"]
    root = read(made).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_each_mark_in_a_page_belongs_to_one_tag_and_everything_is_read_or_only_for_the_eye(
    made: bytes,
) -> None:
    parents = read(made).trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    tree = dict(zip(parents[::2], parents[1::2], strict=True))
    for page in read(made).pages:
        content = page.get_contents().get_data().decode("latin-1")
        numbers = [int(n) for n in re.findall(r"/MCID (\d+)", content)]
        elements = tree[page["/StructParents"]]
        assert numbers == list(range(len(elements)))
        assert [element.get_object()["/K"] for element in elements] == [[n] for n in numbers]
        outside = re.sub(r"/\w+ (?:<<.*?>> BDC|BMC)\n.*?\nEMC", "", content, flags=re.DOTALL)
        assert not re.findall(r" T[jJ]|\bre\b|\bl\b| c\n", outside)


def test_what_is_said_of_the_file_names_nobody_and_nothing(made: bytes) -> None:
    meta = read(made).metadata
    assert meta is not None
    assert meta.title == "Report, 9 Nov to 22 Nov 2026"
    assert (meta.author, meta.subject, meta.creator, meta.producer) == (None, None, None, "fpdf2")
    assert meta.creation_date == NOW
    assert b"Infusion Companion" not in made
    assert "María" not in text(made)


def test_a_name_stands_on_it_when_it_is_wanted(report: Report) -> None:
    named = to_pdf(replace(report, name="María José Ñáñez"))
    assert "María José Ñáñez Made on" in text(named)
    meta = read(named).metadata
    assert meta is not None
    assert meta.author == "María José Ñáñez"


def test_the_same_report_is_the_same_file(made: bytes) -> None:
    assert to_pdf(full()) == made


def test_a_sheet_is_as_large_as_where_it_is_printed(report: Report) -> None:
    letter, a4 = (read(to_pdf(replace(report, letter=letter))).pages[0].mediabox for letter in (True, False))
    assert (round(letter.width), round(letter.height)) == (612, 792)
    assert (round(a4.width), round(a4.height)) == (595, 842)


def test_a_report_of_nothing_says_so_on_one_page_and_the_pages_after_it_are_left_out() -> None:
    empty = Report(made_at=NOW, period=Period.DAYS_30, first=date(2026, 10, 24), last=date(2026, 11, 22))
    made = to_pdf(empty)
    assert len(read(made).pages) == 1
    assert "No course is entered yet." in text(made)
    assert "No mood was noted in these 30 days." in text(made)


def a_lot(report: Report) -> Report:
    """As much as a first page can have to hold: boosters, four questionnaires, long questions, all scales."""
    moods = tuple(
        DayMood(day=date(2026, 8, 25) + timedelta(days=n), mean=4, low=1, high=7, count=3) for n in range(90)
    )
    many = CoursePart(
        planned=24,
        done=20,
        day=60,
        sessions=tuple(
            session(n, 20, Status.COMPLETED if n <= 20 else Status.PLANNED, systolic=140, diastolic=90)
            for n in range(1, 25)
        ),
    )
    (one,) = report.check_ins
    return replace(
        report,
        first=date(2026, 8, 25),
        course=many,
        moods=moods,
        # Only one of the four has a question for which help is offered.
        check_ins=(one, *(replace(one, help_number=0),) * 3),
        scales=tuple(Scale(label=name, count=9, low=0, high=10, average=5.0, days=((NOW.date(), 5.0),))
                     for name in ("Sleep", "Anxiety", "Energy", "Pain")),
        questions=(QuestionPart(text="¿Puedo tomar café por la mañana? " * 15),) * 9,
    )  # fmt: skip


def test_all_that_matters_fits_on_the_first_page_even_of_a_long_course(report: Report) -> None:
    made = to_pdf(a_lot(report))
    first = " ".join(read(made).pages[0].extract_text().split())
    assert "Questions for the clinic" in first
    shown = first.count("…")
    assert shown >= 3
    assert f"{9 - shown} more are on a later page." in first
    assert "The nearest ones are shown here." in first
    # What was last, and what comes next, of twenty-four.
    assert re.findall(r"(\d+) Fri 20 Nov, 10:04 (\w+)", first) == [
        *((str(n), "completed") for n in range(15, 21)),
        ("21", "planned"),
        ("22", "planned"),
    ]


def test_a_long_text_goes_on_over_pages_without_losing_a_word(report: Report) -> None:
    words = " ".join(f"palabra{n}" for n in range(2500))
    made = to_pdf(with_words(report, words, "x" * 3000, "corto"))
    found = text(made)
    assert re.findall(r"palabra\d+", found) == words.split()
    assert found.count("x") >= 3000
    assert "corto" in found


def test_what_the_typeface_lacks_is_told_once_at_the_end(report: Report) -> None:
    made = text(to_pdf(with_words(report, "気分がいい", "mañana 🌱 " + unicodedata.normalize("NFD", "soñé"))))
    assert made.count("Some signs could not be shown here") == 1
    assert "mañana (seedling) soñé" in made
    assert "Some signs" not in text(to_pdf(report))


def test_no_word_of_the_patient_gets_into_a_log(report: Report, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(1):
        to_pdf(with_words(report, "SECRETO 気分 🌱\u0301"))
    assert not [record for record in caplog.records if re.search("SECRETO|気|🌱", record.getMessage())]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300))
def test_any_text_can_be_put_on_paper(report: Report, typed: str) -> None:
    asked = QuestionPart(text=typed, answer=typed)
    bare = Report(
        made_at=NOW, period=Period.DAYS_14, first=report.first, last=report.last, name=typed[:100],
        questions=(asked,), words_chosen=True,
    )  # fmt: skip
    assert read(to_pdf(with_words(bare, typed))).pages


def test_an_infusion_outside_the_days_of_the_report_is_only_a_row_of_the_first_page(report: Report) -> None:
    assert report.course is not None
    first, *others = report.course.sessions
    made = text(
        to_pdf(
            replace(report, course=replace(report.course, sessions=(replace(first, within=False), *others)))
        )
    )
    assert "1 Tue 17 Nov, 10:04 completed" in made
    assert "Infusion 1, Tue 17 Nov 2026" not in made


def test_each_reason_of_the_screening_is_told_somewhere(report: Report) -> None:
    reasons = tuple(say("Reason number {n}.", n=n) for n in range(1, 9))
    made = read(to_pdf(replace(report, screening_reasons=reasons)))
    first, later = (" ".join(page.extract_text().split()) for page in made.pages)
    assert "Reason number 3." in first
    assert "Reason number 4." not in first
    assert "Reason number 8." in later


def test_it_tells_how_far_it_is(report: Report) -> None:
    told: list[float] = []
    to_pdf(report, progress=lambda done: told.append(done) is None)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)
    assert len(told) > 5


@pytest.mark.parametrize("after", [0, 1, 4])
def test_it_stops_when_it_is_told_to(report: Report, after: int) -> None:
    told: list[float] = []

    def stop(done: float) -> bool:
        told.append(done)
        return len(told) <= after

    with pytest.raises(Stopped):
        to_pdf(report, progress=stop)
    assert len(told) == after + 1


def test_it_can_be_in_another_language(report: Report) -> None:
    spanish = Localized("es", {"The infusions": "Las infusiones", "{first} to {last}": "{first} a {last}"})
    made = text(to_pdf(replace(report, language="es"), spanish))
    assert "Las infusiones" in made
    assert "Report, 9 nov a 22 nov 2026" in made


def test_an_infusion_that_is_still_going_on_can_be_reported() -> None:
    going = SessionPart(number=1, status=Status.IN_PROGRESS, at=NOW, within=True)
    course = CoursePart(planned=6, done=0, day=1, sessions=(going,))
    report = Report(made_at=NOW, period=Period.COURSE, first=NOW.date(), last=NOW.date(), course=course)
    assert "In progress." in text(to_pdf(report))


def test_of_many_answers_to_the_ninth_question_the_first_and_the_newest_are_on_the_first_page(
    report: Report,
) -> None:
    (one,) = report.check_ins
    middle = [replace(one.totals[0], day=date(2026, 11, day), help="Not at all") for day in (12, 14, 16)]
    totals = (one.totals[0], *middle, *one.totals[1:])
    made = to_pdf(replace(report, check_ins=(replace(one, totals=totals),)))
    first = " ".join(read(made).pages[0].extract_text().split())
    assert "question 9: 10 Nov: Several days; 17 Nov: not answered; 22 Nov: Not at all." in first
    assert "Thu 12 Nov 2026 18 of 27 moderately severe Not at all" in text(made)
