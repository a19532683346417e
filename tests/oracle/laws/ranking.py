"""The laws of one ranking, and of two rankings of candidates who differ by one thing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import almanac
import brute
from brute import Json
from certadvisor import Catalog
from certadvisor.advice.what_if import outcome
from certadvisor.profile.profile import effective_weights
from certadvisor.rules.options import OpenOption, Option
from certadvisor.rules.ranking import Ranking
from certadvisor.rules.scoring import points
from helpers import pathway_of
from laws import Breaches
from laws.second import GROUPS, Circumstances, Second, Standing

STATUSES = ("ready", "reachable", "on-track", "long-term", "closed")
CENT = Decimal("0.01")


# --- one ranking -----------------------------------------------------------------------------


def each_once(found: Ranking, world: Json) -> Breaches:
    """Ranked plus held is the catalog, each certification once, none lost."""
    everything = [*(j.id for j in found.ranked), *found.held]
    if sorted(everything) != sorted(world["certifications"]):
        yield f"ranked and held are {sorted(everything)}"
    if set(found.held) != set(found.profile.holds) & set(world["certifications"]):
        yield f"held are {found.held}"


def totally_ordered(found: Ranking) -> Breaches:
    """Groups stand in their order, and no two certifications at one place."""
    groups = [GROUPS.index(j.group) for j in found.ranked]
    if groups != sorted(groups):
        yield f"the order of groups is {[j.group for j in found.ranked]}"
    if len({j.id for j in found.ranked}) != len(found.ranked):
        yield f"the order is {[j.id for j in found.ranked]}"


def standings_of(found: Ranking) -> dict[str, Standing]:
    """How far each certification is, by the result."""
    return {j.id: _standing(j, found.catalog) for j in found.ranked}


def _standing(option: Option, catalog: Catalog) -> Standing:
    total, complete = option.costs.required_total, option.costs.complete
    if not isinstance(option, OpenOption):
        return Standing("closed", None, frozenset(), total, complete)
    sources = [catalog.sources.get(str(c.source)) for c in option.costs.charges]
    before = option.pathway.before_exam
    weeks = before.weeks if option.pathway.sits_on is not None else None
    return Standing(
        option.status,
        weeks,
        before.steps,
        total,
        complete,
        before.weeks,
        len(option.pathway.steps),
        day=option.pathway.sits_on,
        joined=option.bill.joined,
        hearsay=any(source is not None and not source.official for source in sources),
    )


def the_same(one: Ranking, other: Ranking) -> Breaches:
    """Order, groups, ways and costs are the same."""
    if outcome(one) != outcome(other):
        yield f"the order is {outcome(one)}, then {outcome(other)}"
    for a, b in zip(one.ranked, other.ranked, strict=False):
        if (pathway_of(a), a.costs) != (pathway_of(b), b.costs):
            yield f"{a.id}: the way or the cost is not the same again"


def grouped_by_the_first_match(found: Ranking) -> Breaches:
    """From the far end: closed, not for this, later, not yet, do now.

    What the goal makes superfluous is not yet done, so some of what is open may stand there.
    """
    soon = found.catalog.policy.soon_weeks
    for j in found.ranked:
        weeks = _standing(j, found.catalog).weeks
        expected = "do-now"
        if j.status == "closed":
            expected = "closed"
        elif not (j.purpose.serves.ok and j.purpose.base.ok and j.purpose.covered.ok):
            expected = "not-for-this"
        elif j.status == "long-term":
            expected = "later"
        elif j.affordable is not True or (
            j.status == "on-track" and (weeks is None or weeks > soon)
        ):
            expected = "not-yet"
        if j.group != expected and (j.group, expected) != ("not-yet", "do-now"):
            yield f"{j.id} is in {j.group}, not in {expected}"


def stands_where_its_roads_lead(found: Ranking, candidate: Circumstances) -> Breaches:
    """The status is the best of all roads, and the way one that gives it, on its very day."""
    for j in found.ranked:
        status = candidate.ways.status(j.id)
        if j.status != status:
            yield f"{j.id} is {j.status}, and by its roads {status}"
        elif isinstance(j, OpenOption):
            yield from _is_a_road(j, candidate)


def _is_a_road(option: OpenOption, candidate: Circumstances) -> Breaches:
    before = option.pathway.before_exam.steps
    owed = option.pathway.steps - before
    found = [r for r in candidate.ways.best(option.id) if (r.before, r.owed) == (before, owed)]
    if not found:
        yield f"{option.id}: {sorted(before)}, owing {sorted(owed)}, is no road of the best status"
        return
    ends = brute.ends_of(before, candidate.profile, candidate.world)
    days = {
        almanac.exam_day(
            option.id,
            brute.day_after(candidate.profile, r.sits),
            {s: brute.day_after(candidate.profile, n) for s, n in ends.items()},
            candidate.world,
            candidate.profile.on,
        )
        if r.timed
        else None
        for r in found
    }
    if option.pathway.sits_on not in days:
        yield f"{option.id}: one sits on {option.pathway.sits_on}, and not on one of {days}"
    bills = [candidate.bill(option.id, r.before | r.owed) for r in candidate.ways.best(option.id)]
    if candidate.bill(option.id, option.pathway.steps) > min(bills):
        yield f"{option.id}: there is a cheaper road of the same status, {min(bills)}"


def owes_only_what_can_be_had_in_time(found: Ranking, candidate: Circumstances) -> Breaches:
    """Nobody is told to sit owing what is neither a formality nor ends within the days allowed."""
    world, profile = candidate.world, candidate.profile
    for j in found.ranked:
        if not isinstance(j, OpenOption):
            continue
        before, weeks = j.pathway.before_exam.steps, j.pathway.before_exam.weeks
        for step in sorted(j.pathway.steps - before):
            if not brute.is_owable(step, world):
                yield f"{j.id}: {step} is owed, and can not be had in time"
        ends = brute.ends_of(j.pathway.steps, profile, world)
        issued = max([weeks, *ends.values()])
        tree = brute.on_day(
            brute.requirements_of(j.id, candidate.person, world),
            brute.day_after(profile, weeks),
            brute.day_after(profile, issued),
        )
        sooner = {s: n for s, n in ends.items() if s not in before or n <= weeks}
        if not brute.opens(tree, weeks, sooner, candidate.person, world):
            yield f"{j.id}: in week {weeks} one would owe what is not there in time"


def ready_with_nothing_missing(found: Ranking, candidate: Circumstances) -> Breaches:
    """Ready if nothing known is missing before the exam; confirmed if all of it is surely met."""
    for j in found.ranked:
        may_sit = candidate.may_sit(j.id)
        if j.status == "ready" and not may_sit:
            yield f"{j.id} is ready, but something required before the exam is not met"
        if may_sit and j.status != "ready":
            yield f"{j.id} is {j.status}, but nothing is missing before the exam"
        sure = j.status == "ready" and isinstance(j, OpenOption) and j.pathway.confirmed
        if sure and not candidate.surely_may_sit(j.id):
            yield f"{j.id} is confirmed, but a rule before the exam is not known to be met"


def affordable_within_the_budget(found: Ranking) -> Breaches:
    """Equal is affordable, a cent over is not, and what is not fully known is never called so."""
    budget = found.profile.budget
    for j in found.ranked:
        total, complete = j.costs.required_total, j.costs.complete
        if budget == "unlimited":
            right = j.affordable is True
        elif j.affordable is True:
            right = complete and total <= (budget or 0)
        elif j.affordable is None:
            right = not complete and bool(budget) and total <= (budget or 0)
        else:
            right = total > (budget or 0) or (not complete and not budget)
        if not right:
            yield f"{j.id}: affordable is {j.affordable} at {total} (complete: {complete})"


def pointless_after_what_serves(found: Ranking, second: Second) -> Breaches:
    """What serves no purpose, lacks its base or is covered stands before nothing that does."""
    before: str | None = None
    for j in found.ranked:
        if j.status == "closed":
            continue
        if not all(second.purposes[j.id]):
            before = before or j.id
        elif before is not None:
            yield f"{before} serves no purpose and stands before {j.id}, which does"


def judged_as_written_again(found: Ranking, second: Second) -> Breaches:
    """Purpose, values, score, group and order are those of the second writing of the rules."""
    standings = standings_of(found)
    rows = second.judged(standings, found.profile.budget)
    for j in found.ranked:
        said = (j.purpose.serves.ok, j.purpose.base.ok, j.purpose.covered.ok)
        if said != second.purposes[j.id]:
            yield f"{j.id}: serves, base, not covered is {said}, not {second.purposes[j.id]}"
        row = rows[j.id]
        if (j.group, j.affordable, j.score) != (row.group, row.affordable, row.score):
            yield f"{j.id}: {j.group}, {j.affordable}, {j.score}, not {row}"
        if j.values != row.values:
            yield f"{j.id}: {j.values}, not {row.values}"
    if [j.id for j in found.ranked] != [*rows]:
        yield f"the order is {[j.id for j in found.ranked]}, not {[*rows]}"
    if second.needed is False and found.first_place is not None:
        yield f"nothing is needed, and the first place is {found.first_place.id}"


def items_add_up(found: Ranking) -> Breaches:
    """Totals are the sums of the known amounts shown, to the cent, and say if one is missing."""
    for j in found.ranked:
        cost = j.costs
        required = [i.amount for i in cost.charges if i.kind != "study"]
        study = [i.amount for i in cost.charges if i.kind == "study"]
        known = [a for a in required if a is not None]
        everything = [a for a in (*required, *study) if a is not None]
        if cost.required_total != sum(known) or cost.total != sum(everything):
            yield f"{j.id}: items do not add up to {cost.required_total} and {cost.total}"
        if cost.complete is (None in required) or cost.study_known is (None in study):
            yield f"{j.id}: complete is {cost.complete}, study known {cost.study_known}"
        if any(a < 0 or a != a.quantize(CENT) for a in everything):
            yield f"{j.id}: an amount is below 0 or has parts of cents"
        again = cost.with_one_retake
        if again is not None and not (cost.complete and again >= cost.required_total):
            yield f"{j.id}: with one retake it costs {again}, without {cost.required_total}"


def billed_as_written_again(found: Ranking, candidate: Circumstances) -> Breaches:
    """The required total is that of the second writing, for the steps of the way."""
    for j in found.ranked:
        expected = candidate.bill(
            j.id, j.pathway.steps if isinstance(j, OpenOption) else frozenset()
        )
        said = (sum(i.amount is None for i in j.bill.charges), j.costs.required_total)
        if said != expected:
            yield f"{j.id}: unknown amounts and total are {said}, not {expected}"


def points_add_up(found: Ranking) -> Breaches:
    """Points are tenths from 0 to 100 that add up to the exact score, rounded to tenths."""
    weights = effective_weights(found.profile, found.catalog)
    for j in found.ranked:
        shares = points(j.values, weights)
        shown = sum(shares.values(), Decimal(0))
        if not all(0 <= p <= 100 and p * 10 % 1 == 0 for p in shares.values()):
            yield f"{j.id}: points are {shares}"
        if not (0 <= shown <= 100 and abs(Fraction(shown) - j.score * 100) <= Fraction(1, 20)):
            yield f"{j.id}: points add up to {shown}, the score is {float(j.score * 100)}"
        if any(p and not weights[name] for name, p in shares.items()):
            yield f"{j.id}: a criterion without weight has points"
        if not all(0 <= v <= 1 for v in j.values.values()):
            yield f"{j.id}: values are {j.values}"


# --- two rankings ----------------------------------------------------------------------------


def never_worse(before: Ranking, after: Ranking) -> Breaches:
    """No status is worse; and where it is the same, the way costs no more.

    To wait for what ends within the policy's weeks is no worse than to buy a certification or a
    degree instead of it.
    """
    news, patience = _by_id(after), after.catalog.policy.wait_weeks
    for old in before.ranked:
        new = news.get(old.id)
        if new is None:
            continue
        route = new.pathway.before_exam if isinstance(new, OpenOption) else None
        waits = route is not None and route.timed and route.weeks <= patience
        bought = (old.status, new.status) == ("reachable", "on-track") and waits
        if STATUSES.index(new.status) > STATUSES.index(old.status) and not bought:
            yield f"{old.id}: {old.status} became {new.status}"
        sums = [(j.bill.unknown, j.bill.total) for j in (old, new)]
        if new.status == old.status and sums[1] > sums[0]:
            yield f"{old.id}: unknown amounts and total {sums[0]} became {sums[1]}"


def no_worse_for_more_money(before: Ranking, after: Ranking) -> Breaches:
    """More money changes no status and no sum, and takes nothing out of reach."""
    news = _by_id(after)
    for old in before.ranked:
        new = news[old.id]
        if (new.status, new.costs) != (old.status, old.costs):
            yield f"{old.id}: {old.status} or its cost changed with the budget"
        if GROUPS.index(new.group) > GROUPS.index(old.group):
            yield f"{old.id}: {old.group} became {new.group} with more money"
        if new.values["affordability"] < old.values["affordability"]:
            yield f"{old.id}: is less affordable with more money"


def _by_id(found: Ranking) -> Mapping[str, Option]:
    return {j.id: j for j in found.ranked}


# --- answers that are better for the candidate -------------------------------------------------

BETTER: dict[str, list[tuple[object, object]]] = {
    "cpr": [
        ("unknown", "no"), ("unknown", "online-only"), ("unknown", "yes"), ("no", "yes"),
        ("no", "online-only"), ("online-only", "yes"),
    ],
    "degree_field": [
        ("unknown", "other"), ("unknown", "health-science"), ("unknown", "exercise-science"),
    ],
    "casce": [(None, "yes"), (None, "no"), ("unknown", "yes"), ("no", "yes")],
    "educated": [(None, "us"), (None, "elsewhere")],
    "licence": [(None, ("none",)), (None, ("pt",)), (("none",), ("rd",)), (("pt",), ("pt", "rd"))],
    "degree": [
        ("none", "high-school"), ("associate", "bachelor"), ("bachelor", "master"),
        ("master", "doctorate"), ("student", "senior"),
    ],
    "adult": [("no", None), ("no", "yes")],
}  # fmt: skip
"""Answers with what is better, or only more: what is not known counts as not met."""
