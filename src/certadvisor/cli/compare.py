"""`certadvisor compare`: certifications side by side."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated

import typer

from certadvisor.catalog.names import certification_names
from certadvisor.cli.answers import complete_profile, with_profile_file
from certadvisor.cli.faults import Faults
from certadvisor.cli.options import (
    CatalogOptions,
    Everything,
    OutputOptions,
    Over,
    ProfileFile,
    Sources,
    request,
    with_flags,
    years_over,
)
from certadvisor.cli.output import write_result
from certadvisor.cli.values import CERTIFICATIONS
from certadvisor.files import refuse_overwrite
from certadvisor.profile.parse import profile_from
from certadvisor.profile.questions import Answers


@with_flags
def compare(
    answers: Answers,
    output: OutputOptions,
    catalog_options: CatalogOptions,
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="A B [C …]",
            help="two to five certifications",
            autocompletion=CERTIFICATIONS,
        ),
    ],
    profile: ProfileFile = None,
    over: Over = None,
    everything: Everything = False,
    sources: Sources = False,
) -> None:
    """Put two to five certifications side by side: when each is the better pick, and what decides.

    What differs is marked; --all has every row. With answers about you, rows for you are added: status, missing, cost, score.
    """
    from certadvisor.advice.compare import compare as side_by_side
    from certadvisor.show.pages.compare import document

    faults = Faults()
    refuse_overwrite([output.file], [*catalog_options.files, ("--profile", profile)])
    form, catalog = faults.read(output.form), catalog_options.load()
    years = faults.read(years_over, over, answers)
    given = faults.read(with_profile_file, answers, profile, catalog)
    names = certification_names(catalog)
    for certification in ids:
        faults.read(names.resolve, certification)
    faults.settle()
    person = (
        complete_profile(given, catalog, request(("compare", *ids), catalog_options, over=years))
        if given.keys() - {"on"}
        else profile_from(given, catalog, date.today())
    )
    result = catalog_options.stamped(side_by_side(ids, catalog, person, years=years))
    everything = everything or form != "table"
    page = partial(
        document, result, catalog, everything=everything, with_sources=everything or sources
    )
    write_result(result, page, form, output, notes=catalog_options.notes(catalog, person.on))
