"""The command line: parses words, calls the library, prints. No rule lives here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from certadvisor.cli.catalog_app import catalog_app
from certadvisor.cli.options import (
    CatalogFile,
    Format,
    NoInput,
    Output,
    Overlay,
    Plain,
    ProfileFile,
    expand_shorthand,
    with_answers,
)
from certadvisor.profile.questions import Answers

__all__ = ["app", "expand_shorthand"]

app = typer.Typer(
    name="certadvisor",
    help="Which fitness or strength-and-conditioning certification to get, and why.",
    epilog="Try: certadvisor recommend   or   certadvisor compare cscs nasm-pes",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.command(
    epilog="Example: certadvisor recommend --setting gym --degree high-school --cpr yes --cpt none --budget 1000"
)
@with_answers
def recommend(
    answers: Answers,
    format: Format = "table",  # noqa: A002
    output: Output = None,
    catalog: CatalogFile = None,
    overlay: Overlay = None,
    profile: ProfileFile = None,
    save_profile: Annotated[
        Path | None, typer.Option(metavar="FILE", help="write the answers to a file for --profile")
    ] = None,
    save_situation: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="write answers and outcome as a test, to say it is wrong"
        ),
    ] = None,
    top: Annotated[
        str | None, typer.Option(metavar="N", help="show only the first N rows of the table")
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(metavar="[ID]", help="why the first place, or this one, stands where it does"),
    ] = None,
    why_not: Annotated[
        str | None, typer.Option(metavar="ID", help="what keeps this one out of first place")
    ] = None,
    sure: Annotated[
        bool, typer.Option("--sureness/--no-sureness", help="say how sure the first place is")
    ] = True,
    no_input: NoInput = False,
    plain: Plain = False,
) -> None:
    """Ask a few questions, then rank every certification for you, with costs and prerequisites.

    Any answer given as a flag or in --profile is not asked.
    """
    from certadvisor.cli import commands
    from certadvisor.cli.output import OutputOptions

    commands.recommend(
        answers,
        OutputOptions(format, output, catalog, overlay or (), plain=plain, no_input=no_input),
        profile_file=profile,
        saves=commands.Saves(save_profile, save_situation),
        wanted=commands.Wanted(top, sure, explain, why_not),
    )


@app.command(epilog="Example: certadvisor compare cscs nasm-pes")
@with_answers
def compare(
    answers: Answers,
    ids: Annotated[
        list[str], typer.Argument(metavar="A B [C …]", help="two to five certifications")
    ],
    format: Format = "table",  # noqa: A002
    output: Output = None,
    catalog: CatalogFile = None,
    overlay: Overlay = None,
    profile: ProfileFile = None,
    plain: Plain = False,
) -> None:
    """Put two to five certifications side by side; what differs is marked.

    With answers about you, rows for you are added: status, missing, cost, score.
    """
    from certadvisor.cli import commands
    from certadvisor.cli.output import OutputOptions

    commands.compare(
        answers,
        ids,
        OutputOptions(format, output, catalog, overlay or (), plain=plain),
        profile_file=profile,
    )


@app.command("list", epilog="Example: certadvisor list --issuer nsca --setting tactical")
@with_answers
def list_(
    answers: Answers,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]", help="words to look for")
    ] = None,
    issuer: Annotated[str | None, typer.Option(metavar="ISSUER", help="only this issuer's")] = None,
    kind: Annotated[
        str | None,
        typer.Option(metavar="KIND", help="certification, specialization or course certificate"),
    ] = None,
    ready: Annotated[
        bool, typer.Option("--ready", help="only what you may sit for now (needs your answers)")
    ] = False,
    format: Format = "table",  # noqa: A002
    output: Output = None,
    catalog: CatalogFile = None,
    overlay: Overlay = None,
    profile: ProfileFile = None,
    plain: Plain = False,
) -> None:
    """Browse the catalog; --setting and --focus keep what serves there."""
    from certadvisor.cli import commands
    from certadvisor.cli.output import OutputOptions

    commands.listing(
        answers,
        commands.Sieve(tuple(words or ()), issuer, kind, ready=ready),
        OutputOptions(format, output, catalog, overlay or (), plain=plain),
        profile_file=profile,
    )


@app.command(epilog="Example: certadvisor show cscs")
def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="a certification or a step")],  # noqa: A002
    format: Format = "table",  # noqa: A002
    output: Output = None,
    catalog: CatalogFile = None,
    overlay: Overlay = None,
    plain: Plain = False,
) -> None:
    """Show every fact of one certification with its source and date, conflicts and unknowns."""
    from certadvisor.cli import commands
    from certadvisor.cli.output import OutputOptions

    commands.show(id, OutputOptions(format, output, catalog, overlay or (), plain=plain))


@app.command(epilog="Example: certadvisor plan cscs --degree senior --cpr no --cpt none")
@with_answers
def plan(
    answers: Answers,
    target: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="a certification; else the setting's goal")
    ] = None,
    fastest: Annotated[bool, typer.Option("--fastest", help="the quickest road instead")] = False,
    within: Annotated[str | None, typer.Option(metavar="USD", help="at most this much")] = None,
    by: Annotated[str | None, typer.Option(metavar="DATE", help="sit for it by this day")] = None,
    ics: Annotated[
        Path | None, typer.Option(metavar="FILE", help="write the deadlines as a calendar file")
    ] = None,
    format: Format = "table",  # noqa: A002
    output: Output = None,
    catalog: CatalogFile = None,
    overlay: Overlay = None,
    profile: ProfileFile = None,
    no_input: NoInput = False,
    plain: Plain = False,
) -> None:
    """Find the cheapest road to a certification, step by step, for you.

    With --setting and no ID: the road to the best certification for that setting.
    """
    from certadvisor.cli import commands
    from certadvisor.cli.output import OutputOptions

    commands.plan(
        answers,
        target,
        commands.Road(fastest=fastest, within=within, by=by, ics=ics),
        OutputOptions(format, output, catalog, overlay or (), plain=plain, no_input=no_input),
        profile_file=profile,
    )


app.add_typer(catalog_app)
