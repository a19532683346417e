"""The catalog's values from JSON that is known to be sound, each as its type says."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from certadvisor.catalog import types as m
from certadvisor.catalog.facts import ReadBy, ToldBy
from certadvisor.values import default_of

Reader = Callable[[Any], Any]


def value_of(hint: Any, data: Any) -> Any:
    """The value of that type in sound JSON."""
    read = _reader(hint)
    return data if read is None else read(data)


def frozen(data: Any) -> Any:
    """JSON with its lists as tuples."""
    if isinstance(data, list):
        return tuple(frozen(x) for x in data)
    if isinstance(data, dict):
        return {k: frozen(v) for k, v in data.items()}
    return data


@cache
def _reader(hint: Any) -> Reader | None:
    """What reads the values of a type; None where they are what stands in the JSON."""
    if isinstance(hint, str):
        # A type that holds itself: it is looked up when it is whole.
        return lambda data: value_of(getattr(m, hint), data)
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _marked(args[0], args[1:])
    if origin is tuple:
        return _each(args[0])
    if origin is dict:
        return _each_under_key(args[1])
    if origin in (Union, UnionType):
        return _unless_none(_reader(args[0]))
    if hasattr(origin or hint, "__dataclass_fields__"):
        return _object(origin or hint, args)
    return frozen if hint is Any else None


def _marked(hint: Any, marks: tuple[Any, ...]) -> Reader | None:
    for mark in marks:
        if isinstance(mark, ReadBy):
            return mark.read
        if isinstance(mark, ToldBy):
            return _by_kind(hint) if mark.what == "kind" else _by_key(hint)
    return _reader(hint)


def _each(hint: Any) -> Reader:
    read = _reader(hint)
    return tuple if read is None else lambda data: tuple([read(one) for one in data])


def _each_under_key(hint: Any) -> Reader:
    read = _reader(hint)
    return dict if read is None else lambda data: {key: read(one) for key, one in data.items()}


def _unless_none(read: Reader | None) -> Reader | None:
    return None if read is None else lambda data: None if data is None else read(data)


def _by_kind(hint: Any) -> Reader:
    kinds = {kind_of(one): one for one in get_args(hint)}
    return lambda data: value_of(kinds[data["kind"]], data)


def kind_of(test: Any) -> str:
    """The kind that a type of test stands for."""
    kind: str = get_args(test.__dataclass_fields__["kind"].type)[0]
    return kind


def _by_key(hint: Any) -> Reader:
    *keyed, last = get_args(hint)
    keys = {next(iter(one.__dataclass_fields__)): one for one in keyed}
    return lambda data: value_of(next((keys[k] for k in keys if k in data), last), data)


def _object(kind: Any, args: tuple[Any, ...]) -> Reader:
    """What reads an object as a value of `kind`, whose own type parameter stands for `args`."""
    args = args or get_args(getattr(kind, "__orig_bases__", (None,))[0])
    fields = []
    for name, put in kind._setters.items():
        hint = kind.__dataclass_fields__[name].type
        open_to = getattr(hint, "__parameters__", ())
        hint = hint[args] if open_to and not isinstance(hint, TypeVar) else hint
        fields.append((name, put, _reader(hint), default_of(kind, name)))

    def made(data: dict[str, Any]) -> Any:
        one = kind.__new__(kind)
        for name, put, read, default in fields:
            if name not in data:
                put(one, default)
            else:
                put(one, data[name] if read is None else read(data[name]))
        return one

    return made
