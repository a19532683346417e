"""Find, read and validate the catalog."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from certadvisor import models as m
from certadvisor.conditions import leaves
from certadvisor.errors import DataError, printable
from certadvisor.files import read_json
from certadvisor.names import folded

VARIABLE = "CERTADVISOR_CATALOG"


def catalog_path(given: Path | None = None) -> Path:
    """Where the catalog is: as given, as the environment says, or the one that came along."""
    if given is not None:
        return given
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    here = Path(__file__).resolve().parent
    packaged = here / "catalog.json"
    return packaged if packaged.exists() else here.parents[1] / "catalog.json"


def load_catalog(path: Path | str | None = None) -> m.Catalog:
    """The catalog, validated.

    Raises:
        DataError: the file is unreadable or breaks a rule; all problems are in `problems`.

    """
    file = catalog_path(None if path is None else Path(path))
    return validated(read_json(file), str(file))


def validated(data: Any, file: str) -> m.Catalog:
    """The catalog in `data`, read from `file`.

    Raises:
        DataError: it breaks a rule.

    """
    try:
        catalog = m.Catalog.model_validate(_frozen(data))
    except ValidationError as error:
        raise DataError(file, [_plain(e) for e in error.errors(include_url=False)]) from None
    except RecursionError:
        raise DataError(file, ["is nested too deep"]) from None
    problems = list(_broken_rules(catalog))
    if problems:
        raise DataError(file, problems)
    return catalog


def _frozen(data: Any) -> Any:
    """JSON lists as tuples and dates as dates, as the strict models want them."""
    if isinstance(data, list):
        return tuple(_frozen(x) for x in data)
    if isinstance(data, dict):
        return {k: _frozen(v) for k, v in data.items()}
    return data


# --- what pydantic says, in plain words ----------------------------------------------------

_EXPECTED = {
    "missing": "is missing",
    "extra_forbidden": "is not a key that belongs here",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "dict_type": "must be an object",
    "tuple_type": "must be a list",
    "model_type": "must be an object",
    "date_type": "must be a day such as 2030-01-01",
}


def _plain(error: Any) -> str:
    place = place_of(error["loc"]) or "the file"
    kind = error["type"]
    given = printable(error.get("input"), 40)
    if kind in ("missing", "extra_forbidden"):
        return f"{place}: {_EXPECTED[kind]}"
    if kind in _EXPECTED:
        return f'{place}: "{given}" {_EXPECTED[kind]}'
    message = printable(error["msg"], 160).removeprefix("Value error, ")
    if kind == "value_error":
        return (
            f'{place}: "{given}" {message}'
            if message.startswith(("is ", "has "))
            else f"{place}: {message}"
        )
    return f'{place}: "{given}": {message[0].lower()}{message[1:]}'


def place_of(loc: tuple[int | str, ...]) -> str:
    """A place in a document as one would write it: `certifications.cscs.fees[0].standard`."""
    text = ""
    for part in loc:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part not in _TAGS:
            text += f".{printable(part, 60)}" if text else printable(part, 60)
    return text


_TAGS = frozenset({"leaf"})


# --- what the models cannot see ------------------------------------------------------------


def _broken_rules(catalog: m.Catalog) -> Iterator[str]:
    yield from _references(catalog, "", catalog)
    yield from _doubles(catalog)
    yield from _cycles(catalog)
    shared = set(catalog.steps) & set(catalog.certifications)
    for name in sorted(shared):
        yield f"steps.{name}: a certification has the same id"
    rows = {(r.named, r.accredited) for r in catalog.policy.recognition}
    if len(rows) < 4:
        yield "policy.recognition: needs a row for each of named and accredited, true and false"
    for part, needed in (
        ("criteria", m.CriterionName),
        ("levels", m.LevelName),
        ("statuses", m.StatusName),
        ("groups", m.GroupName),
    ):
        for name in get_args(needed):
            if name not in getattr(catalog.policy, part):
                yield f"policy.{part}.{name}: is missing"
    if not any(c.weight for c in catalog.policy.criteria.values()):
        yield "policy.criteria: at least one weight must be above 0"


def _references(node: Any, place: str, catalog: m.Catalog) -> Iterator[str]:
    """Every id that is mentioned but not defined."""
    if isinstance(node, BaseModel):
        for name in type(node).model_fields:
            value = getattr(node, name)
            where = f"{place}.{name}" if place else name
            yield from _unknown_ids(node, name, value, where, catalog)
            yield from _references(value, where, catalog)
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _references(value, f"{place}.{key}", catalog)
    elif isinstance(node, tuple):
        for index, value in enumerate(node):
            yield from _references(value, f"{place}[{index}]", catalog)


def _unknown_ids(
    node: BaseModel, name: str, value: Any, place: str, catalog: m.Catalog
) -> Iterator[str]:
    held = catalog.certifications.keys() | catalog.steps.keys()
    tables: dict[str, tuple[str, Any]] = {
        "source": ("source", catalog.sources),
        "issuer": ("issuer", catalog.issuers),
        "member": ("issuer", catalog.issuers),
        "role": ("role", catalog.roles),
        "base_role": ("role", catalog.roles),
        "trainer_role": ("role", catalog.roles),
        "activity": ("activity", catalog.activities),
        "practice": ("activity", catalog.activities),
        "years": ("activity", catalog.activities),
        "settings": ("setting", catalog.settings),
        "focuses": ("focus", catalog.focuses),
        "niche": ("focus", catalog.focuses),
        "ids": ("certification or step", held),
        "names": ("certification", catalog.certifications),
    }
    if name not in tables or node is catalog or isinstance(value, BaseModel):
        return
    what, table = tables[name]
    given = [value] if isinstance(value, str) else value if isinstance(value, tuple | dict) else []
    for one in given:
        if one not in table:
            yield f'{place}: no {what} "{printable(one, 60)}"'


def _doubles(catalog: m.Catalog) -> Iterator[str]:
    """Two things that go by the same name."""
    tables: list[tuple[str, Mapping[str, Any]]] = [
        ("certifications", catalog.items()),
        ("settings", catalog.settings),
        ("focuses", catalog.focuses),
        ("issuers", catalog.issuers),
        ("activities", catalog.activities),
    ]
    for what, entries in tables:
        seen: dict[str, str] = {}
        for i, entry in entries.items():
            for name in (i, entry.name, *entry.aliases):
                other = seen.setdefault(folded(name), i)
                if other != i:
                    yield f'{what}.{i}: the name "{printable(name, 60)}" is also one of {other}'


def _cycles(catalog: m.Catalog) -> Iterator[str]:
    """Certifications and steps that ask for each other by id."""
    asks = {i: _asked(item.requirements) for i, item in catalog.items().items()}
    try:
        TopologicalSorter(asks).prepare()
    except CycleError as error:
        yield f"requirements: in a circle: {' needs '.join(reversed(error.args[1]))}"


def _asked(node: m.Requirement | None) -> set[str]:
    """The ids that a tree asks for."""
    return {
        i
        for leaf in leaves(node)
        for test in (leaf.test, *leaf.disputed)
        if isinstance(test, m.CredentialTest)
        for i in test.ids
    }
