"""`certadvisor list`: what is in the catalog."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from certadvisor.cli.answers import complete_profile, with_profile_file
from certadvisor.cli.faults import Faults
from certadvisor.cli.options import CatalogOptions, OutputOptions, ProfileFile, request, with_flags
from certadvisor.cli.output import write_result
from certadvisor.cli.values import ISSUERS, fixed
from certadvisor.errors import UsageError
from certadvisor.files import refuse_overwrite
from certadvisor.profile.parse import profile_from
from certadvisor.profile.questions import Answers


@with_flags
def list_(
    answers: Answers,
    output: OutputOptions,
    catalog_options: CatalogOptions,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]", help="words to look for")
    ] = None,
    issuer: Annotated[
        str | None,
        typer.Option(metavar="ISSUER", help="only this issuer's", autocompletion=ISSUERS),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND",
            help="certification, specialization or course",
            autocompletion=fixed("certification", "specialization", "course"),
        ),
    ] = None,
    ready: Annotated[
        bool,
        typer.Option("--ready", help="only those whose exam you can take now (needs your answers)"),
    ] = False,
    steps: Annotated[
        bool, typer.Option("--steps", help="the steps instead: classes, memberships, degrees …")
    ] = False,
    profile: ProfileFile = None,
) -> None:
    """Browse the catalog; --setting and --focus keep only what fits them."""
    from certadvisor.advice.listing import KINDS, ListFilter, issuer_names, listing
    from certadvisor.show.pages.listing import document

    faults = Faults()
    refuse_overwrite([output.file], [*catalog_options.files, ("--profile", profile)])
    form, catalog = faults.read(output.form), catalog_options.load()
    given = faults.read(with_profile_file, answers, profile, catalog)
    wanted = ListFilter(
        tuple(words or ()),
        None if issuer is None else faults.read(issuer_names(catalog).resolve, issuer),
        None if kind is None else faults.read(KINDS.resolve, kind),
        ready=ready,
        steps=steps,
    )
    if steps and (issuer is not None or kind is not None or ready):
        faults.read(_refuse_filters)
    faults.settle()
    aim = request(("list", *(words or ())), catalog_options, issuer=issuer, kind=kind, ready=ready)
    person = (
        complete_profile(given, catalog, aim)
        if ready
        else profile_from(given, catalog, date.today())
    )
    result = catalog_options.stamped(listing(catalog, wanted, person))
    notes = catalog_options.notes(catalog, person.on)
    write_result(result, lambda: document(result, catalog), form, output, notes=notes)


def _refuse_filters() -> None:
    raise UsageError("--steps goes with words only, not with --issuer, --kind or --ready.")
