"""What each command does: read answers, call the library, put the result out."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from certadvisor.advice.results import Plan, Recommendation
from certadvisor.advice.why_not import why_not
from certadvisor.catalog.load import load_catalog
from certadvisor.catalog.names import certification_names
from certadvisor.catalog.types import Catalog
from certadvisor.cli.output import FORMS, OutputOptions, emit, write_output
from certadvisor.errors import AnswerError, MissingAnswersError, UsageError
from certadvisor.files import write_text
from certadvisor.profile.parse import RECOMMEND, Aim, missing, profile_from
from certadvisor.profile.profile import Profile
from certadvisor.profile.questions import BY_NAME, Answers
from certadvisor.rules.renewal import MOST_YEARS
from certadvisor.show.document import Block, Document
from certadvisor.text import SHOWN, printable

if TYPE_CHECKING:
    from certadvisor.cli.interview import Interview

FIRST = "first"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `recommend` is to show besides, as typed."""

    top: str | None
    sure: bool
    explain: str | None
    why_not: str | None


@dataclass(frozen=True, slots=True)
class Saves:
    """The files `recommend` is to write besides."""

    profile: Path | None
    situation: Path | None


@dataclass(frozen=True, slots=True)
class Road:
    """What kind of road `plan` looks for, as typed."""

    fastest: bool
    within: str | None
    by: str | None
    ics: Path | None


@dataclass(frozen=True, slots=True)
class Sieve:
    """What `list` keeps."""

    words: tuple[str, ...]
    issuer: str | None
    kind: str | None
    ready: bool


def recommend(
    answers: Answers,
    manner: OutputOptions,
    *,
    profile_file: Path | None,
    saves: Saves,
    wanted: Wanted,
) -> None:
    """Ask what is missing, rank, advise, explain."""
    from certadvisor.advice.recommend import recommend as advise

    situation = ("--save-situation", saves.situation)
    # Answers may be saved where they were read: that brings them up to date.
    manner.refuse_overwrite(written=[("--save-profile", saves.profile), situation])
    manner.refuse_overwrite(written=[situation], read=[("--profile", profile_file)])
    form, catalog = manner.form, load_catalog(manner.catalog, manner.overlays)
    rows = count("--top", wanted.top)
    answers, years = _without_horizon(answers)
    names = certification_names(catalog)
    explain = wanted.explain if wanted.explain in (None, FIRST) else names.resolve(wanted.explain)
    asked = None if wanted.why_not is None else names.resolve(wanted.why_not)
    given = _layered(answers, profile_file, catalog)
    talk = _talk(given, catalog, manner, RECOMMEND)
    while True:
        profile = talk.profile if talk is not None else _complete(given, catalog, RECOMMEND)
        result = advise(profile, catalog, with_sureness=wanted.sure, years=years)
        if asked is not None:
            result = replace(result, why_not=why_not(asked, result, catalog))
        _save(result, profile, saves)
        emit(result, partial(_answer, result, catalog, rows, explain), form, manner)
        is_read = form == "table" and manner.output is None
        if talk is None or not is_read or not talk.goes_on():
            return


def _save(result: Recommendation, profile: Profile, saves: Saves) -> None:
    if saves.profile is not None:
        from certadvisor.profile.file import profile_text

        write_text(saves.profile, profile_text(profile))
    if saves.situation is not None:
        from certadvisor.show.exports.situation import situation_text

        write_text(saves.situation, situation_text(result))


def _answer(
    result: Recommendation, catalog: Catalog, rows: int | None, explain: str | None
) -> Document:
    """The answer's document, with what was asked to be explained."""
    from certadvisor.show.pages import explanation
    from certadvisor.show.pages.recommend import document

    made = document(result, catalog, top=rows)
    more: list[Block] = []
    if explain is not None:
        place = next((a for a in result.recommendations if explain in (FIRST, a.id)), None)
        if place is None:
            name = catalog.name_of(explain)
            raise UsageError(f"you hold the {name} already, so it is not in the ranking.")
        more += explanation.explanation(place, catalog)
    else:
        more += explanation.years_of(result.recommendations[:1])
    if result.why_not is not None:
        more += explanation.why_not(result.why_not, catalog)
    return Document((*made.blocks, *more))


def compare(
    answers: Answers, ids: list[str], manner: OutputOptions, *, profile_file: Path | None
) -> None:
    """Certifications side by side."""
    from certadvisor.advice.compare import compare as side_by_side
    from certadvisor.show.pages.compare import document

    manner.refuse_overwrite(read=[("--profile", profile_file)])
    form, catalog = manner.form, load_catalog(manner.catalog, manner.overlays)
    answers, years = _without_horizon(answers)
    given = _layered(answers, profile_file, catalog)
    profile = (
        _complete(given, catalog, Aim(f"compare {' '.join(ids)}"))
        if given.keys() - {"on"}
        else profile_from(given, catalog, date.today())
    )
    result = side_by_side(ids, catalog, profile, years=years)
    emit(result, lambda: document(result, numbered=form != "csv"), form, manner)


def listing(
    answers: Answers, sieve: Sieve, manner: OutputOptions, *, profile_file: Path | None
) -> None:
    """What is in the catalog."""
    from certadvisor.advice.listing import ListFilter
    from certadvisor.advice.listing import listing as found
    from certadvisor.show.pages.listing import document

    manner.refuse_overwrite(read=[("--profile", profile_file)])
    form, catalog = manner.form, load_catalog(manner.catalog, manner.overlays)
    given = _layered(answers, profile_file, catalog)
    profile = profile_from(given, catalog, date.today())
    if sieve.ready:
        _complete(given, catalog, Aim("list --ready"))
    result = found(
        catalog, ListFilter(sieve.words, sieve.issuer, sieve.kind, ready=sieve.ready), profile
    )
    emit(result, lambda: document(result, catalog), form, manner)


def show(item: str, manner: OutputOptions) -> None:
    """Every fact of one certification or step."""
    from certadvisor.advice.fact_sheet import fact_sheet
    from certadvisor.show.pages.fact_sheet import document

    form, catalog = manner.form, load_catalog(manner.catalog, manner.overlays)
    result = fact_sheet(item, catalog)
    emit(result, lambda: document(result, catalog, numbered=form != "csv"), form, manner)


def plan(
    answers: Answers,
    target: str | None,
    road: Road,
    manner: OutputOptions,
    *,
    profile_file: Path | None,
) -> None:
    """The road to a certification, or to the setting's goal."""
    from certadvisor.advice.plan import PlanWish, goal_of
    from certadvisor.advice.plan import plan as planned
    from certadvisor.profile.parse import day, money
    from certadvisor.show.pages.plan import document

    manner.refuse_overwrite(written=[("--ics", road.ics)], read=[("--profile", profile_file)])
    form, catalog = manner.form_of(*FORMS, "mermaid"), load_catalog(manner.catalog, manner.overlays)
    answers, years = _without_horizon(answers)
    wish = PlanWish(
        fastest=road.fastest,
        within=None if road.within is None else money("within", road.within),
        by=None if road.by is None else day("by", road.by),
        years=years,
    )
    given = _layered(answers, profile_file, catalog)
    if target is None:
        # Which goal is worth aiming at is not to hang on what one can spend today.
        given, aim = {"budget": ("unlimited",), **given}, Aim("plan")
    else:
        target = certification_names(catalog).resolve(target)
        aim = Aim(f"plan {target}", target, ("setting", "budget"))
    talk = _talk(given, catalog, manner, aim)
    profile = talk.profile if talk is not None else _complete(given, catalog, aim)
    if target is None:
        target = goal_of(profile, catalog)
    result = planned(target, profile, catalog, wish)
    if road.ics is not None:
        _save_calendar(road.ics, result, profile)
    if form == "mermaid":
        from certadvisor.show.exports.mermaid import diagram

        write_output(diagram(result), manner)
        return
    emit(result, lambda: document(result, catalog), form, manner)


# --- answers -------------------------------------------------------------------------------


def _layered(answers: Answers, profile_file: Path | None, catalog: Catalog) -> Answers:
    """The answers of the file, with those of the flags over them.

    What the file says and a flag now contradicts is dropped: flags win.
    """
    if profile_file is None:
        return answers
    from certadvisor.profile.file import checked_answers

    filed = checked_answers(profile_file, catalog, date.today())
    while True:
        layered = {**filed, **answers}
        try:
            profile_from(layered, catalog, date.today())
        except AnswerError as error:
            if error.name in answers:
                raise
            del filed[error.name]
        else:
            return layered


def _talk(given: Answers, catalog: Catalog, manner: OutputOptions, aim: Aim) -> Interview | None:
    """The interview, held, where there is someone to ask; else None."""
    # Questions go to stderr: without a terminal there, nobody would see them.
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if manner.no_input or not all(s is not None and s.isatty() for s in streams):
        return None
    from certadvisor.cli.interview import Interview

    talk = Interview(given, catalog, date.today(), plain=manner.is_plain, aim=aim)
    talk.ask()
    return talk


def _without_horizon(answers: Answers) -> tuple[Answers, int | None]:
    """The answers without a bare `--years N`, which asks for the costs of N years, and that N."""
    given = answers.get("years", ())
    bare = [text for text in given if "=" not in text]
    if not bare:
        return answers, None
    rest = {name: texts for name, texts in answers.items() if name != "years"}
    kept = tuple(text for text in given if "=" in text)
    years = count("--years", bare[-1], most=MOST_YEARS)
    return ({**rest, "years": kept} if kept else rest), years


EXAMPLE = {
    "degree": "bachelor",
    "degree_field": "other",
    "cpr": "yes",
    "cpt": "none",
    "budget": "1000",
}


def _complete(given: Answers, catalog: Catalog, aim: Aim) -> Profile:
    """The profile of these answers.

    Raises:
        MissingAnswersError: a needed one is not among them; names them all.
    """
    profile = profile_from(given, catalog, date.today())
    lacking = missing(profile, aim)
    if lacking:
        count = f"{len(lacking)} answers are" if len(lacking) > 1 else "1 answer is"
        example = {**EXAMPLE, "setting": next(iter(catalog.settings))}
        flags = " ".join(
            f"{BY_NAME[name].flag} {value}"
            for name, value in example.items()
            if name not in aim.needless
        )
        raise MissingAnswersError(
            f"{count} missing and there is no terminal to ask: "
            f"{', '.join(q.flag for q in lacking)}\ne.g. certadvisor {aim.command} {flags}"
        )
    return profile


def count(flag: str, text: str | None, most: int = 999_999) -> int | None:
    """A whole number from 1, as typed; None where it was not.

    Raises:
        UsageError: it is not one, or over `most`.
    """
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 0 < int(text) <= most):
        raise UsageError(
            f'{flag} "{printable(text, SHOWN)}" is not a whole number from 1 to {most:,}.'
        )
    return int(text)


# --- output --------------------------------------------------------------------------------


def _save_calendar(path: Path, result: Plan, profile: Profile) -> None:
    from certadvisor.show.exports.calendar import calendar

    write_text(path, calendar(result, profile.on, result.ownership))
