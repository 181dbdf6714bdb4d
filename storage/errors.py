"""What can go wrong with a store; each ``str()`` is a sentence for the patient, without their data.

StoreError
├── NewerStore          written by a newer version; left untouched
├── DamagedStore        not a database, or pages of it are broken; never written to
├── ForeignStore        a database of another program
├── UnwritableStore     the folder or the file cannot be written
├── StoreBusy           another process kept the store locked for too long
├── FullStore           no room left on the disk
├── ClosedStore         used after close()
├── BeyondRepair        nothing of it can be read, and there is no good copy
├── RepairFailed        what was rescued did not fit together; the store is as it was
├── LostStore           its file was moved, deleted or replaced while it was open
├── KeyNeeded           the store is encrypted and no key was given
├── NoCipher            it is encrypted, and what decrypts it is not installed
├── WrongPasscode       the passcode does not open the vault; nothing is deleted, ever
├── WrongCode           nor does this recovery code
├── TooManyTries        too many wrong tries: wait before the next
├── DamagedVault        the key file cannot be read, and neither can its copy
├── NewerVault          the key file was written by a newer version
├── BadBackup           a backup that cannot be used; its kinds are in bad_backup.py
├── UnreadableRecord    a row that today's version cannot read
└── Refused             a record that the store cannot keep; nothing was changed
    ├── Duplicate       its id exists already
    └── Missing         there is no such record
"""

from __future__ import annotations

import math
from datetime import timedelta
from pathlib import Path


class StoreError(Exception):
    """The base of all that the store raises.

    path: the store's file, where there is one to name. template, values: the sentence before its values are
    put in, so that a screen can say it in another language.
    """

    def __init__(self, template: str, path: Path | None = None, /, **values: object) -> None:
        self.template, self.values = template, values
        super().__init__(template.format(**values) if values else template)
        self.path = path


_SHORT = 100  # seconds that are not told in minutes


def _plain(table: str) -> str:
    return table.replace("_", " ")


class NewerStore(StoreError):
    """The store was written by a newer version and is left byte for byte as it was."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "The store {path} was written by a newer version of the app, so nothing in it was changed; "
            "update the app and open it again.",
            path,
            path=path,
        )


class DamagedStore(StoreError):
    """The file is not a database or parts of it are broken; it is kept, not written to."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "The store {path} is damaged and was left as it is; "
            "repair it, or set it aside and start a new one.",
            path,
            path=path,
        )


class ForeignStore(StoreError):
    """The file is a database, but not one of ours."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "The file {path} belongs to another program, so nothing in it was changed; "
            "choose another data folder.",
            path,
            path=path,
        )


class UnwritableStore(StoreError):
    """The folder or the file cannot be made or written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "The data folder {parent} cannot be written, so nothing was changed; "
            "make it writable or choose another one.",
            path,
            parent=path.parent,
        )


class StoreBusy(StoreError):
    """Another process held the store locked for longer than the busy timeout."""

    def __init__(self, path: Path) -> None:
        super().__init__("Another program is using the store, so nothing was changed; try again.", path)


class FullStore(StoreError):
    """The disk has no room left; the transaction was taken back as a whole."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "There is no room left on this device, so nothing was saved; free some space and try again.", path
        )


class ClosedStore(StoreError):
    """The store was closed, or deleted, before this was asked."""

    def __init__(self, path: Path) -> None:
        super().__init__("The store was closed, so nothing was changed; open the app again.", path)


class LostStore(StoreError):
    """The file is not the one that was opened: what is written now would be gone with the next start."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "The store {path} was moved, deleted or replaced while the app was open, so nothing was saved; "
            "put it back where it was, or start the app again.",
            path,
            path=path,
        )


class BeyondRepair(StoreError):
    """Nothing of the store can be read, and no copy of it is good."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "Nothing of the store {path} can be read and there is no good copy of it, so nothing was "
            "changed; keep it aside, start afresh, and bring back a backup if you have one.",
            path,
            path=path,
        )


class RepairFailed(StoreError):
    """What could be rescued of a store does not make a good one."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "The store {path} could not be repaired, so nothing was changed; use the newest good copy, or "
            "keep it aside and start afresh.",
            path,
            path=path,
        )


class KeyNeeded(StoreError):
    """The store is encrypted, and was to be opened without its key."""

    def __init__(self, path: Path) -> None:
        super().__init__("Your data are locked, so nothing was read; give the passcode.", path)


class NoCipher(StoreError):
    """The store is encrypted, and SQLCipher is not installed here."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "Your data are encrypted and this installation cannot decrypt them, so nothing was changed; "
            "open them where the passcode was set, or install the app with its encryption part.",
            path,
        )


class WrongPasscode(StoreError):
    """The passcode does not open the vault."""

    def __init__(self) -> None:
        super().__init__("This is not the passcode, so nothing was opened; try again. Nothing is deleted.")


class WrongCode(StoreError):
    """The recovery code does not open the vault."""

    def __init__(self) -> None:
        super().__init__(
            "This is not the recovery code, so nothing was opened; compare it with the one you wrote down."
        )


class TooManyTries(StoreError):
    """Another try is not looked at before a while has passed. ``wait`` says how long, as a timedelta."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        seconds = max(1, math.ceil(wait.total_seconds()))
        if seconds < _SHORT:
            said, n = "There were several wrong tries, so the next one has to wait {n} seconds.", seconds
        else:
            said = "There were several wrong tries, so the next one has to wait {n} minutes."
            n = math.ceil(seconds / 60)
        super().__init__(said, n=n)


class DamagedVault(StoreError):
    """The key file and its copy cannot be read; without them an encrypted store stays closed."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "The key file beside {path} is damaged or missing, so your data could not be opened and nothing "
            "was changed; put that file back from a copy of the folder, or start afresh with a backup.",
            path,
            path=path,
        )


class NewerVault(StoreError):
    """The key file was written by a newer version."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "The key file beside {path} was written by a newer version of the app, so nothing was changed; "
            "update the app and open it again.",
            path,
            path=path,
        )


class UnreadableRecord(StoreError):
    """A row holds something that today's version cannot read."""

    def __init__(self, table: str) -> None:
        super().__init__(
            "One {table} cannot be read by this version, so nothing was changed; "
            "update the app or run its doctor.",
            table=_plain(table),
        )


class Refused(StoreError):
    """The store cannot keep this record; nothing was changed."""


class Duplicate(Refused):
    """A record with this id exists already."""

    def __init__(self, table: str) -> None:
        super().__init__(
            "This {table} was saved before, so nothing was changed; change that one instead.",
            table=_plain(table),
        )


class Missing(Refused):
    """There is no such record, or it was removed."""

    def __init__(self, table: str) -> None:
        super().__init__(
            "This {table} is no longer there, so nothing was changed; go back and look again.",
            table=_plain(table),
        )
