"""Sureness against plain enumeration: every weighting, and every single change on the list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

import brute
import helpers
from certadvisor import Profile, Recommendation, recommend, to_json
from certadvisor.advice.results import FirstPlaceShare, SingleChange, Sureness, WouldChange
from certadvisor.advice.sureness import sureness, weightings
from certadvisor.advice.what_if import WhatIf
from certadvisor.profile.profile import FIELDLESS, effective_weights, normalised
from certadvisor.rules.eligibility import RouteCache
from certadvisor.rules.equals import alike
from certadvisor.rules.ranking import Ranking, rank, tier
from certadvisor.text import usd
from helpers import person, program, raw_catalog, real_catalog
from pages import page, table, words
from samples import part, people

CATALOG = real_catalog()
WORLD = raw_catalog()
SHARES = part(5000, 80)
"""Profiles of which the share, the basis and the rival are compared."""
CHANGES = part(1000, 12)
"""Profiles of which every change is tried; some dozens of rankings each."""

CENT = Decimal("0.01")


class Unmoved(WhatIf):
    """Nothing changes anything: what is asked of the weightings alone is answered sooner."""

    def after(self, change: Mapping[str, object]) -> Ranking:  # noqa: ARG002
        """The ranking as it is."""
        return self.now

    best_after = after


@cache
def advised(line: str) -> Recommendation:
    """The recommendation for a line of flags, with how sure it is."""
    return recommend(person(line), CATALOG)


# --- weightings --------------------------------------------------------------------------------------


def test_there_are_632_weightings_of_four_criteria_that_add_up_to_40() -> None:
    """Non-increasing whole numbers, zero allowed, by trying all lists of four."""
    considered = brute.weightings()
    assert len(considered) == len(set(considered)) == 632
    assert CATALOG.policy.sureness_sum == 40
    share = advised(f"{TACTICAL} --budget 1000").sureness
    assert share is not None
    assert share.first_place_share is not None
    assert share.first_place_share.of == 632


def test_share_basis_and_rival_are_what_enumeration_says() -> None:
    """The order of importance, all weightings, the first of group 1, the next.

    No weighting moves what completes a set behind what does not; a preference is no weighting
    (DESIGN 5 and 7).
    """
    memory, kinds = RouteCache(CATALOG), set()
    for profile in people(SHARES, seed=11):
        ranking = rank(profile, CATALOG, memory)
        found = sureness(Unmoved(ranking))
        assert found.would_change == ()
        group = [j for j in ranking.ranked if j.group == "do-now"]
        kinds.add(found.basis)
        if not group or ranking.needed is False:
            assert (found.basis, found.first_place_share, found.rival) == ("none", None, None)
            continue
        if profile.prefer is not None:
            assert (found.basis, found.first_place_share) == ("preference", None)
            _the_rival_is_the_next_one(found, ranking)
            continue
        assert found.basis == ("only-choice" if len(group) == 1 else "weightings")
        first = group[0].id
        places = {j.id: tier(j, ranking.purposes) for j in group}
        values = {
            j.id: {str(n): v for n, v in j.values.items()}
            for j in group
            if places[j.id] == places[first]
        }
        equals = [j.id for j in group if alike(j, group[0], CATALOG)]
        won = brute.times_first(equals, values, _order(profile), brute.weightings())
        assert found.first_place_share is not None
        assert (found.first_place_share.won, found.first_place_share.of) == (won, 632), profile
        _the_rival_is_the_next_one(found, ranking)
    assert kinds == {"none", "only-choice", "weightings", "preference"}


def _order(profile: Profile) -> list[str]:
    """The criteria by effective weight; ties in the order of the catalog."""
    weights = {n: c["weight"] for n, c in WORLD["policy"]["criteria"].items()}
    weights |= profile.weight
    assert weights == effective_weights(profile, CATALOG)
    places = list(WORLD["policy"]["criteria"])
    return sorted(weights, key=lambda n: (-weights[n], places.index(n)))


def _the_rival_is_the_next_one(found: Sureness, ranking: Ranking) -> None:
    if len(ranking.ranked) == 1:
        assert found.rival is None
        return
    first, rival = ranking.ranked[:2]
    assert found.rival is not None
    assert found.rival.id == rival.id
    apart = found.rival.separated_by
    assert apart.text
    assert not apart.text.endswith((":", ": "))
    if rival.group != "do-now":
        assert (apart.by, apart.criterion, apart.points) == ("group", None, None)
        assert "$0 over" not in apart.text
        return
    if tier(first, ranking.purposes) != tier(rival, ranking.purposes):
        assert (apart.by, apart.criterion, apart.points) == ("group", None, None)
        return
    prefer = ranking.profile.prefer
    if prefer is None and alike(first, rival, CATALOG):
        assert (apart.by, apart.criterion, apart.points) == ("group", None, None)
        return
    by = {"cheapest": "cost", "fastest": "time", "most-recognised": "recognition"}
    if prefer is not None and apart.by != "score":
        assert (apart.by, apart.criterion, apart.points) == (by[prefer], None, None)
        return
    weights = effective_weights(ranking.profile, CATALOG)
    exact = {n: (first.values[n] - rival.values[n]) * w for n, w in weights.items()}
    assert apart.by == "score"
    assert apart.criterion is not None
    assert apart.points is not None
    # Points are shown in tenths: two criteria may look alike where one is a little ahead.
    tenth = Fraction(sum(weights.values()), 1000)
    assert max(exact.values()) - exact[apart.criterion] <= 2 * tenth  # type: ignore[index]
    shown = Fraction(apart.points) / 100 * sum(weights.values())
    assert abs(shown - exact[apart.criterion]) <= 2 * tenth  # type: ignore[index]


def test_a_tie_counts_for_the_first_place() -> None:
    """Under weightings that leave two level the place is kept: with fit alone both have 3/4."""
    found = advised(f"{TACTICAL} --budget 1000")
    assert found.first_place is not None
    rival = found.recommendations[1]
    assert found.first_place.grounds[0].value == rival.grounds[0].value
    assert found.sureness is not None
    assert found.sureness.first_place_share is not None
    values = {
        a.id: {g.criterion: Fraction(g.value) for g in a.grounds}
        for a in found.recommendations
        if a.group == "do-now"
    }
    order = _order(found.profile)
    fit_alone = [(40, 0, 0, 0)]
    assert brute.times_first([found.first_place.id], values, order, fit_alone) == 1
    assert brute.times_first([rival.id], values, order, fit_alone) == 1


# --- what would change it ------------------------------------------------------------------------------

Change = tuple[str, str, Any]
"""The kind of a change, what is changed, and its new value."""


def applied(profile: Profile, change: Change) -> Profile:
    """The profile after one change, made as a candidate would make it."""
    kind, key, value = change
    new: dict[str, Any] = {key: value}
    if kind == "price":
        new = {"price": {**profile.price, key: value}}
    elif kind == "step":
        new = {"holds": (*profile.holds, key)}
    return normalised(replace(profile, **new), CATALOG)


def made(entry: WouldChange) -> Change:
    """The change of an entry."""
    return entry.change.kind, entry.change.key, entry.change.value


class Tried:
    """First places after changes of one profile, each tried once."""

    def __init__(self, profile: Profile, memory: RouteCache) -> None:
        self.profile, self._memory = profile, memory
        self.ranking = rank(profile, CATALOG, memory)
        self.now = self._first(self.ranking)
        self._after = cache(self._tried)

    def after(self, kind: str, key: str, value: Any) -> str | None:
        """The first place after one change."""
        return self._after(kind, key, json.dumps(value, default=str), _Same(value))

    def _tried(self, kind: str, key: str, _: str, value: _Same) -> str | None:
        changed = applied(self.profile, (kind, key, value.value))
        return self._first(rank(changed, CATALOG, self._memory))

    @staticmethod
    def _first(ranking: Ranking) -> str | None:
        return ranking.first_place.id if ranking.first_place is not None else None


class _Same:
    """A value that takes no part in telling two calls apart."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same)

    def __hash__(self) -> int:
        return 0


def budgets(tried: Tried) -> list[Decimal]:
    """Every required total, and one cent less."""
    totals = {j.costs.required_total for j in tried.ranking.ranked}
    listed = totals | {t - CENT for t in totals if t}
    return sorted(b for b in listed if b != tried.profile.budget)


def steps(tried: Tried) -> list[str]:
    """Every step not yet taken that is open: its own requirements are met by now."""
    me = brute.person_of(tried.profile, WORLD)
    return [
        s
        for s, step in WORLD["steps"].items()
        if s not in me.holds
        and step.get("attainable", True)
        and brute.holds(step.get("requirements"), me, WORLD, for_exam=False)
    ]


def answers(profile: Profile) -> Iterator[tuple[str, Any, str]]:
    """Every unanswered question with each answer, and what makes two answers one of a kind."""
    schooled = profile.degree not in FIELDLESS
    graduate = schooled or any("degree" in gives_of(item) for item in profile.holds)
    fixed: dict[str, tuple[bool, list[Any]]] = {
        "degree_field": (
            schooled and profile.degree_field in (None, "unknown"),
            ["exercise-science", "health-science", "other"],
        ),
        "cpr": (profile.cpr in (None, "unknown"), ["yes", "no", "online-only"]),
        "casce": (schooled and profile.casce in (None, "unknown"), ["yes", "no"]),
        "educated": (graduate and profile.educated is None, ["us", "elsewhere"]),
        "licence": (profile.licence is None, [("none",), ("pt",), ("pta",), ("atc",), ("rd",)]),
    }
    for name, (is_open, values) in fixed.items():
        for value in values if is_open else ():
            yield name, value, str(value)
    for issuer in sorted(_sold_memberships()) if profile.member is None else ():
        yield "member", {issuer: "full"}, issuer
    for name, amount in (("practice", "hours"), ("years", "years")):
        had = getattr(profile, name)
        for activity, asked in _asked(name, amount).items():
            for value in sorted({0, *asked}) if activity not in had else ():
                yield name, {**had, activity: value}, activity


def gives_of(item: str) -> dict[str, Any]:
    """What having an item gives besides; only steps give anything."""
    return brute.item_of(item, WORLD).get("gives") or {}


def _sold_memberships() -> set[str]:
    return {
        step["gives"]["member"]
        for step in WORLD["steps"].values()
        if (step.get("gives") or {}).get("member")
    }


def _asked(kind: str, amount: str) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for item in (*WORLD["steps"].values(), *WORLD["certifications"].values()):
        for leaf in brute.leaves(item.get("requirements")):
            for test in (leaf["test"], *leaf.get("disputed", ())):
                if test["kind"] == kind:
                    found.setdefault(test["activity"], set()).add(test[amount])
    return found


@pytest.mark.slow
def test_every_listed_change_does_what_it_says_and_is_the_smallest_of_its_kind() -> None:
    """And none is missing: every budget, price, step and answer on the list of the design is tried."""
    memory, kinds = RouteCache(CATALOG), set()
    unsure = person(
        "--setting gym --degree bachelor --degree-field unknown --cpr yes --cpt none "
        "--focus corrective --budget 2000 --price nasm-ces=500"
    )
    for profile in (unsure, *people(CHANGES, seed=12)):
        tried = Tried(profile, memory)
        found = sureness(WhatIf(tried.ranking)).would_change
        for entry in found:
            kinds.add(entry.change.kind)
            assert entry.new_first != tried.now, (profile, entry)
            assert tried.after(*made(entry)) == entry.new_first, (profile, entry)
        _budgets_are_the_nearest(found, tried)
        _steps_are_the_cheapest(found, tried)
        _prices_are_the_largest(found, tried)
        _answers_are_all_there(found, tried)
        assert list(found) == sorted(found, key=lambda e: (e.cost is None, e.cost or 0))
    assert kinds == {"budget", "price", "step", "answer"}


def _entries(found: tuple[WouldChange, ...], kind: str) -> list[WouldChange]:
    return [e for e in found if e.change.kind == kind]


def _budgets_are_the_nearest(found: tuple[WouldChange, ...], tried: Tried) -> None:
    """In each direction, for each new first place, the listed budget nearest to the present one."""
    now = tried.profile.budget
    present = Decimal("Infinity") if not isinstance(now, Decimal) else now
    nearest: dict[tuple[bool, str | None], Decimal] = {}
    for budget in sorted(budgets(tried), key=lambda b: -b if b < present else b):
        first = tried.after("budget", "budget", budget)
        if first != tried.now:
            nearest.setdefault((budget > present, first), budget)
    listed = {(e.change.value > present, e.new_first): e for e in _entries(found, "budget")}  # type: ignore[operator]
    assert {k: e.change.value for k, e in listed.items()} == nearest, tried.profile
    for (raised, _), entry in listed.items():
        assert isinstance(entry.change.value, Decimal)
        assert entry.cost == (entry.change.value - present if raised else 0)


def _steps_are_the_cheapest(found: tuple[WouldChange, ...], tried: Tried) -> None:
    """For each new first place the cheapest open step; one of unknown cost only if no other does."""
    members = brute.person_of(tried.profile, WORLD).members
    cheapest: dict[str | None, tuple[bool, Decimal]] = {}
    for step in steps(tried):
        first = tried.after("step", step, True)
        known, unknown = brute.fees_of(step, tried.profile, WORLD, members)
        if first != tried.now:
            size = (bool(unknown), Decimal(0) if unknown else known)
            cheapest[first] = min(size, cheapest.get(first, size))
    listed = {e.new_first: (e.cost is None, e.cost or Decimal(0)) for e in _entries(found, "step")}
    assert listed == cheapest, tried.profile


def _prices_are_the_largest(found: tuple[WouldChange, ...], tried: Tried) -> None:
    """One dollar more and it leads no longer; what is not listed leads at no price."""
    listed = _entries(found, "price")
    for entry in listed:
        item, most = entry.change.key, entry.change.value
        assert isinstance(most, Decimal)
        assert most == int(most)
        assert item not in tried.profile.price
        above_budget = isinstance(tried.profile.budget, Decimal) and most + 1 > tried.profile.budget
        if not above_budget and tried.profile.budget != "unlimited":
            assert tried.after("price", item, most + 1) != entry.new_first, (tried.profile, entry)
        if above_budget:
            assert tried.after("price", item, most + 1) != item
    names = {e.change.key for e in listed}
    for item in _unpriced(tried):
        for quote in (0, 1, 50, 200, 470) if item not in names else ():
            first = tried.after("price", item, Decimal(quote))
            assert first == tried.now or (item in CATALOG.certifications and first != item)


def _unpriced(tried: Tried) -> list[str]:
    nobody: frozenset[str] = frozenset()
    return [
        i
        for i in (*WORLD["certifications"], *WORLD["steps"])
        if i not in tried.profile.holds
        and i not in tried.profile.price
        and brute.fees_of(i, tried.profile, WORLD, nobody)[1]
    ]


def _answers_are_all_there(found: tuple[WouldChange, ...], tried: Tried) -> None:
    """Each answer that changes the first place, of hours and years the least that does."""
    expected: dict[tuple[str, str, str | None], Any] = {}
    for name, value, family in answers(tried.profile):
        first = tried.after("answer", name, value)
        if first != tried.now:
            expected.setdefault((name, family, first), value)
    listed = {}
    for entry in _entries(found, "answer"):
        value = entry.change.value
        if entry.change.key == "graduates":
            continue
        family = str(next(reversed(value))) if isinstance(value, dict) else str(value)
        listed[entry.change.key, family, entry.new_first] = value
        assert entry.cost == 0
    assert listed == expected, tried.profile


@pytest.mark.slow
def test_the_whole_advice_follows_a_change_that_is_listed() -> None:
    """Apply the change, run `recommend`: the stated first place, not only the ranking's."""
    seen = 0
    for profile in people(part(100, 6), seed=13):
        for entry in _would_change(recommend(profile, CATALOG)):
            after = recommend(applied(profile, made(entry)), CATALOG, with_sureness=False)
            first = after.first_place
            assert (first.id if first is not None else None) == entry.new_first
            seen += 1
    assert seen


def _would_change(result: Recommendation) -> tuple[WouldChange, ...]:
    assert result.sureness is not None
    return result.sureness.would_change


@pytest.mark.slow
def test_the_same_profile_gives_the_same_sureness() -> None:
    """Repeatable, whatever was asked before."""
    shared = RouteCache(CATALOG)
    for profile in people(part(100, 3), seed=14):
        one = sureness(WhatIf(rank(profile, CATALOG, shared)))
        two = sureness(WhatIf(rank(profile, CATALOG)))
        assert one == two


# --- what is promised to people ---------------------------------------------------------------------------

CHEAPLY = "--weight affordability=4 --weight fit=3 --weight recognition=2 --weight readiness=1"
TACTICAL = (
    "--setting tactical --degree bachelor --degree-field exercise-science --cpr yes --cpt none"
)
SHORT = TACTICAL.replace("tactical", "collegiate") + " --budget 450"


def test_twenty_five_dollars_short_of_the_cscs_is_said_and_475_gains_it() -> None:
    """No first place within $450 in the collegiate setting; a budget of $475 has one."""
    found = advised(SHORT)
    assert found.first_place is None
    assert found.sureness is not None
    assert (found.sureness.basis, found.sureness.rival) == ("none", None)
    said = program("recommend", *SHORT.split(), "--on", "2026-11-23").stdout
    assert "$25" in said
    budget = next(e for e in _would_change(found) if e.change.kind == "budget")
    assert (budget.change.value, budget.new_first, budget.cost) == (
        Decimal(475),
        "cscs",
        Decimal(25),
    )
    less = helpers.advised(SHORT.replace("450", "474.99"))
    assert less.first_place is None
    more = helpers.advised(SHORT.replace("450", "475"))
    assert more.first_place is not None
    assert more.first_place.id == "cscs"


def test_a_budget_of_nought_is_no_sum_to_be_over() -> None:
    """Who has nothing is told that a price is not published, never that it is $0 over."""
    line = "--setting gym --degree high-school --cpr yes --cpt nasm-cpt --budget 0"
    said = program("recommend", *line.split(), "--on", "2026-11-23", "--explain").stdout
    assert "$0 over" not in said
    assert "$0 more" not in said
    result = advised(f"{line} --focus corrective")
    texts = [e.change.text for e in _would_change(result)]
    texts += [r for a in result.recommendations for r in a.reasons]
    assert not [t for t in texts if "$0 or less" in t or "$0 over" in t]


def test_what_has_changed_is_written_as_it_would_be_answered() -> None:
    """In JSON the value of a change is what the answer, or the price, would be."""
    found = json.loads(to_json(advised(SHORT)))["sureness"]
    assert set(found) == {"first_place_share", "basis", "rival", "would_change"}
    for entry in found["would_change"]:
        assert set(entry) == {"change", "new_first", "gains", "cost"}
        assert set(entry["change"]) == {"kind", "key", "value", "text"}
    assert {"kind": "budget", "key": "budget", "value": 475} in [
        {k: e["change"][k] for k in ("kind", "key", "value")} for e in found["would_change"]
    ]


@pytest.mark.slow
def test_without_sureness_the_rest_is_the_same() -> None:
    """Leaving it out changes nothing else."""
    for profile in people(part(50, 3), seed=15):
        whole, bare = recommend(profile, CATALOG), recommend(profile, CATALOG, with_sureness=False)
        assert bare.sureness is None
        assert bare.recommendations == whole.recommendations


@pytest.mark.slow
def test_the_change_is_a_sentence_about_this_change() -> None:
    """It names the amount, the item or the answer; no template is left half filled."""
    for profile in people(part(200, 6), seed=16):
        for entry in _would_change(recommend(profile, CATALOG)):
            text = entry.change.text
            assert text.startswith(("if ", "once "))
            assert _names(entry.change, text), text
            assert not any(gap in text for gap in ("None", "{", "()", "  ", "Decimal"))


def _names(change: SingleChange, text: str) -> bool:
    if change.kind == "budget":
        return "$" in text
    if change.kind == "price":
        return CATALOG.name_of(change.key) in text
    return change.kind != "step" or CATALOG.steps[change.key].does in text


# --- docs/sureness.md -----------------------------------------------------------------------------------

PAGE = page("sureness.md")


def test_the_page_counts_as_the_program_does() -> None:
    """The values of the example, the five weightings of 4, and the share of 632."""
    found = advised(f"{TACTICAL} --budget 1000 {CHEAPLY}")
    one, other = (
        {g.criterion: Fraction(g.value) for g in a.grounds} for a in found.recommendations[:2]
    )
    rows = table(PAGE, "criterion")
    assert [r["criterion"] for r in rows] == _order(found.profile)
    ahead = {r["criterion"]: Fraction(r["CSCS ahead by"]) for r in rows}
    for row in rows:
        name = row["criterion"]
        assert (Fraction(row["CSCS"]), Fraction(row["TSAC-F"])) == (one[name], other[name])
        assert ahead[name] == one[name] - other[name]
    listed = []
    for row in table(PAGE, "affordability"):
        weights = [int(row[n]) for n in ahead]
        lead = sum(w * a for w, a in zip(weights, ahead.values(), strict=True))
        assert Fraction(row["CSCS ahead by"]) == lead
        assert row["first"] == ("CSCS" if lead >= 0 else "TSAC-F")
        listed.append(tuple(weights))
    assert sorted(listed) == sorted(brute.weightings(4))
    share = _share(found)
    assert f"{share.won} of {share.of}" in words(PAGE)
    assert round(Fraction(share.won, share.of) * 100) == 69
    own = _share(advised(f"{TACTICAL} --budget 1000"))
    assert f"affordability, it is {own.won} of {own.of}." in words(PAGE)
    assert found.sureness is not None
    assert found.sureness.rival is not None
    assert f"TSAC-F, {found.sureness.rival.separated_by.text}." in words(PAGE)


def _share(found: Recommendation) -> FirstPlaceShare:
    assert found.sureness is not None
    assert found.sureness.first_place_share is not None
    return found.sureness.first_place_share


def test_the_page_lists_the_changes_that_the_program_lists() -> None:
    """Both tables, whole."""
    rich = _would_change(advised(f"{TACTICAL} --budget 1000 {CHEAPLY}"))
    assert {(r["change"], r["first place then"]) for r in table(PAGE, "change")} == {
        (f"budget {e.change.value}", _named(e.new_first)) for e in rich
    }
    short = [e for e in _would_change(advised(SHORT)) if e.change.kind != "answer"]
    assert [tuple(r.values()) for r in table(PAGE, "kind")] == [
        (
            e.change.kind,
            e.change.key,
            "taken" if e.change.kind == "step" else str(e.change.value),
            _named(e.new_first),
            "not published" if e.cost is None else usd(e.cost),
        )
        for e in short
    ]


def _named(certification: str | None) -> str:
    return "none" if certification is None else CATALOG.name_of(certification)


def test_the_page_says_how_much_is_tried() -> None:
    """The counts of the full run."""
    assert "for 5,000 profiles" in words(PAGE)
    assert "every change for 1,000 of them" in words(PAGE)


# --- weightings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "total", "found"),
    [
        (1, 3, [(3,)]),
        (2, 4, [(4, 0), (3, 1), (2, 2)]),
        (3, 3, [(3, 0, 0), (2, 1, 0), (1, 1, 1)]),
        (2, 0, [(0, 0)]),
    ],
)
def test_weightings_are_all_that_keep_the_order(
    count: int, total: int, found: list[tuple[int, ...]]
) -> None:
    """None is heavier than the one before it, and each adds up."""
    assert list(weightings(count, total)) == found
