"""The score: what each criterion is worth, and how points are rounded."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from certadvisor.catalog import types as m
from certadvisor.rules.cost import Costs, YearlyUpkeep
from certadvisor.rules.scoring import affordability, affordable, points, score
from helpers import person


def _cost(total: str, *, complete: bool = True) -> Costs:
    amount = Decimal(total)
    return Costs(amount, amount, complete, True, True, (), None, YearlyUpkeep(Decimal(0), True))


@pytest.mark.parametrize(
    ("total", "complete", "budget", "left", "within"),
    [
        ("475", True, "950", Fraction(1, 2), True),
        ("475", True, "475", Fraction(0), True),
        ("475", True, "474.99", Fraction(0), False),
        ("475", True, "unlimited", Fraction(1), True),
        ("475", False, "unlimited", Fraction(1), True),
        ("475", False, "950", Fraction(0), None),
        ("475", False, "475", Fraction(0), None),
        ("475", False, "400", Fraction(0), False),
        ("0", True, "0", Fraction(0), True),
        ("0", False, "0", Fraction(0), False),
        ("0", True, "100", Fraction(1), True),
    ],
)
def test_what_is_left_and_whether_it_is_within_the_budget(
    total: str, complete: bool, budget: str, left: Fraction, within: bool | None
) -> None:
    """Left is a share of the budget; where a part is not known, nothing counts as left."""
    profile = person(f"--budget {budget}")
    cost = _cost(total, complete=complete)
    assert affordability(cost, profile) == left
    assert affordable(cost, profile) is within


def test_points_are_shared_by_largest_remainder_and_ties_go_in_order() -> None:
    """Three thirds of a score of 33.3 make 33.3, and the first gets the tenth that is over."""
    names: tuple[m.CriterionName, ...] = ("fit", "recognition", "readiness", "affordability")
    values = dict(zip(names, [Fraction(1), Fraction(1), Fraction(1), Fraction(0)], strict=True))
    even = dict.fromkeys(names[:3], 1)
    assert score(values, even) == 1
    assert list(points(values, even).values()) == [
        Decimal("33.4"),
        Decimal("33.3"),
        Decimal("33.3"),
    ]
    half = dict(zip(names, [Fraction(1, 16), Fraction(0), Fraction(0), Fraction(0)], strict=True))
    # 1/16 of four equal weights is 1.5625 points: 1.6.
    assert sum(points(half, dict.fromkeys(names, 1)).values()) == Decimal("1.6")
    # Exactly half a tenth is rounded up: 1/2000 of a hundred points is 0.05.
    least = {**half, "fit": Fraction(1, 2000)}
    assert points(least, {"fit": 1, "recognition": 0}) == {"fit": Decimal("0.1"), "recognition": 0}
    weights: dict[m.CriterionName, int] = {"fit": 3, "recognition": 1}
    assert score({**values, "recognition": Fraction(0)}, weights) == Fraction(3, 4)


def test_without_a_budget_nothing_is_left_of_it() -> None:
    """Nobody has said what may be spent."""
    nobody = person("")
    assert affordability(_cost("10"), nobody) == 0
    assert affordable(_cost("10"), nobody) is False
    assert affordable(_cost("0"), nobody) is True
