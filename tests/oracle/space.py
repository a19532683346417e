"""The space of answers to the real catalog, cut where it matters, in families that cover it.

`triples` holds every combination of three values of all answers; `days` and `budgets` every pair of
values, on each day around each change of a rule, and at each border of the budget; `held` every two
things held; `product` every combination of the needed answers and the focus, on either side of each
total of what serves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import combinations, product
from typing import Any, Literal

import brute
from brute import Json
from certadvisor import Catalog, Profile
from certadvisor.profile.profile import FIELDLESS, contradictions, normalised
from certadvisor.rules.ranking import Ranking
from covering import Cell, covering
from helpers import DEGREES, TODAY
from laws.questions import all_leaves, asked_for, joinable

Answers = Mapping[str, Any]
"""Answers by name; `graduates` is in months from the day the advice is for."""
Cells = Literal["serving", "borders"] | tuple[str, int]
"""Which budgets: those that move what serves, all borders, or one: a total and cents beside it."""

CENT = Decimal("0.01")
FIELDS = ["exercise-science", "health-science", "other", "unknown"]
CPR = ["yes", "no", "online-only", "unknown"]


@dataclass(frozen=True, slots=True)
class Case:
    """A candidate, and the budgets to try."""

    family: str
    answers: Answers
    cells: Cells

    def profile(self, catalog: Catalog) -> Profile:
        """The candidate, with no limit to the budget."""
        values = {"on": TODAY, "budget": "unlimited", **self.answers}
        if values.get("graduates") is not None:
            values["graduates"] = _month(values["on"], values["graduates"])
        return normalised(Profile(**values), catalog)


def _month(on: date, after: int) -> str:
    number = on.year * 12 + on.month - 1 + after
    return date(number // 12, number % 12 + 1, 1).isoformat()[:7]


# --- what can be answered ----------------------------------------------------------------------


def change_days(world: Json) -> list[date]:
    """The days on which some rule begins, or is gone."""
    days = set()
    for leaf in all_leaves(world):
        if leaf.get("since"):
            days.add(date.fromisoformat(leaf["since"]))
        if leaf.get("until"):
            days.add(date.fromisoformat(leaf["until"]) + timedelta(days=1))
    return sorted(days)


def days_around(world: Json) -> list[date]:
    """Today, and around each change: the day itself, a short step's week and the warning before."""
    warned = world["policy"]["warn_days"]
    before = (warned + 1, warned, 8, 7, 1, 0, -1)
    return [TODAY, *(day - timedelta(days=n) for day in change_days(world) for n in before)]


def trainers(world: Json) -> list[str]:
    """The personal-training certifications, and that one has none."""
    items = [*world["certifications"], *world["steps"]]
    return ["none", *(i for i in items if brute.is_trainer(i, world))]


def holdable(world: Json) -> list[str]:
    """All that can be held beside a personal-training certification."""
    items = [*world["certifications"], *world["steps"]]
    return [i for i in items if not brute.is_trainer(i, world) and not brute.is_under_way(i, world)]


def columns(world: Json) -> dict[str, list[Any]]:
    """Every answer with its values; None where it is not given, numbers at their borders."""
    certifications = [*world["certifications"]]
    near_changes = [d - timedelta(days=n) for d in change_days(world) for n in (1, 0)]
    return {
        "setting": [*world["settings"]],
        "degree": DEGREES,
        "degree_field": [None, *FIELDS],
        "cpr": CPR,
        "cpt": [None, *trainers(world)],
        "focus": [None, *world["focuses"]],
        "holds": [(), *((i,) for i in holdable(world))],
        "member": [None, {}, *({i: k} for i in joinable(world) for k in ("full", "student"))],
        "licence": [None, ("none",), ("pt",), ("pta",), ("atc",), ("rd",), ("pt", "rd")],
        "practice": [{}, *_numbers("practice", world)],
        "years": [{}, *_numbers("years", world)],
        "graduates": [None, 0, 6, 40],
        "casce": [None, "yes", "no"],
        "educated": [None, "us", "elsewhere"],
        "adult": [None, "no", "2027-03"],
        "price": [{}, {certifications[0]: 0}, {_unpriced(world): Decimal("199.99")}],
        "employer_accepts": [(), (certifications[0],), tuple(certifications[-2:])],
        "prefer": [None, "cheapest", "fastest", "most-recognised"],
        "on": [TODAY, *near_changes],
        "cells": [
            ("unlimited", 0), ("nothing", 0), ("lowest", -1), ("lowest", 0), ("lowest", 1),
            ("highest", -1), ("highest", 0),
        ],
    }  # fmt: skip


def _numbers(name: str, world: Json) -> list[dict[str, int]]:
    """For each activity just too little, and just enough for some rule."""
    return [
        {activity: n}
        for activity in world["activities"]
        for asked in asked_for(name, activity, world)
        for n in (asked - 1, asked)
    ]


def _unpriced(world: Json) -> str:
    fees = {i: c["fees"] for i, c in world["certifications"].items()}
    return str(next(i for i, f in fees.items() if any(x["standard"]["value"] is None for x in f)))


# --- families ------------------------------------------------------------------------------------


def families(world: Json, catalog: Catalog) -> Iterator[Case]:
    """All cases, in the same order every time."""
    pairs = _rows(world, catalog, 2)
    for answers in _rows(world, catalog, 3):
        yield _case("triples", answers)
    for answers, day in product(pairs, days_around(world)):
        yield _case("days", {**answers, "on": day})
    for answers in pairs:
        yield _case("budgets", answers, "borders")
    held = [*trainers(world)[1:], *holdable(world)]
    for number, (two, setting) in enumerate(product(combinations(held, 2), world["settings"])):
        # The next answers that go with the two.
        rows = (pairs[(number + n) % len(pairs)] for n in range(len(pairs)))
        yield next(
            case
            for others in rows
            if not contradictions((case := _held(others, two, setting)).profile(catalog), catalog)
        )
    for answers in needed(world):
        yield Case("product", answers, "serving")


def _held(others: Answers, two: tuple[str, ...], setting: str) -> Case:
    cpt = None if others["cpt"] == "none" else others["cpt"]
    return _case("held", {**others, "holds": two, "cpt": cpt, "setting": setting})


def _case(family: str, answers: Answers, cells: Cells | None = None) -> Case:
    others = dict(answers)
    one: Cells = others.pop("cells")
    return Case(family, others, cells or one)


def needed(world: Json) -> Iterator[Answers]:
    """Every combination of the needed answers and the focus, but for the budget."""
    schooling = [
        {"degree": d, **({} if f is None else {"degree_field": f})}
        for d in DEGREES
        for f in ([None] if d in FIELDLESS else FIELDS)
    ]
    for school, cpr, cpt in product(schooling, CPR, trainers(world)):
        for setting, focus in product(world["settings"], [None, *world["focuses"]]):
            yield {**school, "cpr": cpr, "cpt": cpt, "setting": setting, "focus": focus}


def _rows(world: Json, catalog: Catalog, strength: int) -> list[Answers]:
    """Answers in which every so many values that do not contradict each other come together."""
    names, values = zip(*columns(world).items(), strict=True)

    @cache
    def clash(one: Cell, other: Cell) -> bool:
        answers = {names[column]: values[column][value] for column, value in (one, other)}
        answers.pop("cells", None)
        return bool(contradictions(Case("", answers, "serving").profile(catalog), catalog))

    rows = covering([len(v) for v in values], strength, clash)
    return [{n: v[i] for n, v, i in zip(names, values, row, strict=True)} for row in rows]


# --- budgets -------------------------------------------------------------------------------------


def budgets(cells: Cells, free: Ranking) -> list[Decimal | Literal["unlimited"]]:
    """The budgets to try, the smallest first, given the ranking where there is no limit."""
    totals = {j.costs.required_total for j in free.ranked if j.costs.complete}
    serving = {
        j.costs.required_total
        for j in free.ranked
        if j.costs.complete and j.purpose.ok and j.status != "closed"
    }
    if cells == "serving":
        return [*_at(serving, (-1, 0)), "unlimited"]
    if cells == "borders":
        return [*_at(totals | prices(free.catalog), (-1, 0, 1)), "unlimited"]
    which, cents = cells
    if which == "unlimited":
        return ["unlimited"]
    if which == "nothing" or not totals:
        return [Decimal(0)]
    total = (min if which == "lowest" else max)(serving or totals)
    return [max(Decimal(0), total + cents * CENT)]


def _at(totals: set[Decimal], beside: tuple[int, ...]) -> list[Decimal]:
    found = {max(Decimal(0), total + n * CENT) for total in totals for n in beside}
    return sorted(found | {Decimal(0)})


def prices(catalog: Catalog) -> set[Decimal]:
    """Every distinct price of a certification or step."""
    fees = [fee for item in catalog.items().values() for fee in item.fees]
    found = {price.known for fee in fees for price in (fee.standard, fee.member) if price}
    return {amount for amount in found if amount is not None}
