"""What it takes besides money: the pass rate, and the hours that fit one's background."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from certadvisor.rules.effort import Effort, effort_of
from certadvisor.rules.requirements import candidate
from helpers import person, raw_catalog
from small import Json, catalog_of, fact

LIKE = next(iter(raw_catalog()["certifications"].values()))
FIELD, HEALTH = "exercise-science", "health-science"


def _hours(high: int, *background: str, **more: Any) -> Json:
    return {
        "background": [*background],
        "low": high - 50,
        "high": high,
        "source": "article",
        **more,
    }


def _effort(line: str, *hours: Json, rate: Json | None = None, weeks: int | None = None) -> Effort:
    catalog = catalog_of(
        {},
        goal={
            "study": {**LIKE["study"], "hours": [*hours]},
            "exam": {**LIKE["exam"], "pass_rate": rate or fact(None)},
            "weeks": fact(weeks),
        },
    )
    who = candidate(person(line, catalog), catalog)
    return effort_of(catalog.certifications["goal"], who)


@pytest.mark.parametrize(
    ("line", "hours"),
    [
        ("--degree bachelor --degree-field exercise-science", (50, 100)),
        ("--degree associate --degree-field exercise-science", (50, 100)),
        ("--degree bachelor --degree-field health-science", (150, 200)),
        ("--degree bachelor --degree-field other", (250, 300)),
        # Not known, not said, or none at all: counted as another field.
        ("--degree bachelor --degree-field unknown", (250, 300)),
        ("--degree high-school", (250, 300)),
        ("", (250, 300)),
        # A student's field is that of the running degree.
        ("--degree student --degree-field exercise-science", (50, 100)),
        ("--degree senior --degree-field health-science", (150, 200)),
    ],
)
def test_the_hours_are_those_for_the_candidates_background(
    line: str, hours: tuple[int, int]
) -> None:
    """The first that fits counts."""
    found = _effort(line, _hours(100, FIELD), _hours(200, HEALTH), _hours(300))
    assert found.hours == hours


def test_hours_for_everyone_count_where_they_come_first() -> None:
    """And none are taken from another background or from what is not confirmed."""
    assert _effort("--degree high-school", _hours(300), _hours(100, "other")).hours == (250, 300)
    assert _effort("--degree high-school", _hours(100, FIELD)).hours is None
    unsure = _hours(80, confirmed=False)
    assert _effort("", unsure).hours is None
    assert _effort("", unsure, _hours(90)).hours == (40, 90)
    assert _effort("", _hours(90, low=None)).hours == (None, 90)


def test_a_pass_rate_has_its_year_and_what_is_unknown_is_null() -> None:
    """Sources are those of what is shown, each once."""
    rate = {**fact(39), "as_of": "2025-06"}
    assert _effort("", _hours(90), rate=rate, weeks=12) == Effort(
        Decimal(39), "2025", (40, 90), 12, ("article",)
    )
    assert _effort("") == Effort(None, None, None, None, ())
    assert _effort("", rate=fact(39)).year is None
