"""Times as clocks on the wall here show them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from app.services.clock import Clock


def test_a_moment_that_a_machine_wrote_in_utc_is_shown_as_clocks_here_show_it() -> None:
    clock = Clock(lambda: datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("America/Los_Angeles")))
    winter = datetime(2026, 12, 1, 18, tzinfo=UTC)
    # The offset of that day, not of today.
    assert clock.here(winter).isoformat() == "2026-12-01T10:00:00-08:00"
    elsewhere = datetime(2026, 12, 1, 18, tzinfo=timezone(timedelta(hours=1)))
    assert clock.here(elsewhere).isoformat() == "2026-12-01T18:00:00+01:00"
