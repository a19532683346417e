"""The group of a certification, and the order inside one."""

from __future__ import annotations

import pytest

from certadvisor.catalog import types as m
from certadvisor.rules.purpose import PurposeCheck, PurposeChecks
from certadvisor.rules.ranking import group_of
from helpers import TODAY
from small import Json, catalog_of, cert, held, ranking_in, serving, step

LINE = "--degree none --cpr no --cpt none --licence none --budget 100 "


@pytest.mark.parametrize(
    ("status", "serves", "within", "soon", "group"),
    [
        ("closed", True, True, True, "closed"),
        ("closed", False, None, False, "closed"),
        ("ready", False, True, True, "not-for-this"),
        ("long-term", False, True, False, "not-for-this"),
        ("long-term", True, False, False, "later"),
        ("long-term", True, True, True, "later"),
        ("on-track", True, True, False, "not-yet"),
        ("on-track", True, True, True, "do-now"),
        ("on-track", True, False, True, "not-yet"),
        ("reachable", True, None, True, "not-yet"),
        ("ready", True, False, True, "not-yet"),
        ("reachable", True, True, False, "not-yet"),
        ("reachable", True, True, True, "do-now"),
        ("ready", True, True, False, "do-now"),
        ("ready", True, True, True, "do-now"),
    ],
)
def test_the_first_reason_from_the_far_end_names_the_group(
    status: m.StatusName, serves: bool, within: bool | None, soon: bool, group: str
) -> None:
    """Closed, not for this, later, not yet, do now."""
    purpose = PurposeChecks(
        PurposeCheck(serves, "serves"),
        PurposeCheck(True, "has-base"),
        PurposeCheck(True, "not-covered"),
    )
    assert group_of(status, purpose, within, soon=soon) == group


@pytest.mark.parametrize(
    ("weeks", "group"), [(0, "do-now"), (26, "do-now"), (27, "not-yet"), (None, "not-yet")]
)
@pytest.mark.parametrize(("span", "status"), [("short", "reachable"), ("under-way", "on-track")])
def test_what_takes_a_step_is_to_do_now_if_that_ends_soon(
    span: str, status: str, weeks: int | None, group: str
) -> None:
    """On a known day within the 26 weeks of the policy."""
    steps = {"wait": step(weeks, span=span)}
    ranking = ranking_in(catalog_of(steps, goal=cert("strong", rule=held("wait"))), LINE)
    found = ranking.of("goal")
    assert found is not None
    assert ranking.catalog.policy.soon_weeks == 26
    assert (found.status, found.group) == (status, group)


# --- inside a group ---------------------------------------------------------------------------------


def _order(line: str, setting: Json | None = None, /, **certifications: Json) -> list[str]:
    steps = {"x": step(1), "late": step(20)}
    ranking = ranking_in(catalog_of(steps, None, setting, **certifications), LINE + line)
    return [o.id for o in ranking.ranked if o.group == "do-now"]


def _enough(*ids: str) -> Json:
    return {"sufficient": [{"speaks_for": "all", "rule": held(*ids), "source": "article"}]}


def test_what_completes_a_set_comes_before_a_better_score() -> None:
    """Inside a group; it does not change the group."""
    made = {"goal": cert("useful", "90"), "other": cert("standard", "1")}
    assert _order("", **made) == ["other", "goal"]
    assert _order("", _enough("goal"), **made) == ["goal", "other"]
    assert _order("", _enough("goal"), **{**made, "goal": cert("useful", "101")}) == ["other"]


def test_with_a_focus_what_is_strong_in_it_comes_first() -> None:
    """After what completes a set, before the score; strong is enough, standard no better."""
    made = {
        "goal": cert("standard", "1", **_focus("standard", "useful")),
        "other": cert("useful", "90", **_focus("useful", "strong")),
    }
    assert _order("--focus weight-loss", **made) == ["other", "goal"]
    assert _order("--focus weight-loss", _enough("goal"), **made) == ["goal", "other"]
    best = {**made, "goal": cert("standard", "1", **_focus("standard", "standard"))}
    assert _order("--focus weight-loss", **best) == ["goal", "other"]


def _focus(level: str, focus: str) -> Json:
    return serving(level, **{"weight-loss": focus})


@pytest.mark.parametrize(
    ("wish", "order"),
    [
        ("", ["other", "goal"]),
        ("--prefer cheapest", ["goal", "other"]),
        ("--prefer fastest", ["goal", "other"]),
    ],
)
def test_a_preference_orders_before_the_score_and_after_the_sets(
    wish: str, order: list[str]
) -> None:
    """Cheapest by the required total, fastest by the day."""
    made = {"goal": cert("useful", "10"), "other": cert("standard", "20", held("late"))}
    assert _order(wish, **made) == order
    assert _order(wish, _enough("other"), **made) == ["other", "goal"]


def test_on_a_tie_complete_then_cheaper_then_by_id() -> None:
    """The score being the same without a limit."""
    line = "--budget unlimited"
    steps: dict[str, Json] = {}
    for one, other, first in ((None, "9", "other"), ("60", "9", "other"), ("9", "9", "goal")):
        catalog = catalog_of(steps, goal=cert("useful", one), other=cert("useful", other))
        ranking = ranking_in(catalog, LINE.replace("--budget 100", line))
        assert ranking.ranked[0].id == first
        assert ranking.profile.on == TODAY
