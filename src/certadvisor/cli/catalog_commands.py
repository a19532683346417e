"""What each `catalog` command does."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

from certadvisor.catalog.load import catalog_path, load_catalog
from certadvisor.cli.output import OutputOptions, emit, write_output
from certadvisor.errors import DataError, UsageError
from certadvisor.text import SHOWN, printable


def validate(file: Path | None, manner: OutputOptions) -> None:
    """Say that a catalog is sound, or everything that is wrong with it.

    Raises:
        DataError: it is not sound.
    """
    path = catalog_path(file or manner.catalog)
    try:
        catalog = load_catalog(path, manner.overlays)
    except DataError as error:
        for problem in error.problems:
            sys.stderr.write(f"{printable(error.file, 200)}: {printable(problem)}\n")
        count = len(error.problems)
        wrong = "1 problem" if count == 1 else f"{count} problems"
        raise DataError(
            error.file, [f"{wrong}; see `certadvisor catalog schema` for the form"]
        ) from None
    count = len(catalog.certifications)
    write_output(f"{printable(path, 200)}: sound, with {count} certifications\n", manner)


def schema(manner: OutputOptions) -> None:
    """The JSON Schema of a catalog."""
    from certadvisor.catalog.types import Catalog
    from certadvisor.json_text import SCHEMA_ID, to_json

    write_output(to_json({"$schema": SCHEMA_ID, **Catalog.model_json_schema()}), manner)


def path(manner: OutputOptions) -> None:
    """Where the catalog in use is."""
    write_output(f"{printable(catalog_path(manner.catalog))}\n", manner)


def sources(manner: OutputOptions) -> None:
    """The table of sources."""
    from certadvisor.catalog.audit import sources as cited
    from certadvisor.show.pages.audit import sources_document

    form = manner.form
    found = cited(load_catalog(manner.catalog, manner.overlays))
    emit(found, lambda: sources_document(found), form, manner)


def stale(older_than: str, manner: OutputOptions) -> None:
    """The values older than so many days."""
    from certadvisor.catalog.audit import stale as old
    from certadvisor.show.pages.audit import stale_document

    form, days = manner.form, _days(older_than)
    found = old(load_catalog(manner.catalog, manner.overlays), date.today(), days)
    emit(found, lambda: stale_document(found, days), form, manner)


def diff(before: Path, after: Path, manner: OutputOptions) -> None:
    """What changed from one catalog to another."""
    from certadvisor.catalog.audit import differences
    from certadvisor.show.pages.audit import differences_document

    manner.refuse_overwrite(read=[("A", before), ("B", after)])
    form = manner.form
    found = differences(load_catalog(before), load_catalog(after))
    emit(found, lambda: differences_document(found), form, manner)


def _days(text: str) -> int:
    """A number of days, as 365 or 365d.

    Raises:
        UsageError: it is not one.
    """
    match = re.fullmatch(r"([0-9]{1,5})d?", text.strip())
    if match is None:
        shown = printable(text, SHOWN)
        raise UsageError(f'--older-than "{shown}" is not a number of days. Try --older-than 365d.')
    return int(match[1])
