"""Rules that the catalog's types cannot check: references, names, dates, circles, gaps.

They read the JSON itself, so they also work where another part has a wrong type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any, get_args

from certadvisor.catalog import types as m
from certadvisor.catalog.facts import is_later
from certadvisor.catalog.names import folded, nearest
from certadvisor.text import printable

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
    "focus": ("focus", ("focuses",)),
    "own_trade": ("focus", ("focuses",)),
    "base_for_focus": ("focus", ("focuses",)),
    "ids": ("certification or step", ("certifications", "steps")),
    "names": ("certification", ("certifications",)),
}
"""Under these keys stand ids, one or a list; under those of `KEYED` also a table by id."""
KEYED = ("settings", "focuses", "base_for_focus")
ACTIVITY = ("activity", ("activities",))
UNIQUE = ("issuers", "activities", "settings", "focuses")
MOST = 50
"""How many unknown ids get a suggestion, and how many circles are reported: both take long to find."""


def problems(data: Any) -> Iterator[str]:
    """Every problem of a catalog besides those of its types, with its place."""
    if not isinstance(data, dict):
        return
    nodes = list(nodes_of(data))
    yield from _unknown(nodes, data)
    yield from _late(nodes, data)
    yield from _doubles(data)
    yield from _circles(data)
    yield from _gaps(data)
    yield from _days_without_a_window(data)


def _table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = data.get(name)
    return table if isinstance(table, dict) else {}


Node = tuple[str, Mapping[str, Any]]


def nodes_of(node: Any, place: str = "") -> Iterator[Node]:
    """Every object in a document with its place."""
    if isinstance(node, dict):
        yield place, node
        for key, value in node.items():
            name = printable(key, 60)
            yield from nodes_of(value, f"{place}.{name}" if place else name)
    elif isinstance(node, list | tuple):
        for index, value in enumerate(node):
            yield from nodes_of(value, f"{place}[{index}]")


# --- references ----------------------------------------------------------------------------


def _unknown(nodes: list[Node], data: Mapping[str, Any]) -> Iterator[str]:
    """Every id that is mentioned but not defined; the first ones with the most similar known id."""
    known = {name: data[name] for name in TABLES if isinstance(data.get(name), dict)}
    hints = MOST
    for place, node in nodes:
        for key, (what, tables), given in _mentioned(node, top=node is data):
            # If the table itself is missing or wrong, that alone is reported.
            if any(table not in known or given in known[table] for table in tables):
                continue
            ids = [i for table in tables for i in known[table]] if hints else []
            near = nearest(given, ids)
            hint = f'; did you mean "{printable(near, 60)}"?' if near is not None else ""
            hints = max(0, hints - 1)
            yield f'{place}.{key}: no {what} "{printable(given, 60)}"{hint}'


def _mentioned(
    node: Mapping[str, Any], *, top: bool
) -> Iterator[tuple[str, tuple[str, tuple[str, ...]], str]]:
    """The ids that an object mentions: the key, what the id must name in which tables, the id."""
    for key, value in node.items():
        if key == "gives" and isinstance(value, dict):
            for part in ("practice", "years"):
                yield from ((f"gives.{part}", ACTIVITY, i) for i in _table(value, part))
        elif key in REFERENCES and not top:
            keyed = isinstance(value, dict) and key in KEYED
            many = isinstance(value, list | tuple) or keyed
            given = [value] if isinstance(value, str) else value if many else ()
            yield from ((key, REFERENCES[key], i) for i in given if isinstance(i, str))


# --- dates ---------------------------------------------------------------------------------


def _late(nodes: list[Node], data: Mapping[str, Any]) -> Iterator[str]:
    """Dates out of order: a fact newer than its source, or a source newer than the catalog."""
    now, read = _dated(data.get("as_of")), {}
    for name, source in _table(data, "sources").items():
        day = read[name] = _dated(source.get("read")) if isinstance(source, dict) else None
        if day and now and is_later(day, now):
            yield f'sources.{printable(name, 60)}.read: "{day}" is later than the catalog\'s own as_of, {now}'
    for place, node in nodes:
        day, source = _dated(node.get("as_of")), node.get("source")
        until = read.get(source) if isinstance(source, str) else None
        if day and until and is_later(day, until):
            yield f'{place}.as_of: "{day}" is later than the day its source was read, {until}'


def _dated(text: Any) -> str | None:
    """The text, if it is written as a year, month or day."""
    fits = isinstance(text, str) and re.fullmatch(r"[12][0-9]{3}(-[0-9]{2}){0,2}", text)
    return text if fits else None


# --- names ---------------------------------------------------------------------------------


def _doubles(data: Mapping[str, Any]) -> Iterator[str]:
    """Two entries with the same name."""
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
            spelled = {folded(name): name for name in (i, *_spellings(entry))}
            for key, name in spelled.items():
                other = seen.setdefault(key, i)
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
    """Certifications and steps that require each other."""
    asks = {
        i: {x for x in _asked(entry.get("requirements")) if isinstance(x, str)}
        for table in ("steps", "certifications")
        for i, entry in _table(data, table).items()
        if isinstance(entry, dict)
    }
    for _ in range(MOST):
        try:
            TopologicalSorter(asks).prepare()
        except CycleError as error:
            circle = error.args[1][::-1]
            said = printable(" needs ".join(circle), 400)
            yield f"{printable(circle[0], 60)}: its requirements go in a circle: {said}"
            asks[circle[0]].discard(circle[1])
        else:
            return


def _asked(node: Any) -> Iterator[Any]:
    """The ids that a tree of requirements mentions."""
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
        table = policy.get(part)
        if isinstance(table, dict):
            yield from (
                f"policy.{part}.{n}: is missing" for n in get_args(needed) if n not in table
            )
    own = {n: c.get("weight") for n, c in _table(policy, "criteria").items() if isinstance(c, dict)}
    if own and not any(own.values()):
        yield "policy.criteria: at least one weight must be above 0"
    rows = policy.get("recognition")
    if isinstance(rows, list | tuple):
        said = [(r.get("named"), r.get("accredited")) for r in rows if isinstance(r, dict)]
        if not all((a, b) in said for a in (True, False) for b in (True, False)):
            yield "policy.recognition: needs a row for each of named and accredited, true and false"


# --- days of the year ----------------------------------------------------------------------


def _days_without_a_window(data: Mapping[str, Any]) -> Iterator[str]:
    """Days of the year by which something is due for an exam that no window follows."""
    for table in ("steps", "certifications"):
        for name, entry in _table(data, table).items():
            exam = _table(entry, "exam") if isinstance(entry, dict) else {}
            windows = exam.get("windows")
            opening = [
                window.get("first")
                for window in (windows if isinstance(windows, list | tuple) else ())
                if isinstance(window, dict)
            ]
            for place, node in nodes_of(entry, f"{table}.{printable(name, 60)}"):
                by = node.get("by")
                if isinstance(by, str) and not any(str(day) >= by for day in opening):
                    yield f"{place}.by: no window of the exam begins after {printable(by, 60)}"
