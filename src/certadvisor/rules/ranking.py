"""Judge every certification for one candidate, and put them in order."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from certadvisor.catalog import types as m
from certadvisor.profile.profile import Profile, effective_weights
from certadvisor.rules import scoring
from certadvisor.rules.cost import Bill, Costs, Pricing, costs_of
from certadvisor.rules.eligibility import Eligibility, Pathway, RouteCache
from certadvisor.rules.purpose import PurposeChecks, PurposeRules

GROUPS: tuple[m.GroupName, ...] = ("do-now", "not-yet", "later", "not-for-this", "closed")
OPEN: tuple[m.StatusName, ...] = ("ready", "reachable")


@dataclass(frozen=True, slots=True)
class _Judged:
    """What is decided about a certification, whether or not a pathway leads to it."""

    id: str
    bill: Bill
    costs: Costs
    purpose: PurposeChecks
    values: scoring.Values
    score: Fraction
    group: m.GroupName
    affordable: bool | None


@dataclass(frozen=True, slots=True)
class OpenOption(_Judged):
    """A certification that the candidate can get, by the cheapest pathway of the best status."""

    pathway: Pathway
    other_pathways: tuple[Pathway, ...]

    @property
    def status(self) -> m.StatusName:
        """The status of the pathway."""
        return self.pathway.status


@dataclass(frozen=True, slots=True)
class ClosedOption(_Judged):
    """A certification to which no known pathway leads."""

    @property
    def status(self) -> m.StatusName:
        """Closed."""
        return "closed"


Option = OpenOption | ClosedOption


@dataclass(frozen=True, slots=True)
class Ranking:
    """All certifications not held, best first, and what the judgement rested on."""

    profile: Profile
    catalog: m.Catalog
    cache: RouteCache
    eligibility: Eligibility
    pricing: Pricing
    purposes: PurposeRules
    ranked: tuple[Option, ...]
    held: tuple[str, ...]

    @property
    def first_place(self) -> OpenOption | None:
        """The first of the do-now group, if there is one."""
        first = self.ranked[0] if self.ranked else None
        return first if isinstance(first, OpenOption) and first.group == "do-now" else None

    @property
    def open_options(self) -> tuple[OpenOption, ...]:
        """The certifications that the candidate can get, best first."""
        return tuple(o for o in self.ranked if isinstance(o, OpenOption))

    def of(self, certification_id: str) -> Option | None:
        """The judgement of one certification, None where it is held."""
        return next((o for o in self.ranked if o.id == certification_id), None)


def rank(profile: Profile, catalog: m.Catalog, cache: RouteCache | None = None) -> Ranking:
    """Judge and order all certifications the candidate does not hold.

    `cache` may be shared between profiles: what an answer leaves untouched is not worked out again.
    """
    cache = cache if cache is not None else RouteCache(catalog)
    eligibility, pricing = Eligibility(profile, catalog, cache), Pricing(profile, catalog)
    purposes = PurposeRules(profile, eligibility.person, catalog)
    held = tuple(i for i in catalog.certifications if i in profile.holds)
    priced = {
        i: _cheapest_first(i, eligibility, pricing)
        for i in catalog.certifications
        if i not in profile.holds
    }
    purposes.with_base_first(
        frozenset(i for i, found in priced.items() if found and found[0][1].status in OPEN)
    )
    ranked = [_option(i, found, purposes, pricing) for i, found in priced.items()]
    return Ranking(
        profile, catalog, cache, eligibility, pricing, purposes,
        tuple(sorted(ranked, key=_place)), held,
    )  # fmt: skip


def _cheapest_first(
    certification_id: str, eligibility: Eligibility, pricing: Pricing
) -> list[tuple[Bill, Pathway]]:
    """The pathways of the best status with their bills, the cheapest first.

    Complete sums come before incomplete ones, then the sum, the open points of rules, the time,
    the purchases, the ids.
    """
    priced = [
        (pricing.bill(certification_id, pathway.steps), pathway)
        for pathway in eligibility.best_pathways(certification_id)
    ]
    return sorted(
        priced,
        key=lambda p: (
            p[0].unknown,
            p[0].total,
            len(p[1].open_points),
            not p[1].before_exam.timed,
            p[1].before_exam.weeks,
            -_weeks_gained(p[1], eligibility.catalog),
            len(p[1].steps),
            sorted(p[1].steps),
        ),
    )


def _weeks_gained(pathway: Pathway, catalog: m.Catalog) -> int:
    """How long before the end of a running degree the exam is open, where no date is known."""
    ends = [
        item.weeks_before
        for s in pathway.before_exam.steps
        if isinstance(item := catalog.item(s), m.Step) and item.ends is not None
    ]
    return min(ends, default=0)


def _option(
    certification_id: str,
    priced: list[tuple[Bill, Pathway]],
    purposes: PurposeRules,
    pricing: Pricing,
) -> Option:
    profile, catalog = purposes.profile, purposes.catalog
    certification = catalog.certifications[certification_id]
    bill = priced[0][0] if priced else pricing.bill(certification_id, frozenset())
    status: m.StatusName = priced[0][1].status if priced else "closed"
    costs = costs_of(certification_id, bill, pricing)
    purpose = purposes.checks(certification_id)
    values: scoring.Values = {
        "fit": scoring.fit(certification, purposes, catalog.policy),
        "recognition": scoring.recognition(certification_id, purposes, catalog).value,
        "readiness": catalog.policy.statuses[status].value,
        "affordability": scoring.affordability(costs, profile),
    }
    affordable = scoring.affordable(costs, profile)
    judged = (
        certification_id,
        bill,
        costs,
        purpose,
        values,
        scoring.score(values, effective_weights(profile, catalog)),
        group_of(status, purpose, affordable),
        affordable,
    )
    if not priced:
        return ClosedOption(*judged)
    return OpenOption(*judged, priced[0][1], tuple(pathway for _, pathway in priced[1:]))


def group_of(
    status: m.StatusName, purpose: PurposeChecks, within_budget: bool | None
) -> m.GroupName:
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


def _place(option: Option) -> tuple[int, Fraction, bool, object, str]:
    return (
        GROUPS.index(option.group),
        -option.score,
        not option.costs.complete,
        option.costs.required_total,
        option.id,
    )
