"""Values are immutable, compare by type and fields, and say what they are."""

from __future__ import annotations

import copy
import pickle
from dataclasses import MISSING, FrozenInstanceError, field, fields, replace
from typing import Generic, TypeVar

import pytest

from certadvisor.values import immutable, said_in

T = TypeVar("T")


@immutable(kw_only=True)
class Box(Generic[T]):
    """Something in a box."""

    size: int = 1
    holds: T
    labels: dict[str, int] = field(default_factory=dict)


@immutable(kw_only=True)
class Crate(Box[str]):
    """A box with a colour."""

    colour: str | None = None


@immutable()
class Pair:
    """Two numbers."""

    one: int
    other: int = 2


@immutable()
class Twin:
    """Two numbers, too."""

    one: int
    other: int = 2


def test_fields_are_given_by_place_or_name_and_have_defaults() -> None:
    """As those of a dataclass."""
    assert Pair(1) == Pair(1, 2) == Pair(one=1, other=2)
    crate = Crate(holds="pears")
    assert (crate.size, crate.holds, crate.labels, crate.colour) == (1, "pears", {}, None)
    assert [f.name for f in fields(Crate)] == ["size", "holds", "labels", "colour"]
    assert replace(crate, size=3) == Crate(size=3, holds="pears")


@pytest.mark.parametrize(
    ("given", "named"), [((), {}), ((1, 2, 3), {}), ((1,), {"third": 3}), ((1,), {"one": 1})]
)
def test_what_does_not_fit_the_fields_is_refused(
    given: tuple[int, ...], named: dict[str, int]
) -> None:
    """A missing field, one too many, one that is unknown, and one given twice."""
    with pytest.raises(TypeError):
        Pair(*given, **named)


def test_values_of_two_types_are_never_equal() -> None:
    """Whatever their fields hold."""
    assert len({Pair(1), Pair(1), Twin(1)}) == 2
    assert Box(holds="pears") != Crate(holds="pears")


def test_a_value_cannot_be_changed() -> None:
    """Neither a field, nor a new one, nor by taking one away."""
    pair = Pair(1)
    with pytest.raises(FrozenInstanceError):
        pair.one = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        pair.third = 3  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError):
        del pair.one
    assert pair == Pair(1)


def test_two_values_share_no_default_that_can_change() -> None:
    """Each gets an object of its own."""
    one, other = Box(holds=1), Box(holds=1)
    one.labels["a"] = 1
    assert other.labels == {}


def test_a_value_is_copied_and_pickled() -> None:
    """As results are, from one process to another."""
    for one in (Pair(1), Crate(holds="pears", labels={"a": 1})):
        assert copy.copy(one) == copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == one


def test_a_value_says_its_fields() -> None:
    """All of them when shown, and those that differ from the default when asked."""
    assert repr(Pair(1)) == "Pair(one=1, other=2)"
    assert said_in(Pair(1)) == {"one": 1}
    assert said_in(Crate(holds="", colour="red")) == {"holds": "", "colour": "red"}


@immutable(kw_only=True, eq=False)
class Question:
    """Something that is worked out once."""

    default: object = MISSING


def test_without_eq_a_value_is_equal_only_to_itself() -> None:
    """What is worked out once is told apart by being the same one, at no cost."""
    one, other = Question(default=1), Question(default=1)
    assert one == one != other  # noqa: PLR0124
    assert len({one, other, one}) == 2


def test_a_field_may_be_given_what_stands_for_nothing() -> None:
    """A field without a default may hold the sign that something else has none."""
    assert Question(default=MISSING).default is MISSING
