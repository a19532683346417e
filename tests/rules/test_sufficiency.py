"""Is what is held enough? What sets suffice, by themselves and with a focus."""

from __future__ import annotations

import pytest

from certadvisor.catalog import types as m
from small import (
    UNPUBLISHED,
    Json,
    catalog_of,
    cert,
    every,
    held,
    leaf,
    one_of,
    ranking_in,
    serving,
    step,
)

NOBODY = "--degree none --cpr no --cpt none --budget unlimited "
RD = leaf({"kind": "licence", "any_of": ["rd"]})


def _set(rule: Json, focus: str | None = None) -> Json:
    return {"speaks_for": "everyone", "rule": rule, "focus": focus, "source": "article"}


def _catalog(*sets: Json, own_trade: tuple[str, ...] = (), **certifications: Json) -> m.Catalog:
    """`goal` and `other` serve everywhere; of them `other` is strong in a focus of each sort."""
    focuses = ("strength", "nutrition", "weight-loss")
    usual = {
        "goal": cert("strong", **serving("strong", **dict.fromkeys(focuses, "useful"))),
        "other": cert("strong", **serving("strong", **dict.fromkeys(focuses, "strong"))),
    }
    setting = {"sufficient": [*sets], "own_trade": [*own_trade]}
    return catalog_of({"x": step(1)}, None, setting, **{**usual, **certifications})


@pytest.mark.parametrize(
    ("line", "needed"),
    [
        ("--licence none", True),
        ("--licence none --holds x", True),
        ("--licence none --holds goal", False),
        ("--licence none --holds other", None),
        ("--licence none --holds other --holds goal", False),
    ],
)
def test_a_further_certificate_is_needed_until_a_set_is_met(line: str, needed: bool | None) -> None:
    """A set that hangs on what nobody publishes leaves it open."""
    enough = one_of(held("goal"), every(held("other"), UNPUBLISHED))
    ranking = ranking_in(_catalog(_set(enough)), NOBODY + line)
    assert ranking.needed is needed
    if needed is False:
        assert (ranking.goal, ranking.beyond, ranking.first_place) == (None, None, None)


def test_a_focus_that_is_the_settings_own_trade_changes_nothing() -> None:
    """Elsewhere something strong in the focus is asked for as well."""
    line = NOBODY + "--licence none --holds goal --focus strength"
    assert ranking_in(_catalog(_set(held("goal")), own_trade=("strength",)), line).needed is False
    assert ranking_in(_catalog(_set(held("goal"))), line).needed is True


@pytest.mark.parametrize(
    ("line", "needed"),
    [
        ("--holds x --focus strength", False),
        ("--holds x", True),
        ("--holds x --focus weight-loss", True),
        # The setting's set, and something strong in the focus: neither alone.
        ("--holds goal --focus strength", True),
        ("--holds other --focus strength", True),
        ("--holds goal --holds other --focus strength", False),
    ],
)
def test_a_set_for_a_focus_stands_alone(line: str, needed: bool) -> None:
    """It answers for that focus and for no other."""
    catalog = _catalog(_set(held("goal")), _set(held("x"), "strength"))
    assert ranking_in(catalog, f"{NOBODY} --licence none {line}").needed is needed


@pytest.mark.parametrize(("focus", "needed"), [("nutrition", False), ("weight-loss", True)])
def test_what_is_strong_in_a_focus_without_training_people_is_enough(
    focus: str, needed: bool
) -> None:
    """Only who trains people needs the setting's set besides."""
    line = f"{NOBODY} --licence none --holds other --focus {focus}"
    assert ranking_in(_catalog(_set(held("goal"))), line).needed is needed


@pytest.mark.parametrize(
    ("line", "needed"),
    [
        ("--licence rd --focus nutrition", False),
        ("--licence none --focus nutrition", True),
        ("--licence pt --focus nutrition", True),
        ("--licence rd --focus weight-loss", True),
        ("--licence rd", True),
    ],
)
def test_a_licence_alone_suffices_for_its_focus(line: str, needed: bool) -> None:
    """Nothing need be held besides."""
    catalog = _catalog(_set(held("goal")), _set(RD, "nutrition"))
    assert ranking_in(catalog, NOBODY + line).needed is needed


def test_where_nothing_serves_nobody_can_say() -> None:
    """The catalog knows nothing for this; there is no goal either."""
    nothing = serving("marginal")
    ranking = ranking_in(_catalog(goal=nothing, other=nothing), NOBODY + "--licence none")
    assert (ranking.needed, ranking.goal) == (None, None)


def test_where_all_that_serves_is_held_or_covered_nothing_is_needed() -> None:
    """Without any set; what is left uncovered is needed."""
    cover = {"test": held("x")["test"], "rationale": "it is", "source": "article"}
    covered, line = cert("strong", covered_by=[cover]), f"{NOBODY} --licence none --holds x"
    assert ranking_in(_catalog(goal=covered, other=covered), line).needed is False
    assert ranking_in(_catalog(goal=covered), line).needed is True
    assert ranking_in(_catalog(goal=covered), f"{line} --holds other").needed is False


@pytest.mark.parametrize(
    ("holds", "needed"), [("", True), ("--holds goal", True), ("--holds other", False)]
)
def test_what_the_employer_accepts_is_the_set(holds: str, needed: bool) -> None:
    """In place of every other one."""
    line = f"{NOBODY} --licence none --employer-accepts other {holds}"
    ranking = ranking_in(_catalog(_set(held("goal"))), line)
    assert ranking.needed is needed


def test_what_completes_a_set_is_said_of_each_certification() -> None:
    """With what is held already: half of a set is completed by the other half."""
    both = _catalog(_set(every(held("goal"), held("x"))))

    def completing(line: str) -> list[str]:
        ranking = ranking_in(both, f"{NOBODY} --licence none {line}")
        return [o.id for o in ranking.ranked if o.completes]

    assert completing("") == []
    assert completing("--holds x") == ["goal"]
