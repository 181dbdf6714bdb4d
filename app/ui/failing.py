"""When a mistake of ours breaks a screen: say so calmly, keep the rest alive, log nothing of the diary."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any, TypeVar

import flet as ft

from app.ui.text import t

F = TypeVar("F", bound=Callable[..., Any])
_log = logging.getLogger("app.ui")
_SORRY = "This part could not be shown. What you entered is safe. Go back and try again."


def component(function: F) -> F:
    """A Flet component that shows one calm sentence instead of taking the whole page down.

    Without it an exception while rendering ends Flet's updates for good: the page stands still.

    Args:
        function: what makes the controls; one that is annotated to return a View makes a whole screen.
    """
    whole = "View" in str(function.__annotations__.get("return", "")) or function.__name__ == "Today"

    @functools.wraps(function)
    def guarded(*args: Any, **values: Any) -> Any:
        try:
            return function(*args, **values)
        except Exception as mistake:  # noqa: BLE001  (the last place where it can be caught)
            note(mistake)
            return failed_view() if whole else _failed_part()

    made: F = ft.component(guarded)  # type: ignore[assignment]
    return made


def note(mistake: BaseException) -> None:
    """Log what kind of mistake it was and where, never its words: they may hold what a patient typed."""
    where = mistake.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else "somewhere"
    _log.error("%s at %s", type(mistake).__name__, place)


def _failed_part() -> ft.Control:
    return ft.Container(
        ft.Row(
            [
                ft.Icon(ft.Icons.ERROR_OUTLINE, color=ft.Colors.ERROR),
                ft.Text(t(_SORRY), theme_style=ft.TextThemeStyle.BODY_LARGE, expand=True),
            ]
        ),
        padding=16,
    )


def failed_view() -> ft.View:
    """A whole screen that could not be shown: the way back, and Help now."""
    page = ft.context.page
    return ft.View(
        route=page.route or "/",
        controls=[
            ft.SafeArea(
                ft.Column(
                    [
                        _failed_part(),
                        ft.FilledButton(
                            content=t("Go to Today"),
                            icon=ft.Icons.WB_SUNNY_OUTLINED,
                            on_click=lambda _: page.navigate("/"),
                        ),
                        ft.OutlinedButton(
                            content=t("Help now"),
                            icon=ft.Icons.SUPPORT,
                            on_click=lambda _: page.navigate("/help"),
                        ),
                    ],
                    spacing=16,
                )
            )
        ],
        padding=16,
    )


class _NoWords(logging.Filter):
    """Says what kind of mistake was made and where, in place of a message that may quote a patient."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            note(record.exc_info[1])
            return False
        return True


_no_words = _NoWords()
# Who logs mistakes for us: Flet, its server, and the event loop for tasks that nobody waits for.
_LOGGERS = ("flet", "flet_web", "flet_web.fastapi", "asyncio")


def guard(page: ft.Page, tell: Callable[[str], Any]) -> None:
    """Show one sentence where Flet would show a stack trace, and keep stack traces out of the logs.

    Args:
        page: the page to guard.
        tell: shows a sentence on it.
    """
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_no_words)

    def on_error(_message: str) -> None:
        tell(t("Something went wrong. What you entered is safe. Try again, or go back."))

    session: Any = page.session
    session.error = on_error
