"""The pathways to one certification with what each costs, and which of them beat which."""

from __future__ import annotations

from decimal import Decimal

from certadvisor.catalog import types as m
from certadvisor.profile.profile import Profile
from certadvisor.rules.cost import Bill, Pricing
from certadvisor.rules.eligibility import Eligibility, Pathway
from certadvisor.values import immutable


@immutable()
class PlanContext:
    """The candidate on the road: who judges the rules, and who takes the money."""

    profile: Profile
    catalog: m.Catalog
    eligibility: Eligibility
    pricing: Pricing


@immutable()
class PricedPathway:
    """One pathway with its bill. Its cost is a known sum and a set of unknown items."""

    pathway: Pathway
    bill: Bill

    @property
    def steps(self) -> frozenset[str]:
        """All that is done or bought on it."""
        return self.pathway.steps | self.bill.joining

    @property
    def known(self) -> Decimal:
        """The sum of the known amounts, in USD."""
        return self.bill.total

    @property
    def unknown(self) -> frozenset[tuple[str, int | None]]:
        """The fees whose amount is not known: whose, and which."""
        return frozenset((c.item, c.number) for c in self.bill.charges if c.amount is None)

    def beats(self, other: PricedPathway) -> bool:
        """Not dearer, whatever the unknown items turn out to cost."""
        return self.known <= other.known and self.unknown <= other.unknown


def priced_pathways(target: str, context: PlanContext) -> list[PricedPathway]:
    """Every way to a certification, with every bill that no other one for the same way beats."""
    return [
        road
        for pathway in context.eligibility.pathways(target)
        for road in least_beaten(
            [PricedPathway(pathway, b) for b in context.pricing.bills(target, pathway.steps)]
        )
    ]


def cheapness(road: PricedPathway) -> tuple[object, ...]:
    """Known costs first, then the sum, the time, the purchases, the ids."""
    return (len(road.unknown), road.known, *_time(road), *_purchases(road))


def quickness(road: PricedPathway) -> tuple[object, ...]:
    """A known time first, then the weeks, then as the cheapest."""
    return (*_time(road), len(road.unknown), road.known, *_purchases(road))


def _time(road: PricedPathway) -> tuple[bool, int]:
    return (not road.pathway.before_exam.timed, road.pathway.before_exam.weeks)


def _purchases(road: PricedPathway) -> tuple[int, list[str]]:
    return (len(road.bill.charges), sorted(road.pathway.steps))


def least_beaten(roads: list[PricedPathway]) -> list[PricedPathway]:
    """Of these, the roads that no other of them beats, the cheapest first."""
    kept: list[PricedPathway] = []
    for road in sorted(roads, key=cheapness):
        if not any(k.beats(road) for k in kept):
            kept.append(road)
    return kept
