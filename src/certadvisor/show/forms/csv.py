"""One table as comma-separated values: ids, plain numbers, true and false, for machines.

Its columns are named as the keys of the JSON are, those of an inner object after the outer one:
`cost_required_total`. A spreadsheet opens it without running anything.
"""

from __future__ import annotations

import csv
import json
import types
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from io import StringIO
from typing import Any, Union, get_args, get_origin, get_type_hints

from certadvisor.advice.compare import Comparison
from certadvisor.advice.fact_sheet import AllRules, AnyRules, FactSheet, RuleTree
from certadvisor.advice.listing import Listing
from certadvisor.advice.results import Plan, Recommendation
from certadvisor.json_text import plain
from certadvisor.show.forms.screen import Screen
from certadvisor.text import unique

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""A spreadsheet takes a cell that starts so for a formula; some take the wide signs too."""
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Begins a file that Excel is to open with its accents; nothing that reads a pipe expects it."""

Cells = dict[str, Any]


def render(result: Any, screen: Screen) -> str:
    """The one table of a result, with its header."""
    match result:
        case Recommendation():
            rows = _flat(result.recommendations)
        case Listing():
            rows = _flat(result.steps or result.certifications)
        case Plan():
            rows = _flat(result.steps)
        case Comparison():
            rows = list(_compared(result))
        case FactSheet():
            rows = list(_facts(result))
        case _:
            rows = _flat(result)
    if not rows:
        return ""
    names = unique(name for row in rows for name in row)
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(row.get(name), screen) for name in names] for row in rows)
    return file.getvalue()


def harmless(text: str) -> str:
    """`text` such that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text


def _cell(value: Any, screen: Screen) -> str:
    value = plain(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    if isinstance(value, list):
        value = "; ".join(v if isinstance(v, str) else json.dumps(v) for v in value)
    elif isinstance(value, dict):
        value = json.dumps(value)
    return harmless(screen.say(value)) if isinstance(value, str) else str(value)


# --- values as rows --------------------------------------------------------------------------------


def _flat(found: Sequence[Any]) -> list[Cells]:
    """A row for each value; what is a table of its own is left out."""
    return [*map(_row, found)]


def _row(one: Any) -> Cells:
    return dict(_cells(one, type(one), ""))


def _cells(one: Any, kind: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    for name, hint in _columns(kind):
        value = getattr(one, name, None)
        if is_dataclass(hint) and isinstance(hint, type):
            # Its columns are there in each row, also where it is unknown.
            yield from _cells(value, hint, f"{prefix}{name}_")
        elif hint is dict:
            yield from ((f"{prefix}{name}_{key}", inner) for key, inner in (value or {}).items())
        else:
            yield prefix + name, value


@cache
def _columns(kind: Any) -> list[tuple[str, Any]]:
    """The fields that have one value, or a list of texts, each with its type where that is a class or `dict`."""
    hints = get_type_hints(kind)
    found = []
    for field in fields(kind):
        members = [m for m in _members(hints[field.name]) if m is not type(None)]
        inner = [m for m in members if is_dataclass(m)]
        of_values = [a for m in members if get_origin(m) is tuple for a in get_args(m)]
        if len(inner) < 2 and not any(map(is_dataclass, of_values)):
            of_texts = dict if get_origin(members[0]) is dict else None
            found.append((field.name, inner[0] if inner else of_texts))
    return found


def _members(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)


# --- two results that are no list ------------------------------------------------------------------


def _compared(result: Comparison) -> Iterator[Cells]:
    """A row for each value that all have beside each other; words where there are no values."""
    for row in result.rows:
        keys = unique(key for cell in row.cells for key in cell.data) or ("",)
        for key in keys:
            told: Cells = {
                "key": f"{row.key}.{key}" if key else row.key,
                "section": row.section,
                "label": row.label,
                "differs": row.differs,
            }
            for item, cell in zip(result.ids, row.cells, strict=True):
                told[item] = cell.data.get(key) if key else cell.text
                told[f"{item}_known"] = cell.known
                told[f"{item}_sources"] = tuple(cite.source for cite in cell.sources)
            yield told


def _facts(result: FactSheet) -> Iterator[Cells]:
    """A row for each fact, with those of other sources below it; then its rules, and what covers it."""
    for fact in result.facts:
        cells = _row(fact)
        yield {**cells, "conflict": False}
        for other in fact.conflicts:
            said = _row(other)
            yield {
                "key": fact.key,
                "section": fact.section,
                "label": fact.label,
                **said,
                "conflict": True,
            }
    for term in result.terms:
        yield _row(term)
    for rule in _leaves(result.requirements):
        yield {"key": "requirements", **_row(rule)}
    for key in ("covered_by", "covers"):
        for cover in getattr(result, key):
            yield {"key": key, **_row(cover)}


def _leaves(tree: RuleTree | None) -> Iterator[Any]:
    if isinstance(tree, AllRules | AnyRules):
        for branch in tree.all if isinstance(tree, AllRules) else tree.any:
            yield from _leaves(branch)
    elif tree is not None:
        yield tree
