"""The short line at the bottom that confirms: "Saved on this device", with Undo where there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from app.care.invalid import Invalid
from app.device.announce import announce
from app.services import StoreError
from app.ui.components.fitting import is_cramped
from app.ui.text import t

# Long enough to be read and reached by someone who is slow today (WCAG 2.2.1).
_SHOWN_FOR = ft.Duration(seconds=12)


def say(
    sentence: object,
    undo: Callable[[], Any] | None = None,
    *,
    way: tuple[str, Callable[[], Any]] | None = None,
    above: float = 0,
) -> None:
    """Show one sentence, announced to screen readers, and an Undo button where it can be undone.

    Args:
        sentence: what happened, in English or as a Sentence of app.care.
        undo: restores exactly what was before.
        way: in place of Undo a button with another name, already translated, and what it does.
        above: how high what stays at the bottom of the screen is, in logical pixels: the line leaves it free.
    """
    page = ft.context.page

    def on_button(_: Any) -> None:
        if act is not None:
            act()
        elif undo is not None and attempt(undo) is not None:
            say("Undone. Everything is as it was before.")

    words = t(sentence)
    announce(words)
    name, act = way or (t("Undo"), None)
    has_button = undo is not None or way is not None
    page.show_dialog(
        ft.SnackBar(
            content=ft.Semantics(live_region=True, container=True, content=ft.Text(words)),
            action=ft.SnackBarAction(label=name, on_click=on_button) if has_button else None,
            behavior=ft.SnackBarBehavior.FLOATING,
            margin=ft.Margin(left=15, top=5, right=15, bottom=10 + above) if above else None,
            duration=_SHOWN_FOR,
            # At large text on a small phone it hides a third of the screen, and has room for both buttons.
            show_close_icon=not has_button or is_cramped(),
            persist=False,
        )
    )


def attempt(action: Callable[[], Any]) -> Any:
    """Do something that may be refused; a refusal is told in its own one sentence.

    Args:
        action: calls a service.

    Returns:
        What the action gave (True where it gave nothing), or None when it was refused.
    """
    try:
        done = action()
    except (Invalid, StoreError) as refused:
        say(refused)
        return None
    return True if done is None else done


def save(action: Callable[[], Any], *, above: float = 0) -> Any:
    """Do something that is saved, and say so with Undo.

    Args:
        action: calls a service that returns Done.
        above: as for `say`.

    Returns:
        The Done, or None when it was refused.
    """
    done: Any = attempt(action)
    if done is not None and done is not True:
        say(done.sentence, done.undo, above=above)
    return done


def close(dialog: ft.DialogControl) -> None:
    """Close one dialog; Flet's pop_dialog would close a notice that was shown after it.

    Args:
        dialog: the one to close.
    """
    dialog.open = False
    dialog.update()
