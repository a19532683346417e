"""Eligibility every certification for one candidate, and put them in order."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from certadvisor.catalog import types as m
from certadvisor.profile.profile import Profile, effective_weights
from certadvisor.rules import scoring
from certadvisor.rules.cost import Bill, Pricing, whole
from certadvisor.rules.eligibility import Eligibility, RouteCache, Way
from certadvisor.rules.outcomes import Cost, Purpose
from certadvisor.rules.purpose import PurposeRules

GROUPS: tuple[m.GroupName, ...] = ("do-now", "not-yet", "later", "not-for-this", "closed")
OPEN: tuple[m.StatusName, ...] = ("ready", "reachable")


@dataclass(frozen=True, slots=True)
class Judged:
    """One certification with all that was decided about it; `way` is None where it is closed."""

    id: str
    way: Way | None
    other_ways: tuple[Way, ...]
    bill: Bill
    cost: Cost
    purpose: Purpose
    values: scoring.Values
    score: Fraction
    group: m.GroupName
    affordable: bool | None

    @property
    def status(self) -> m.StatusName:
        """The status of the best way, or closed."""
        return self.way.status if self.way is not None else "closed"


@dataclass(frozen=True, slots=True)
class Ranking:
    """All certifications not held, best first, and what the judgement rested on."""

    profile: Profile
    catalog: m.Catalog
    memory: RouteCache
    judge: Eligibility
    till: Pricing
    purposes: PurposeRules
    ranked: tuple[Judged, ...]
    held: tuple[str, ...]

    @property
    def first_place(self) -> Judged | None:
        """The first of the do-now group, if there is one."""
        return self.ranked[0] if self.ranked and self.ranked[0].group == "do-now" else None

    def of(self, certification_id: str) -> Judged | None:
        """The judgement of one certification, None where it is held."""
        return next((j for j in self.ranked if j.id == certification_id), None)


def rank(profile: Profile, catalog: m.Catalog, memory: RouteCache | None = None) -> Ranking:
    """Eligibility and order all certifications the candidate does not hold.

    `memory` may be shared between profiles: what one question leaves untouched is not redone.
    """
    memory = memory if memory is not None else RouteCache(catalog)
    judge, till = Eligibility(profile, catalog, memory), Pricing(profile, catalog)
    purposes = PurposeRules(profile, judge.person, catalog)
    held = tuple(i for i in catalog.certifications if i in profile.holds)
    ways = {i: _cheapest(i, judge, till) for i in catalog.certifications if i not in profile.holds}
    purposes.with_base_first(
        frozenset(i for i, (w, _, _) in ways.items() if w and w.status in OPEN)
    )
    judged = [_judged(i, found, purposes, till) for i, found in ways.items()]
    return Ranking(
        profile, catalog, memory, judge, till, purposes, tuple(sorted(judged, key=_place)), held
    )


def _cheapest(
    certification_id: str, judge: Eligibility, till: Pricing
) -> tuple[Way | None, tuple[Way, ...], Bill]:
    """The cheapest way of the best status, the others of it, and the bill.

    Complete sums come before incomplete ones, then the sum, the open
    points of rules, the time, the purchases, the ids.
    """
    ways = judge.best(certification_id)
    if not ways:
        return None, (), till.bill(certification_id, frozenset())
    priced = [(till.bill(certification_id, way.steps), way) for way in ways]
    priced.sort(
        key=lambda p: (
            p[0].unknown,
            p[0].total,
            len(p[1].open_points),
            not p[1].before_exam.timed,
            p[1].before_exam.weeks,
            -_weeks_gained(p[1], judge.catalog),
            len(p[1].steps),
            sorted(p[1].steps),
        )
    )
    bill, way = priced[0]
    return way, tuple(w for _, w in priced[1:]), bill


def _weeks_gained(way: Way, catalog: m.Catalog) -> int:
    """How long before the end of a running degree the exam is open, where no date is known."""
    ends = [
        item.weeks_before
        for s in way.before_exam.steps
        if isinstance(item := catalog.item(s), m.Step) and item.ends is not None
    ]
    return min(ends, default=0)


def _judged(
    certification_id: str,
    found: tuple[Way | None, tuple[Way, ...], Bill],
    purposes: PurposeRules,
    till: Pricing,
) -> Judged:
    way, others, bill = found
    profile, catalog = purposes.profile, purposes.catalog
    certification = catalog.certifications[certification_id]
    cost = whole(certification_id, bill, till)
    purpose = purposes.answers(certification_id)
    status: m.StatusName = way.status if way is not None else "closed"
    values: scoring.Values = {
        "fit": scoring.fit(certification, purposes, catalog.policy),
        "recognition": scoring.recognition(certification_id, purposes, catalog).value,
        "readiness": catalog.policy.statuses[status].value,
        "affordability": scoring.affordability(cost, profile),
    }
    within = scoring.affordable(cost, profile)
    return Judged(
        id=certification_id,
        way=way,
        other_ways=others,
        bill=bill,
        cost=cost,
        purpose=purpose,
        values=values,
        score=scoring.score(values, effective_weights(profile, catalog)),
        group=group_of(status, purpose, within),
        affordable=within,
    )


def group_of(status: m.StatusName, purpose: Purpose, within_budget: bool | None) -> m.GroupName:
    """The first group that matches, from the far end."""
    if status == "closed":
        return "closed"
    if not purpose.ok:
        return "not-for-this"
    if status == "long-term":
        return "later"
    if status == "on-track" or within_budget is not True:
        return "not-yet"
    return "do-now"


def _place(judged: Judged) -> tuple[int, Fraction, bool, object, str]:
    return (
        GROUPS.index(judged.group),
        -judged.score,
        not judged.cost.complete,
        judged.cost.required_total,
        judged.id,
    )
