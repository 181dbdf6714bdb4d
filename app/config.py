"""Where the data lives and what time it is: the two things that the surroundings decide."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path

from app.care.invalid import Invalid

NAME = "infusion-companion"
STORE = "companion.db"
SAMPLE = "sample"
DATA_VARIABLE = "INFUSION_COMPANION_DATA"
NOW_VARIABLE = "INFUSION_COMPANION_NOW"

Clock = Callable[[], datetime]


def data_dir(option: str | Path | None = None) -> Path:
    """The folder that holds the store.

    Args:
        option: what was asked for on the command line, which comes first; then INFUSION_COMPANION_DATA,
            then the folder that Flet gives an app, then the usual one for this system.

    Raises:
        Invalid: the option is empty, as when a script's variable was; the usual folder is not meant then.
    """
    if option is not None:
        if not str(option).strip() or option == Path():
            raise Invalid("The data folder has no name; give --data-dir the name of a folder.")
        return _whole(option)
    for variable in (DATA_VARIABLE, "FLET_APP_STORAGE_DATA"):
        if named := os.environ.get(variable, "").strip():
            return _whole(named)
    import platformdirs  # noqa: PLC0415  (a packaged app is given its folder)

    return platformdirs.user_data_path(NAME, appauthor=False)


def _whole(folder: str | Path) -> Path:
    try:
        return Path(folder).expanduser().absolute()
    except RuntimeError:
        raise Invalid(
            "There is no home folder for {folder}; name the data folder in full.", folder=str(folder)
        ) from None


def clock() -> Clock:
    """What tells the time: the system's clock, in the zone of this device.

    INFUSION_COMPANION_NOW, a date with a time such as 2026-11-26T09:30, moves it: it starts there and runs
    on, for trying a whole course. With an offset such as -08:00 the app lives in that zone.

    Raises:
        Invalid: INFUSION_COMPANION_NOW is no date with a time.
    """
    moved = os.environ.get(NOW_VARIABLE, "").strip()
    if not moved:
        return lambda: datetime.now(UTC).astimezone(LOCAL)
    try:
        start = datetime.fromisoformat(moved)
        start = start if start.tzinfo else start.replace(tzinfo=LOCAL)
        start_utc = start.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise Invalid(
            "{now_variable} is no date with a time: {moved}. Write it like 2026-11-26T09:30, or unset it.",
            now_variable=NOW_VARIABLE,
            moved=repr(moved),
        ) from None
    zone, begun = start.tzinfo, time.monotonic()
    return lambda: (start_utc + timedelta(seconds=time.monotonic() - begun)).astimezone(zone)


def store_files(folder: Path) -> tuple[Path, ...]:
    """The files of the store and of the sample in a data folder, whether they are there or not.

    Args:
        folder: the data folder.
    """
    names = [STORE + end for end in ("", "-wal", "-shm", "-journal")]
    return tuple(place / name for place in (folder, folder / SAMPLE) for name in names)


class _Local(tzinfo):
    """The zone of this device, with its changes to and from summer time; the standard library has none."""

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        return None if at is None else at.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, at: datetime | None) -> timedelta | None:  # noqa: ARG002
        return None

    def tzname(self, at: datetime | None) -> str | None:
        return None if at is None else at.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, at: datetime) -> datetime:
        told = at.replace(tzinfo=UTC).astimezone()
        wall = told.replace(tzinfo=None, fold=0)
        # An hour that comes twice: the second time its wall clock alone would mean the first.
        second = wall.astimezone().utcoffset() != told.utcoffset()
        return wall.replace(tzinfo=self, fold=int(second))


LOCAL: tzinfo = _Local()


def fixed(at: datetime) -> datetime:
    """The same moment with its offset written down instead of its zone.

    Python compares and subtracts two times of one zone by their wall clocks, which is an hour wrong across a
    change to summer time; times with fixed offsets are safe.

    Args:
        at: an aware datetime.
    """
    offset = at.utcoffset()
    if offset is None:
        raise Invalid("A time needs a time zone.")
    # It has one already; in the first and the last year UTC may lie beyond the calendar.
    if isinstance(at.tzinfo, timezone) and not offset % timedelta(minutes=1) and MINYEAR < at.year < MAXYEAR:
        return at
    return at.astimezone(UTC).astimezone(timezone(timedelta(minutes=round(offset / timedelta(minutes=1)))))
