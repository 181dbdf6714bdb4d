"""What can be refused, and by whom.

::

    Exception
    ├── ValueError
    │   └── app.care.invalid.Invalid      what was asked for cannot be accepted
    ├── storage.errors.StoreError         the store cannot do it (newer, damaged, not writable, busy …)
    ├── app.share.stopped.Stopped         who asked for a report does not want it any more
    └── app.errors.AppError               what surrounds the store cannot do it
        ├── NotWritten                    a file could not be written, or is there already
        ├── NotRead                       a file could not be read, or is too large
        ├── BadFhirFile                   a file of records in FHIR that cannot be used
        ├── BadSummary                    a shared summary that cannot be opened or made
        ├── NotGiven                      a secret is needed, and there is nobody to ask for it
        ├── NoWebView                     the parts that show the app in a browser are not installed
        └── ClinicError                   the clinic's server cannot be reached, or says no
            ├── Offline                   there is no connection, or it broke off
            ├── Busy                      the server asks to be tried again later
            ├── SignInNeeded              only a new sign-in helps
            ├── Forbidden                 this person may not do this there
            ├── Conflict                  somebody else has changed it there
            ├── NotThere                  the server does not know it
            ├── Gone                      it was deleted there
            ├── NotAccepted               the server refuses what it was sent
            ├── TooLarge                  the server refuses this much at once
            ├── NotFhir                   what answered is no FHIR server
            ├── ForeignRedirect           the server sent us to another place, where the sign-in must not go
            ├── NotKept                   there is no safe place here for a sign-in
            └── Cancelled                 who asked does not want it any more

``str()`` of each is one clear sentence for the person who asked: what happened, and what to do.
Anything else that is raised is a mistake of ours.
"""

from __future__ import annotations

from datetime import timedelta

from app.care.sentence import Told, Value


class AppError(Told):
    """Something around the store cannot be done; ``str()`` is one clear sentence."""


class NotWritten(AppError):
    """A file could not be written, or one is there already; nothing was changed."""


class NotRead(AppError):
    """A file that was chosen could not be read, or is too large; nothing was changed."""


class BadFhirFile(AppError):
    """A file is no FHIR file of this app's records, or one that cannot be used; nothing was changed."""


class NotGiven(AppError):
    """A passcode or passphrase is needed, and there is neither a variable nor a terminal to take it from."""


class NoWebView(AppError):
    """The parts that show the app in a browser are not installed, as on a phone."""


class BadSummary(AppError):
    """A shared summary that cannot be opened or made; nothing here was changed."""


class ClinicError(AppError):
    """The clinic's server cannot be reached, or says no; nothing here was changed."""


class Offline(ClinicError):
    """There is no connection, or it broke off; whether the server did what was asked is unknown."""


class Busy(ClinicError):
    """The server asks to be tried again later. retry_after: how much later, when it says so."""

    def __init__(self, sentence: object, retry_after: timedelta | None = None, /, **values: Value) -> None:
        super().__init__(sentence, **values)
        self.retry_after = retry_after


class SignInNeeded(ClinicError):
    """The sign-in has ended, and only a new one helps."""


class Forbidden(ClinicError):
    """The clinic does not allow this."""


class Conflict(ClinicError):
    """The resource was changed there since it was last read."""


class NotThere(ClinicError):
    """The server does not know the resource."""


class Gone(NotThere):
    """The resource was deleted there."""


class NotAccepted(ClinicError):
    """The server refuses a resource.

    Attributes:
        reason: what it says itself, plain text of at most 300 letters, "" for nothing. It may repeat what the
            patient wrote: show it, but never log it.
    """

    def __init__(self, sentence: object, reason: str = "", /, **values: Value) -> None:
        super().__init__(sentence, **values)
        self.reason = reason


class TooLarge(ClinicError):
    """The server refuses this much at once."""


class NotFhir(ClinicError):
    """What answered is no FHIR server, such as a page of a hotel's network."""


class ForeignRedirect(ClinicError):
    """The server sent us to another place, where the sign-in must not go."""


class NotKept(ClinicError):
    """This device has no safe place for a sign-in."""


class Cancelled(ClinicError):
    """Who asked does not want it any more; what was sent last may have arrived."""
