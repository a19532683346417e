"""A person at a terminal: a real pseudo-terminal with a screen that can be read."""

from __future__ import annotations

import os
import re
import shlex
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

import pexpect
import pyte

LEFT, DOWN, ENTER, SPACE = "\x1b[D", "\x1b[B", "\r", " "
CTRL_C, CTRL_D, CTRL_Z, ALT_ENTER = "\x03", "\x04", "\x1a", "\x1b\r"
PATIENCE = 30
"""Seconds until a test gives up on a text; nothing ever waits that long on purpose."""


class Terminal:
    """The program in a terminal of its own. Leave it with `end`, or it is closed."""

    def __init__(
        self,
        *words: str,
        columns: int = 80,
        rows: int = 40,
        env: dict[str, str] | None = None,
        redirect: str = "",
        program: Sequence[str] = (sys.executable, "-m", "certadvisor"),
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        command = shlex.join([*program, *words])
        # The shell tells how the program ended, and what state it left the terminal in.
        script = f"trap : INT; {command} {redirect}; echo ended with $?; stty -a; echo over"
        self._child = pexpect.spawn(
            "/bin/sh",
            ["-c", script],
            dimensions=(rows, columns),
            env=_environment(env or {}),
            timeout=PATIENCE,
            # A runner in the background may ignore Ctrl-C; whoever sits here does not.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._child.close(force=True)

    @property
    def text(self) -> str:
        """All that is on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    @property
    def flat(self) -> str:
        """The same as one line: what the edge of the screen broke is whole, runs of spaces are one."""
        lines = (line if line[-1] != " " else f"{line} " for line in self.screen.display)
        return " ".join("".join(lines).split())

    @property
    def asked(self) -> tuple[int, str] | None:
        """The number and the words of the question that waits for an answer."""
        before, pointer, _ = self.text.rpartition("❯")
        found = re.findall(r"^(\d+) (.*(?:\n(?!\d+ )\w.*)?)", before, re.MULTILINE)
        return (int(found[-1][0]), " ".join(found[-1][1].split())) if pointer and found else None

    def wait(self, until: str | Callable[[], object]) -> None:
        """Read until a text is on the screen, or something holds."""
        is_there = (lambda: until in self.flat) if isinstance(until, str) else until
        end = time.monotonic() + PATIENCE
        while not is_there():
            assert time.monotonic() < end, f"waited for {until!r}, but there is:\n{self.text}"
            self._read()

    def _read(self) -> None:
        try:
            self._stream.feed(self._child.read_nonblocking(65536, timeout=0.2))
        except pexpect.TIMEOUT:
            pass
        except pexpect.EOF:
            assert self.is_over, f"ended early:\n{self.text}"
            time.sleep(0.01)

    def press(self, *keys: str) -> None:
        """Type keys."""
        for key in keys:
            self._child.send(key)

    def answer(self, words: str, *keys: str) -> None:
        """Wait for a question that has these words, and type."""
        self.wait(lambda: self.asked is not None and words in self.asked[1])
        self.press(*keys)

    def interrupt(self) -> None:
        """Send the signal of Ctrl-C from outside."""
        os.killpg(os.getpgid(self._child.pid), signal.SIGINT)

    @property
    def program(self) -> int | None:
        """The process of the program under its shell; None where the system does not tell."""
        shell = self._child.pid
        children = Path(f"/proc/{shell}/task/{shell}/children")
        return int(children.read_text().split()[0]) if children.exists() else None

    def question(self, number: int) -> str | None:
        """Wait for the question of that number; its words, or None if the program ended instead."""
        self.wait(lambda: self.is_over or (self.asked is not None and self.asked[0] == number))
        return None if self.is_over or self.asked is None else self.asked[1]

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window."""
        self.screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)

    @property
    def is_over(self) -> bool:
        """Whether the program has ended."""
        return self.text.endswith("over")

    def end(self) -> int:
        """Wait for the program to end; its exit code. The terminal must be as it was."""
        self.wait(lambda: self.is_over)
        found = re.search(r"ended with (\d+)(.*)over$", self.flat)
        assert found is not None, self.text
        assert {"icanon", "echo", "isig", "icrnl", "opost"} <= set(found[2].split()), found[2]
        assert not self.screen.cursor.hidden
        return int(found[1])


def _environment(more: dict[str, str]) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "PYTHONPATH", "TMPDIR")}
    return {
        **kept,
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PAGER": "",
        **more,
    }
