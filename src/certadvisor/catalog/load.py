"""Read the catalog, and validate it unless it is known to be sound."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from certadvisor.catalog import types as m
from certadvisor.catalog.digest import SOUND
from certadvisor.catalog.overlay import WHOLE, merged, misspelt, unsourced
from certadvisor.catalog.place import catalog_path, overlay_paths
from certadvisor.catalog.reading import value_of
from certadvisor.errors import DataError
from certadvisor.files import json_in, read_bytes, read_json


def load_catalog(path: Path | str | None = None, overlays: Sequence[Path] = ()) -> m.Catalog:
    """The catalog with its overlays, validated; one that is known to be sound is not checked again.

    A day (`since`, `until`, a day in a fact) is a `datetime.date`. What says when something was
    published, read or true (`published`, `read`, `as_of`) stays text: a year, month or day such
    as "2026", "2026-11" or "2026-11-23". The `value` of a conflict is what stands in the file.

    Raises:
        DataError: the file is unreadable or breaks a rule; all problems are in `problems`.
    """
    file = catalog_path(None if path is None else Path(path))
    raw = read_bytes(file)
    if sha256(raw).hexdigest() == SOUND:
        data = json.loads(raw, parse_float=Decimal)
        catalog: m.Catalog = value_of(m.Catalog, data)
    else:
        data = json_in(raw, file)
        catalog = validated(data, str(file))
    for overlay in overlay_paths(overlays):
        patch, name = read_json(overlay), str(overlay)
        if not isinstance(patch, dict):
            raise DataError(name, ["must hold an object with the parts of a catalog to change"])
        if patch.keys() >= WHOLE:
            raise DataError(name, ["is a whole catalog, no overlay; give it with --catalog"])
        if wrong := [*misspelt(patch, data)]:
            # What is meant is another entry, so nothing that a new one would lack is told.
            raise DataError(name, wrong)
        data = merged(data, patch)
        catalog = validated(data, name, unsourced(patch))
    return catalog


def validated(data: Any, file: str, besides: Iterable[str] = ()) -> m.Catalog:
    """The catalog in `data`, which comes from `file`; `besides` are problems already found.

    Raises:
        DataError: it breaks a rule.
    """
    if isinstance(data, dict):
        # What an editor checks the file by is no part of the catalog.
        data = {key: value for key, value in data.items() if key != "$schema"}
    # The catalog that we ship gets by without this, and so without pydantic.
    from certadvisor.catalog.validation import problems_in

    if found := problems_in(data, besides):
        raise DataError(file, found)
    catalog: m.Catalog = value_of(m.Catalog, data)
    return catalog
