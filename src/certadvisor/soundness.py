"""Rules of a catalog that its types cannot see: references resolve, names are unique, no circles.

They read the JSON itself, so that they still speak where a type is wrong elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any, get_args

from certadvisor import models as m
from certadvisor.errors import printable
from certadvisor.names import folded

TABLES = (
    "sources",
    "issuers",
    "roles",
    "activities",
    "settings",
    "focuses",
    "steps",
    "certifications",
)
REFERENCES: dict[str, tuple[str, tuple[str, ...]]] = {
    "source": ("source", ("sources",)),
    "issuer": ("issuer", ("issuers",)),
    "member": ("issuer", ("issuers",)),
    "role": ("role", ("roles",)),
    "base_role": ("role", ("roles",)),
    "trainer_role": ("role", ("roles",)),
    "activity": ("activity", ("activities",)),
    "settings": ("setting", ("settings",)),
    "focuses": ("focus", ("focuses",)),
    "niche": ("focus", ("focuses",)),
    "ids": ("certification or step", ("certifications", "steps")),
    "names": ("certification", ("certifications",)),
}
UNIQUE = ("issuers", "activities", "settings", "focuses")


def problems(data: Any) -> Iterator[str]:
    """Everything that is wrong with a catalog besides its types, each with its place."""
    if not isinstance(data, dict):
        return
    yield from _unknown(data)
    yield from _doubles(data)
    yield from _circles(data)
    yield from _gaps(data)


def _table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = data.get(name)
    return table if isinstance(table, dict) else {}


# --- references ----------------------------------------------------------------------------


def _unknown(data: Mapping[str, Any]) -> Iterator[str]:
    """Every id that is mentioned but not defined."""
    known = {name: frozenset(_table(data, name)) for name in TABLES}
    for key, value in data.items():
        yield from _unknown_in(value, key, known)


def _unknown_in(node: Any, place: str, known: Mapping[str, frozenset[str]]) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            where = f"{place}.{printable(key, 60)}"
            yield from _unknown_ids(key, value, where, known)
            yield from _unknown_in(value, where, known)
    elif isinstance(node, list | tuple):
        for index, value in enumerate(node):
            yield from _unknown_in(value, f"{place}[{index}]", known)


def _unknown_ids(
    key: str, value: Any, place: str, known: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    if key not in REFERENCES:
        return
    what, tables = REFERENCES[key]
    keyed = isinstance(value, dict) and key in ("settings", "focuses")
    given = [value] if isinstance(value, str) else value if isinstance(value, list) or keyed else ()
    for one in given:
        if isinstance(one, str) and not any(one in known[table] for table in tables):
            yield f'{place}: no {what} "{printable(one, 60)}"'


# --- names ---------------------------------------------------------------------------------


def _doubles(data: Mapping[str, Any]) -> Iterator[str]:
    """Two things that go by the same name."""
    certifications, steps = _table(data, "certifications"), _table(data, "steps")
    for i in certifications.keys() & steps.keys():
        yield f"steps.{printable(i, 60)}: a certification has the same id"
    yield from _twice({"steps": steps, "certifications": certifications})
    for name in UNIQUE:
        yield from _twice({name: _table(data, name)})


def _twice(tables: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for table, entries in tables.items():
        for i, entry in entries.items():
            spelled = [i, *_spellings(entry)]
            for name in spelled:
                other = seen.setdefault(folded(name), i)
                if other != i:
                    place = f"{table}.{printable(i, 60)}"
                    yield f'{place}: the name "{printable(name, 60)}" is also one of {printable(other, 60)}'


def _spellings(entry: Any) -> list[str]:
    if not isinstance(entry, dict):
        return []
    aliases = entry.get("aliases")
    given = [entry.get("name"), *(aliases if isinstance(aliases, list | tuple) else ())]
    return [name for name in given if isinstance(name, str)]


# --- circles -------------------------------------------------------------------------------


def _circles(data: Mapping[str, Any]) -> Iterator[str]:
    """Certifications and steps that ask for each other."""
    asks = {
        i: {x for x in _asked(entry.get("requirements")) if isinstance(x, str)}
        for table in ("steps", "certifications")
        for i, entry in _table(data, table).items()
        if isinstance(entry, dict)
    }
    try:
        TopologicalSorter(asks).prepare()
    except CycleError as error:
        circle = [printable(i, 60) for i in reversed(error.args[1])]
        yield f"{circle[0]}: its requirements go in a circle: {' needs '.join(circle)}"


def _asked(node: Any) -> Iterator[Any]:
    """The ids that a tree of requirements asks for."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            ids = here.get("ids")
            yield from ids if isinstance(ids, list | tuple) else ()
            waiting += here.values()
        elif isinstance(here, list | tuple):
            waiting += here


# --- gaps in the policy --------------------------------------------------------------------


def _gaps(data: Mapping[str, Any]) -> Iterator[str]:
    policy = data.get("policy")
    if not isinstance(policy, dict):
        return
    for part, needed in (
        ("criteria", m.CriterionName),
        ("levels", m.LevelName),
        ("statuses", m.StatusName),
        ("groups", m.GroupName),
    ):
        table = _table(policy, part)
        yield from (f"policy.{part}.{n}: is missing" for n in get_args(needed) if n not in table)
    criteria = [c for c in _table(policy, "criteria").values() if isinstance(c, dict)]
    if criteria and not any(c.get("weight") for c in criteria):
        yield "policy.criteria: at least one weight must be above 0"
    rows = policy.get("recognition")
    if isinstance(rows, list | tuple):
        said = {(r.get("named"), r.get("accredited")) for r in rows if isinstance(r, dict)}
        if len({(a, b) for a in (True, False) for b in (True, False)} & said) < 4:
            yield "policy.recognition: needs a row for each of named and accredited, true and false"
