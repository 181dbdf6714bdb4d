"""Keeping this device and the clinic's server the same: pull, then push, one verb a module."""

from __future__ import annotations

from app.clinic.synchronizer.run import Synchronizer
from app.clinic.synchronizer.status import (
    Ask,
    Connection,
    Progress,
    Status,
    answer,
    connect,
    connection,
    disconnect,
    keep_here_only,
    refused,
    status,
    take_back,
    try_again,
    waiting,
)

__all__ = [
    "Ask",
    "Connection",
    "Progress",
    "Status",
    "Synchronizer",
    "answer",
    "connect",
    "connection",
    "disconnect",
    "keep_here_only",
    "refused",
    "status",
    "take_back",
    "try_again",
    "waiting",
]
