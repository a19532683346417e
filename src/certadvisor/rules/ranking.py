"""Judge every certification for one candidate, and put them in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from certadvisor.catalog import types as m
from certadvisor.profile.profile import Profile, effective_weights
from certadvisor.rules import scoring
from certadvisor.rules.cost import Bill, Pricing, costs_of
from certadvisor.rules.eligibility import (
    Bills,
    Eligibility,
    Judgement,
    Offer,
    Pathway,
    RouteCache,
    Way,
)
from certadvisor.rules.equals import together
from certadvisor.rules.goal import beyond, goal_of
from certadvisor.rules.options import ClosedOption, OpenOption, Option
from certadvisor.rules.purpose import PurposeChecks, PurposeRules
from certadvisor.rules.requirements import Truth, after, gives_of
from certadvisor.rules.routes import Route
from certadvisor.rules.sufficiency import (
    completes,
    is_strong,
    lacks_the_settings_set,
    sufficient,
)
from certadvisor.values import immutable

GROUPS: tuple[m.GroupName, ...] = ("do-now", "not-yet", "later", "not-for-this", "closed")
MOST_TOLD = 4
"""Pathways that are told: the one taken, and three others."""
OPEN: tuple[m.StatusName, ...] = ("ready", "reachable")


@immutable()
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
    needed: bool | None
    goal: OpenOption | None
    beyond: OpenOption | None

    @property
    def first_place(self) -> OpenOption | None:
        """The first of the do-now group; None where there is none, or nothing more is needed."""
        first = self.ranked[0] if self.ranked and self.needed is not False else None
        return first if isinstance(first, OpenOption) and first.group == "do-now" else None

    @property
    def open_options(self) -> tuple[OpenOption, ...]:
        """The certifications that the candidate can get, best first."""
        return tuple(o for o in self.ranked if isinstance(o, OpenOption))

    def of(self, certification_id: str) -> Option | None:
        """The judgement of one certification, None where it is held."""
        return next((o for o in self.ranked if o.id == certification_id), None)


def rank(
    profile: Profile,
    catalog: m.Catalog,
    cache: RouteCache | None = None,
    *,
    only_able: bool = False,
) -> Ranking:
    """Judge and order all certifications the candidate does not hold.

    `cache` may be shared between profiles: what an answer leaves untouched is not worked out again.
    `only_able`: leave out what serves in no way, and so can be neither first nor the goal.
    """
    cache = cache if cache is not None else RouteCache(catalog)
    eligibility = Eligibility(profile, catalog, cache)
    pricing = Pricing(profile, catalog, eligibility.person)
    purposes = PurposeRules(profile, eligibility.person, catalog, cache.served)
    held = tuple(i for i in catalog.certifications if i in profile.holds)
    offers = {
        i: _offer(i, eligibility, pricing, cache)
        for i in catalog.certifications
        if i not in profile.holds and (not only_able or i in purposes.able)
    }
    purposes.with_base_first(
        frozenset(i for i, o in offers.items() if o.pathways and o.pathways[0].status in OPEN)
    )
    options = list(_options(offers, purposes, cache))
    needed = _needed(options, held, purposes, eligibility)
    ordered = sorted(options, key=lambda o: _place(o, purposes))
    openly = [o for o in ordered if isinstance(o, OpenOption)]
    goal = None if needed is False else goal_of(openly, purposes, eligibility)
    ranked = [_behind_the_goal(o, goal, purposes) for o in ordered]
    if ranked != ordered:
        ranked.sort(key=lambda o: _place(o, purposes))
    if profile.prefer is None:
        # Who prefers something has an order of their own, for equals too.
        ranked = together(ranked, catalog)
    return Ranking(
        profile, catalog, cache, eligibility, pricing, purposes, tuple(ranked), held, needed, goal,
        None if needed is False else beyond(openly, goal, purposes),
    )  # fmt: skip


def _needed(
    options: list[Option], held: tuple[str, ...], purposes: PurposeRules, eligibility: Eligibility
) -> bool | None:
    """Whether a further certificate is needed; None where nobody can say, or nothing serves."""
    enough = sufficient(eligibility.person, purposes)
    serving = [o for o in options if purposes.serves(o.id).ok]
    held_serve = any(purposes.serves(i).ok for i in held)
    if enough is Truth.MET:
        return False
    if purposes.profile.employer_accepts:
        return True
    all_covered = not any(o.purpose.covered.ok for o in serving)
    if (
        (serving or held_serve)
        and all_covered
        and not lacks_the_settings_set(eligibility.person, purposes)
    ):
        return False
    return None if enough is Truth.UNSOURCED or not serving else True


def _behind_the_goal(option: Option, goal: OpenOption | None, purposes: PurposeRules) -> Option:
    """Not yet for what the goal would make unnecessary, where its day is known and it is on track."""
    if (
        goal is None
        or option.id == goal.id
        or option.group != "do-now"
        or option.completes
        or goal.status != "on-track"
        or goal.pathway.sits_on is None
    ):
        return option
    certification = purposes.catalog.certifications[option.id]
    person = after(purposes.person, goal.id, gives_of(purposes.catalog.item(goal.id)))
    covered = purposes.cover_of(certification, person) is not None
    return replace(option, group="not-yet") if covered else option


def _offer(
    certification_id: str, eligibility: Eligibility, pricing: Pricing, cache: RouteCache
) -> Offer:
    """What a certification costs by each of its pathways, worked out once for whoever pays the same."""
    paying = cache.dependencies.paying(certification_id)
    quotes = tuple(q for q in pricing.quotes.items() if q[0] in paying.priced)
    prices = (*paying.reach.answers(eligibility.person), quotes)
    key = (*eligibility.key(certification_id), *prices)
    if key not in cache.offers:
        alike = (*eligibility.situation(certification_id), *prices)
        if alike not in cache.offers:
            bills = cache.bills.setdefault((certification_id, *prices), {})
            cache.offers[alike] = _priced(certification_id, eligibility, pricing, bills)
        cache.offers[key] = cache.offers[alike]
    return cache.offers[key]


def _priced(
    certification_id: str,
    eligibility: Eligibility,
    pricing: Pricing,
    bills: Bills,
) -> Offer:
    found = _cheapest_first(certification_id, eligibility, pricing, bills)
    bill = found[0][0] if found else pricing.bill(certification_id, frozenset())
    costs = costs_of(certification_id, bill, pricing)
    return Offer(bill, costs, tuple(pathway for _, pathway in found))


def _cheapest_first(
    certification_id: str,
    eligibility: Eligibility,
    pricing: Pricing,
    bills: Bills,
) -> list[tuple[Bill, Pathway]]:
    """The cheapest pathways of the best status with their bills, as many as are ever told.

    Complete sums come before incomplete ones, then the sum, the open points of rules, the time,
    the purchases, the ids. `bills` are those already known of whoever pays the same.
    """
    priced: list[tuple[int, Decimal, Bill, Way]] = []
    for way in eligibility.best_ways(certification_id):
        steps = _steps_of(way)
        if steps not in bills:
            bill = pricing.bill(certification_id, steps)
            bills[steps] = (bill.unknown, bill.total, bill)
        priced.append((*bills[steps], way))
    priced.sort(key=lambda p: (p[0], p[1], *_haste(p[3], eligibility.catalog)))
    found: list[tuple[Bill, Pathway]] = []
    for _, alike in groupby(priced, lambda p: p[:2]):
        settled: list[tuple[Bill, Pathway]] = []
        open_ones: list[tuple[Bill, Pathway]] = []
        for _, _, bill, way in alike:
            pathway = eligibility.pathway(certification_id, way)
            (open_ones if pathway.open_points else settled).append((bill, pathway))
            if _are_enough(settled):
                break
        # They are in order already, but for the open points.
        found += settled + sorted(open_ones, key=lambda p: len(p[1].open_points))
        if _are_enough(found):
            break
    return found


def _are_enough(found: list[tuple[Bill, Pathway]]) -> bool:
    return len(found) >= MOST_TOLD and len({p.steps for _, p in found}) >= MOST_TOLD


def _steps_of(way: Way) -> frozenset[str]:
    route, before, _ = way
    return route.steps | before.steps


def _haste(way: Way, catalog: m.Catalog) -> tuple[object, ...]:
    """What is sooner, or takes fewer steps."""
    before, steps = way[1], _steps_of(way)
    gained = _weeks_gained(before, catalog)
    return (not before.timed, before.weeks, -gained, len(steps), sorted(steps))


def _weeks_gained(before: Route, catalog: m.Catalog) -> int:
    """How long before the end of a running degree the exam is open, where no date is known."""
    ends = [
        item.weeks_before
        for s in before.steps
        if isinstance(item := catalog.item(s), m.Step) and item.ends is not None
    ]
    return min(ends, default=0)


def _judgement(certification_id: str, purposes: PurposeRules, cache: RouteCache) -> Judgement:
    """What a certification is worth, worked out once for all whom it serves alike."""
    profile, catalog = purposes.profile, purposes.catalog
    reach = cache.dependencies.judging(certification_id, purposes.setting_id)
    asked = (profile.setting, profile.focus, profile.employer_accepts, purposes.base_first)
    key = (certification_id, *asked, *reach.answers(purposes.person))
    if key not in cache.judgements:
        certification = catalog.certifications[certification_id]
        found = (
            purposes.checks(certification_id),
            scoring.fit(certification, purposes, catalog.policy),
            scoring.recognition(certification_id, purposes, catalog).value,
            completes(certification_id, purposes.person, purposes),
            is_strong(certification_id, purposes),
        )
        cache.judgements[key] = cache.judgements.setdefault(found, Judgement(*found))
    return cache.judgements[key]


def _options(
    offers: Mapping[str, Offer], purposes: PurposeRules, cache: RouteCache
) -> Iterator[Option]:
    """Each certification with its offer and judgement, put together once for all who have the same."""
    profile = purposes.profile
    weights = effective_weights(profile, purposes.catalog)
    known = cache.options_for(profile.on, profile.budget, *weights.items())
    for i, offer in offers.items():
        judgement = _judgement(i, purposes, cache)
        key = (i, offer, judgement)
        if key not in known:
            known[key] = _option(i, offer, judgement, purposes, weights)
        yield known[key]


def _option(
    certification_id: str,
    offer: Offer,
    judgement: Judgement,
    purposes: PurposeRules,
    weights: Mapping[m.CriterionName, int],
) -> Option:
    profile, policy = purposes.profile, purposes.catalog.policy
    costs, pathways, purpose = offer.costs, offer.pathways, judgement.purpose
    status: m.StatusName = pathways[0].status if pathways else "closed"
    values: scoring.Values = {
        "fit": judgement.fit,
        "recognition": judgement.recognition,
        "readiness": policy.statuses[status].value,
        "affordability": scoring.affordability(costs, profile),
    }
    affordable = scoring.affordable(costs, profile)
    day = pathways[0].sits_on if pathways else None
    soon = day is not None and (day - profile.on).days <= 7 * policy.soon_weeks
    judged = (
        certification_id,
        offer.bill,
        costs,
        purpose,
        values,
        scoring.score(values, weights),
        group_of(status, purpose, affordable, soon=soon),
        affordable,
        judgement.completes,
        judgement.strong,
    )
    return OpenOption(*judged, pathways[0], pathways[1:]) if pathways else ClosedOption(*judged)


def group_of(
    status: m.StatusName, purpose: PurposeChecks, within_budget: bool | None, *, soon: bool
) -> m.GroupName:
    """The first group that matches, from the far end. `soon`: the exam opens on a near, known day."""
    if status == "closed":
        return "closed"
    if not purpose.ok:
        return "not-for-this"
    if status == "long-term":
        return "later"
    if within_budget is not True or (status != "ready" and not soon):
        return "not-yet"
    return "do-now"


def _place(option: Option, purposes: PurposeRules) -> tuple[object, ...]:
    """Groups, what completes a sufficient set, what is strong in the focus, the preference, the score."""
    return (
        GROUPS.index(option.group),
        *tier(option, purposes),
        _preferred(option, purposes),
        -option.score,
        not option.costs.complete,
        option.costs.required_total,
        option.id,
    )


def tier(option: Option, purposes: PurposeRules) -> tuple[bool, bool]:
    """What comes before any score inside a group: does it complete a set, is it strong enough."""
    return (not option.completes, purposes.focus is not None and not option.strong)


def _preferred(option: Option, purposes: PurposeRules) -> tuple[object, ...]:
    """What the candidate asked to have first; unknown amounts and days come last."""
    if purposes.profile.prefer == "cheapest":
        costs = option.costs
        return (not costs.complete, costs.required_total, not costs.study_known, costs.total)
    if purposes.profile.prefer == "most-recognised":
        return (-option.values["recognition"],)
    if purposes.profile.prefer is None:
        return ()
    day = option.pathway.sits_on if isinstance(option, OpenOption) else None
    rate = purposes.catalog.certifications[option.id].exam.pass_rate.known
    return (day is None, day or date.max, rate is None, -(rate or 0))
