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
        ├── NotGiven                      a secret is needed, and there is nobody to ask for it
        └── NoWebView                     the parts that show the app in a browser are not installed

``str()`` of each is one clear sentence for the person who asked: what happened, and what to do.
Anything else that is raised is a mistake of ours.
"""

from __future__ import annotations


class AppError(Exception):
    """Something around the store cannot be done; ``str()`` is one clear sentence."""


class NotWritten(AppError):
    """A file could not be written, or one is there already; nothing was changed."""


class NotRead(AppError):
    """A file that was chosen could not be read, or is too large; nothing was changed."""


class NotGiven(AppError):
    """A passcode or passphrase is needed, and there is neither a variable nor a terminal to take it from."""


class NoWebView(AppError):
    """The parts that show the app in a browser are not installed, as on a phone."""
