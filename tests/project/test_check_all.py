"""The check of the whole answer space: a slice of it, and that it sees what is wrong."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import combinations, product
from typing import Any
from unittest.mock import patch

import pytest

import desk
import tally
from certadvisor import Catalog, Profile, Recommendation, recommend
from certadvisor.advice.next_steps import advise
from certadvisor.advice.plan import plan
from certadvisor.advice.results import Advice, Plan
from certadvisor.cli.interview import flow
from certadvisor.profile.command_line import command_line
from certadvisor.rules.days import days_of
from certadvisor.rules.options import ClosedOption, OpenOption, Option
from certadvisor.rules.ranking import Ranking, rank
from covering import Cell, covering
from helpers import CATALOG_FILE, raw_catalog, real_catalog
from laws.advice import advice_agrees_with_its_rows, says_it_in_a_minute
from laws.second import Second
from space import Case, budgets

SCRIPTS = CATALOG_FILE.parent / "scripts"
sys.path.insert(0, str(SCRIPTS))

import check_all  # noqa: E402  # it stands in another folder

SLICE = "250/500"
NEVER = 10**9
SOMEBODY = Case(
    "product",
    {
        "setting": "gym",
        "degree": "high-school",
        "cpr": "no",
        "cpt": "none",
        "licence": ("none",),
    },
    "serving",
)
NEEDS_NOTHING = replace(SOMEBODY, answers={**SOMEBODY.answers, "cpr": "yes", "cpt": "nasm-cpt"})


# --- a slice of it -------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_slice_of_the_answer_space_breaks_no_law() -> None:
    """Some of every family, the same ones every time; each law is tried on some of them."""
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / "check_all.py"), "--slice", SLICE, "--jobs", "2"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "laws broken: 0 times" in done.stdout
    for family in ("triples", "days", "held", "product"):
        assert re.search(rf"^{family} +[1-9]", done.stdout, re.M)
    for law in tally.LAWS:
        counts = re.search(
            rf"^{re.escape(law)} +(?:all|1 in [\d,]+) +([\d,]+) +0$", done.stdout, re.M
        )
        assert counts is not None, law
        assert counts[1] != "0", law


@pytest.mark.parametrize("words", ["0/3", "4/3", "1", "a/b", "1/0"])
def test_a_slice_that_is_none_is_refused(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """K runs from 1 to N."""
    with pytest.raises(SystemExit) as refused:
        check_all.main(["--slice", words])
    assert refused.value.code == 2
    assert "must be K/N" in capsys.readouterr().err


# --- what is wrong is seen -------------------------------------------------------------------------


def _ranked(change: Callable[[Ranking], Ranking]) -> AbstractContextManager[Any]:
    """Every ranking is changed."""
    return patch.object(desk, "rank", lambda *given: change(rank(*given)))


def _rows(change: Callable[[Option], Option]) -> AbstractContextManager[Any]:
    """Every row of every ranking is changed."""
    return _ranked(lambda found: replace(found, ranked=tuple(map(change, found.ranked))))


def _rows_if(
    applies: Callable[[Ranking], bool], change: Callable[[Option], Option]
) -> AbstractContextManager[Any]:
    """Every row of some rankings is changed."""

    def changed(found: Ranking) -> Ranking:
        if not applies(found):
            return found
        return replace(found, ranked=tuple(map(change, found.ranked)))

    return _ranked(changed)


def _dearer(row: Option) -> Option:
    return replace(row, costs=replace(row.costs, required_total=row.costs.required_total + 1))


def _somebody_else(found: Ranking) -> bool:
    answers = replace(found.profile, budget="unlimited")
    return answers != SOMEBODY.profile(real_catalog())


def _closed(row: Option) -> Option:
    shared = {f.name: getattr(row, f.name) for f in fields(ClosedOption)}
    return ClosedOption(**shared)


def _ready(row: Option) -> Option:
    if not isinstance(row, OpenOption):
        return row
    return replace(row, pathway=replace(row.pathway, status="ready"))


def _upside_down(found: Ranking) -> Ranking:
    return replace(found, ranked=found.ranked[::-1])


RECOMMENDED: dict[str, Recommendation] = {}


def _recommended(profile: Profile, catalog: Catalog) -> Recommendation:
    """The recommendation, worked out once for each."""
    line = command_line(profile)
    if line not in RECOMMENDED:
        RECOMMENDED[line] = recommend(profile, catalog)
    return RECOMMENDED[line]


def _made(name: str, change: Callable[[Any], Any]) -> AbstractContextManager[Any]:
    """All that a function of that name gives the check is changed."""
    real = _recommended if name == "recommend" else getattr(desk, name)
    return patch.object(desk, name, lambda *given: change(real(*given)))


def _forged(said: Advice) -> Advice:
    text = "Take the CSCS now: free, study material included. You meet the rules today."
    return replace(said, parts={"now": text}, text=text)


def _owing_a_degree(row: Option) -> Option:
    if not isinstance(row, OpenOption):
        return row
    return replace(row, pathway=replace(row.pathway, steps=row.pathway.steps | {"bachelor"}))


def _never_enough(said: Advice) -> Advice:
    return replace(said, needed=True, goal=None)


def _otherwise_from_scratch() -> AbstractContextManager[Any]:
    def made(*given: Any) -> Ranking:
        return rank(*given) if len(given) == 3 else _upside_down(rank(*given))

    return patch.object(desk, "rank", made)


def _no_plan_for_whoever_holds_something() -> AbstractContextManager[Any]:
    def made(target: str, profile: Profile, catalog: Catalog) -> Plan:
        found = plan(target, profile, catalog)
        return replace(found, state="closed", steps=()) if profile.holds else found

    return patch.object(desk, "plan", made)


def _later_with_more_hours(option: OpenOption, found: Ranking, hours: int | None = None) -> Any:
    table = days_of(option, found)
    return table if hours is None else replace(table, issued=table.issued + WEEK)


def _crash(*_: Any) -> Any:
    raise ZeroDivisionError


WEEK = timedelta(weeks=1)
WRONG: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "ONCE": lambda: _ranked(lambda r: replace(r, ranked=r.ranked[:-1])),
    "ORDER": lambda: _ranked(_upside_down),
    "AGAIN": _otherwise_from_scratch,
    "READY": lambda: _rows(_ready),
    "ROADS": lambda: _rows(_ready),
    "OWED": lambda: _rows(_owing_a_degree),
    "WITHIN": lambda: _rows(lambda j: replace(j, affordable=True)),
    "GROUP": lambda: _rows(lambda j: replace(j, group="do-now")),
    "POINTLESS": lambda: _ranked(_upside_down),
    "SECOND": lambda: _rows(lambda j: replace(j, score=j.score + Fraction(1, 1000))),
    "ITEMS": lambda: _rows(_dearer),
    "BILL": lambda: _rows(_dearer),
    "POINTS": lambda: _rows(lambda j: replace(j, values={**j.values, "fit": Fraction(2)})),
    "MONEY": lambda: _rows_if(lambda r: r.profile.budget != "unlimited", _dearer),
    "STEP": lambda: _rows_if(_somebody_else, _closed),
    "ANSWER": lambda: _rows_if(_somebody_else, _closed),
    "ADVICE": lambda: _made("advise", _forged),
    "ENOUGH": lambda: _made("advise", _forged),
    "SHORT": lambda: _made("advise", lambda a: replace(a, text=f"{a.text} {'Well. ' * 90}")),
    "WORDS": lambda: _made("advise", lambda a: replace(a, text="The CSCS is long-term.")),
    "LEADS_ON": lambda: _made("advise", _never_enough),
    "ASKED": lambda: patch.object(flow, "unanswered", lambda *_: []),
    "PLAN": lambda: _made("plan", lambda p: replace(p, steps=p.steps[::-1])),
    "PLAN_SUM": lambda: _made("plan", lambda p: replace(p, required_total=p.required_total + 1)),
    "PLAN_STEP": _no_plan_for_whoever_holds_something,
    "DAYS": lambda: _made("days_of", lambda t: replace(t, issued=t.sitting.day - WEEK)),
    "PACE": lambda: patch.object(desk, "days_of", _later_with_more_hours),
    "SHOWN": lambda: _made(
        "recommend", lambda r: replace(r, recommendations=r.recommendations[::-1])
    ),
    "SURE": lambda: _made("recommend", lambda r: replace(r, sureness=None)),
    "DOORS": lambda: patch.object(
        desk, "program", lambda *_: subprocess.CompletedProcess((), 0, "{}", "")
    ),
    "CRASH": lambda: patch.object(desk, "rank", _crash),
}
"""For each law what would break it."""
WHO = {"ENOUGH": NEEDS_NOTHING}
"""Whom to try it on, where it does not speak of `SOMEBODY`."""
SLOW = {"DOORS"}
"""Tried in the slow tier: three whole recommendations, each through another door."""


def _looked_at(case: Case, *laws: str) -> tally.Tally:
    """What is found with one candidate, for whom of the dear laws just these are due."""
    due = {law: 1 if law in laws else NEVER for law in tally.EVERY}
    with patch.dict(tally.EVERY, due), patch.object(desk, "PLAIN", 1):
        return desk.look_at_some([case], NEVER - 1)


def _unbroken(law: str) -> tally.Tally:
    """What is found with the one to try a law on, where nothing is broken."""
    if law in SLOW:
        return _looked_at(SOMEBODY, getattr(tally, law))
    return _looked_at(WHO[law]) if law in WHO else _whole_look_at_somebody()


@cache
def _whole_look_at_somebody() -> tally.Tally:
    with _made("recommend", lambda result: result):
        return _looked_at(SOMEBODY, *(tally.EVERY.keys() - {getattr(tally, law) for law in SLOW}))


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=pytest.mark.slow if n in SLOW else ()) for n in sorted(WRONG)],
)
def test_the_check_sees_every_law_broken(name: str) -> None:
    """A law that cannot fail would prove nothing: each is broken on purpose, and that is reported."""
    law = getattr(tally, name)
    assert not _unbroken(name).broken
    with WRONG[name]():
        found = _looked_at(WHO.get(name, SOMEBODY), law)
    assert found.broken[law], name
    assert "certadvisor recommend --setting gym" in found.shown[law][0]


@pytest.mark.parametrize("part", ["basis", "share", "first", "change"])
def test_every_part_of_how_sure_it_is_is_looked_at(part: str) -> None:
    """The basis, the share of weightings, and each change with what comes of it."""

    def wrong(result: Recommendation) -> Recommendation:
        said = result.sureness
        assert said is not None
        assert said.first_place_share is not None
        one, *rest = said.would_change
        share = said.first_place_share
        found = {
            "basis": replace(said, basis="none"),
            "share": replace(said, first_place_share=replace(share, won=share.won - 1)),
            "first": replace(said, first_place_share=None),
            "change": replace(said, would_change=(replace(one, new_first="pn-none"), *rest)),
        }
        return replace(result, sureness=found[part])

    with _made("recommend", wrong):
        assert _looked_at(SOMEBODY, tally.SURE).broken[tally.SURE]


def test_every_law_is_broken_on_purpose() -> None:
    """None is left out above."""
    assert {getattr(tally, name) for name in WRONG} == set(tally.LAWS)


def test_a_broken_law_is_printed_with_its_command_and_ends_with_1(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What was broken, the command line that shows it, and the exit code."""
    few = patch.object(check_all, "families", lambda *_: iter([SOMEBODY] * 3))
    no_dear_ones = patch.dict(tally.EVERY, clear=True)
    with few, no_dear_ones, _ranked(_upside_down):
        assert check_all.main(["--slice", "3/3", "--jobs", "1"]) == 1
    said = capsys.readouterr().out
    assert f"broken: {tally.ORDER}\n    the order of groups is " in said
    assert "certadvisor recommend --setting gym --degree high-school --cpr no --cpt none" in said
    assert re.search(r"^laws broken: [1-9]", said, re.M)
    with few, no_dear_ones:
        assert check_all.main(["--slice", "3/3", "--jobs", "1"]) == 0


# --- every word of the advice is read ---------------------------------------------------------------

ADVISED: dict[str, tuple[dict[str, Any], str]] = {
    "take it now": ({"cpr": "yes"}, "900"),
    "study over the budget": (
        {"setting": "collegiate", "degree": "bachelor", "degree_field": "exercise-science"},
        "600",
    ),
    "a rival that more pass": ({"setting": "tactical", "degree": "bachelor"}, "900"),
    "first a step": (
        {
            "degree": "bachelor",
            "degree_field": "exercise-science",
            "cpt": "nsca-cpt",
            "focus": "special-populations",
        },
        "900",
    ),
    "a base first": ({"focus": "corrective"}, "1500"),
    "short": ({"setting": "collegiate", "degree": "bachelor"}, "500"),
    "a goal further off": ({"setting": "collegiate"}, "0"),
    "set aside": ({"setting": "tactical", "focus": "physique"}, "900"),
    "on its way": (
        {"setting": "collegiate", "degree": "student", "graduates": 30},
        "900",
    ),
    "enough": ({"cpr": "yes", "cpt": "nasm-cpt"}, "900"),
    "perhaps enough": ({"cpr": "yes", "cpt": "issa-cpt"}, "900"),
    "a price to ask": (
        {"setting": "collegiate", "cpt": "nasm-cpt", "employer_accepts": ("ncsf-csc",)},
        "900",
    ),
    "rules that change": (
        {
            "setting": "collegiate",
            "degree": "bachelor",
            "degree_field": "other",
            "on": date(2029, 6, 1),
        },
        "900",
    ),
}
"""Of each sentence of the advice someone to whom it is said, and the budget."""


def _read(answers: dict[str, Any], budget: str) -> tuple[Advice, Callable[[Advice], list[str]]]:
    """The advice for someone, and how it is read."""
    office = desk.Desk()
    profile = replace(SOMEBODY, answers={**SOMEBODY.answers, **answers}).profile(office.catalog)
    found = office.rank(profile, budget=Decimal(budget))
    statuses = {row.id: row.status for row in found.ranked}
    second = Second(office.circumstances(profile), profile, statuses)
    return advise(found), lambda said: [*advice_agrees_with_its_rows(said, found, second)]


def _with(said: Advice, kind: str, part: str) -> Advice:
    parts = {**said.parts, kind: part}
    text = " ".join(parts[k] for k in ("need", "now", "why", "effort") if k in parts)
    return replace(said, parts=parts, text=text)


def _otherwise(part: str) -> list[str]:
    """A part with one number, name or word of weight changed, in every way."""
    names = "|".join(sorted((c["name"] for c in raw_catalog()["certifications"].values()), key=len))
    changes: list[tuple[str, Callable[[re.Match[str]], str]]] = [
        (r"\d", lambda m: str((int(m[0]) + 1) % 10)),
        (rf"(?<![\w-])(?:{names})(?![\w-])", lambda m: "TSAC-F" if m[0] == "CPSS" else "CPSS"),
        (r"\b(?:January|June|August|December)\b", lambda _: "March"),
        (r"\b(?:about|at least)\b", lambda m: "about" if m[0] == "at least" else "at least"),
        (r"\bnow\b|\btoday\b|\bfree\b|\bis\b|\bno\b", lambda _: "never"),
        (r"CPR/AED class|degree|hours", lambda _: "thing"),
    ]
    return [
        part[: m.start()] + change(m) + part[m.end() :]
        for pattern, change in changes
        for m in re.finditer(pattern, part)
    ]


@pytest.mark.parametrize("who", ADVISED)
def test_the_advice_cannot_say_anything_else(who: str) -> None:
    """With one figure, name or word changed, or a part left out, it does not agree any more."""
    said, read = _read(*ADVISED[who])
    assert read(said) == []
    for kind, part in said.parts.items():
        for other in _otherwise(part):
            assert read(_with(said, kind, other)), other
        left = {k: v for k, v in said.parts.items() if k != kind}
        text = " ".join(left[k] for k in ("need", "now", "why", "effort") if k in left)
        # A goal that is named just before need not be told of twice.
        if (who, kind) != ("short", "goal"):
            assert read(replace(said, parts=left, text=text)), kind
    for number, question in enumerate(said.ask):
        for other in _otherwise(question):
            asked = (*said.ask[:number], other, *said.ask[number + 1 :])
            assert read(replace(said, ask=asked)), other


def test_those_advised_are_told_every_part() -> None:
    """Above, each part of the advice is said to somebody."""
    told = {
        kind for answers, budget in ADVISED.values() for kind in _read(answers, budget)[0].parts
    }
    assert told == {"need", "now", "why", "effort", "rule", "goal", "beyond", "price"}


def test_the_later_parts_are_counted_too() -> None:
    """35 words of a goal are enough, 36 are not; and no text may have 91."""
    said, _ = _read(*ADVISED["short"])
    for kind, most in (("goal", 35), ("price", 35)):
        fits = replace(said, text="", parts={kind: "word " * most})
        assert [*says_it_in_a_minute(fits)] == []
        assert [*says_it_in_a_minute(replace(fits, parts={kind: "word " * (most + 1)}))]
    assert [*says_it_in_a_minute(replace(said, text="word " * 90, parts={}))] == []
    assert [*says_it_in_a_minute(replace(said, text="word " * 91, parts={}))]


# --- what is tried ---------------------------------------------------------------------------------


@pytest.mark.parametrize("strength", [2, 3])
def test_a_covering_array_holds_every_combination_that_may_be(strength: int) -> None:
    """Each combination of so many values stands in some row, but for those that clash: in none."""
    sizes = (5, 4, 3, 2, 4)

    def clash(one: Cell, other: Cell) -> bool:
        return {one, other} in ({(0, 1), (2, 2)}, {(1, 3), (3, 1)}, {(1, 3), (4, 2)})

    rows = covering(sizes, strength, clash)
    assert rows == covering(sizes, strength, clash)
    for columns in combinations(range(len(sizes)), strength):
        wanted = {
            values
            for values in product(*(range(sizes[c]) for c in columns))
            if not any(clash(*two) for two in combinations(zip(columns, values, strict=True), 2))
        }
        assert {tuple(row[c] for c in columns) for row in rows} == wanted
    assert len(rows) < len(list(product(*map(range, sizes))))


def test_budgets_stand_at_under_and_over_every_total_and_price() -> None:
    """A cent on either side of each sum that could be a border, and no limit."""
    profile = SOMEBODY.profile(real_catalog())
    free = rank(profile, real_catalog())
    found = budgets("borders", free)
    assert found[-1] == "unlimited"
    totals = {j.costs.required_total for j in free.ranked if j.costs.complete}
    assert len(totals) > 3
    for total in totals | {raw_catalog()["certifications"]["cscs"]["fees"][0]["standard"]["value"]}:
        assert {float(total) - 0.01, float(total), float(total) + 0.01} <= {
            float(b) for b in found[:-1]
        }
