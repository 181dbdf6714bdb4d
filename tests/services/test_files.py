"""A file that leaves the app is whole, its owner's alone, and never over another one unasked."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from app.errors import NotWritten
from app.services.files import write_files


def test_a_file_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    target = tmp_path / "diary.json"
    write_files({target: b"words"})
    assert target.read_bytes() == b"words"
    assert sys.platform == "win32" or target.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_that_is_there_stays_without_force(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"old")
    with pytest.raises(NotWritten, match="--force"):
        write_files({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert (tmp_path / "b").read_bytes() == b"old"
    assert not (tmp_path / "a").exists()
    write_files({tmp_path / "b": b"new"}, force=True)
    assert (tmp_path / "b").read_bytes() == b"new"


def test_a_link_that_leads_nowhere_is_there_too(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(NotWritten, match="there already"):
        write_files({link: b"new"})


def test_the_store_is_never_replaced_by_any_name(tmp_path: Path) -> None:
    store = tmp_path / "companion.db"
    store.write_bytes(b"diary")
    link = tmp_path / "link.csv"
    link.symlink_to(store)
    for target in (store, link, tmp_path / "x" / ".." / "companion.db"):
        with pytest.raises(NotWritten, match="belongs to the store"):
            write_files({target: b"new"}, force=True, never=[store])
    assert store.read_bytes() == b"diary"


def test_a_folder_or_a_missing_folder_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="is a folder"):
        write_files({tmp_path: b"new"}, force=True)
    with pytest.raises(NotWritten, match="missing"):
        write_files({tmp_path / "missing" / "a": b"new"})


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "old"
    old.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    for target in (old, tmp_path / "new"):
        with pytest.raises(NotWritten, match="No space left"):
            write_files({target: b"new"}, force=True)
    assert [file.name for file in tmp_path.iterdir()] == ["old"]
    assert old.read_bytes() == b"old"


def test_a_file_that_came_meanwhile_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a"
    monkeypatch.setattr(os, "fsync", lambda _: target.write_bytes(b"theirs"))
    with pytest.raises(NotWritten, match="there already"):
        write_files({target: b"mine"})
    assert target.read_bytes() == b"theirs"
