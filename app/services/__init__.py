"""The one place where parts are put together; screens and the command line call only this."""

from app.services.courses import CourseView
from app.services.done import Done
from app.services.door import Door
from app.services.locked import Locked
from app.services.opening import DELETE, Services, open_or_problem, open_sample
from app.services.trouble import StoreProblem
from storage.errors import StoreError

__all__ = [
    "DELETE",
    "CourseView",
    "Done",
    "Door",
    "Locked",
    "Services",
    "StoreError",
    "StoreProblem",
    "open_or_problem",
    "open_sample",
]
