"""The course: everything other parts use about infusions and their dates, to import from one place."""

from __future__ import annotations

from app.care.course_dates import (
    COURSE_DAYS,
    Problems,
    course_day,
    problems,
    propose,
    refuse_two_on_a_day,
)
from app.care.course_progress import (
    done,
    held_days,
    next_open,
    next_session,
    progress,
    rest_end,
    unrecorded,
)
from app.care.course_records import (
    HELD,
    MARK_KINDS,
    MOST_INFUSIONS,
    OPEN,
    USUAL_INFUSIONS,
    Course,
    Mark,
    Session,
    Status,
)
from app.care.course_steps import end_course, new_sessions, refuse_while_running, resume_course, set_planned
from app.care.session_steps import begin, complete, move, put_back, set_date, skip, stop_early

__all__ = [
    "COURSE_DAYS",
    "HELD",
    "MARK_KINDS",
    "MOST_INFUSIONS",
    "OPEN",
    "USUAL_INFUSIONS",
    "Course",
    "Mark",
    "Problems",
    "Session",
    "Status",
    "begin",
    "complete",
    "course_day",
    "done",
    "end_course",
    "held_days",
    "move",
    "new_sessions",
    "next_open",
    "next_session",
    "problems",
    "progress",
    "propose",
    "put_back",
    "refuse_two_on_a_day",
    "refuse_while_running",
    "rest_end",
    "resume_course",
    "set_date",
    "set_planned",
    "skip",
    "stop_early",
    "unrecorded",
]
