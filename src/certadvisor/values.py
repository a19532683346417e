"""Immutable values: what frozen dataclasses with slots are, and quicker to define.

A dataclass has its methods written and compiled for each class, 0.7 ms a class; a hundred classes
would take longer than the answer. Here they are written once, for all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from itertools import islice
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

METHODS = ("init", "repr", "setattr", "delattr", "reduce")

KindT = TypeVar("KindT", bound=type[Any])


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def immutable(*, kw_only: bool = False, eq: bool = True) -> Callable[[KindT], KindT]:
    """Make a class one of immutable values, as `@dataclass(frozen=True, slots=True)` would.

    `kw_only` is for the type checker: it wants names then, and fields may stand in any order.
    Without `eq` a value is equal only to itself. A `__post_init__` is called as in a dataclass.
    """

    def made(kind: KindT) -> KindT:
        own: Any = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(kind)
        names = [f.name for f in fields(own)]
        own._setters = {name: getattr(own, name).__set__ for name in names}
        own._is_checked = hasattr(own, "__post_init__")
        # The first one twice: of a single name, `attrgetter` makes no tuple.
        own._values = attrgetter(*names, names[0])
        for name in (*METHODS, *(("eq", "hash") if eq else ())):
            setattr(own, f"__{name}__", vars(_Methods)[f"__{name}__"])
        return own  # type: ignore[no-any-return]

    return made


def default_of(kind: type[Any], name: str) -> Any:
    """What a field holds where nothing is given; `MISSING` where something must be."""
    own = kind.__dataclass_fields__[name]
    return own.default if own.default_factory is MISSING else own.default_factory()


def said_in(one: Any) -> dict[str, Any]:
    """The fields of a value that are not left at their default, by name."""
    given = {f.name: getattr(one, f.name) for f in fields(one)}
    return {name: had for name, had in given.items() if had != default_of(type(one), name)}


class _Methods:
    _setters: dict[str, Callable[[Any, Any], None]]
    _values: Callable[[Any], tuple[Any, ...]]
    _is_checked: bool
    __post_init__: Callable[[], None]

    def __init__(self, *given: Any, **named: Any) -> None:
        kind, setters = type(self), self._setters
        for put, one in zip(setters.values(), given, strict=False):
            put(self, one)
        for name, put in islice(setters.items(), len(given), None):
            if name in named:
                put(self, named.pop(name))
                continue
            one = default_of(kind, name)
            if one is MISSING:
                raise TypeError(f"{kind.__name__} needs the field {name}")
            put(self, one)
        if named or len(given) > len(setters):
            raise TypeError(f"{kind.__name__} has no fields but {', '.join(setters)}")
        if self._is_checked:
            self.__post_init__()

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self._values(self) == self._values(other)

    def __hash__(self) -> int:
        return hash(self._values(self))

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._setters)
        return f"{type(self).__qualname__}({given})"

    def __setattr__(self, name: str, _: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(getattr(self, name) for name in self._setters)
