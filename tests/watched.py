"""What the tests of safety run in a process of its own: the program, interrupted or watched.

Each function here is the whole of such a process; what it has seen it prints as JSON. Little is
imported, so that many of them can be started.
"""

from __future__ import annotations

import io
import json
import os
import pickle
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from types import FrameType
from typing import Any

from certadvisor import files
from certadvisor.cli.main import install_signal_handlers, run

OLD, NEW = "old\n" * 1_000, "new\n" * 300_000
"""What a file holds before it is written, and after."""


# --- interrupted ----------------------------------------------------------------------------------


def kill_at_every_line(file: str, number: str) -> None:
    """Write a file again and again, with a signal one line of the writer later each time.

    Tells for each time the exit code, what the file holds and how many others there are.
    """
    path, told = Path(file), []
    for line in range(1, 1_000):
        path.write_text(OLD, encoding="utf-8")
        pid = os.fork()
        if pid == 0:
            os._exit(_written(path, line, int(number)))
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        others = [other for other in path.parent.iterdir() if other != path]
        holds = {OLD: "old", NEW: "new"}.get(path.read_text(encoding="utf-8"), "something else")
        told.append([code, holds, len(others)])
        for other in others:
            other.unlink()
        if code == 0:
            break
    print(json.dumps(told))


def _written(path: Path, line: int, number: int) -> int:
    """Write a file, with a signal at the given line or return of the writer; the exit code."""
    install_signal_handlers()
    seen = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal seen
        if frame.f_code.co_filename != files.__file__:
            return None
        if event not in ("line", "return"):
            return trace
        seen += 1
        if seen == line:
            os.kill(os.getpid(), number)
        return trace

    sys.settrace(trace)
    try:
        files.write_text(path, NEW)
    except SystemExit as ended:
        return int(str(ended.code))
    finally:
        sys.settrace(None)
    return 0


def write_for_ever(file: str) -> None:
    """Write the two texts by turns until killed."""
    install_signal_handlers()
    print("ready", flush=True)
    while True:
        files.write_text(Path(file), NEW)
        files.write_text(Path(file), OLD)


def write_slowly(*words: str) -> None:
    """The program, waiting where it has written a file and not yet put it in its place."""
    sync = os.fsync

    def waits(handle: Any) -> None:
        sync(handle)
        print("written", file=sys.stderr, flush=True)
        time.sleep(60)

    setattr(os, "fsync", waits)  # noqa: B010
    install_signal_handlers()
    sys.exit(run(list(words)))


# --- watched --------------------------------------------------------------------------------------

FORBIDDEN = (
    "socket.", "ssl.", "http.", "urllib.", "ftplib.", "smtplib.", "imaplib.", "poplib.", "webbrowser.",
    "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile",
    "pty.", "pickle.", "shelve.", "syslog.",
)  # fmt: skip
"""Whatever reaches beyond this process and the file system, or makes objects of data."""
CODE = ("compile", "exec", "code.__new__", "marshal.", "ctypes.")
"""Whatever makes code of text."""
CHANGES = (
    "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate",
    "os.chmod", "os.chown", "os.utime", "os.setxattr", "os.mkfifo", "os.mknod", "shutil.", "tempfile.",
)  # fmt: skip
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Watch:
    """An audit hook: what is forbidden is refused and noted, what is changed on disk is noted."""

    def __init__(self) -> None:
        self.refused: list[str] = []
        self.touched: set[str] = set()
        self._on = True
        sys.addaudithook(self._hook)

    @contextmanager
    def off(self) -> Iterator[None]:
        """Without watching, for what the test itself does."""
        self._on = False
        yield
        self._on = True

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if not self._on:
            return
        if _is_forbidden(event) and not _is_of_a_terminal(event, args):
            self.refused.append(f"{event} {args!r}"[:300])
            raise RuntimeError(f"refused: {event}")
        if event == "open" and not isinstance(args[0], int):
            _, mode, flags = args
            if set(mode or "") & set("wax+") or flags & WRITES:
                self.touched.add(os.fsdecode(args[0]))
        elif event.startswith(CHANGES):
            self.touched |= {os.fsdecode(a) for a in args if isinstance(a, str | bytes | Path)}


def _is_forbidden(event: str) -> bool:
    return event.startswith(FORBIDDEN) or (event.startswith(CODE) and not _is_of_the_program())


def _is_of_the_program() -> bool:
    """Whether the code is a module being imported or started, or the annotation of a function.

    Libraries make classes and read annotations by compiling them; the texts are those of programs.
    """
    frame: FrameType | None = sys._getframe(3)
    caller = Path(frame.f_code.co_filename).name if frame is not None else ""
    if caller in ("typing.py", "inspect.py", "annotationlib.py", "<frozen runpy>", "runpy.py"):
        return True
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _is_of_a_terminal(event: str, args: tuple[Any, ...]) -> bool:
    """What the drawing of questions takes: a pair of local sockets without an address, with which
    an event loop wakes itself, and Python's own functions for the handlers of signals."""
    if event == "socket.__new__":
        return bool(args[1] == socket.AF_UNIX)
    return event == "ctypes.dlsym" and args[1] in ("PyOS_getsig", "PyOS_setsig")


def watch_commands(commands: str) -> None:
    """Run commands, given as JSON, and tell of each how it ended, what was refused and changed."""
    watch, told = Watch(), []
    for words in json.loads(commands):
        watch.refused.clear()
        watch.touched.clear()
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            try:
                code: Any = run(words)
            except SystemExit as ended:
                code = ended.code
            except Exception as error:
                code = repr(error)
        told.append([words, code, watch.refused[:], sorted(watch.touched)])
    print(json.dumps(told))


def watch_interview(words: str, file: str) -> None:
    """Run the program at a terminal, and tell in a file what was refused and changed."""
    watch = Watch()
    code = run(json.loads(words))
    with watch.off():
        Path(file).write_text(json.dumps([watch.refused, sorted(watch.touched)]), encoding="utf-8")
    sys.exit(code)


MISDEEDS: dict[str, tuple[Callable[[], object], str]] = {
    "a socket": (lambda: socket.socket(socket.AF_INET), "socket.__new__"),
    "a name looked up": (lambda: socket.getaddrinfo("localhost", 1), "socket.getaddrinfo"),
    "a process": (lambda: subprocess.run(["true"], check=False), "subprocess.Popen"),
    "a shell": (lambda: os.system("true"), "os.system"),
    "a fork": (os.fork, "os.fork"),
    "an evaluation": (lambda: eval("1 + 1"), "compile"),
    "an execution": (lambda: exec("pass"), "compile"),
    "a pickle": (lambda: pickle.loads(pickle.dumps(Path)), "pickle.find_class"),
}


def watch_misdeeds(file: str) -> None:
    """Do what is forbidden, and change two files; tell what the watch says of it."""
    watch, told = Watch(), {}
    for name, (deed, _) in MISDEEDS.items():
        try:
            deed()
            told[name] = "done"
        except RuntimeError:
            told[name] = watch.refused[-1].split()[0]
    Path(file).write_text("x", encoding="utf-8")
    Path(file).rename(f"{file}.moved")
    print(json.dumps([told, sorted(watch.touched)]))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
