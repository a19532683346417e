"""`certadvisor catalog …`: check, describe and compare catalogs."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from certadvisor.catalog.place import catalog_path
from certadvisor.cli.options import (
    CatalogFile,
    CatalogOptions,
    OutputFile,
    OutputOptions,
    Overlay,
    with_flags,
)
from certadvisor.cli.output import write_output, write_result
from certadvisor.errors import DataError, UsageError
from certadvisor.files import refuse_overwrite
from certadvisor.text import SHOWN, printable

catalog_app = typer.Typer(
    name="catalog",
    help="Check, describe and compare catalogs.",
    rich_markup_mode=None,
)


@catalog_app.command(epilog="Example: certadvisor catalog validate my.json")
@with_flags
def validate(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="the catalog in use")
    ] = None,
    overlay: Overlay = None,
) -> None:
    """List everything that is wrong with a catalog, or say that it is sound."""
    from certadvisor.catalog.load import load_catalog

    path = catalog_path(file)
    try:
        catalog = load_catalog(path, overlay or ())
    except DataError as error:
        for problem in error.problems:
            sys.stderr.write(f"{printable(error.file, 200)}: {printable(problem)}\n")
        count = len(error.problems)
        wrong = "1 problem" if count == 1 else f"{count} problems"
        raise DataError(
            error.file, [f"{wrong}; see `certadvisor catalog schema` for the form"]
        ) from None
    count = len(catalog.certifications)
    write_output(f"{printable(path, 200)}: sound, with {count} certifications\n")


@catalog_app.command(epilog="Example: certadvisor catalog schema --output catalog.schema.json")
@with_flags
def schema(output: OutputFile = None) -> None:
    """Print the JSON Schema of a catalog."""
    from certadvisor.catalog.validation import catalog_schema
    from certadvisor.json_text import to_json

    made = OutputOptions(output=output)
    refuse_overwrite([made.file], CatalogOptions().files)
    write_output(to_json(catalog_schema()), made.output)


@catalog_app.command(epilog="Example: certadvisor catalog sources --format csv")
@with_flags
def sources(output: OutputOptions, catalog_options: CatalogOptions) -> None:
    """List the sources, with the number of values that rest on each."""
    from certadvisor.catalog.audit import sources as cited
    from certadvisor.show.pages.audit import sources_document

    refuse_overwrite([output.file], catalog_options.files)
    form = output.form()
    found = cited(catalog_options.load())
    write_result(found, lambda: sources_document(found), form, output)


@catalog_app.command(epilog="Example: certadvisor catalog stale --older-than 730d")
@with_flags
def stale(
    output: OutputOptions,
    catalog_options: CatalogOptions,
    older_than: Annotated[
        str, typer.Option(metavar="DAYS", help="older than this many days")
    ] = "365d",
) -> None:
    """List old facts, those most in need of a new check first."""
    from certadvisor.catalog.audit import stale as older
    from certadvisor.show.pages.audit import stale_document

    refuse_overwrite([output.file], catalog_options.files)
    form = output.form()
    match = re.fullmatch(r"([0-9]{1,5})d?", older_than.strip())
    if match is None:
        given = printable(older_than, SHOWN)
        raise UsageError(f'--older-than "{given}" is not a number of days. Try --older-than 365d.')
    days = int(match[1])
    found = older(catalog_options.load(), date.today(), days)
    write_result(found, lambda: stale_document(found, days), form, output)


@catalog_app.command(epilog="Example: certadvisor catalog diff old.json new.json")
@with_flags
def diff(
    output: OutputOptions,
    before: Annotated[Path, typer.Argument(metavar="A", help="the older catalog")],
    after: Annotated[Path, typer.Argument(metavar="B", help="the newer catalog")],
) -> None:
    """Say in words what changed between two catalogs."""
    from certadvisor.catalog.audit import differences
    from certadvisor.catalog.load import load_catalog
    from certadvisor.show.pages.audit import differences_document

    refuse_overwrite([output.file], [*CatalogOptions().files, ("A", before), ("B", after)])
    form = output.form()
    found = differences(load_catalog(before), load_catalog(after))
    write_result(found, lambda: differences_document(found), form, output)


@catalog_app.command(epilog="Example: certadvisor catalog path")
@with_flags
def path(catalog: CatalogFile = None) -> None:
    """Print where the catalog in use is."""
    write_output(f"{printable(catalog_path(catalog))}\n")
