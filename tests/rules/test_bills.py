"""What is bought and what it costs: small catalogs, added up by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from certadvisor.advice.wording import charge_label
from certadvisor.rules.cost import Costs, Pricing, costs_of
from helpers import person
from small import ISSUERS, NO_ONE, Json, catalog_of, fact, fee, keeping, leaf, step

ONE, TWO = ISSUERS
STUDENT = "--degree senior --degree-field other --cpr no --cpt none --licence none"


def joining(price: str | None, issuer: str = ONE, needs: Json | None = None) -> Json:
    """To become a member of an issuer, at a price in USD."""
    gives = {"member": issuer}
    return step(0, needs, kind="membership", issuer=issuer, gives=gives, fees=[fee(price)])


def prices(standard: str | None, member: str | None) -> Json:
    """A fee in USD for everyone and for members."""
    return {**fee(standard), "member": fee(member)["standard"]}


def till_of(steps: dict[str, Json], *fees: Json, line: str = NO_ONE, **more: Any) -> Pricing:
    """The till of a catalog in which `goal`, sold by the first issuer, has these fees."""
    goal = {"issuer": ONE, **({"fees": [*fees]} if fees else {}), **more}
    catalog = catalog_of(steps, goal=goal)
    return Pricing(person(line, catalog), catalog)


def joined(till: Pricing, *steps: str) -> list[str]:
    """Whom the cheapest bill of the goal joins."""
    return sorted(till.bill("goal", frozenset(steps)).joining)


def ways_to_pay(till: Pricing, *steps: str) -> list[list[str]]:
    """Whom each way to pay for the goal joins."""
    return [sorted(b.joining) for b in till.bills("goal", frozenset(steps))]


# --- joining ---------------------------------------------------------------------------------------


def test_only_who_sells_something_on_the_bill_is_joined() -> None:
    """No other issuer, whatever it costs, and nothing that makes no member."""
    steps = {"a": joining("10"), "b": joining("0", TWO), "c": step(fees=[fee("5")]), "d": step()}
    till = till_of(steps, prices("100", "50"))
    assert ways_to_pay(till, "c") == [[], ["a"]]
    bill = till.bill("goal", frozenset({"c"}))
    assert (sorted(bill.joining), float(bill.total), bill.unknown) == (["a"], 65, 0)
    member = till_of(steps, prices("100", "50"), line=f"{NO_ONE} --member {ONE}")
    assert ways_to_pay(member, "c") == [[]]


def test_nothing_of_unknown_price_is_bought_to_save_money() -> None:
    """Neither a membership without a fee, nor one that leads to a price nobody knows."""
    half_known = prices(None, "10")
    assert joined(till_of({"a": joining(None)}, prices("100", "50"), half_known)) == []
    assert joined(till_of({"a": joining("1")}, prices("100", "50"), half_known)) == ["a"]
    assert joined(till_of({"a": joining("10")}, prices("100", None))) == []


def test_of_two_ways_to_join_at_one_price_the_one_with_fewer_fees_is_taken() -> None:
    """A tie is broken by the number of things that are paid."""
    twice = {**joining("0"), "fees": [fee("10"), fee("10")]}
    assert joined(till_of({"a": twice, "b": joining("20")}, prices("100", "50"))) == ["b"]


def test_a_student_joins_as_one_until_the_degree_ends() -> None:
    """Whoever graduates on the way is none any more when the bill is paid."""
    enrolled = leaf({"kind": "enrolled", "stages": ["student", "senior"]}, due="purchase")
    ends: Json = {"gives": {"degree": "bachelor", "finishes": True}, "ends": "graduation"}
    steps = {
        "a": joining("10", needs=enrolled),
        "end": step(9, kind="under-way", span="under-way", **ends),
    }
    till = till_of(steps, prices("100", "50"), line=STUDENT)
    assert joined(till) == ["a"]
    assert joined(till, "end") == []
    assert joined(till_of(steps, prices("100", "50"))) == []


# --- what is written on the bill -------------------------------------------------------------------


def test_an_item_says_whose_price_it_is() -> None:
    """Where members pay another one."""

    def labels(member: frozenset[str], *fees: Json) -> list[str]:
        pricing = till_of({}, *fees)
        charges = pricing.charges_for("goal", member)
        return [charge_label(c, pricing.catalog) for c in charges]

    assert labels(frozenset(), fee("9"), prices("9", "8")) == ["goal: fee", "goal: fee, non-member"]
    assert labels(frozenset({ONE}), fee("9"), prices("9", "8")) == [
        "goal: fee",
        "goal: fee, member",
    ]


def test_the_card_that_is_cheapest_by_the_year_is_renewed() -> None:
    """Of those that are hands-on, and whose price and years are known."""

    def card(price: str | None, years: int | None, kind: str = "yes") -> Json:
        return step(1, gives={"cpr": kind}, valid_years=fact(years), fees=[fee(price)])

    cards = {"a": card("30", 1), "b": card("40", 2), "c": card("45", 2)}
    others = {"d": card("1", None), "e": card(None, 3), "f": card("1", 2, "online-only")}
    assert till_of({**cards, **others}).cpr_card() == (Decimal(40), 2)
    assert till_of(others).cpr_card() is None


# --- beside the bill -------------------------------------------------------------------------------


def cost(line: str = NO_ONE, /, **more: Any) -> Costs:
    """What a goal costs that has one fee of $100, $50 for members."""
    till = till_of({"a": joining("999")}, line=line, **{"fees": [prices("100", "50")], **more})
    return costs_of("goal", till.bill("goal", frozenset()), till)


def test_a_retake_is_paid_at_the_members_price_where_there_is_one() -> None:
    """Else at everyone's; unknown, if either the bill or the retake is."""
    rules, member = {"rules": fact("none")}, f"{NO_ONE} --member {ONE}"
    flat = {"retake": {**rules, "standard": fact(30)}}
    tiers = {"retake": {**rules, "standard": fact(30), "member": fact(20)}}
    unknown = {"retake": {**rules, "standard": fact(None), "member": fact(20)}}
    assert cost(**flat).with_one_retake == 130
    assert cost(member, **flat).with_one_retake == 80
    assert cost(member, **tiers).with_one_retake == 70
    assert cost(**tiers).with_one_retake == 130
    assert cost(**unknown).with_one_retake is None
    assert cost(**flat, fees=[fee("100"), fee(None)]).with_one_retake is None


def test_what_is_not_known_of_a_renewal_leaves_the_sum_by_the_year_open() -> None:
    """The years, the fee, or whether a card must be kept."""

    def by_the_year(**renewal: Json) -> tuple[float, bool]:
        found = cost(**keeping(**renewal)).per_year
        return float(found.amount), found.complete

    assert by_the_year() == (15, True)
    assert by_the_year(years=fact(None)) == (0, False)
    assert by_the_year(fee={**fee(None), "label": "renewal"}) == (0, False)
    assert by_the_year(keep_cpr=fact(None)) == (15, False)
    assert by_the_year(keep_cpr=fact(True)) == (15, False)
