"""What can be wrong with a backup; ``str()`` is one sentence, and nothing was changed.

BadBackup(StoreError)
├── ForeignBackup       not a backup of this app
├── NewerBackup         made by a newer version
├── DamagedBackup       cut off, changed, or not what the app writes
├── WrongPassphrase     whole and ours, but another passphrase opens it
└── LargeBackup         more in the store than one backup holds
"""

from __future__ import annotations

from storage.errors import StoreError


class BadBackup(StoreError):
    """The base of what can be wrong with a backup."""


class ForeignBackup(BadBackup):
    """The file is something else."""

    def __init__(self) -> None:
        super().__init__(
            "This file is not a backup of this app, so nothing was changed; choose one that it saved."
        )


class NewerBackup(BadBackup):
    """The file was made by a newer version."""

    def __init__(self) -> None:
        super().__init__(
            "This backup was made by a newer version of the app, so nothing was changed; "
            "update the app and try again."
        )


class DamagedBackup(BadBackup):
    """The file is not whole, or was changed after it was made."""

    def __init__(self) -> None:
        super().__init__(
            "This backup is damaged or not whole, so nothing was changed; copy the file again from where it "
            "was kept, or use another one."
        )


class WrongPassphrase(BadBackup):
    """The file is whole, and this passphrase does not open it."""

    def __init__(self) -> None:
        super().__init__(
            "This is not the passphrase of this backup, so nothing was changed; try again. "
            "Without its passphrase nobody can open it."
        )


class LargeBackup(BadBackup):
    """There is more in the store than one backup takes."""

    def __init__(self) -> None:
        super().__init__(
            "There is more in the store than one backup can hold, so none was made; "
            "keep a copy of the data folder instead."
        )
