"""What holding a certification costs over the years: the days, the sums, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from certadvisor import Profile, compare, recommend
from certadvisor.advice.ownership import ownership, upkeep
from certadvisor.advice.plan import plan
from certadvisor.advice.results import Due, Ownership
from certadvisor.advice.wishes import PlanWish
from certadvisor.rules.cost import Pricing
from certadvisor.rules.renewal import MOST_YEARS
from certadvisor.text import usd
from helpers import TODAY, person, program, raw_catalog, real_catalog
from samples import part, people

CATALOG = real_catalog()
WORLD = raw_catalog()
LINE = "--setting collegiate --degree bachelor --degree-field exercise-science --cpr yes --cpt none"
CARD = Decimal("85.50")
"""The hands-on CPR/AED class that is cheapest by the year; its card is valid for two years."""


def owned(
    certification: str, years: int, day: date = TODAY, line: str = LINE, total: str = "475"
) -> Ownership:
    """What it costs over so many years from the day of certification."""
    till = Pricing(person(line), CATALOG)
    return ownership(
        certification, Decimal(total), complete=True, day=day, years=years, pricing=till
    )


def dues(found: Ownership, text: str = "") -> list[tuple[str, Decimal | None]]:
    """The days and amounts of what falls due, of one kind where asked."""
    return [(d.day, d.amount) for y in found.years for d in y.dues if d.text.startswith(text)]


# --- real dates ------------------------------------------------------------------------------------


def test_all_nsca_certificates_renew_on_the_same_days() -> None:
    """31 December 2026, then every three years, whenever one was certified."""
    found = owned("cscs", 10, day=date(2025, 1, 10))
    assert dues(found, "recertification") == [
        ("2026-12-31", Decimal(90)),
        ("2029-12-31", Decimal(90)),
        ("2032-12-31", Decimal(90)),
    ]


def test_who_is_certified_late_in_a_cycle_is_not_told_a_fee_that_nobody_confirms() -> None:
    """Within 184 days before the common day less may be due: the first amount is not known."""
    found = owned("cscs", 4)
    assert dues(found, "recertification") == [("2026-12-31", None), ("2029-12-31", Decimal(90))]
    assert [y.complete for y in found.years] == [False, True, True, True]
    just_outside = owned("cscs", 1, day=date(2026, 6, 29))
    assert dues(just_outside, "recertification") == [("2026-12-31", Decimal(90))]
    just_inside = owned("cscs", 1, day=date(2026, 6, 30))
    assert dues(just_inside, "recertification") == [("2026-12-31", None)]


def test_a_member_renews_at_the_members_fee() -> None:
    """$65 instead of $90."""
    found = owned("cscs", 4, line=f"{LINE} --member nsca")
    assert dues(found, "recertification")[-1] == ("2029-12-31", Decimal(65))


def test_others_renew_by_the_day_of_certification() -> None:
    """The NCSF-CSC every two years at $85."""
    found = owned("ncsf-csc", 5, day=date(2027, 3, 1))
    assert dues(found, "recertification") == [
        ("2029-03-01", Decimal(85)),
        ("2031-03-01", Decimal(85)),
    ]


def test_the_card_is_renewed_every_two_years() -> None:
    """At the latest so, counted from the day of certification."""
    found = owned("cscs", 5)
    assert dues(found, "CPR/AED") == [("2028-11-23", CARD), ("2030-11-23", CARD)]


def test_a_certificate_of_29_february_renews_on_28_february() -> None:
    """In the years that lack the day."""
    found = owned("ncsf-csc", 3, day=date(2028, 2, 29))
    assert dues(found, "recertification") == [("2030-02-28", Decimal(85))]


# --- sums ----------------------------------------------------------------------------------------------


def test_seven_years_of_the_cscs_add_up_to_the_cent() -> None:
    """475 + 3 × 85.50 + 2 × 90, and at least that: education and the first renewal are not known."""
    found = owned("cscs", 7)
    amounts = [y.amount for y in found.years]
    assert amounts == [Decimal(n) for n in ("475", "0", "85.50", "90", "85.50", "0", "175.50")]
    assert (found.total, found.complete) == (Decimal("911.50"), False)
    assert found.education == "6.0 CEUs"


def expected(certification: str, day: date, years: int, *, member: bool) -> Iterator[Due]:
    """What falls due, worked out from the catalog alone, month by month on the calendar."""
    renewal: Any = WORLD["certifications"][certification]["renewal"]
    fee = renewal["fee"]["member"] if member and renewal["fee"].get("member") else None
    fee = fee or renewal["fee"]["standard"]
    end = date(day.year + years, day.month, day.day)
    cycle = known(renewal["years"])
    if cycle:
        common = known(renewal["common_date"]) if renewal.get("common_date") else None
        start = date.fromisoformat(common) if common else date(day.year + cycle, day.month, day.day)
        for n in range(-20, 60):
            when = date(start.year + n * cycle, start.month, start.day)
            if day < when < end and (common or n >= 0):
                spared = (renewal.get("newcomer_days") or {}).get("value")
                new = spared is not None and (when - day).days <= spared
                yield Due(when.isoformat(), "recertification", None if new else money(fee))
    if known(renewal["keep_cpr"]):
        for year in range(day.year + 2, end.year + 1, 2):
            if date(year, day.month, day.day) < end:
                yield Due(date(year, day.month, day.day).isoformat(), "CPR/AED", CARD)


def known(fact: Any) -> Any:
    """The value of a fact, None where it is not confirmed."""
    return fact["value"] if fact.get("confirmed", True) else None


def money(price: Any) -> Decimal | None:
    """The amount of a price, None where it is not known."""
    value = known(price)
    return None if value is None else Decimal(str(value))


@pytest.mark.parametrize("certification", list(CATALOG.certifications))
@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 12, 31), date(2028, 8, 1)])
@pytest.mark.parametrize("member", [False, True])
def test_every_year_holds_what_falls_due_in_it(certification: str, day: date, member: bool) -> None:
    """No due is lost, none counted twice; each year is the sum of its own, the total of the years."""
    issuer = CATALOG.certifications[certification].issuer
    line = f"{LINE} --member {issuer}" if member and issuer in ("nsca", "cscca") else LINE
    for years in (1, 2, 3, 9, MOST_YEARS):
        found = owned(certification, years, day, line, "100.01")
        wanted = [
            (d.day, d.amount) for d in expected(certification, day, years, member=line != LINE)
        ]
        kept = [
            (d.day, d.amount)
            for y in found.years
            for d in y.dues
            if d.text.startswith(("recertification", "CPR/AED"))
        ]
        assert sorted(kept, key=str) == sorted(wanted, key=str)
        assert [y.year for y in found.years] == list(range(1, years + 1))
        for y in found.years:
            mine = sum((d.amount for d in y.dues if d.amount is not None), Decimal(0))
            assert y.amount == mine + (Decimal("100.01") if y.year == 1 else 0)
            assert y.complete == all(d.amount is not None for d in y.dues)
            first, last = (
                day.replace(year=day.year + y.year - 1),
                day.replace(year=day.year + y.year),
            )
            assert all(first <= date.fromisoformat(d.day) < last for d in y.dues)
        assert found.total == sum((y.amount for y in found.years), Decimal(0))


def test_at_least_is_said_wherever_something_is_not_known() -> None:
    """A sum is whole only if every year is, and no continuing education is asked for."""
    for certification in CATALOG.certifications:
        found = owned(certification, 9)
        units = CATALOG.certifications[certification].renewal.units.value
        whole = all(y.complete for y in found.years) and units == ""
        assert found.complete == whole


def test_getting_it_is_the_first_year_of_holding_it() -> None:
    """The first year begins with the required total of the way that is advised, or planned."""
    for profile in people(part(60, 8), seed=21):
        for one in recommend(profile, CATALOG, with_sureness=False, years=3).recommendations:
            if one.status == "closed":
                assert one.ownership is None
                continue
            assert one.ownership is not None
            first = one.ownership.years[0]
            later = sum((d.amount for d in first.dues if d.amount is not None), Decimal(0))
            assert first.amount == one.cost.required_total + later
            assert first.complete <= one.cost.complete
            road = plan(one.id, profile, CATALOG, PlanWish(years=3))
            if road.state == "open" and road.ownership is not None:
                assert road.ownership.total >= road.required_total


# --- said to people ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("certification", "said"),
    [
        ("cscs", "Every 3 years keeping it takes $90, a current CPR/AED card and 6.0 CEUs; "
         "next by 31 December 2026."),
        ("ncsf-csc", "Every 2 years keeping it takes $85"),
        ("cscca-sccc", "a fee that is not published"),
        ("nasm-ces", "not published"),
    ],
)  # fmt: skip
def test_who_holds_it_is_told_what_keeping_it_takes(certification: str, said: str) -> None:
    """Only what is published: a fee that is not is said not to be."""
    assert said in upkeep(certification, TODAY, Pricing(_nobody(), CATALOG))


def _nobody() -> Profile:
    return Profile(on=TODAY)


def test_the_years_are_itemised_on_the_screen() -> None:
    """Year by year, with the day of each due; "at least" where something is missing."""
    words = ["recommend", "--no-sureness", *LINE.split(), "--budget", "1000", "--on", "2026-11-23"]
    said = " ".join(program(*words, "--over", "7").stdout.split())
    for part_ in ("The CSCS over 7 years", "2029-12-31", "$175.50", "at least $911.50", "6.0 CEUs"):
        assert part_ in said
    assert "over 1 years" not in " ".join(program(*words, "--over", "1").stdout.split())


# --- side by side ----------------------------------------------------------------------------------


def test_beside_each_other_each_year_is_itemised_and_the_years_add_up() -> None:
    """`compare --over` shows what `recommend --over` says of each, year by year, and the sum."""
    profile = person(f"{LINE} --budget 1000")
    result = compare(["cscs", "ncsf-csc"], CATALOG, profile, years=6)
    told = {
        a.id: a.ownership
        for a in recommend(profile, CATALOG, with_sureness=False, years=6).recommendations
    }
    assert result.ownership == {i: told[i] for i in ("cscs", "ncsf-csc")}
    rows = {r.key: [c.text for c in r.cells] for r in result.rows if r.key.startswith("years")}
    assert list(rows) == [*(f"years.{n}" for n in range(1, 7)), "years.all"]
    assert "recertification (2029-12-31): $90" in rows["years.3"][0]
    for text, owned in zip(rows["years.all"], result.ownership.values(), strict=True):
        assert f"at least {usd(owned.total)}" in text
        assert owned.total == sum(y.amount for y in owned.years)
        assert owned.education is not None
        assert owned.education in text


def test_beside_each_other_without_answers_the_fees_alone_count() -> None:
    """Who has told nothing sees the list price and the renewals, and is told for whom that holds."""
    result = compare(["cscs", "tsac-f"], CATALOG, years=1)
    assert [o.years[0].amount for o in result.ownership.values()] == [Decimal(475), Decimal(435)]
    shown = program("compare", "cscs", "tsac-f", "--over", "1", "--on", TODAY.isoformat())
    assert "you already meet every requirement" in " ".join(shown.stdout.split())
    plain = program("compare", "cscs", "tsac-f", "--on", TODAY.isoformat())
    assert "What 1 year" in shown.stdout
    assert "Year 1" not in plain.stdout


def test_beside_each_other_what_is_held_or_out_of_reach_has_no_costs() -> None:
    """The cell says why there is no sum."""
    young = "--setting gym --degree none --cpr yes --cpt nasm-cpt --budget 900 --adult no"
    result = compare(["nasm-cpt", "issa-scc"], CATALOG, person(young), years=2)
    closed = next(r.cells[1].text for r in result.rows if r.key == "you.status") == "closed"
    told = [c.text for r in result.rows if r.key == "years.all" for c in r.cells]
    assert told[0] == "you hold it"
    assert (told[1] == "no known way") is closed is ("issa-scc" not in result.ownership)


@pytest.mark.parametrize("years", ["0", "-1", "1e9", "51", "two"])
@pytest.mark.parametrize("command", [["recommend"], ["compare", "cscs", "pes"], ["plan", "cscs"]])
def test_a_number_of_years_that_is_none_is_refused(command: list[str], years: str) -> None:
    """Whole years from 1 to 50, wherever they are asked for."""
    told = program(*command, "--over", years)
    assert (told.returncode, told.stdout) == (2, "")
    assert f'--over "{years}" is not a whole number from 1 to 50.' in told.stderr


# --- one year after the other ---------------------------------------------------------------------


def _years(certification: str, years: int, day: date, line: str = "") -> list[tuple[str, ...]]:
    till = Pricing(person("--cpr yes " + line), CATALOG)
    found = ownership(
        certification, Decimal(100), complete=True, day=day, years=years, pricing=till
    )
    assert found.total == sum((y.amount for y in found.years), Decimal(0))
    assert [y.year for y in found.years] == list(range(1, years + 1))
    return [tuple(f"{d.day} {d.amount}" for d in y.dues) for y in found.years]


def test_renewals_fall_in_the_year_in_which_they_are_due() -> None:
    """From the day of certification to the day before its anniversary is one year."""
    found = _years("ncsf-csc", 5, date(2027, 3, 1))
    assert found == [
        (),
        (),
        ("2029-03-01 85", "2029-03-01 85.5"),
        (),
        ("2031-03-01 85", "2031-03-01 85.5"),
    ]


def test_a_leap_day_is_followed_by_the_last_of_february() -> None:
    """Nobody's renewal falls out of the calendar."""
    found = _years("ncsf-csc", 3, date(2028, 2, 29))
    assert [d.split()[0] for year in found for d in year] == ["2030-02-28", "2030-02-28"]


def test_getting_it_is_paid_in_the_first_year_only() -> None:
    """And where that sum is not complete, neither is the first year."""
    till = Pricing(person("--cpr yes"), CATALOG)
    for complete in (True, False):
        found = ownership(
            "ncsf-csc", Decimal("399.50"), complete=complete, day=TODAY, years=2, pricing=till
        )
        assert [y.amount for y in found.years] == [Decimal("399.50"), Decimal(0)]
        assert [y.complete for y in found.years] == [complete, True]


def test_what_keeping_it_takes_is_said_in_a_sentence() -> None:
    """With the next common date where there is one."""
    till = Pricing(person("--cpr yes"), CATALOG)
    text = upkeep("cscs", TODAY, till)
    assert text.startswith("Every 3 years keeping it takes $90")
    assert text.endswith("; next by 31 December 2026.")
    assert "next by" not in upkeep("ncsf-csc", TODAY, till)
