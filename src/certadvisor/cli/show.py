"""`certadvisor show`: every fact of one certification or step."""

from __future__ import annotations

from typing import Annotated

import typer

from certadvisor.cli.options import CatalogOptions, OutputOptions, with_flags
from certadvisor.cli.output import write_result
from certadvisor.files import refuse_overwrite


@with_flags
def show(
    output: OutputOptions,
    catalog_options: CatalogOptions,
    id: Annotated[str, typer.Argument(metavar="ID", help="a certification or a step")],  # noqa: A002
) -> None:
    """Show every fact of one certification with its source and date, conflicts and unknowns."""
    from certadvisor.advice.fact_sheet import fact_sheet
    from certadvisor.show.pages.fact_sheet import document

    refuse_overwrite([output.file], catalog_options.files)
    form, catalog = output.form(), catalog_options.load()
    result = fact_sheet(id, catalog)
    write_result(result, lambda: document(result, catalog, numbered=form != "csv"), form, output)
