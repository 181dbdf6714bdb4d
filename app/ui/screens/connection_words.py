"""The connection to a clinic in one line, and what it hangs on."""

from __future__ import annotations

from typing import Final

from app.services import Services
from app.ui.text import t

# What waits is told as a change of its own table.
TABLES: Final = (
    *("outbox", "sync_link", "sync_state"),
    *("course", "session", "mark", "checklist", "check_in", "journal_entry"),
)


def connection_words(services: Services) -> str:
    """How the sync stands, or that there is none, already translated.

    Args:
        services: the store that is shown.
    """
    if not services.has_clinic:
        return t("Not connected. Nothing leaves this device unless you send it")
    return t(services.sync.words())
