"""Keeping the catalog current: which facts are old, which sources they rest on, what changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from certadvisor.catalog.checks import nodes_of
from certadvisor.catalog.facts import first_day
from certadvisor.catalog.types import Catalog
from certadvisor.json_text import plain
from certadvisor.values import immutable


@immutable()
class Dated:
    """A value with its place and its age in days.

    `as_of` None: its page is undated, and the age counts from the day it was read. `weight` is 2
    for a value that decides a price or a recommendation, 1 for the rest.
    """

    place: str
    value: str
    source: str
    as_of: str | None
    age_days: int
    weight: int


@immutable()
class Cited:
    """A source, and how many values rest on it."""

    id: str
    title: str
    publisher: str
    url: str | None
    official: bool
    published: str | None
    read: str
    values: int


@immutable()
class Difference:
    """One value that differs between two catalogs; None where a catalog lacks it."""

    place: str
    before: Any
    after: Any
    text: str


DECISIVE = ("fees", "requirements", "ncca", "settings", "focuses", "employer_rules", "weeks")


def sources(catalog: Catalog) -> tuple[Cited, ...]:
    """Every source, with the number of values that rest on it."""
    count: dict[str, int] = {}
    for _, node in nodes_of(plain(catalog)):
        if isinstance(node.get("source"), str):
            count[node["source"]] = count.get(node["source"], 0) + 1
    return tuple(
        Cited(i, s.title, s.publisher, s.url, s.official, s.published, s.read, count.get(i, 0))
        for i, s in catalog.sources.items()
    )


def stale(catalog: Catalog, on: date, older_than: int = 365) -> tuple[Dated, ...]:
    """The values older than `older_than` days, in the order in which to check them again.

    Values that decide a price or a recommendation come first, and among them the oldest.
    """
    found = [
        _dated(place, node, catalog, on)
        for place, node in nodes_of(plain(catalog))
        if node.get("source") in catalog.sources and not place.startswith("sources")
    ]
    old = [d for d in found if d.age_days > older_than]
    return tuple(sorted(old, key=lambda d: (-d.weight, -d.age_days, d.place)))


def _dated(place: str, node: Mapping[str, Any], catalog: Catalog, on: date) -> Dated:
    as_of = node.get("as_of")
    day = first_day(as_of or catalog.sources[node["source"]].read)
    value = next((node[k] for k in ("value", "text", "rationale") if node.get(k) is not None), "")
    decisive = any(f".{part}" in place for part in DECISIVE) and ".conflicts" not in place
    return Dated(place, _short(value), node["source"], as_of, (on - day).days, 2 if decisive else 1)


# --- differences ---------------------------------------------------------------------------


def differences(before: Catalog, after: Catalog) -> tuple[Difference, ...]:
    """What changed from one catalog to another, in words for candidates."""
    return tuple(_differences(plain(before), plain(after), ""))


def _differences(before: Any, after: Any, place: str) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict) and not _is_value(before, after):
        for key in dict.fromkeys((*before, *after)):
            where = f"{place}.{key}" if place else str(key)
            yield from _differences(before.get(key), after.get(key), where)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _differences(one, other, f"{place}[{index}]")
    else:
        yield Difference(place, before, after, _words(before, after, place))


def _is_value(before: dict[str, Any], after: dict[str, Any]) -> bool:
    return "value" in before and "value" in after and before["value"] != after["value"]


def _words(before: Any, after: Any, place: str) -> str:
    one, other = _shown(before), _shown(after)
    if one is None:
        return f"{place}: new, {other}"
    return f"{place}: {one} is gone" if other is None else f"{place}: {one} becomes {other}"


def _shown(value: Any) -> str | None:
    if isinstance(value, dict) and "value" in value:
        known = value["value"]
        said = "not published" if known is None else _short(known)
        return f"{said} (source: {value['source']})" if value.get("source") else said
    if isinstance(value, dict) and "name" in value:
        return _short(value["name"])
    return None if value is None else _short(value)


def _short(value: Any, most: int = 80) -> str:
    text = str(value)
    if isinstance(value, bool):
        text = text.lower()
    elif isinstance(value, list | tuple):
        text = ", ".join(_short(one) for one in value)
    elif isinstance(value, dict):
        text = json.dumps(value, default=str)
    return text if len(text) <= most else f"{text[: most - 1]}…"
