"""What pydantic found wrong with a catalog, in plain words, with the place."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic_core import ErrorDetails

from certadvisor.catalog import types as m
from certadvisor.catalog.facts import AS_OF, DAY_OF_YEAR, URL
from certadvisor.catalog.names import nearest
from certadvisor.catalog.vocabulary import ID
from certadvisor.text import printable, shown

BRANCHES = ("<all>", "<any>", "<leaf>")
"""The names of the alternatives of a requirement, which are no part of a place in the file."""
_EXPECTED = {
    "missing": "is missing",
    "extra_forbidden": "is not a key that belongs here",
    "string_type": "must be text",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "tuple_type": "must be a list",
    "too_short": "must not be empty",
    "date_type": "must be a day such as 2030-01-01",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
    "union_tag_invalid": "must have the kind {expected_tags}",
    "union_tag_not_found": 'must be an object with a "kind"',
}
_PATTERNS = {
    ID: "must be lower-case letters, digits and single hyphens, such as my-course",
    AS_OF: "must be a year, month or day such as 2026, 2026-11 or 2026-11-23",
    DAY_OF_YEAR: "must be a month and a day such as 05-01",
    URL: "must begin with http:// or https:// and hold no spaces",
}


def fault(error: ErrorDetails, data: Any) -> str:
    """One line about a fault that pydantic found in `data`: the place, the value, what is allowed."""
    place, holder = _place(error["loc"], data)
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return f"{place}: {_EXPECTED[kind]}"
    if kind == "extra_forbidden":
        near = nearest(str(error["loc"][-1]), _keys() - (holder or {}).keys())
        hint = f'; did you mean "{near}"?' if near is not None else ""
        return f"{place}: {_EXPECTED[kind]}{hint}"
    given = f'{place}: "{shown(error["input"])}"'
    if kind in _EXPECTED:
        return f"{given} {_EXPECTED[kind].format_map(context)}"
    if kind == "string_pattern_mismatch":
        return f"{given} {_PATTERNS[context['pattern']]}"
    message = printable(error["msg"], 160).removeprefix("Value error, ")
    if kind != "value_error":
        return f"{given}: {message[0].lower()}{message[1:]}"
    speaks_of_it = message.startswith(("is ", "has ")) and error["input"] is not None
    return f"{given} {message}" if speaks_of_it else f"{place}: {message}"


def _place(loc: tuple[int | str, ...], data: Any) -> tuple[str, Any]:
    """A place as in `certifications.cscs.fees[0].standard`, and the object that holds it."""
    text, holder, node, before = "", None, data, None
    for part in loc:
        if not _is_tag(part, node, before):
            holder, node = node, _inside(node, part)
            if isinstance(part, int):
                text += f"[{part}]"
            else:
                text += f".{printable(part, 60)}" if text else printable(part, 60)
        before = part
    return text or "the file", holder


def _is_tag(part: int | str, node: Any, before: int | str | None) -> bool:
    """Whether a part of a place is pydantic's own: the name of an alternative, or a key's mark."""
    is_test = before == "test" or isinstance(before, int)
    is_kind = is_test and isinstance(node, dict) and part == node.get("kind")
    return part == "[key]" or part in BRANCHES or is_kind


def _inside(node: Any, part: int | str) -> Any:
    if isinstance(node, list | tuple) and isinstance(part, int):
        return node[part]
    return node.get(part) if isinstance(node, dict) else None


@cache
def _keys() -> frozenset[str]:
    """Every key that some object of a catalog may have, except ids."""
    return frozenset(
        name for k in vars(m).values() for name in getattr(k, "__dataclass_fields__", ())
    )
