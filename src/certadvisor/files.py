"""Reading and writing files: bounded, UTF-8, whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from certadvisor.errors import DataError, printable

MOST_BYTES = 5_000_000


def read_text(path: Path) -> str:
    """The text of a file of at most 5 MB in UTF-8.

    Raises:
        DataError: it cannot be read, is too large, empty or not UTF-8.

    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise DataError(str(path), ["is a folder, not a file"])
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise DataError(str(path), ["is not a file of text"])
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise DataError(str(path), [_reason(error)]) from None
    except ValueError:
        raise DataError(str(path), ["is not a usable file name"]) from None
    if len(raw) > MOST_BYTES:
        raise DataError(str(path), ["is larger than 5 MB"])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(str(path), [f"is not UTF-8 text (byte {error.start})"]) from None
    if not text.strip():
        raise DataError(str(path), ["is empty"])
    return text


def read_json(path: Path) -> Any:
    """The JSON in a file; a key given twice is refused, numbers stay exact.

    Raises:
        DataError: the file is unreadable or is not JSON.

    """
    text = read_text(path)
    try:
        return json.loads(
            text, object_pairs_hook=_unique, parse_float=Decimal, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise DataError(str(path), [f"is not JSON: {error.msg} at {place}"]) from None
    except RecursionError:
        raise DataError(str(path), ["is nested too deep"]) from None
    except ValueError as error:
        raise DataError(str(path), [printable(error, 200)]) from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f'has the key "{printable(key, 60)}" twice in one object')
        found[key] = value
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"holds {name}, which is no JSON number")


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all; links are followed, devices and pipes written straight.

    Raises:
        DataError: it cannot be written; what was there before is untouched.

    """
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file():
            if target.is_dir():
                raise DataError(str(path), ["is a folder, not a file"])
            with target.open("w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            return
        _replace(target, text)
    except OSError as error:
        raise DataError(str(path), [f"cannot be written: {_reason(error)}"]) from None
    except ValueError:
        raise DataError(str(path), ["is not a usable file name"]) from None


def _replace(target: Path, text: str) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _reason(error: OSError) -> str:
    text = error.strerror or "cannot be read"
    return text[0].lower() + text[1:]
