"""Reading and writing files: bounded, UTF-8, whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import stat
import time
from collections.abc import Callable, Iterable
from decimal import Decimal, DecimalException
from pathlib import Path
from typing import Any

from certadvisor.errors import DataError, UsageError
from certadvisor.text import printable

MAX_BYTES = 5_000_000
MAX_TOML_BYTES = 100_000
"""TOML is read by a slower library, and holds one person's answers at most."""
MAX_SECONDS = 10.0
"""A pipe must be written to its end within this time."""
MAX_VALUES = 100_000
"""Values in one file, counted by the characters that separate them."""
MAX_ENTRIES = 2_000
"""Entries in one object or list of a file."""
MAX_DEPTH = 60
"""Levels of objects and lists inside each other."""
MAX_DIGITS = 40
"""Digits of a number, and its exponent: no price, duration or count needs this many."""
CHUNK = 1 << 20
NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
"""How a file is opened without waiting for a pipe's other end; Windows has no such pipes."""
BINARY = getattr(os, "O_BINARY", 0)
"""What keeps Windows from changing the bytes that are read."""


class _ContentError(ValueError):
    """Content that can be parsed but is not accepted."""


# --- reading -------------------------------------------------------------------------------


def read_json(path: Path) -> Any:
    """The JSON in a file; a key given twice is refused, numbers stay exact.

    Raises:
        DataError: the file is unreadable, too large, or is not JSON.

    """
    return json_in(read_bytes(path), path)


def json_in(raw: bytes, path: Path) -> Any:
    """The JSON in what was read from a file, as `read_json` takes it.

    Raises:
        DataError: it is not JSON.

    """
    return _parse(path, _text_in(raw, path), "JSON", _json)


def read_toml(path: Path) -> Any:
    """The TOML in a file; numbers stay exact.

    Raises:
        DataError: the file is unreadable, too large, or is not TOML.

    """
    return _parse(path, _text_in(read_bytes(path, MAX_TOML_BYTES), path), "TOML", _toml)


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """The bytes of a file, `most` of them at most; a pipe has ten seconds to deliver them.

    Raises:
        DataError: it cannot be read, is too large, or changes while it is read.

    """
    try:
        raw = _read_bytes(path)
    except OSError as error:
        raise DataError(str(path), [_reason(error)]) from None
    except ValueError:
        raise DataError(str(path), ["is not a usable file name"]) from None
    if len(raw) > most:
        raise DataError(str(path), [f"is larger than {most / 1_000_000:g} MB"])
    return raw


def _text_in(raw: bytes, path: Path) -> str:
    """The text in UTF-8.

    Raises:
        DataError: it is empty or not UTF-8.

    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(str(path), [f"is not UTF-8 text (byte {error.start})"]) from None
    if not text.strip():
        raise DataError(str(path), ["is empty"])
    if "\0" in text:
        raise DataError(str(path), ["holds NUL characters, so it is not UTF-8 text"])
    return text


def _read_bytes(path: Path) -> bytes:
    """The bytes of a file, cut off a little over the limit. Opening it never waits."""
    fd = os.open(path, os.O_RDONLY | NO_WAIT | BINARY)
    try:
        mode = os.fstat(fd).st_mode
        if stat.S_ISDIR(mode):
            raise DataError(str(path), ["is a folder, not a file"])
        if stat.S_ISFIFO(mode):
            return _read_pipe(fd, path)
        if not stat.S_ISREG(mode):
            raise DataError(str(path), ["is not a file of text"])
        return _read_regular(fd, path)
    finally:
        os.close(fd)


def _read_regular(fd: int, path: Path) -> bytes:
    """The bytes of a regular file, provided that it does not change while it is read."""
    raw, before = b"", os.fstat(fd)
    while len(raw) <= MAX_BYTES and (chunk := os.read(fd, MAX_BYTES + 1)):
        raw += chunk
    after = os.fstat(fd)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise DataError(str(path), ["changed while it was read; try again"])
    return raw


def _read_pipe(fd: int, path: Path) -> bytes:
    """The bytes of a pipe until its writers close it."""
    raw, end = bytearray(), time.monotonic() + MAX_SECONDS
    ready = select.poll()
    ready.register(fd, select.POLLIN)
    while len(raw) <= MAX_BYTES:
        if not ready.poll(max(0.0, end - time.monotonic()) * 1000):
            limit = f"{MAX_SECONDS:g} seconds"
            raise DataError(str(path), [f"is a pipe that was not written to its end in {limit}"])
        chunk = os.read(fd, CHUNK)
        if not chunk:
            break
        raw += chunk
    return bytes(raw)


def _parse(path: Path, text: str, form: str, parse: Callable[[str], Any]) -> Any:
    try:
        data = parse(text)
        _check(data)
    except RecursionError:
        raise DataError(str(path), ["is nested too deep"]) from None
    except _ContentError as error:
        raise DataError(str(path), [str(error)]) from None
    except ValueError:
        raise DataError(str(path), [f"is not {form} that can be read"]) from None
    return data


def _json(text: str) -> Any:
    if sum(map(text.count, "{[,")) > MAX_VALUES:
        raise _ContentError(f"holds more than {MAX_VALUES:,} values")
    import json

    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _ContentError(f"is not JSON: {error.msg} at {place}") from None


def _toml(text: str) -> Any:
    if any(line.count(".") > MAX_DEPTH for line in text.splitlines()):
        raise _ContentError("is nested too deep")
    import tomllib

    try:
        return tomllib.loads(text, parse_float=_decimal)
    except tomllib.TOMLDecodeError as error:
        raise _ContentError(f"is not TOML: {printable(error, 120)}") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _ContentError(f'has the key "{printable(key, 60)}" twice in one object')
        found[key] = value
    return found


def _refuse_constant(name: str) -> None:
    raise _ContentError(f"holds {name}, which is not a JSON number")


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise _out_of_range(text)
    return int(text)


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except DecimalException:
        raise _out_of_range(text) from None
    if len(text) > MAX_DIGITS or abs(value.adjusted()) > MAX_DIGITS:
        raise _out_of_range(text)
    return value


def _out_of_range(text: str) -> _ContentError:
    return _ContentError(f"holds the number {printable(text, 20)}, which is out of range")


def _check(data: Any) -> None:
    """Refuse data larger or deeper than any real file, and strings that are not text."""
    waiting: list[tuple[str, Any, int]] = [("the file", data, 1)]
    while waiting:
        name, node, depth = waiting.pop()
        if isinstance(node, dict | list):
            if depth > MAX_DEPTH:
                raise _ContentError("is nested too deep")
            if len(node) > MAX_ENTRIES:
                count = f"{len(node):,} entries, over {MAX_ENTRIES:,}"
                raise _ContentError(f'"{printable(name, 60)}" has {count}')
        if isinstance(node, dict):
            waiting += ((key, key, depth) for key in node)
            waiting += ((key, value, depth + 1) for key, value in node.items())
        elif isinstance(node, list):
            waiting += ((name, value, depth + 1) for value in node)
        elif isinstance(node, int) and abs(node) >= 10**MAX_DIGITS:
            raise _ContentError(f'"{printable(name, 60)}" has a number that is out of range')
        elif isinstance(node, str) and not _is_text(node):
            raise _ContentError(f'"{printable(name, 60)}" has half a character (a lone surrogate)')


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


# --- writing -------------------------------------------------------------------------------


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all; links are followed, devices and pipes written directly.

    Raises:
        DataError: it cannot be written; what was there before is untouched.
        BrokenPipeError: nobody reads the pipe any more.

    """
    try:
        if path.is_dir():
            raise DataError(str(path), ["is a folder, not a file"])
        if _is_stream(path):
            if path.is_fifo() and not str(path.absolute()).startswith(DESCRIPTORS):
                _write_pipe(path, text.encode())
                return
            # Append, to keep what a redirected stream already holds.
            with path.open("a", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            return
        target = Path(os.path.realpath(path))
        if target.is_symlink():
            raise DataError(str(path), ["is a link to itself"])
        _replace(target, text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise DataError(str(path), [f"cannot be written: {_why_not(path, error)}"]) from None
    except ValueError:
        raise DataError(str(path), ["is not a usable file name"]) from None


def _write_pipe(path: Path, left: bytes) -> None:
    """Write to a named pipe; whoever reads it has ten seconds to come, and as long for each part.

    Raises:
        DataError: nobody reads it.
    """
    end = time.monotonic() + MAX_SECONDS
    while (fd := _opened_pipe(path)) is None:
        if time.monotonic() > end:
            raise DataError(str(path), [f"is a pipe that nobody read in {MAX_SECONDS:g} seconds"])
        time.sleep(0.01)
    try:
        ready = select.poll()
        ready.register(fd, select.POLLOUT)
        while left:
            if not ready.poll(MAX_SECONDS * 1000):
                raise DataError(str(path), ["is a pipe that was not read to its end"])
            left = left[os.write(fd, left) :]
    finally:
        os.close(fd)


def _opened_pipe(path: Path) -> int | None:
    """A pipe opened to write; None while nobody has opened it to read."""
    try:
        return os.open(path, os.O_WRONLY | NO_WAIT)
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
    return None


def _why_not(path: Path, error: OSError) -> str:
    """Why a file cannot be written, with the folder where it is the folder's fault."""
    try:
        folder = path.absolute().parent
    except OSError:
        return "the folder you are in is gone"
    if not folder.is_dir():
        return f"there is no folder {printable(folder, 200)}"
    if isinstance(error, PermissionError) and not os.access(folder, os.W_OK):
        return f"you may not write in the folder {printable(folder, 200)}"
    return _reason(error)


def is_replaced(path: Path) -> bool:
    """Whether writing to that place would replace what a file holds."""
    try:
        return not _is_stream(path) and path.is_file()
    except (OSError, ValueError):
        return False


NamedPath = tuple[str, Path | None]
"""What a message calls a file, such as its flag, and the file, if there is one."""


def refuse_overwrite(written: Iterable[NamedPath], read: Iterable[NamedPath] = ()) -> None:
    """Refuse to write one file twice, or to write over a file that is read.

    Raises:
        UsageError: two of them are the same file, so that the second would replace the first.

    """
    names = {place: name for name, path in read if (place := _real_path(path))}
    for name, path in written:
        if place := _real_path(path):
            if place in names:
                shown = printable(path, 200)
                raise UsageError(f"{names[place]} and {name} name the same file: {shown}")
            names[place] = name


def _real_path(path: Path | None) -> str | None:
    """Where a file really is; None for a stream, which nothing can be written over."""
    try:
        if path is None or "\0" in str(path) or _is_stream(path):
            return None
        return os.path.realpath(path)
    except OSError:
        # The folder we are in is gone, as is said where it is written to.
        return None


DESCRIPTORS = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/")
"""Streams that are open already, even if a file is behind them."""


def _is_stream(path: Path) -> bool:
    return str(path.absolute()).startswith(DESCRIPTORS) or (path.exists() and not path.is_file())


def _replace(target: Path, text: str) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    # The name is fixed before the file exists: it can be removed whenever a signal comes.
    fresh = target.with_name(f".{target.name[:40]}.{os.urandom(8).hex()}")
    try:
        with open(fresh, "x", encoding="utf-8", newline="\n", opener=_open_private) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.chmod(mode)
        fresh.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _reason(error: OSError) -> str:
    text = error.strerror or "cannot be read"
    return text[0].lower() + text[1:]
