"""What a way to a certification costs this candidate, item by item, exact to the cent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

from certadvisor.catalog import types as m
from certadvisor.profile.profile import Profile
from certadvisor.rules.outcomes import Cost, Item, PerYear
from certadvisor.rules.requirements import Truth, candidate, gives_of, judge_tree

CENT = Decimal("0.01")
YOU = "you"


@dataclass(frozen=True, slots=True)
class Bill:
    """What must be paid on one way. `joining`: the memberships bought only for their prices."""

    items: tuple[Item, ...]
    joined: frozenset[str]
    joining: frozenset[str] = frozenset()

    @property
    def total(self) -> Decimal:
        """The sum of the known amounts, in USD."""
        return total(self.items)

    @property
    def unknown(self) -> int:
        """How many amounts are not known."""
        return sum(i.amount is None for i in self.items)


def total(items: Iterable[Item]) -> Decimal:
    """The sum of the known amounts, in USD."""
    return known_sum(i.amount for i in items)[0]


def known_sum(amounts: Iterable[Decimal | None]) -> tuple[Decimal, bool]:
    """The sum of the known amounts, in USD, and whether every amount is known."""
    every = tuple(amounts)
    known = [a for a in every if a is not None]
    return sum(known, Decimal(0)), len(known) == len(every)


def list_price(fees: Iterable[m.Fee], *, member: bool = False) -> tuple[Decimal, bool]:
    """What all fees come to without quotes, in USD, and whether each one is known."""
    return known_sum(price_for(f, member=member).known for f in fees)


def price_for(fee: m.Fee, *, member: bool) -> m.Price:
    """The members' price if there is one and the candidate is a member, else the list price."""
    return fee.member if member and fee.member is not None else fee.standard


class Pricing:
    """Prices for one candidate: their memberships, quotes and what joining would save."""

    def __init__(self, profile: Profile, catalog: m.Catalog) -> None:
        self._profile = profile
        self.catalog = catalog
        self._person = candidate(profile, catalog)
        self._positions = {i: n for n, i in enumerate((*catalog.steps, *catalog.certifications))}
        self._memberships = [
            (step_id, step, step.gives.member)
            for step_id, step in catalog.steps.items()
            if step.gives.member is not None and step_id not in profile.holds
        ]
        self._priced = {
            s for s, _, _ in self._memberships if self.amount_of(s, frozenset()) is not None
        }

    def bill(self, target: str, steps: frozenset[str]) -> Bill:
        """The cheapest way to pay for the target and its steps; on a tie, fewer purchases.

        A membership of which the fee is not known is not bought.
        """
        found = (b for b in self.bills(target, steps) if b.joining <= self._priced)
        return min(found, key=lambda b: (b.unknown, b.total, len(b.items)))

    def bills(self, target: str, steps: frozenset[str]) -> list[Bill]:
        """Every way to pay: joining no one besides, or this issuer or that, at any fee."""
        offers = [[(), *((s,) for s in found)] for found in self._offers(target, steps)]
        return [
            self._bill(target, steps, frozenset(s for pick in picks for s in pick))
            for picks in product(*offers)
        ]

    def _joined(self, steps: Iterable[str]) -> frozenset[str]:
        """The issuers one is a member of, with these steps bought."""
        bought = {issuer for s in steps if (issuer := self._membership(s)) is not None}
        return frozenset(bought) | self._person.members

    def _offers(self, target: str, steps: frozenset[str]) -> list[list[str]]:
        """The memberships open to this candidate, by issuer; none for students once they graduate."""
        issuers = {self._issuer(i) for i in (target, *steps)} - self._joined(steps)
        graduates = any(gives_of(self.catalog.item(s)).finishes for s in steps)
        person = replace(self._person, running=None, stage=None) if graduates else self._person
        offers: dict[str, list[str]] = {}
        for step_id, step, issuer in self._memberships:
            if (
                issuer in issuers
                and judge_tree(step.requirements, person, self.catalog) is Truth.MET
            ):
                offers.setdefault(issuer, []).append(step_id)
        return list(offers.values())

    def _bill(self, target: str, steps: frozenset[str], joining: frozenset[str]) -> Bill:
        joined = self._joined(steps | joining)
        items = [*self.items_of(target, joined)]
        for some in (steps, joining):
            for step in sorted(some, key=self._position):
                items += self.items_of(step, joined)
        return Bill(tuple(items), joined, joining)

    def items_of(self, item: str, joined: frozenset[str]) -> list[Item]:
        """The fees of one certification or step; the candidate's own quote replaces them all."""
        entry = self.catalog.item(item)
        if item in self._profile.price:
            return [
                Item(f"{entry.name}: your own price", "required", self._profile.price[item], YOU)
            ]
        member = self._issuer(item) in joined
        return [_item(entry.name, fee, member) for fee in entry.fees]

    def amount_of(self, item: str, joined: frozenset[str]) -> Decimal | None:
        """What one certification or step costs, None where part of it is not known."""
        items = self.items_of(item, joined)
        return None if any(i.amount is None for i in items) else total(items)

    def is_member(self, issuer: str) -> bool:
        """Whether the candidate is a member of an issuer."""
        return issuer in self._person.members

    def cpr_card(self) -> tuple[Decimal, int] | None:
        """The price in USD and the years of validity of the hands-on card cheapest by the year."""
        found = [
            (amount, step.valid_years.known)
            for step_id, step in self.catalog.steps.items()
            if step.gives.cpr == "yes" and step.valid_years is not None and step.valid_years.known
            if (amount := self.amount_of(step_id, frozenset())) is not None
        ]
        return min(found, key=lambda card: card[0] / card[1], default=None)

    def _issuer(self, item: str) -> str | None:
        return self.catalog.item(item).issuer

    def _membership(self, step: str) -> str | None:
        return self.catalog.steps[step].gives.member if step in self.catalog.steps else None

    def _position(self, item: str) -> int:
        return self._positions[item]


def _item(name: str, fee: m.Fee, member: bool) -> Item:
    price = price_for(fee, member=member)
    tier = ""
    if fee.member is not None:
        tier = ", member" if member else ", non-member"
    return Item(f"{name}: {fee.label}{tier}", "required", price.known, price.source)


def whole(certification_id: str, bill: Bill, till: Pricing) -> Cost:
    """The bill with study material, a retake and upkeep beside it."""
    certification = till.catalog.certifications[certification_id]
    study = certification.study
    study_item = Item(
        f"{certification.name}: {study.label}", "study", study.price.known, study.price.source
    )
    member = certification.issuer in bill.joined
    retake = certification.retake
    price = retake.member if member and retake.member is not None else retake.standard
    complete = bill.unknown == 0
    return Cost(
        required_total=bill.total,
        total=bill.total + (study.price.known or 0),
        complete=complete,
        study_known=study.price.known is not None,
        currency="USD",
        items=(*bill.items, study_item),
        with_one_retake=bill.total + price.known if complete and price.known is not None else None,
        per_year=_per_year(certification, member, till),
    )


def _per_year(certification: m.Certification, member: bool, till: Pricing) -> PerYear:
    renewal = certification.renewal
    shares: list[Decimal | None] = []
    fee, years = price_for(renewal.fee, member=member).known, renewal.years.known
    shares.append(fee / years if fee is not None and years else None)
    if renewal.keep_cpr.known is None:
        shares.append(None)
    elif renewal.keep_cpr.known:
        shares.append(_cpr_a_year(till))
    amount = sum((s for s in shares if s is not None), Decimal(0))
    return PerYear(amount.quantize(CENT, ROUND_HALF_UP), all(s is not None for s in shares))


def _cpr_a_year(till: Pricing) -> Decimal | None:
    card = till.cpr_card()
    return card[0] / card[1] if card is not None else None
