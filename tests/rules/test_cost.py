"""What a candidate pays, to the cent: on the real catalog, and on small ones added up by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from certadvisor import Catalog
from certadvisor.advice.results import Assessment
from certadvisor.advice.wording import charge_label
from certadvisor.catalog.load import validated
from certadvisor.rules.cost import Costs, Pricing, costs_of
from helpers import CATALOG_FILE, advised, assessed, entry, person, raw_catalog
from small import ISSUERS, NO_ONE, Json, catalog_of, fact, fee, keeping, leaf, step

COLLEGE = "--setting collegiate --degree bachelor --degree-field exercise-science --cpt none "
GYM = "--setting gym --degree high-school --cpt none "
RICH = "--budget 10000 "


def _amounts(one: Assessment) -> list[Decimal | None]:
    return [i.amount for i in one.cost.items if i.need == "required"]


def _usd(text: str) -> Decimal:
    return Decimal(text)


# --- the fee, member or not --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("certification", "stranger", "member"),
    [
        ("cscs", "475", "340"),
        ("cpss", "475", "340"),
        ("csps", "475", "340"),
        ("nsca-cpt", "435", "300"),
        ("tsac-f", "435", "300"),
    ],
)
def test_members_of_the_issuer_pay_the_members_fee(
    certification: str, stranger: str, member: str
) -> None:
    """The member price counts if, and only if, the candidate holds that membership."""
    line = COLLEGE + RICH + "--cpr yes "
    assert _amounts(assessed(line, certification))[0] == _usd(stranger)
    assert _amounts(assessed(line + "--member nsca", certification))[0] == _usd(member)
    assert _amounts(assessed(line + "--member nsca=student", certification))[0] == _usd(member)
    assert _amounts(assessed(line + "--member cscca", certification))[0] == _usd(stranger)


@pytest.mark.parametrize(
    ("certification", "required", "total"),
    [("cscs", "475", "743"), ("nasm-pes", "699", "699"), ("nasm-cpt", "899", None)],
)
def test_study_material_is_shown_beside_the_required_sum(
    certification: str, required: str, total: str | None
) -> None:
    """The CSCS pack is $268 more; the NASM-PES includes it; the NASM-CPT's is not known apart."""
    cost = assessed(COLLEGE + RICH + "--cpr yes", certification).cost
    assert cost.required_total == _usd(required)
    if total is None:
        assert not cost.study_known
    else:
        assert (cost.total, cost.study_known) == (_usd(total), True)


def test_a_range_enters_at_its_upper_end() -> None:
    """A CPR/AED class costs $25–85.50: arithmetic takes $85.50."""
    one = assessed(GYM + RICH + "--cpr no", "nasm-cpt")
    assert _amounts(one) == [_usd("899"), _usd("85.50")]
    assert one.cost.required_total == _usd("984.50")


def test_what_is_owed_after_the_exam_is_always_in_the_cost() -> None:
    """You may sit now, and still the class is in the sum."""
    one = assessed(COLLEGE + RICH + "--cpr online-only", "cscs")
    assert (one.status, one.cost.required_total) == ("ready", _usd("560.50"))


def test_recommended_things_are_not_bought() -> None:
    """The NASM-PES recommends a CPT: that is advice, not a cost item."""
    assert assessed(GYM + RICH + "--cpr no", "nasm-pes").cost.required_total == _usd("699")


# --- the budget ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("budget", "affordable", "group"),
    [
        ("475", True, "do-now"),
        ("475.00", True, "do-now"),
        ("474.99", False, "not-yet"),
        ("475.01", True, "do-now"),
        ("0", False, "not-yet"),
        ("unlimited", True, "do-now"),
    ],
)
def test_equal_to_the_budget_is_affordable_and_a_cent_over_is_not(
    budget: str, affordable: bool, group: str
) -> None:
    """The required total decides; the study pack does not."""
    one = assessed(COLLEGE + f"--cpr yes --budget {budget}", "cscs")
    assert (one.affordable, one.group) == (affordable, group)


@pytest.mark.parametrize(
    ("budget", "short"), [("474.99", "$0.01"), ("450", "$25"), ("0", "$475"), ("400.50", "$74.50")]
)
def test_the_advice_says_how_much_is_short(budget: str, short: str) -> None:
    """With nothing within the budget, the amount short of the goal is given."""
    result = advised(COLLEGE + f"--cpr yes --budget {budget}")
    assert result.first_place is None
    assert f"{short} short of the CSCS" in result.advice.text


@pytest.mark.parametrize(
    ("budget", "affordable"), [("0", False), ("0.01", None), ("9999", None), ("unlimited", True)]
)
def test_an_unpublished_price_is_neither_free_nor_refused(
    budget: str, affordable: bool | None
) -> None:
    """Not known whether it is affordable, but for a budget of nothing and one without end."""
    one = assessed(COLLEGE + f"--cpr yes --budget {budget}", "ncsf-csc")
    assert one.cost.complete is False
    assert one.affordable is affordable


def test_a_known_part_over_the_budget_is_unaffordable_whatever_the_rest() -> None:
    """At least $470 is over $469.99, though the practicum fee is not known."""
    line = COLLEGE + "--cpr yes --practice collegiate=640 "
    assert assessed(line + "--budget 469.99", "cscca-sccc").affordable is False
    assert assessed(line + "--budget 470", "cscca-sccc").affordable is None


def test_what_is_left_of_the_budget_is_what_is_scored() -> None:
    """Affordability is the share left after the required total; without a limit it is full."""
    half = assessed(COLLEGE + "--cpr yes --budget 950", "cscs")
    full = assessed(COLLEGE + "--cpr yes --budget unlimited", "cscs")
    none = assessed(COLLEGE + "--cpr yes --budget 475", "cscs")
    weight = Decimal(10)
    assert [x.contributions["affordability"] for x in (half, full, none)] == [
        weight / 2,
        weight,
        Decimal(0),
    ]


# --- the candidate's own price -------------------------------------------------------------------


def test_the_candidates_quote_replaces_the_fees_and_says_so() -> None:
    """Source "you"; steps stay."""
    one = assessed(GYM + RICH + "--cpr no --price nasm-cpt=500", "nasm-cpt")
    assert next((i.amount, i.source) for i in one.cost.items if i.need == "required") == (
        _usd("500"),
        "you",
    )
    assert one.cost.required_total == _usd("585.50")


def test_a_quote_makes_an_unpublished_price_known() -> None:
    """With the quote the sum is complete and within the budget."""
    line = COLLEGE + "--cpr yes --budget 400 "
    assert assessed(line, "ncsf-csc").group == "not-yet"
    quoted = assessed(line + "--price ncsf-csc=399.99", "ncsf-csc")
    assert (quoted.cost.complete, quoted.cost.required_total) == (True, _usd("399.99"))
    assert (quoted.affordable, quoted.group) == (True, "do-now")


def test_a_quote_replaces_all_fees_of_an_id() -> None:
    """The SCCC has two fees, one of them unknown: one quote stands for both."""
    line = COLLEGE + RICH + "--cpr yes --practice collegiate=640 --price cscca-sccc=500 "
    line += "--holds first-aid-course"
    one = assessed(line, "cscca-sccc")
    assert (_amounts(one), one.cost.complete) == ([_usd("500")], True)


def test_a_price_of_nothing_is_free_even_without_a_budget() -> None:
    """An employer or a programme pays: known, complete, affordable."""
    one = assessed(COLLEGE + "--cpr yes --budget 0 --price cscs=0", "cscs")
    assert (one.cost.required_total, one.cost.complete) == (Decimal(0), True)
    assert (one.affordable, one.group) == (True, "do-now")


def test_a_step_can_be_quoted_too() -> None:
    """A free CPR/AED class at work."""
    for price, total in (("0", "475"), ("30.25", "505.25")):
        one = assessed(COLLEGE + RICH + f"--cpr no --price cpr-aed-class={price}", "cscs")
        assert one.cost.required_total == _usd(total)


# --- joining --------------------------------------------------------------------------------------


def test_an_unconfirmed_membership_fee_never_enters_arithmetic() -> None:
    """NSCA's fee is not confirmed: the member price is not reached by joining."""
    one = assessed(COLLEGE + RICH + "--cpr yes", "cscs")
    assert one.cost.required_total == _usd("475")


@pytest.mark.parametrize(("quote", "total"), [("134.99", "474.99"), ("135", "475"), ("150", "475")])
def test_joining_is_bought_only_where_it_makes_the_sum_cheaper(quote: str, total: str) -> None:
    """With a quoted membership the cheaper of the two ways counts; on a tie, fewer purchases."""
    one = assessed(COLLEGE + RICH + f"--cpr yes --price nsca-membership={quote}", "cscs")
    assert one.cost.required_total == _usd(total)
    assert len(_amounts(one)) == (2 if total == "474.99" else 1)


def test_on_a_tie_fewer_things_are_bought() -> None:
    """CSCCa: $110 to join and $360 is $470, as for strangers: nobody is made to join."""
    line = COLLEGE + RICH + "--cpr yes --practice collegiate=640 --holds first-aid-course"
    one = assessed(line, "cscca-sccc")
    assert _amounts(one) == [_usd("470"), None]
    assert one.cost.required_total == _usd("470")


def test_a_student_joins_where_that_is_cheaper() -> None:
    """CSCCa's student membership is $55; whoever must graduate before the exam is a student no more."""
    line = (
        "--setting collegiate --degree senior --degree-field exercise-science --cpt none "
        "--cpr yes --practice collegiate=640 " + RICH
    )
    one = assessed(line, "cscca-sccc")
    assert one.status == "on-track"
    assert one.cost.required_total == _usd("470")
    assert assessed(line + "--member cscca=student", "cscca-sccc").cost.required_total == _usd(
        "360"
    )


# --- a retake, and staying certified -----------------------------------------------------------------


@pytest.mark.parametrize(("member", "sum_"), [("", "950"), ("--member nsca", "680")])
def test_one_retake_is_added_where_its_fee_is_published(member: str, sum_: str) -> None:
    """The CSCS publishes it: a full retake costs what the exam costs."""
    one = assessed(COLLEGE + RICH + "--cpr yes " + member, "cscs")
    assert one.cost.with_one_retake == _usd(sum_)


def test_a_retake_fee_is_never_assumed() -> None:
    """Nobody else publishes one that is confirmed; the exam fee is not taken instead."""
    for one in advised(COLLEGE + RICH + "--cpr yes").recommendations:
        if one.id != "cscs":
            assert one.cost.with_one_retake is None


@pytest.mark.parametrize(
    ("certification", "member", "amount", "complete"),
    [
        # A third of $90, and half of $85.50 for the card.
        ("cscs", "", "72.75", True),
        # A third of $65, and the card.
        ("cscs", "--member nsca ", "64.42", True),
        # Half of $85, and the card.
        ("ncsf-csc", "", "85.25", True),
        # The fee is not confirmed: the card alone.
        ("nasm-cpt", "", "42.75", False),
        ("nasm-pes", "", "0", False),
        # No card is asked for, the fee is not published.
        ("nasm-csnc", "", "0", False),
    ],
)
def test_what_staying_certified_costs_a_year(
    certification: str, member: str, amount: str, complete: bool
) -> None:
    """Each known fee by its own cycle, and the card's renewal; what is not known is not nothing."""
    per_year = assessed(COLLEGE + RICH + "--cpr yes " + member, certification).cost.per_year
    assert (per_year.amount, per_year.complete) == (_usd(amount), complete)


# --- what is not known -------------------------------------------------------------------------------


def test_an_incomplete_sum_reads_at_least() -> None:
    """The SCCC is at least $470: the practicum fee is not known."""
    one = assessed(COLLEGE + RICH + "--cpr yes --practice collegiate=640", "cscca-sccc")
    assert (one.cost.complete, one.cost.required_total) == (False, _usd("470"))
    line = COLLEGE + "--cpr yes --practice collegiate=640 --holds first-aid-course "
    result = advised(line + "--budget unlimited --employer-accepts cscca-sccc")
    assert "at least $470" in result.advice.text


def test_every_unknown_amount_is_null_and_never_nothing() -> None:
    """Unknown is a value: null; a known zero is zero."""
    result = advised(COLLEGE + RICH + "--cpr yes")
    assert [i.amount for i in entry(result, "nasm-ces").cost.items] == [None, None]
    assert [i.amount for i in entry(result, "nasm-pes").cost.items] == [_usd("699"), Decimal(0)]


def test_a_price_to_the_cent_stays_exact() -> None:
    """Ten thousand cents are no float: 0.10 + 0.20 is 0.30."""
    line = COLLEGE + "--budget 0.30 --cpr no --price cscs=0.10 --price cpr-aed-class=0.20"
    one = assessed(line, "cscs")
    assert (one.cost.required_total, one.affordable) == (_usd("0.30"), True)


def _repriced(standard: object) -> Catalog:
    data = raw_catalog()
    data["certifications"]["cscs"]["fees"][0]["standard"]["value"] = standard
    return validated(data, str(CATALOG_FILE))


def test_a_corrected_price_in_the_catalog_is_all_it_takes() -> None:
    """Changing the figure in the data changes the sum, and nothing else need change."""
    one = assessed(COLLEGE + RICH + "--cpr yes", "cscs", _repriced(Decimal("512.35")))
    assert one.cost.required_total == _usd("512.35")


def test_an_unconfirmed_price_enters_no_arithmetic() -> None:
    """A figure that is not confirmed is shown elsewhere, and never summed."""
    data = raw_catalog()
    data["certifications"]["cscs"]["fees"][0]["standard"]["confirmed"] = False
    one = assessed(COLLEGE + RICH + "--cpr yes", "cscs", validated(data, str(CATALOG_FILE)))
    assert (one.cost.required_total, one.cost.complete) == (Decimal(0), False)


# --- bills, on small catalogs ---------------------------------------------------------------------


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
    assert till_of({**cards, **others}).cpr_card == (Decimal(40), 2)
    assert till_of(others).cpr_card is None


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
