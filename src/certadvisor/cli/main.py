"""Run the command line: every error becomes one line on stderr and an exit code."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from types import FrameType

from certadvisor import __version__
from certadvisor.errors import CertadvisorError
from certadvisor.text import printable

DONE, BAD_DATA, BAD_USAGE, INTERRUPTED = 0, 1, 2, 130


def run(words: list[str]) -> int:
    """Run one command and return its exit code; nothing a user does ends in a traceback."""
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
        # The command-line library treats a reader that went away as a failure.
        if isinstance(ended.__context__, BrokenPipeError):
            return _discard_output(DONE)
        raise
    except OSError as error:
        _report(f"cannot write: {(error.strerror or 'output failed').lower()}", BAD_DATA)
        return _discard_output(BAD_DATA)
    except Exception as error:
        # Errors of the command-line library word themselves; anything else is a bug.
        if not hasattr(error, "format_message"):
            raise
        return _report(printable(error.format_message(), 300), BAD_USAGE)
    return code if isinstance(code, int) else DONE


def install_signal_handlers() -> None:
    """Let SIGTERM and SIGHUP end the program as an error would: a half-written file is removed.

    The exit code is 128 plus the number of the signal, as in a shell. A signal that is ignored, as
    under `nohup`, stays ignored.
    """
    # Windows has no SIGHUP.
    for number in filter(None, (signal.SIGTERM, getattr(signal, "SIGHUP", None))):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _exit_on_signal)


def _exit_on_signal(number: int, _: FrameType | None) -> None:
    # A second signal ends the program at once.
    signal.signal(number, signal.SIG_DFL)
    sys.exit(128 + number)


def _run_command(words: list[str]) -> object:
    if words == ["--version"]:
        # At once: no library is loaded for it.
        sys.stdout.write(f"certadvisor {__version__}\n")
        return DONE
    from certadvisor.cli.app import command_line
    from certadvisor.cli.options import expand_shorthand

    expanded = expand_shorthand(words)
    program = command_line(_words_to_complete() or expanded)
    return program(args=expanded, prog_name="certadvisor", standalone_mode=False)


def _words_to_complete() -> list[str]:
    """What was typed so far, where a shell asks how it may go on."""
    if not os.environ.get("_CERTADVISOR_COMPLETE", "").startswith("complete"):
        return []
    typed = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or ""
    return typed.split()[1:] or [""]


def _replace_closed_streams() -> None:
    """Put a stream that fails like a full disk where stdout was closed (`>&-`), and a silent one
    where stderr was.
    """
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


def _report(text: str, code: int) -> int:
    """Write an error to stderr, if anything can be written there; the exit code again."""
    lines = "\n  ".join(printable(line) for line in text.splitlines())
    encoding = getattr(sys.stderr, "encoding", None) or "ascii"
    with contextlib.suppress(OSError):
        sys.stderr.write(f"certadvisor: {lines}\n".encode(encoding, "replace").decode(encoding))
        sys.stderr.flush()
    return code


def _discard_output(code: int) -> int:
    """Drop what is left to write, so that Python does not try and fail again as it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code
