"""The check of the whole answer space: a slice of it, and that it sees what is wrong."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import fields, replace
from fractions import Fraction
from itertools import combinations, product
from typing import Any
from unittest.mock import patch

import pytest

import desk
import tally
from certadvisor import Catalog, Profile
from certadvisor.advice.plan import plan
from certadvisor.advice.results import Advice, Plan
from certadvisor.cli.interview import flow
from certadvisor.rules.ranking import ClosedOption, OpenOption, Option, Ranking, rank
from covering import Cell, covering
from helpers import CATALOG_FILE, raw_catalog, real_catalog
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


def _made(name: str, change: Callable[[Any], Any]) -> AbstractContextManager[Any]:
    """All that a function of that name gives the check is changed."""
    real = getattr(desk, name)
    return patch.object(desk, name, lambda *given: change(real(*given)))


def _forged(said: Advice) -> Advice:
    text = "Take the CSCS (free): you may sit for it now."
    return replace(said, parts={"now": text}, text=text)


def _otherwise_from_scratch() -> AbstractContextManager[Any]:
    def made(*given: Any) -> Ranking:
        return rank(*given) if len(given) == 3 else _upside_down(rank(*given))

    return patch.object(desk, "rank", made)


def _no_plan_for_whoever_holds_something() -> AbstractContextManager[Any]:
    def made(target: str, profile: Profile, catalog: Catalog) -> Plan:
        found = plan(target, profile, catalog)
        return replace(found, state="closed", steps=()) if profile.holds else found

    return patch.object(desk, "plan", made)


def _crash(*_: Any) -> Any:
    raise ZeroDivisionError


WRONG: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "ONCE": lambda: _ranked(lambda r: replace(r, ranked=r.ranked[:-1])),
    "ORDER": lambda: _ranked(_upside_down),
    "AGAIN": _otherwise_from_scratch,
    "READY": lambda: _rows(_ready),
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
    "ASKED": lambda: patch.object(flow, "unanswered", lambda *_: []),
    "PLAN": lambda: _made("plan", lambda p: replace(p, steps=p.steps[::-1])),
    "PLAN_SUM": lambda: _made("plan", lambda p: replace(p, required_total=p.required_total + 1)),
    "PLAN_STEP": _no_plan_for_whoever_holds_something,
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


def _looked_at(case: Case, *laws: str) -> tally.Tally:
    """What is found with one candidate, for whom of the dear laws just these are due."""
    due = {law: 1 if law in laws else NEVER for law in tally.EVERY}
    with patch.dict(tally.EVERY, due), patch.object(desk, "PLAIN", 1):
        return desk.look_at_some([case], NEVER - 1)


@pytest.mark.parametrize("name", sorted(WRONG))
def test_the_check_sees_every_law_broken(name: str) -> None:
    """A law that cannot fail would prove nothing: each is broken on purpose, and that is reported."""
    law = getattr(tally, name)
    assert not _looked_at(SOMEBODY, law).broken
    with WRONG[name]():
        found = _looked_at(SOMEBODY, law)
    assert found.broken[law], name
    assert "certadvisor recommend --setting gym" in found.shown[law][0]


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
    assert f"broken: {tally.ORDER}\n    the order is " in said
    assert "certadvisor recommend --setting gym --degree high-school --cpr no --cpt none" in said
    assert re.search(r"^laws broken: [1-9]", said, re.M)
    with few, no_dear_ones:
        assert check_all.main(["--slice", "3/3", "--jobs", "1"]) == 0


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
