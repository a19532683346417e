"""How a result leaves the program: in the form asked for, to a file or to standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from certadvisor.cli.options import OutputOptions
from certadvisor.files import is_replaced, write_text
from certadvisor.text import printable

if TYPE_CHECKING:
    from certadvisor.show.document import Document


def write_result(
    result: Any,
    document: Callable[[], Document],
    form: str,
    output: OutputOptions,
    *,
    notes: Sequence[str] = (),
    paged: bool = True,
) -> None:
    """Write a result in this form; JSON and CSV need no document.

    `notes` are said before anything else. On a terminal, `paged` lets what is long through the
    pager, but not with --plain: a screen reader reads on by itself.

    Raises:
        DataError: the file cannot be written.
    """
    if form == "json":
        from certadvisor.json_text import to_json

        text = to_json(result)
    elif form == "csv":
        from certadvisor.show.forms.csv import MARK
        from certadvisor.show.forms.csv import render as table_of
        from certadvisor.show.forms.screen import screen_for

        text = table_of(result, screen_for(output.output, plain=output.is_plain))
        if output.output is not None and output.output.suffix.lower() == ".csv":
            # Excel reads a file without the mark as another alphabet; in a pipe it would be dirt.
            text = MARK + text
    else:
        from certadvisor.show.document import Document, Line
        from certadvisor.show.forms import render
        from certadvisor.show.forms.screen import screen_for

        told = document()
        if notes:
            lines = (Line(note, tone="unknown") for note in notes)
            told = Document((*lines, *told.blocks))
        text = render(told, form, screen_for(output.output, plain=output.is_plain))
        if form == "table" and paged and output.is_paged and sys.stdout.isatty():
            from certadvisor.cli.pager import page

            if page(text):
                return
    write_output(text, output.output)


def write_output(text: str, file: Path | None = None) -> None:
    """Write text to a file, whole or not at all, else to standard output.

    Raises:
        DataError: the file cannot be written.
    """
    if file is not None:
        replaced = is_replaced(file)
        write_text(file, text)
        if replaced:
            sys.stderr.write(f"certadvisor: replaced {printable(file, 200)}\n")
        return
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()
