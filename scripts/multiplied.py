"""Catalogs of any size, made of the real one: to see how the work grows."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

Json = dict[str, Any]
COPIED = ("issuers", "steps", "certifications")
"""What every copy has of its own; settings, focuses, roles, sources and policy are shared."""


def multiplied(catalog: Json, copies: int) -> Json:
    """The catalog with so many of each certification, step and issuer, under names of their own.

    What asks for certain certifications or steps takes those of its own copy and the first ones,
    so that copies depend on each other; what asks for a role or a degree takes every copy's.
    """
    grown = deepcopy(catalog)
    for number in range(1, copies):
        ids = {i: f"{i}-{number}" for room in COPIED for i in catalog[room]}
        for room in COPIED:
            for name, entry in catalog[room].items():
                grown[room][ids[name]] = _copy(entry, ids, number)
    return grown


def _copy(entry: Json, ids: dict[str, str], number: int) -> Json:
    mine: Json = _renamed(entry, ids)
    mine.pop("aliases", None)
    return {**mine, "name": f"{entry['name']} {number}"}


def _renamed(node: Any, ids: dict[str, str]) -> Any:
    if isinstance(node, list):
        return [_renamed(n, ids) for n in node]
    if not isinstance(node, dict):
        return node
    made = {key: _renamed(value, ids) for key, value in node.items()}
    for key in ("issuer", "member"):
        if isinstance(made.get(key), str) and made[key] in ids:
            made[key] = ids[made[key]]
    if node.get("kind") == "credential" and "ids" in node:
        made["ids"] = [*node["ids"], *(ids[i] for i in node["ids"])]
    return made
