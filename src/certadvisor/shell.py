"""The shell around the command line: every ending becomes one line and an exit code."""

from __future__ import annotations

import os
import sys

from certadvisor.errors import CertadvisorError, printable

DONE, BAD_DATA, BAD_USAGE, INTERRUPTED = 0, 1, 2, 130


def run(words: list[str]) -> int:
    """Run one command and return its exit code; never a traceback for what a user did."""
    try:
        from certadvisor.cli import app, spelled_out  # noqa: PLC0415

        code = app(args=spelled_out(words), standalone_mode=False)
        sys.stdout.flush()
    except CertadvisorError as error:
        return _complain(str(error), error.exit_code)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _hush()
    except OSError as error:
        return _complain(f"cannot write: {(error.strerror or 'output failed').lower()}", BAD_DATA)
    except Exception as error:
        # The command-line library's own errors know how they read; anything else is a bug.
        if not hasattr(error, "format_message"):
            raise
        return _complain(error.format_message(), BAD_USAGE)
    return code if isinstance(code, int) else DONE


def _complain(text: str, code: int) -> int:
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


def _hush() -> int:
    """A reader that went away is no error; and nothing must be flushed to it on the way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE
