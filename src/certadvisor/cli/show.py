"""`certadvisor show`: every fact of one certification or step."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from certadvisor.cli.options import CatalogOptions, Everything, OutputOptions, Sources, with_flags
from certadvisor.cli.output import write_result
from certadvisor.cli.values import CREDENTIALS
from certadvisor.files import refuse_overwrite

if TYPE_CHECKING:
    from certadvisor.show.document import Document


@with_flags
def show(
    output: OutputOptions,
    catalog_options: CatalogOptions,
    id: Annotated[  # noqa: A002
        str,
        typer.Argument(metavar="ID", help="a certification or a step", autocompletion=CREDENTIALS),
    ],
    everything: Everything = False,
    sources: Sources = False,
) -> None:
    """Show what matters of one certification.

    With --all: every fact with its source and date, conflicts and unknowns.
    """
    from certadvisor.advice.fact_sheet import fact_sheet

    refuse_overwrite([output.file], catalog_options.files)
    form, catalog = output.form(), catalog_options.load()
    result = catalog_options.stamped(fact_sheet(id, catalog))
    everything = everything or form != "table"

    def document() -> Document:
        if everything or result.type == "step":
            from certadvisor.show.pages import fact_sheet as page

            with_sources = everything or sources
            return page.document(result, catalog, with_sources=with_sources)
        from certadvisor.advice.overview import overview
        from certadvisor.show.pages import overview as short

        found = overview(result.id, catalog, date.today())
        return short.document(found, catalog, with_sources=sources)

    write_result(result, document, form, output, notes=catalog_options.notes(catalog, date.today()))
