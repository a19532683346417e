"""What a pathway to a certification costs this candidate, charge by charge, exact to the cent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import product
from typing import Literal

from certadvisor.catalog import types as m
from certadvisor.profile.profile import Profile
from certadvisor.rules.requirements import Candidate, Truth, candidate, gives_of, judge_tree
from certadvisor.values import immutable

CENT = Decimal("0.01")
YOU = "you"


@immutable()
class Charge:
    """One line of a bill: which fee of which certification or step, at whose price.

    `number` counts the fees of `item` from 0, and is None for what replaces them all (the
    candidate's own quote) and for study material. `amount` is in USD, None where it is not known;
    it then has no source.
    """

    item: str
    kind: Literal["fee", "quote", "study"]
    number: int | None
    tier: Literal["member", "non-member"] | None
    amount: Decimal | None
    source: str | None


@immutable()
class Bill:
    """What must be paid on one pathway.

    `joined`: the issuers of what is paid for that one is a member of. `joining`: the memberships
    bought only for their prices.
    """

    charges: tuple[Charge, ...]
    joined: frozenset[str]
    joining: frozenset[str] = frozenset()

    @property
    def total(self) -> Decimal:
        """The sum of the known amounts, in USD."""
        return total(self.charges)

    @property
    def unknown(self) -> int:
        """How many amounts are not known."""
        return sum(c.amount is None for c in self.charges)


@immutable()
class YearlyUpkeep:
    """What staying certified costs a year in USD, on average; at least that if not `complete`."""

    amount: Decimal
    complete: bool


@immutable()
class Costs:
    """The bill with study material, a retake and upkeep, in USD. Not `complete`: "at least".

    `price_known`: some of the certification's own price is known, not only that of its steps.
    """

    required_total: Decimal
    total: Decimal
    complete: bool
    price_known: bool
    study_known: bool
    charges: tuple[Charge, ...]
    with_one_retake: Decimal | None
    per_year: YearlyUpkeep


def total(charges: Iterable[Charge]) -> Decimal:
    """The sum of the known amounts, in USD."""
    return known_sum(c.amount for c in charges)[0]


def known_sum(amounts: Iterable[Decimal | None]) -> tuple[Decimal, bool]:
    """The sum of the known amounts, in USD, and whether every amount is known."""
    every = tuple(amounts)
    known = [a for a in every if a is not None]
    return sum(known, Decimal(0)), len(known) == len(every)


def list_price(fees: Iterable[m.Fee], *, member: bool = False) -> tuple[Decimal, bool]:
    """What all fees come to without quotes, in USD, and whether each one is known."""
    return known_sum(price_for(f, member=member).known for f in fees)


def price_for(fee: m.Fee | m.Retake, *, member: bool) -> m.Price:
    """The members' price if there is one and the candidate is a member, else the list price."""
    return fee.member if member and fee.member is not None else fee.standard


class Pricing:
    """Prices for one candidate: their memberships, quotes and what joining would save."""

    def __init__(
        self, profile: Profile, catalog: m.Catalog, person: Candidate | None = None
    ) -> None:
        self.quotes = profile.price
        self.catalog = catalog
        self._holds = profile.holds
        self._person = person if person is not None else candidate(profile, catalog)
        self._charges: dict[tuple[str, bool], tuple[Charge, ...]] = {}

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {i: n for n, i in enumerate((*self.catalog.steps, *self.catalog.certifications))}

    @cached_property
    def _memberships(self) -> dict[str, list[str]]:
        """The memberships not yet held, by issuer."""
        found: dict[str, list[str]] = {}
        for step_id, step in self.catalog.steps.items():
            if step.gives.member is not None and step_id not in self._holds:
                found.setdefault(step.gives.member, []).append(step_id)
        return found

    def bill(self, target: str, steps: frozenset[str]) -> Bill:
        """The cheapest way to pay for the target and its steps; on a tie, fewer purchases.

        A membership of which the fee is not known is not bought.
        """
        found = (b for b in self.bills(target, steps) if all(map(self._is_priced, b.joining)))
        return min(found, key=lambda b: (b.unknown, b.total, len(b.charges)))

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
        offers = (
            [s for s in found if self._may_join(s, person)]
            for issuer, found in self._memberships.items()
            if issuer in issuers
        )
        return [found for found in offers if found]

    def _may_join(self, membership: str, person: Candidate) -> bool:
        rules = self.catalog.steps[membership].requirements
        return judge_tree(rules, person, self.catalog) is Truth.MET

    def _is_priced(self, membership: str) -> bool:
        return self.amount_of(membership, frozenset()) is not None

    def _bill(self, target: str, steps: frozenset[str], joining: frozenset[str]) -> Bill:
        bought = {target, *steps, *joining}
        # Memberships elsewhere change nothing here: bills that are alike are the same.
        joined = self._joined(steps | joining) & {self._issuer(item) for item in bought}
        charges = [*self.charges_for(target, joined)]
        for some in (steps, joining):
            for step in sorted(some, key=self._positions.__getitem__):
                charges += self.charges_for(step, joined)
        return Bill(tuple(charges), joined, joining)

    def charges_for(self, item: str, joined: frozenset[str]) -> tuple[Charge, ...]:
        """The fees of one certification or step; the candidate's own quote replaces them all."""
        key = (item, self._issuer(item) in joined)
        if key not in self._charges:
            self._charges[key] = self._charges_of(*key)
        return self._charges[key]

    def _charges_of(self, item: str, member: bool) -> tuple[Charge, ...]:
        if item in self.quotes:
            return (Charge(item, "quote", None, None, self.quotes[item], YOU),)
        fees = self.catalog.item(item).fees
        return tuple(_charge(item, number, fee, member) for number, fee in enumerate(fees))

    def amount_of(self, item: str, joined: frozenset[str]) -> Decimal | None:
        """What one certification or step costs, None where part of it is not known."""
        charges = self.charges_for(item, joined)
        return None if any(c.amount is None for c in charges) else total(charges)

    def is_member(self, issuer: str) -> bool:
        """Whether the candidate is a member of an issuer."""
        return issuer in self._person.members

    @cached_property
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


def _charge(item: str, number: int, fee: m.Fee, member: bool) -> Charge:
    price = price_for(fee, member=member)
    tier: Literal["member", "non-member"] = "member" if member else "non-member"
    return Charge(
        item, "fee", number, tier if fee.member is not None else None, price.known, price.source
    )


def costs_of(certification_id: str, bill: Bill, pricing: Pricing) -> Costs:
    """The bill with study material, a retake and upkeep beside it."""
    certification = pricing.catalog.certifications[certification_id]
    study = certification.study.price
    member = certification.issuer in bill.joined
    retake = price_for(certification.retake, member=member).known
    complete = bill.unknown == 0
    return Costs(
        required_total=bill.total,
        total=bill.total + (study.known or 0),
        complete=complete,
        price_known=any(c.amount is not None for c in bill.charges if c.item == certification_id),
        study_known=study.known is not None,
        charges=(
            *bill.charges,
            Charge(certification_id, "study", None, None, study.known, study.source),
        ),
        with_one_retake=bill.total + retake if complete and retake is not None else None,
        per_year=_per_year(certification, member, pricing),
    )


def _per_year(certification: m.Certification, member: bool, pricing: Pricing) -> YearlyUpkeep:
    renewal = certification.renewal
    shares: list[Decimal | None] = []
    fee, years = price_for(renewal.fee, member=member).known, renewal.years.known
    shares.append(fee / years if fee is not None and years else None)
    if renewal.keep_cpr.known is None:
        shares.append(None)
    elif renewal.keep_cpr.known:
        card = pricing.cpr_card
        shares.append(card[0] / card[1] if card is not None else None)
    amount, complete = known_sum(shares)
    return YearlyUpkeep(amount.quantize(CENT, ROUND_HALF_UP), complete)
