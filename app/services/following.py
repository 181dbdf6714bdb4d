"""Following: the people whose summaries a caregiver has opened; nothing of them can be written."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final
from uuid import UUID

from app.care.invalid import Invalid
from app.care.summary import Followed, Origin, Summary
from app.errors import BadSummary
from app.services.clock import Clock
from app.services.done import Done, changing
from app.services.following_clinic import ClinicFollowing
from app.services.store import Store
from app.share.sealed import SUFFIX as SUFFIX
from storage.purge import settle

_SAMPLE: Final = "This is the sample. Go back to your own data first, then open the file."
_OLDER: Final = "You have a newer summary of this person already, so this older one was not taken."
_NO_JSON: Final = "There is no summary in this file, so nothing was opened; ask for it to be made once more."
_NOBODY: Final = "This person is not followed any more; open their file again."
_SOMEBODY: Final = "Someone"


class FollowingService:
    """Keeps people apart: each has one row, and removing one leaves nothing of them.

    Opening a file takes half a second: call it in a thread.
    """

    def __init__(
        self, store: Store, clock: Clock, clinic: ClinicFollowing, *, is_sample: bool = False
    ) -> None:
        self._store = store
        self._clock = clock
        self._clinic = clinic
        self._is_sample = is_sample

    def open(self, content: bytes, passphrase: str) -> Followed:
        """Take a summary: a new person, or a newer one of somebody who is followed already.

        Args:
            content: of the file. passphrase: as the patient told it.

        Raises:
            BadSummary: a wrong passphrase, or a damaged, foreign, newer or too large file; one sentence each.
            Invalid: this is the sample, or a newer summary of this person is here.
        """
        from app.share.sealed import open_sealed  # noqa: PLC0415  (not needed to start)

        if self._is_sample:
            raise Invalid(_SAMPLE)
        text, found = _read(open_sealed(content, passphrase.strip()))
        now = self._clock.now()
        with changing(self._store.db) as change:
            before = self._store.followed.get(found.id)
            if before is not None and before.made_at > found.made_at:
                raise Invalid(_OLDER)
            return change.put(
                self._store.followed,
                Followed(
                    id=found.id,
                    name=before.name if before else found.called.strip() or _SOMEBODY,
                    origin=Origin.FILE,
                    content="" if found.ended(now) else text,
                    received_at=now,
                    made_at=found.made_at,
                    ends_at=found.ends_at,
                ),
            )

    def all(self) -> list[Followed]:
        """Everybody who is followed, by name."""
        return self._store.followed.all(order_by="name COLLATE NOCASE, id")

    def get(self, followed_id: UUID) -> Followed | None:
        """One person, or None."""
        return self._store.followed.get(followed_id)

    def count(self) -> int:
        """How many people are followed."""
        return self._store.followed.count()

    def summary(self, person: Followed) -> Summary | None:
        """What may be seen of a person now; None once it has ended, or where nothing of it is left.

        Args:
            person: as listed.

        Raises:
            BadSummary: what is kept cannot be read.
        """
        if not person.content or (person.ends_at is not None and self._clock.now() >= person.ends_at):
            return None
        return _read(person.content.encode())[1]

    def let_go(self) -> None:
        """Delete what has ended; that it has, and whose it was, stays until the person is removed."""
        now = self._clock.now()
        for one in self.all():
            if one.content and one.ends_at is not None and now >= one.ends_at:
                self._store.followed.change(replace(one, content=""))
                settle(self._store.db)

    def rename(self, followed_id: UUID, name: str) -> Done[Followed]:
        """Call a person otherwise.

        Args:
            followed_id: of the person. name: 1 to 200 characters.

        Raises:
            Invalid: nobody of this id is followed, or the name cannot be accepted.
        """
        with changing(self._store.db) as change:
            person = self._store.followed.get(followed_id)
            if person is None:
                raise Invalid(_NOBODY)
            return change.done(change.change(self._store.followed, replace(person, name=name.strip())))

    def remove(self, followed_id: UUID) -> None:
        """Delete all that is here of a person, for good; the sign-in at a clinic, too.

        Args:
            followed_id: of the person.
        """
        person = self._store.followed.get(followed_id)
        if person is None:
            return
        if person.origin is Origin.CLINIC:
            self._clinic.forget(followed_id)
        self._store.followed.erase(followed_id)
        settle(self._store.db)


def unsealed(content: bytes, passphrase: str) -> Summary:
    """What is in a file, without keeping it; takes half a second.

    Args:
        content: of the file. passphrase: as the patient told it.

    Raises:
        BadSummary: a wrong passphrase, or a file that cannot be used; one sentence each.
    """
    from app.share.sealed import open_sealed  # noqa: PLC0415  (not needed to start)

    return _read(open_sealed(content, passphrase.strip()))[1]


def _read(payload: bytes) -> tuple[str, Summary]:
    from app.clinic.resources import summary_read  # noqa: PLC0415  (not needed to start)

    try:
        text = payload.decode()
        bundle = json.loads(text)
    except (ValueError, RecursionError):
        raise BadSummary(_NO_JSON) from None  # None: the cause may quote it
    return text, summary_read.from_bundle(bundle)
