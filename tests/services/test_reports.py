"""A report holds what the patient chose of the store: the right days, the right words, nobody else's."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta

import pytest
from pypdf import PageObject, PdfReader

from app.care.checklist import Choice, Level, Part
from app.care.course import Status
from app.care.invalid import Invalid
from app.care.profile import Theme
from app.care.questionnaires import questionnaire
from app.language import ENGLISH, Language, language
from app.services import Services
from app.services.plain import plain
from app.share.report import Period, Wanted
from tests.services.conftest import Now

OWN = ("zeta-note", "zeta-mark", "zeta-session", "zeta-reason", "zeta-answer", "zeta-feeling")


@pytest.fixture
def filled(services: Services, now: Now) -> Services:
    """A course from Tuesday 10 November, one infusion over, one skipped; entries in October and November."""
    now.set(2026, 10, 20)
    services.journal.add(1, words="long ago", sleep=1)
    now.set(2026, 11, 9)
    services.journal.add(2, sleep=3, feelings=("tired",), words="before")
    services.checklists.answer(Part.SCREENING, None, "heart", Choice.YES, "zeta-answer")
    services.courses.start(date(2026, 11, 10), time(10), (), 6)
    now.set(2026, 11, 10, 10, 4)
    services.checklists.answer(Part.DAY_OF, 1, "escort", Choice.YES)
    services.courses.begin(1)
    now.move(minutes=12)
    services.courses.mark(1, "lightness")
    now.move(minutes=1)
    services.courses.mark(1, "own", "zeta-mark")
    now.move(minutes=33)
    services.courses.complete(1)
    first = services.courses.current()
    assert first is not None
    done = first.session(1)
    assert done is not None
    services.courses.change_session(
        dataclasses.replace(done, systolic=128, diastolic=80, notes="zeta-session", escort="Sam")
    )
    services.courses.skip(2, "zeta-reason")
    now.set(2026, 11, 22)
    services.journal.add(6, sleep=5, feelings=("tired", "zeta-feeling"), words="zeta-note")
    services.journal.add(8, sleep=7, pain=0)
    services.questions.add("", "May I eat?")
    return services


def test_it_tells_of_the_days_that_were_chosen(filled: Services) -> None:
    for period, first, moods in (
        (Period.DAYS_14, date(2026, 11, 9), [date(2026, 11, 9), date(2026, 11, 22)]),
        (Period.DAYS_30, date(2026, 10, 24), [date(2026, 11, 9), date(2026, 11, 22)]),
        (Period.DAYS_90, date(2026, 8, 25), [date(2026, 10, 20), date(2026, 11, 9), date(2026, 11, 22)]),
        # Two weeks before the first infusion, to hold the rest against.
        (Period.COURSE, date(2026, 10, 27), [date(2026, 11, 9), date(2026, 11, 22)]),
    ):
        report = filled.reports.build(Wanted(period=period))
        assert (report.first, report.last) == (first, date(2026, 11, 22))
        assert [mood.day for mood in report.moods] == moods


def test_the_course_is_told_with_what_became_of_each_infusion(filled: Services) -> None:
    course = filled.reports.build(Wanted()).course
    assert course is not None
    assert (course.planned, course.done, course.day) == (6, 1, 13)
    first, second, third = course.sessions[:3]
    assert (first.status, first.within, first.systolic, first.diastolic) == (Status.COMPLETED, True, 128, 80)
    assert [(m.minute, m.label) for m in first.marks] == [(12, "Lightness"), (13, "Own words")]
    assert first.level is Level.ASK
    assert first.reasons
    assert (second.status, second.within) == (Status.SKIPPED, False)
    assert (third.status, third.level) == (Status.PLANNED, None)


def test_scales_have_an_average_from_three_values_on(filled: Services) -> None:
    sleep, pain = filled.reports.build(Wanted()).scales
    # 9 Nov: 3; 22 Nov: 5 and 7. The mean of all is (3 + 5 + 7) / 3 = 5, that of the last day (5 + 7) / 2 = 6.
    assert (sleep.label, sleep.count, sleep.low, sleep.high, sleep.average) == ("Sleep", 3, 3, 7, 5.0)
    assert sleep.days == ((date(2026, 11, 9), 3.0), (date(2026, 11, 22), 6.0))
    assert (pain.label, pain.count, pain.low, pain.average) == ("Pain", 1, 0, None)


def test_the_patients_own_words_stay_behind_unless_they_were_chosen(filled: Services) -> None:
    kept = json.dumps(plain(filled.reports.build(Wanted(period=Period.DAYS_90))))
    assert [word for word in (*OWN, "long ago", "before") if word in kept] == []
    told = filled.reports.build(Wanted(period=Period.DAYS_90, words=True))
    text = json.dumps(plain(told))
    assert [word for word in OWN if word not in text] == []
    assert [w.words for w in told.words] == ["long ago", "before", "zeta-note"]
    assert told.feelings == (("Tired", 2), ("zeta-feeling", 1))
    assert filled.reports.build(Wanted()).feelings == (("Tired", 2), ("Own words", 1))


def test_who_takes_the_patient_home_is_nobodys_business(filled: Services) -> None:
    assert "Sam" not in json.dumps(plain(filled.reports.build(Wanted(words=True))))


def test_the_screening_is_told_with_its_answers_and_what_they_amount_to(filled: Services) -> None:
    report = filled.reports.build(Wanted())
    answers = {part.question: part.answer for part in report.screening or ()}
    assert answers["Do you have a heart condition?"] == "yes"
    assert "" in answers.values()
    assert report.screening_level is Level.ASK
    assert report.screening_reasons


def test_what_was_deleted_is_not_in_it(filled: Services) -> None:
    (newest, *_) = filled.journal.search("zeta-note")
    filled.journal.remove(newest.id)
    assert "zeta-note" not in json.dumps(plain(filled.reports.build(Wanted(words=True))))


def test_an_empty_store_has_a_report_too_but_no_course(services: Services) -> None:
    report = services.reports.build(Wanted())
    assert (report.course, report.moods, report.screening, report.questions) == (None, (), None, ())
    assert services.reports.pdf_bytes(Wanted()).startswith(b"%PDF")
    with pytest.raises(Invalid, match="no course yet"):
        services.reports.build(Wanted(period=Period.COURSE))


def test_a_course_without_dates_is_told_from_the_day_it_was_entered(services: Services, now: Now) -> None:
    services.courses.start()
    now.move(days=3)
    report = services.reports.build(Wanted(period=Period.COURSE))
    assert (report.first, report.last) == (date(2026, 11, 22), date(2026, 11, 25))


def test_a_course_that_begins_later_is_told_up_to_today(services: Services) -> None:
    services.courses.start(date(2027, 1, 20), time(10))
    report = services.reports.build(Wanted(period=Period.COURSE))
    assert report.first == report.last == date(2026, 11, 22)


@pytest.mark.parametrize(("country", "letter"), [("US", True), ("MX", True), ("ES", False), ("ZZ", False)])
def test_the_sheets_are_those_of_the_country(services: Services, country: str, letter: bool) -> None:
    services.settings.change_preferences(country=country)
    assert services.reports.build(Wanted()).letter is letter


def test_paper_is_white_whatever_the_theme_of_the_screens(filled: Services) -> None:
    light = filled.reports.pdf_bytes(Wanted())
    filled.settings.change_preferences(theme=Theme.DARK, text_scale=2.0)
    assert filled.reports.pdf_bytes(Wanted()) == light


@pytest.mark.parametrize("name", ["x" * 101, "two\nlines", "nul\0"])
def test_a_name_that_cannot_stand_on_it_is_refused(name: str) -> None:
    with pytest.raises(Invalid, match="name"):
        Wanted(name=name)


def test_it_is_made_in_another_thread_while_others_write(filled: Services) -> None:
    told: list[float] = []
    with ThreadPoolExecutor(1) as pool:
        making = pool.submit(
            filled.reports.pdf_bytes, Wanted(words=True), progress=lambda done: told.append(done) is None
        )
        filled.journal.add(3, words="meanwhile")
        pdf = making.result()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "zeta-note" in text
    assert told[-1] == 1.0


def test_the_same_report_comes_as_tables(filled: Services) -> None:
    packed = filled.reports.csv_zip_bytes(Wanted(period=Period.DAYS_14))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.read("mood-by-day.csv").decode("utf-8-sig").splitlines()[1:] == [
            "2026-11-09,2,2,,1,",
            "2026-11-22,6,8,,2,",
        ]
        assert "words.csv" not in archive.namelist()


def test_a_session_that_ran_into_the_next_day_has_a_length(services: Services, now: Now) -> None:
    now.set(2026, 11, 20, 23, 40)
    services.courses.start(date(2026, 11, 20), time(23, 40))
    services.courses.begin(1)
    now.move(minutes=45)
    services.courses.complete(1)
    course = services.reports.build(Wanted()).course
    assert course is not None
    (first, *_) = course.sessions
    assert first.at is not None
    assert first.ended_at is not None
    assert (first.within, first.ended_at - first.at) == (True, timedelta(minutes=45))


def check_in(services: Services, asked: str, values: Iterable[int | None]) -> None:
    """Answer a questionnaire, its questions in their order; None leaves one out."""
    for item, value in zip(questionnaire(asked).items, values, strict=False):
        if value is not None:
            services.checkins.answer(asked, item.id, value)
    services.checkins.finish(asked)


@pytest.fixture
def checked(services: Services, now: Now) -> Services:
    """PHQ-9: 18 on 1 November, infusion 1 on the 10th, without the ninth on the 15th, 9 on the 22nd."""
    now.set(2026, 11, 1)
    services.courses.start(date(2026, 11, 10), time(10), (), 6)
    check_in(services, "phq9", [2] * 9)
    now.set(2026, 11, 10, 10)
    services.courses.begin(1)
    services.courses.complete(1)
    now.set(2026, 11, 15)
    check_in(services, "phq9", [1] * 8)
    now.set(2026, 11, 22)
    check_in(services, "phq9", [1] * 9)
    check_in(services, "peg", [7, 6, 6])
    return services


def test_check_ins_are_told_with_the_own_baseline_first_and_what_studies_call_the_change(
    checked: Services,
) -> None:
    # The baseline of 1 November is older than the 14 days of the report, and told all the same.
    phq9, peg = checked.reports.build(Wanted(period=Period.DAYS_14)).check_ins
    assert [(one.day.day, one.value, one.band, one.answered, one.of) for one in phq9.totals] == [
        (1, 18, "moderately severe", 9, 9),
        (15, None, "", 8, 9),
        (22, 9, "mild", 9, 9),
    ]
    assert [str(sentence) for sentence in phq9.sentences] == [
        "The published table calls 5 to 9 “mild”.",
        "Studies call a change of 5 points or more one that matters.",
        "Half or less of the first result is what studies call a response.",
    ]
    # (7 + 6 + 6) / 3 = 6.33; nothing to hold it against yet.
    assert [(one.value, one.band, one.help) for one in peg.totals] == [(19 / 3, "", "")]
    assert (peg.most, peg.sentences, peg.help_number) == (10, (), 0)
    assert peg.answers[0][1] == "7"


def test_the_clinic_sees_each_answer_to_the_ninth_question_and_where_it_was_left_out(
    checked: Services,
) -> None:
    (phq9, _) = checked.reports.build(Wanted()).check_ins
    assert phq9.help_number == 9
    assert [one.help for one in phq9.totals] == ["More than half the days", "", "Several days"]
    pages = [" ".join(page.extract_text().split()) for page in _pages(checked)]
    assert (
        "question 9: 1 Nov: More than half the days; 15 Nov: not answered; 22 Nov: Several days." in pages[0]
    )
    assert "PHQ-9 18, 1 Nov 9 of 27, 22 Nov −9" in pages[0]
    assert "PEG 6.3, 22 Nov" in pages[0]
    assert "Sun 15 Nov 2026 8 of 9 answered not answered" in " ".join(pages)


def test_a_newest_check_in_that_is_not_whole_says_so_and_its_answers_are_told(
    checked: Services, now: Now
) -> None:
    now.set(2026, 11, 23)
    check_in(checked, "phq9", [3, None, 3, 3, 3, 3, 3, 3, 1])
    (phq9, _) = checked.reports.build(Wanted()).check_ins
    assert str(phq9.sentences[0]) == "Of the newest one 8 of 9 are answered, so it has no total."
    assert phq9.answers[:2] == (
        ("Little interest or pleasure in doing things", "Nearly every day"),
        ("Feeling down, depressed, or hopeless", ""),
    )
    assert phq9.totals[-1].help == "Several days"


def test_a_corrected_check_in_is_told_once_as_corrected_and_an_open_one_not_at_all(
    checked: Services, now: Now
) -> None:
    newest = checked.checkins.newest("phq9")
    assert newest is not None
    checked.checkins.correct(newest.id)
    checked.checkins.answer("phq9", "44250-9", 0)
    checked.checkins.finish("phq9")
    now.set(2026, 11, 24)
    checked.checkins.answer("phq9", "44250-9", 3)
    (phq9, _) = checked.reports.build(Wanted()).check_ins
    # Eight answers of 1 and one of 0.
    assert [one.value for one in phq9.totals] == [18, None, 8]


def test_a_report_in_spanish_asks_and_answers_in_published_words_or_says_that_they_are_english(
    checked: Services,
) -> None:
    phq9, peg = checked.reports.build(Wanted(), "es").check_ins
    assert phq9.answers[0] == ("Poco interés o placer en hacer cosas", "Varios días")
    assert [one.help for one in phq9.totals] == ["Más de la mitad de los días", "", "Varios días"]
    assert peg.answers[0][0].startswith("What number best describes your pain on average")
    assert (phq9.english, peg.english) == (False, True)
    pages = [" ".join(page.extract_text().split()) for page in _pages(checked, language("es"))]
    assert "pregunta 9: 1 nov: Más de la mitad de los días; 15 nov: sin contestar; 22 nov" in pages[0]
    told = " ".join(pages)
    assert "Poco interés o placer en hacer cosas Varios días" in told
    assert told.count("Este cuestionario está en inglés") == 1


def _pages(services: Services, spoken: Language = ENGLISH) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(services.reports.pdf_bytes(Wanted(), spoken))).pages)
