"""Find, read and validate the catalog."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from certadvisor.catalog import types as m
from certadvisor.catalog.checks import problems
from certadvisor.catalog.faults import fault
from certadvisor.catalog.overlay import merged, unsourced
from certadvisor.errors import DataError
from certadvisor.files import read_json

VARIABLE = "CERTADVISOR_CATALOG"
OVERLAYS = "CERTADVISOR_OVERLAY"
MOST_PROBLEMS = 2_000
"""How many problems of one kind are listed; more are only counted."""


def catalog_path(given: Path | None = None) -> Path:
    """Where the catalog is: the path given, the one in the environment, or the packaged one."""
    if given is not None:
        return given
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    package = Path(__file__).resolve().parents[1]
    packaged = package / "catalog.json"
    return packaged if packaged.exists() else package.parents[1] / "catalog.json"


def overlay_paths(given: Sequence[Path] = ()) -> list[Path]:
    """The overlays that the environment names, then those given."""
    named = os.environ.get(OVERLAYS, "")
    return [*(Path(p) for p in named.split(os.pathsep) if p), *given]


def load_catalog(path: Path | str | None = None, overlays: Sequence[Path] = ()) -> m.Catalog:
    """The catalog with its overlays, validated.

    A day (`since`, `until`, a day in a fact) is a `datetime.date`. What says when something was
    published, read or true (`published`, `read`, `as_of`) stays text: a year, month or day such
    as "2026", "2026-11" or "2026-11-23". The `value` of a conflict is what stands in the file.

    Raises:
        DataError: the file is unreadable or breaks a rule; all problems are in `problems`.
    """
    file = catalog_path(None if path is None else Path(path))
    data = read_json(file)
    catalog = validated(data, str(file))
    for overlay in overlay_paths(overlays):
        patch, name = read_json(overlay), str(overlay)
        if not isinstance(patch, dict):
            raise DataError(name, ["must hold an object with the parts of a catalog to change"])
        data = merged(data, patch)
        catalog = validated(data, name, unsourced(patch))
    return catalog


def validated(data: Any, file: str, besides: Iterable[str] = ()) -> m.Catalog:
    """The catalog in `data`, which comes from `file`; `besides` are problems already found.

    Raises:
        DataError: it breaks a rule.
    """
    found: list[str] = []
    catalog = None
    try:
        found += _some(besides)
        found += _some(problems(data))
        catalog = m.Catalog.model_validate(_frozen(data))
    except ValidationError as error:
        found = [*_listed(error, data), *found]
    except RecursionError:
        found = ["is nested too deep"]
    if catalog is None or found:
        raise DataError(file, found)
    return catalog


def _frozen(data: Any) -> Any:
    """JSON lists as tuples, as the strict types want them."""
    if isinstance(data, list):
        return tuple(_frozen(x) for x in data)
    if isinstance(data, dict):
        return {k: _frozen(v) for k, v in data.items()}
    return data


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
