"""`certadvisor recommend`: ask what is missing, rank, advise, explain."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from certadvisor.catalog.names import certification_names
from certadvisor.cli.answers import ask_missing, complete_profile, with_profile_file
from certadvisor.cli.faults import Faults
from certadvisor.cli.options import (
    FIRST,
    CatalogOptions,
    Everything,
    NoInput,
    OutputOptions,
    Over,
    ProfileFile,
    refuse_second_table,
    request,
    whole_number,
    with_flags,
    years_over,
)
from certadvisor.cli.output import write_result
from certadvisor.cli.values import CERTIFICATIONS
from certadvisor.errors import UsageError
from certadvisor.files import refuse_overwrite, write_text
from certadvisor.profile.command_line import command_line
from certadvisor.profile.questions import Answers

if TYPE_CHECKING:
    from certadvisor.advice.results import Recommendation
    from certadvisor.catalog.types import Catalog
    from certadvisor.show.document import Document


@with_flags
def recommend(
    answers: Answers,
    output: OutputOptions,
    catalog_options: CatalogOptions,
    profile: ProfileFile = None,
    save_profile: Annotated[
        Path | None, typer.Option(metavar="FILE", help="save the answers to a file for --profile")
    ] = None,
    save_situation: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="save answers and outcome as a test, to report wrong advice"
        ),
    ] = None,
    top: Annotated[
        str | None, typer.Option(metavar="N", help="show only the first N rows of the table")
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="[ID]",
            help="why the first place, or this one, is where it is",
            autocompletion=CERTIFICATIONS,
        ),
    ] = None,
    why_not: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="what keeps this one out of first place",
            autocompletion=CERTIFICATIONS,
        ),
    ] = None,
    over: Over = None,
    everything: Everything = False,
    sureness: Annotated[
        bool, typer.Option("--sureness/--no-sureness", help="say how sure the first place is")
    ] = True,
    no_input: NoInput = False,
) -> None:
    """Ask a few questions, then rank every certification for you, with costs and prerequisites.

    Any answer given as a flag or in --profile is not asked.
    """
    from certadvisor.advice.recommend import recommend as advise
    from certadvisor.advice.why_not import why_not as keeps_back
    from certadvisor.profile.file import profile_text, refuse_toml
    from certadvisor.show.exports.situation import situation_text

    written = [output.file, ("--save-situation", save_situation)]
    faults = Faults()
    faults.read(refuse_toml, save_profile)
    refuse_overwrite([*written, ("--save-profile", save_profile)], catalog_options.files)
    # The answers may be saved to the file they were read from: that brings it up to date.
    refuse_overwrite(written, [("--profile", profile)])
    form, catalog = faults.read(output.form), catalog_options.load()
    rows = None if top is None else faults.read(whole_number, "--top", top)
    years = faults.read(years_over, over, answers)
    names = certification_names(catalog)
    explained = explain if explain in (None, FIRST) else faults.read(names.resolve, explain)
    kept_back = None if why_not is None else faults.read(names.resolve, why_not)
    aim = request(
        ("recommend",),
        catalog_options,
        explain=explained is not None and ("" if explained == FIRST else explained),
        why_not=kept_back,
        over=years,
        top=rows,
        no_sureness=not sureness,
        all=everything,
    )
    given = faults.read(with_profile_file, answers, profile, catalog)
    faults.read(refuse_second_table, form, explain=explain, why_not=why_not)
    faults.settle()
    interview = None if no_input else ask_missing(given, catalog, aim, plain=output.is_plain)
    while True:
        person = interview.profile if interview else complete_profile(given, catalog, aim)
        result = advise(person, catalog, with_sureness=sureness, years=years)
        result = catalog_options.stamped(replace(result, command=command_line(person, aim)))
        if kept_back is not None:
            result = replace(result, why_not=keeps_back(kept_back, result, catalog))
        if save_profile is not None:
            write_text(save_profile, profile_text(person, with_day="on" in given))
        if save_situation is not None:
            write_text(save_situation, situation_text(result))
        write_result(
            result,
            partial(_document, result, catalog, rows, explained, form, everything=everything),
            form,
            output,
            notes=catalog_options.notes(catalog, person.on),
            # After questions, the talk goes on below the answer.
            paged=interview is None,
        )
        is_read = form == "table" and output.output is None
        if interview is None or not is_read or not interview.ask_more():
            return


def _document(
    result: Recommendation,
    catalog: Catalog,
    rows: int | None,
    explained: str | None,
    form: str,
    *,
    everything: bool,
) -> Document:
    """The answer's document, with the explanations that were asked for."""
    from certadvisor.show.document import Document
    from certadvisor.show.pages import explanation
    from certadvisor.show.pages.recommend import document

    page = document(
        result,
        catalog,
        top=rows,
        # What reads CSV and Markdown cannot ask for more.
        everything=everything or form != "table",
    )
    blocks = list(page.blocks)
    if explained is None:
        blocks += explanation.years_of(result.recommendations[:1])
    else:
        place = next((a for a in result.recommendations if explained in (FIRST, a.id)), None)
        if place is None:
            name = catalog.name_of(explained)
            raise UsageError(f"you hold the {name} already, so it is not in the ranking.")
        blocks += explanation.explanation(place, catalog)
    if result.why_not is not None:
        blocks += explanation.why_not(result.why_not, catalog)
    return Document(tuple(blocks))
