"""Names are for people: whatever a thing is called, every decision about it stays."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import Any

import pytest

from certadvisor import Catalog, Profile, Recommendation, compare, recommend
from certadvisor.advice.fact_sheet import fact_sheet
from certadvisor.advice.listing import ListFilter, listing
from certadvisor.advice.pick import verdict, verdict_words
from certadvisor.advice.plan import plan
from certadvisor.advice.results import Plan
from certadvisor.catalog.load import validated
from certadvisor.json_text import plain
from certadvisor.rules.requirements import leaves
from helpers import TODAY, person, raw_catalog, real_catalog

TABLES = ("certifications", "steps", "settings", "focuses", "roles", "issuers", "activities")
SHOWN = ("name", "phrase", "ask", "does", "text", "label", "who", "rationale", "meaning", "aliases")
"""The fields of a catalog that are there to be read."""
PEOPLE = (
    "--setting collegiate --degree bachelor --degree-field exercise-science --cpr yes --cpt none "
    "--budget 450",
    "--setting gym --focus strength --degree high-school --cpr no --cpt none --budget unlimited",
    "--setting tactical --degree senior --degree-field other --cpr online-only --cpt ace-cpt "
    "--budget 600 --graduates 2027-05",
    "--setting gym --focus corrective --degree doctorate --degree-field health-science --cpr yes "
    "--cpt nasm-cpt --budget 1000 --licence pt --holds cscs",
)
FAR = "2031-01-01"


def renamed(node: Any, path: str = "") -> Any:
    """A part of the catalog in which every text to be read is another one, no two alike.

    What stood first in the alphabet comes last, and no name begins like another one.
    """
    if isinstance(node, list):
        return [renamed(one, f"{path}.{n}") for n, one in enumerate(node)]
    if not isinstance(node, dict):
        return node
    return {
        key: _other(f"{path}.{key}", value)
        if key in SHOWN and isinstance(value, str | list)
        else renamed(value, f"{path}.{key}")
        for key, value in node.items()
    }


def _other(path: str, value: Any) -> Any:
    if isinstance(value, list):
        return []
    number = sum(ord(letter) * 31**n for n, letter in enumerate(path)) % 99_991
    return f"{99_991 - number}x{len(path)} {path.rsplit('.', 2)[-1]}"


@cache
def renamed_catalog() -> Catalog:
    """The catalog under other names."""
    return validated(renamed(raw_catalog()), "renamed.json")


def decided(result: Recommendation) -> list[Any]:
    """All that a recommendation decides, without a word of it."""
    return [
        [
            (a.id, a.rank, a.group, a.status, a.confirmed, a.affordable, a.score, a.contributions,
             a.route, a.earliest_on, a.sources, a.cost.required_total, a.cost.total, a.cost.complete)
            for a in result.recommendations
        ],
        result.held,
        (result.advice.now, result.advice.goal, result.advice.needed, len(result.advice.ask)),
        [e.met for e in result.expectations],
        None if result.first_place is None else result.first_place.id,
    ]  # fmt: skip


def decided_in(found: Plan) -> list[Any]:
    """All that a plan decides."""
    return [
        found.target, found.state, found.status, found.confirmed, found.required_total,
        found.complete, found.weeks, found.earliest_on, found.proven_cheapest, found.ways_compared,
        [(m.steps, m.known) for m in found.may_be_cheaper],
        [(d.day, d.amount) for d in found.deadlines],
        [(s.id, s.kind, s.cost, s.weeks, s.start_week, s.after, s.spent) for s in found.steps],
    ]  # fmt: skip


def test_the_other_catalog_shares_no_name_with_ours() -> None:
    ours, theirs = plain(real_catalog()), plain(renamed_catalog())
    for table in TABLES:
        names = [{item["name"] for item in side[table].values()} for side in (ours, theirs)]
        assert not names[0] & names[1], table
        assert len(names[1]) == len(ours[table]), table


@pytest.mark.parametrize("line", PEOPLE)
def test_the_ranking_and_the_advice_do_not_hang_on_names(line: str) -> None:
    ours, theirs = (
        recommend(person(line, catalog), catalog, with_sureness=False)
        for catalog in (real_catalog(), renamed_catalog())
    )
    assert decided(ours) == decided(theirs)


def test_what_would_change_the_first_place_does_not_hang_on_names() -> None:
    line = PEOPLE[0]
    sure = [
        recommend(person(line, catalog), catalog).sureness
        for catalog in (real_catalog(), renamed_catalog())
    ]
    ours, theirs = (
        [
            s.first_place_share,
            s.rival and (s.rival.id, s.rival.separated_by.by, s.rival.separated_by.points),
            [(w.change.kind, w.change.key, w.change.value, w.new_first, w.cost)
             for w in s.would_change],
        ]
        for s in sure
        if s is not None
    )  # fmt: skip
    assert ours == theirs


@pytest.mark.parametrize("line", PEOPLE[:3])
def test_the_plan_does_not_hang_on_names(line: str) -> None:
    for target in ("cscs", "cscca-sccc", "nasm-pes"):
        ours, theirs = (
            plan(target, person(line, catalog), catalog)
            for catalog in (real_catalog(), renamed_catalog())
        )
        assert decided_in(ours) == decided_in(theirs), target


@pytest.mark.parametrize("day", [TODAY.isoformat(), FAR])
def test_no_verdict_hangs_on_names(day: str) -> None:
    """Nor do its words, but for the names in them: the same sentence with each name put back."""
    on = person(f"--on {day}").on
    ours, theirs = real_catalog(), renamed_catalog()
    back = _names(theirs, ours)
    sets = [*combinations(ours.certifications, 2), ("cscs", "ncsf-csc", "cscca-sccc")]
    for ids in sets:
        found = verdict(ids, ours, on)
        assert found == verdict(ids, theirs, on), ids
        said = verdict_words(found, theirs)
        for new, old in back:
            said = said.replace(new, old)
        assert said == verdict_words(found, ours), ids


def _names(theirs: Catalog, ours: Catalog) -> list[tuple[str, str]]:
    """Each name that a verdict says, in both catalogs."""
    pairs = [(theirs.name_of(i), ours.name_of(i)) for i in ours.items()]
    pairs += [(theirs.settings[i].name, ours.settings[i].name) for i in ours.settings]
    pairs += [(theirs.focuses[i].phrase, ours.focuses[i].phrase) for i in ours.focuses]
    bases = zip(leaves(theirs.policy.base), leaves(ours.policy.base), strict=True)
    return [*pairs, *((new.text, old.text) for new, old in bases)]


@pytest.mark.parametrize("profile", [Profile(on=TODAY), person(PEOPLE[0])])
def test_what_is_known_in_a_comparison_does_not_hang_on_names(profile: Profile) -> None:
    for ids in (("cscs", "nasm-pes"), ("cpss", "csps", "nasm-wls", "cscca-sccc", "ncsf-csc")):
        ours, theirs = (
            [
                (r.key, r.differs, [(v.known, v.unknown, v.sources) for v in r.cells])
                for r in compare(ids, catalog, profile, years=2).rows
            ]
            for catalog in (real_catalog(), renamed_catalog())
        )
        assert ours == theirs, ids


def test_the_list_does_not_hang_on_names() -> None:
    profile = person(PEOPLE[1])
    ours, theirs = (
        [(c.id, c.kind, c.price, c.members_price, c.status)
         for c in listing(catalog, ListFilter(issuer="nsca", ready=True), profile).certifications]
        for catalog in (real_catalog(), renamed_catalog())
    )  # fmt: skip
    assert ours == theirs


@pytest.mark.parametrize("item", real_catalog().items())
def test_the_fact_sheet_does_not_hang_on_names(item: str) -> None:
    ours, theirs = (
        [
            [(f.key, f.known, f.source) for f in sheet.facts],
            [(c.ids, c.licences, c.settings, c.source) for c in (*sheet.covered_by, *sheet.covers)],
            list(sheet.sources),
        ]
        for sheet in (fact_sheet(item, c) for c in (real_catalog(), renamed_catalog()))
    )
    assert ours == theirs
