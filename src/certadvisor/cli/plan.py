"""`certadvisor plan`: the road to a certification, or to the best one for a setting."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from certadvisor.catalog.names import certification_names
from certadvisor.cli.answers import ask_missing, complete_profile, with_profile_file
from certadvisor.cli.faults import Faults
from certadvisor.cli.options import (
    CatalogOptions,
    NoInput,
    OutputOptions,
    Over,
    ProfileFile,
    refuse_second_table,
    request,
    with_flags,
    years_over,
)
from certadvisor.cli.output import write_output, write_result
from certadvisor.cli.values import CERTIFICATIONS
from certadvisor.errors import UsageError
from certadvisor.files import refuse_overwrite, write_text
from certadvisor.profile.parse import day, money
from certadvisor.profile.questions import Answers

ALSO = ("hours_a_week",)


@with_flags
def plan(
    answers: Answers,
    output: OutputOptions,
    catalog_options: CatalogOptions,
    target: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="a certification; without it, the setting's goal",
            autocompletion=CERTIFICATIONS,
        ),
    ] = None,
    fastest: Annotated[
        bool, typer.Option("--fastest", help="find the quickest road instead")
    ] = False,
    within: Annotated[
        str | None, typer.Option(metavar="USD", help="spend at most this much")
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="DATE", help="take the exam by this day")
    ] = None,
    ics: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="write study, exam and deadlines as a calendar file"),
    ] = None,
    profile: ProfileFile = None,
    over: Over = None,
    no_input: NoInput = False,
) -> None:
    """Find the cheapest road to a certification, step by step, for you.

    With --setting and no ID: the road to the best certification for that setting.
    """
    from certadvisor.advice.plan import goal_of
    from certadvisor.advice.plan import plan as planned
    from certadvisor.advice.wishes import PlanWish

    refuse_overwrite(
        [output.file, ("--ics", ics)], [*catalog_options.files, ("--profile", profile)]
    )
    faults = Faults()
    form, catalog = faults.read(output.form, "mermaid"), catalog_options.load()
    wish = PlanWish(
        fastest=fastest,
        within=None if within is None else faults.read(money, "within", within),
        by=None if by is None else faults.read(day, "by", by),
        years=faults.read(years_over, over, answers),
    )
    given = faults.read(with_profile_file, answers, profile, catalog)
    if target is not None:
        target = faults.read(certification_names(catalog).resolve, target)
    faults.read(refuse_second_table, form, over=over or None)
    faults.settle()
    options = {"fastest": fastest, "within": within, "by": by, "over": wish.years}
    aim = replace(request(("plan",), catalog_options, **options), also=ALSO)
    if target is None:
        # What can be spent today does not decide which goal is worth aiming at.
        given = {"budget": ("unlimited",), **given}
    else:
        aim = replace(aim, command=("plan", target), target=target, optional=("setting", "budget"))
    interview = None if no_input else ask_missing(given, catalog, aim, plain=output.is_plain)
    person = interview.profile if interview else complete_profile(given, catalog, aim)
    result = planned(target or goal_of(person, catalog), person, catalog, wish)
    if ics is not None:
        from certadvisor.show.exports.calendar import calendar

        entries = calendar(result, person.on)
        if entries is None:
            raise UsageError(f"there is no day to put into {ics}. {result.text}")
        write_text(ics, entries)
    if form == "mermaid":
        from certadvisor.show.exports.mermaid import diagram

        write_output(diagram(result), output.output)
    else:
        from certadvisor.show.pages.plan import document

        notes = catalog_options.notes(catalog, person.on)
        write_result(
            result,
            lambda: document(result, catalog),
            form,
            output,
            notes=notes,
            paged=interview is None,
        )
