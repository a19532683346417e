"""Whether data from elsewhere is a catalog: every problem at once, and the JSON Schema of one.

The types say what is allowed, the rules below what goes together. Of both, pydantic makes models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import MISSING
from datetime import date
from decimal import Decimal
from functools import cache, reduce
from inspect import get_annotations
from itertools import islice, pairwise
from operator import or_
from types import GenericAlias, UnionType
from typing import Annotated, Any, ForwardRef, Generic, Union, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    create_model,
    model_validator,
)
from typing_extensions import TypeAliasType

from certadvisor.catalog import types as m
from certadvisor.catalog.checks import problems
from certadvisor.catalog.facts import Checked, Limits, ReadBy, ToldBy, is_later
from certadvisor.catalog.faults import BRANCHES, fault
from certadvisor.catalog.reading import frozen
from certadvisor.json_text import SCHEMA_ID
from certadvisor.values import default_of

MOST_PROBLEMS = 2_000
"""How many problems of one kind are listed; more are only counted."""


def problems_in(data: Any, besides: Iterable[str] = ()) -> list[str]:
    """Every problem of a catalog in JSON, those already found `besides` before those of its ids."""
    found: list[str] = []
    try:
        found += _some(besides)
        found += _some(problems(data))
        model_of(m.Catalog).model_validate(frozen(data))
    except ValidationError as error:
        found = [*_listed(error, data), *found]
    except RecursionError:
        found = ["is nested too deep"]
    return found


def catalog_schema() -> dict[str, Any]:
    """The JSON Schema of a catalog."""
    made = model_of(m.Catalog).model_json_schema()
    made["properties"] = {"$schema": {"type": "string"}, **made["properties"]}
    return {"$schema": SCHEMA_ID, **made}


def _some(found: Iterable[str]) -> list[str]:
    some = list(islice(found, MOST_PROBLEMS + 1))
    if len(some) > MOST_PROBLEMS:
        some[-1] = "has more problems than can be listed"
    return some


def _listed(error: ValidationError, data: Any) -> list[str]:
    if error.error_count() > MOST_PROBLEMS:
        return [f"has {error.error_count():,} problems, too many to list: is it a catalog?"]
    found = error.errors(include_url=False)
    # A list whose entries are all wrong loses them and then seems empty: only the first is a fault.
    return [fault(e, data) for e in found if e["type"] != "too_short" or not e["input"]]


# --- what goes together ----------------------------------------------------------------------


def _is_after_publication(read: str, before: ValidationInfo) -> str:
    published = before.data.get("published")
    if published is not None and is_later(published, read):
        raise ValueError(f"is before it was published, {published}")
    return read


def _is_not_before_since(until: date | None, before: ValidationInfo) -> date | None:
    since = before.data.get("since")
    if since is not None and until is not None and until < since:
        raise ValueError(f"is before it begins, {since}")
    return until


NEEDED = {
    "source": "is missing: a value needs its source",
    "reason": "is missing: an unknown value needs a reason",
    "ask": "is missing: an unknown value needs someone to ask",
}


def _is_sourced_or_unknown(said: str | None, before: ValidationInfo) -> str | None:
    unknown = before.data.get("value", "wrong") is None
    if said is None and unknown is (before.field_name != "source"):
        raise ValueError(NEEDED[str(before.field_name)])
    return said


def _is_the_lower_end(low: Decimal | None, before: ValidationInfo) -> Decimal | None:
    value = before.data.get("value")
    if low is not None and value is not None and low > value:
        raise ValueError(f"is more than the value, {value}")
    return low


def _is_in_its_year(day: str | None, of: ValidationInfo) -> str | None:
    first = of.data.get("first")
    if first is None or day is None:
        return day
    if of.field_name == "last" and day < first:
        raise ValueError(f"is before it begins, {first}")
    if of.field_name == "apply_by" and day > first:
        raise ValueError(f"is after the window begins, {first}")
    return day


def _is_in_order(table: dict[str, Any], of: ValidationInfo) -> dict[str, Any]:
    rising = get_args(m.LevelName) if of.field_name == "levels" else get_args(m.StatusName)[::-1]
    known = [name for name in rising if name in table]
    for lower, higher in pairwise(known):
        if table[lower].value > table[higher].value:
            raise ValueError(f"{lower} must not be worth more than {higher}")
    return table


def _names_something(test: Any) -> Any:
    if not (test.ids or test.role or test.primary):
        raise ValueError("a credential test names ids, a role or primary")
    return test


# Checked key by key where possible, so that a wrong value does not hide a missing source.
RULES: dict[type[Any], dict[str, Callable[..., Any]]] = {
    m.Source: {"read": _is_after_publication},
    m.Leaf: {"until": _is_not_before_since},
    m.Fact: dict.fromkeys(NEEDED, _is_sourced_or_unknown),
    m.Price: {"low": _is_the_lower_end},
    m.Window: dict.fromkeys(("last", "apply_by"), _is_in_its_year),
    m.Policy: {"levels": _is_in_order, "statuses": _is_in_order},
}
RULES_OF_WHOLE = {m.CredentialTest: _names_something}


# --- pydantic's models -----------------------------------------------------------------------


class _Strict(BaseModel):
    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", arbitrary_types_allowed=True
    )


@cache
def model_of(kind: Any) -> Any:
    """The model of one of the catalog's types."""
    (base,) = kind.__dict__.get("__orig_bases__", kind.__bases__)
    bases: Any = (_Strict, base) if get_origin(base) is Generic else _checked(base)
    fields: dict[str, Any] = {n: _field(kind, n, h) for n, h in get_annotations(kind).items()}
    whole = RULES_OF_WHOLE.get(kind)
    checks: Any = {"_whole": model_validator(mode="after")(whole)} if whole else {}
    # The schema tells types apart by their module, where they share a name.
    return create_model(
        kind.__name__, __base__=bases, __module__=kind.__module__, __doc__=kind.__doc__, __validators__=checks, **fields
    )  # fmt: skip


def _field(kind: Any, name: str, hint: Any) -> Any:
    made, default, rule = _checked(hint), default_of(kind, name), RULES.get(kind, {}).get(name)
    if rule is not None:
        made = Annotated[made, AfterValidator(rule)]
    if hasattr(default, "__dataclass_fields__"):
        default = model_of(default.__class__)()
    if default is MISSING:
        return made, ...
    if isinstance(default, dict):
        return made, Field(default_factory=dict)
    return made, Field(default, validate_default=rule is not None)


def _checked(hint: Any) -> Any:
    """A type of the catalog as pydantic wants it."""
    origin, args = get_origin(hint), get_args(hint)
    if isinstance(hint, str):
        # A type that holds itself. It is found below, where a plain one has the plain name.
        return ForwardRef(f"_{hint}")
    if origin is Annotated:
        return _marked(args[0], args[1:])
    if origin is tuple:
        return GenericAlias(tuple, (_checked(args[0]), ...))
    if origin is dict:
        return GenericAlias(dict, (_checked(args[0]), _checked(args[1])))
    if origin in (Union, UnionType):
        return reduce(or_, map(_checked, args))
    if origin is m.Fact:
        return model_of(m.Fact)[_checked(args[0])]
    if hint is object:
        return _Strict
    return model_of(hint) if hasattr(hint, "__dataclass_fields__") else hint


def _marked(hint: Any, marks: tuple[Any, ...]) -> Any:
    made, name = _checked(hint), None
    for mark in marks:
        if isinstance(mark, ToldBy):
            return _told_apart(hint, mark)
        if isinstance(mark, Checked):
            made = Annotated[made, AfterValidator(mark.check)]
        elif isinstance(mark, ReadBy):
            made = Annotated[made, BeforeValidator(mark.read)]
            if mark.json_types:
                one, *more = mark.json_types
                made = Annotated[made, WithJsonSchema({"type": [one, *more] if more else one})]
        elif isinstance(mark, Limits):
            made, name = Annotated[made, _limits(hint, mark)], mark.kind
    return made if name is None else TypeAliasType(name, made)


def _limits(hint: Any, limits: Limits) -> Any:
    if hint is str:
        return StringConstraints(
            min_length=limits.least, max_length=limits.most, pattern=limits.pattern
        )
    if get_origin(hint) in (tuple, dict):
        return Field(min_length=limits.least)
    return Field(ge=limits.least, le=limits.most, gt=limits.over)


def _told_apart(hint: Any, mark: ToldBy) -> Any:
    kinds = [model_of(kind) for kind in get_args(hint)]
    if mark.what == "kind":
        return Annotated[reduce(or_, kinds), Field(discriminator="kind")]
    tagged = [Annotated[k, Tag(tag)] for k, tag in zip(kinds, BRANCHES, strict=True)]
    return Annotated[reduce(or_, tagged), Discriminator(_branch)]


def _branch(value: object) -> str:
    for tag, key in zip(BRANCHES, ("all", "any"), strict=False):
        if isinstance(value, dict) and key in value:
            return tag
    return BRANCHES[-1]


for _kind in (m.AllOf, m.AnyOf):
    model_of(_kind).model_rebuild(_types_namespace={"_Requirement": _checked(m.Requirement)})
