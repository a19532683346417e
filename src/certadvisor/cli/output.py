"""How a result leaves the program: its form, the screen it is drawn for, the file it goes to."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from certadvisor.catalog.load import catalog_path, overlay_paths
from certadvisor.catalog.names import Names
from certadvisor.errors import AnswerError, UnknownNameError
from certadvisor.files import Named, refuse_overwrite, write_text
from certadvisor.show.document import Document

FORMS = ("table", "json", "csv", "markdown")


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """How a command is to behave: form and place of the output, catalog, whether it may ask."""

    format: str
    output: Path | None
    catalog: Path | None
    overlays: Sequence[Path] = ()
    plain: bool = False
    no_input: bool = False

    def __post_init__(self) -> None:
        """Refuse an output that would replace the catalog in use.

        Raises:
            UsageError: it would.
        """
        self.refuse_overwrite()

    def refuse_overwrite(
        self, *, written: Iterable[Named] = (), read: Iterable[Named] = ()
    ) -> None:
        """Refuse to lose a file that a command writes or reads besides the output and the catalog.

        Raises:
            UsageError: two of them, or of these and those, are the same file.
        """
        overlays = (("an overlay", path) for path in overlay_paths(self.overlays))
        catalog = [("the catalog", catalog_path(self.catalog)), *overlays]
        refuse_overwrite([("--output", self.output), *written], [*catalog, *read])

    @property
    def form(self) -> str:
        """The output form asked for.

        Raises:
            UsageError: there is no such form.
        """
        return self.form_of(*FORMS)

    def form_of(self, *forms: str) -> str:
        """The output form asked for, one of `forms`.

        Raises:
            AnswerError: it is none of them.
        """
        try:
            return Names("output format", dict.fromkeys(forms, ())).resolve(self.format)
        except UnknownNameError as error:
            raise AnswerError("format", self.format, f"is not known: {error}") from None

    @property
    def is_plain(self) -> bool:
        """Whether to do without redraws and tables."""
        return self.plain or os.environ.get("ACCESSIBLE", "") not in ("", "0")


def emit(result: Any, document: Callable[[], Document], form: str, manner: OutputOptions) -> None:
    """Put a result out in the form asked for; JSON needs no document."""
    if form == "json":
        from certadvisor.json_text import to_json

        text = to_json(result)
    else:
        from certadvisor.show.forms import render
        from certadvisor.show.forms.screen import screen_for

        text = render(document(), form, screen_for(manner.output, plain=manner.is_plain))
    write_output(text, manner)


def write_output(text: str, manner: OutputOptions) -> None:
    """Write text to the file asked for, whole or not at all, else to standard output.

    Raises:
        DataError: the file cannot be written.
    """
    if manner.output is not None:
        write_text(manner.output, text)
        return
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()
