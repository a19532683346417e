"""What opens the same doors stands together, and a few dollars do not decide its order."""

from __future__ import annotations

from typing import Any

import pytest

from small import CARD, NO_ONE, Json, catalog_of, cert, fact, keeping, ranking_in

OFFICIAL, HEARSAY = "nsca-cscs-fees", "article"


def sold(amount: str, source: str = OFFICIAL, **more: Any) -> Json:
    """A useful certification at a price from a source; study material is included."""
    price = {"value": float(amount), "source": source}
    study = {"label": "study", "price": {"value": 0, "source": OFFICIAL}, "time": fact(None)}
    made = {**cert("useful"), "study": study, **keeping(), **more}
    return made | {"fees": [{"label": "fee", "standard": price}]}


def order(goal: Json, other: Json, line: str = "--budget 1000", **more: Json) -> list[str]:
    """The ids in the order in which they are ranked."""
    catalog = catalog_of({}, goal=goal, other=other, **more)
    return [o.id for o in ranking_in(catalog, f"{NO_ONE} {line}").ranked]


def passing(rate: int | None) -> Json:
    """An exam that so many per cent pass."""
    return {"exam": {**_EXAM, "pass_rate": fact(rate)}}


_EXAM: Json = {
    part: fact(None)
    for part in (
        "minutes", "questions", "sections", "topics", "passing_score", "delivery", "vendor", "window",
    )
}  # fmt: skip


def test_the_cheaper_to_hold_for_two_years_comes_first() -> None:
    """Dearer to take and cheaper to keep: $400 and $10 a year against $390 and $30 a year."""
    cheap_to_keep = sold("400", **keeping(fee={"label": "renewal", "standard": fact(20)}))
    assert order(cheap_to_keep, sold("390", **keeping(fee={"label": "renewal", "standard": fact(60)}))) == [
        "goal", "other",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("price", "source", "first"),
    [
        ("395", HEARSAY, "goal"),
        ("395", OFFICIAL, "other"),
        ("350", HEARSAY, "other"),
    ],
)
def test_a_small_difference_that_is_hearsay_decides_nothing(
    price: str, source: str, first: str
) -> None:
    """Below a tenth only official prices order; then the exam that more people pass comes first."""
    goal = sold("400", **passing(80))
    assert order(goal, sold(price, source, **passing(60)))[0] == first


def test_who_can_be_taken_sooner_comes_first() -> None:
    """What is open today stands before what needs a step first, whatever the prices."""
    asks = sold("100", requirements=CARD)
    assert order(asks, sold("400"), "--budget 1000") == ["other", "goal"]


def test_equals_stand_together_at_the_place_of_the_best() -> None:
    """Of another role, and better than one of the two by points: it does not come between them."""
    between = sold("300", role="trainer")
    found = order(sold("100"), sold("900"), "--budget 1000", between=between)
    assert found.index("other") == found.index("goal") + 1


def test_a_preference_orders_equals_too() -> None:
    """The cheapest first is the cheapest first, though the difference is hearsay."""
    goal, other = sold("400", **passing(80)), sold("395", HEARSAY, **passing(60))
    assert order(goal, other, "--budget 1000 --prefer cheapest")[0] == "other"
