"""Find, read and validate the catalog."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from certadvisor import models as m
from certadvisor.errors import DataError, printable
from certadvisor.files import read_json
from certadvisor.overlay import merged
from certadvisor.soundness import problems

VARIABLE = "CERTADVISOR_CATALOG"
OVERLAYS = "CERTADVISOR_OVERLAY"


def catalog_path(given: Path | None = None) -> Path:
    """Where the catalog is: as given, as the environment says, or the one that came along."""
    if given is not None:
        return given
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    here = Path(__file__).resolve().parent
    packaged = here / "catalog.json"
    return packaged if packaged.exists() else here.parents[1] / "catalog.json"


def overlay_paths(given: Sequence[Path] = ()) -> list[Path]:
    """The overlays: those that the environment names, then those given."""
    named = os.environ.get(OVERLAYS, "")
    return [*(Path(p) for p in named.split(os.pathsep) if p), *given]


def load_catalog(path: Path | str | None = None, overlays: Sequence[Path] = ()) -> m.Catalog:
    """The catalog with its overlays, validated.

    Raises:
        DataError: the file is unreadable or breaks a rule; all problems are in `problems`.

    """
    file = catalog_path(None if path is None else Path(path))
    data, name = read_json(file), str(file)
    for overlay in overlay_paths(overlays):
        validated(data, name)
        data, name = merged(data, read_json(overlay), str(overlay)), str(overlay)
    return validated(data, name)


def validated(data: Any, file: str) -> m.Catalog:
    """The catalog in `data`, read from `file`.

    Raises:
        DataError: it breaks a rule.

    """
    found: list[str] = []
    catalog = None
    try:
        found += problems(data)
        catalog = m.Catalog.model_validate(_frozen(data))
    except ValidationError as error:
        found = [*(_plain(e) for e in error.errors(include_url=False)), *found]
    except RecursionError:
        found = ["is nested too deep"]
    if catalog is None or found:
        raise DataError(file, found)
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
