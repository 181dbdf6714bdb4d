"""Files that leave the app by hand: whole or not at all, for their owner's eyes, never over another file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from app.errors import NotWritten


def write_files(files: Mapping[Path, bytes], *, force: bool = False, never: Iterable[Path] = ()) -> None:
    """Write files, none of them half.

    Args:
        files: what to write where.
        force: whether a file that is there may be replaced.
        never: files that are not replaced even then.

    Raises:
        NotWritten: one is there already, is one of never, or cannot be written.
    """
    refuse_files(files, force=force, never=never)
    for path, content in files.items():
        try:
            _write(path, content, force)
        except FileExistsError:
            raise NotWritten("{path} is there already; nothing was replaced.", path=str(path)) from None
        except OSError as problem:
            raise NotWritten(
                "{path} cannot be written: {why}.", path=str(path), why=problem.strerror or str(problem)
            ) from problem


def refuse_files(files: Iterable[Path], *, force: bool = False, never: Iterable[Path] = ()) -> None:
    """Look, before work is done for it, whether files may be written.

    Args:
        files: what is to be written.
        force: whether a file that is there may be replaced.
        never: files that are not replaced even then.

    Raises:
        NotWritten: one is there already, or is one of never.
    """
    kept = {path.resolve() for path in never}
    for path in files:
        if path.resolve() in kept:
            raise NotWritten("{path} belongs to the store itself; choose another file.", path=str(path))
        if path.is_dir():
            raise NotWritten("{path} is a folder; choose the name of a file.", path=str(path))
        if not force and (path.exists() or path.is_symlink()):
            raise NotWritten(
                "{path} is there already; choose another name, or add --force to replace it.", path=str(path)
            )


def _write(path: Path, content: bytes, force: bool) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".infusion-companion-")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if not force:
            # Made here and by nobody else, or refused: between the look above and now a file may have come.
            path.open("xb").close()
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
