"""The shell around the command line: every ending becomes one line and an exit code."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

from certadvisor import __version__
from certadvisor.errors import CertadvisorError
from certadvisor.text import printable

DONE, BAD_DATA, BAD_USAGE, INTERRUPTED = 0, 1, 2, 130


def run(words: list[str]) -> int:
    """Run one command and return its exit code; never a traceback for what a user did."""
    _replace_closed_streams()
    try:
        code = _run_command(words)
        sys.stdout.flush()
    except CertadvisorError as error:
        return _report(str(error), error.exit_code)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _discard_output(DONE)
    except SystemExit as ended:
        # The command-line library calls a reader that went away a failure.
        if isinstance(ended.__context__, BrokenPipeError):
            return _discard_output(DONE)
        raise
    except OSError as error:
        _report(f"cannot write: {(error.strerror or 'output failed').lower()}", BAD_DATA)
        return _discard_output(BAD_DATA)
    except Exception as error:
        # The command-line library's own errors know how they read; anything else is a bug.
        if not hasattr(error, "format_message"):
            raise
        return _report(printable(error.format_message(), 300), BAD_USAGE)
    return code if isinstance(code, int) else DONE


def install_signal_handlers() -> None:
    """Let SIGTERM and SIGHUP end the program as an error would: whatever was begun is undone.

    The exit code is 128 and the number of the signal, as a shell has it. What is ignored, as
    under `nohup`, stays ignored.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _exit_on_signal)


def _exit_on_signal(number: int, _: FrameType | None) -> None:
    # Whoever asks a second time is not kept waiting.
    signal.signal(number, signal.SIG_DFL)
    sys.exit(128 + number)


def _run_command(words: list[str]) -> object:
    if words == ["--version"]:
        # At once: no library is loaded for it.
        sys.stdout.write(f"certadvisor {__version__}\n")
        return DONE
    from certadvisor.cli.app import app
    from certadvisor.cli.options import expand_shorthand

    return app(args=expand_shorthand(words), standalone_mode=False)


def _replace_closed_streams() -> None:
    """Where an output was closed (`>&-`), one that fails like a full disk; complaints are lost."""
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


def _report(text: str, code: int) -> int:
    lines = [printable(line) for line in text.splitlines()]
    stream = sys.stderr
    encoding = getattr(stream, "encoding", None) or "ascii"
    said = "certadvisor: " + "\n  ".join(lines) + "\n"
    try:
        stream.write(said.encode(encoding, "replace").decode(encoding))
        stream.flush()
    except OSError:
        return code
    return code


def _discard_output(code: int) -> int:
    """Where output can go nowhere, nothing must be tried again on the way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code
