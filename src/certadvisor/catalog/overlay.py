"""The user's own values laid over a catalog: a JSON Merge Patch (RFC 7386) with ids as keys.

Each value that an overlay changes needs its own source, so that it is never shown under the
source of the value it replaces.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from certadvisor.catalog.names import nearest
from certadvisor.text import printable

# An object with one of these keys is a sourced value; a patch that changes it names its source.
WHOLE = frozenset({"schema_version", "policy", "certifications", "sources"})
"""What a whole catalog has; no overlay names them all."""
NO_TABLES = ("policy", "about")
NAMING = frozenset({"name", "title"})
SOURCED = ("value", "level", "test", "rule", "names")


def merged(data: Any, patch: Any) -> Any:
    """The catalog with an overlay laid over it, both as JSON; neither is changed."""
    if not isinstance(patch, dict):
        return patch
    made = dict(data) if isinstance(data, dict) else {}
    for key, value in patch.items():
        if value is None:
            made.pop(key, None)
        else:
            made[key] = merged(made.get(key), value)
    return made


def misspelt(patch: dict[str, Any], data: dict[str, Any]) -> Iterator[str]:
    """The ids that an overlay changes and the catalog does not have, with those probably meant.

    Whatever is new has a name, so what has none was meant to be there already.
    """
    for part, entries in patch.items():
        known = data.get(part)
        if isinstance(entries, dict) and isinstance(known, dict) and part not in NO_TABLES:
            for item, entry in entries.items():
                is_new = item not in known and isinstance(entry, dict) and not entry.keys() & NAMING
                near = nearest(item, known) if is_new else None
                if near is not None:
                    yield f'{part}.{printable(item, 60)}: is not there; did you mean "{near}"?'


def unsourced(node: Any, place: str = "") -> Iterator[str]:
    """The values that an overlay changes without a source, or makes unknown without a reason."""
    if isinstance(node, list):
        for index, value in enumerate(node):
            yield from unsourced(value, f"{place}[{index}]")
    if not isinstance(node, dict):
        return
    if any(key in node for key in SOURCED) and not _is_sourced(node) and "kind" not in node:
        yield f'{place}: changes a value without a source; add "source" beside it'
    for key, value in node.items():
        yield from unsourced(
            value, f"{place}.{printable(key, 60)}" if place else printable(key, 60)
        )


def _is_sourced(node: dict[str, Any]) -> bool:
    if "value" in node and node["value"] is None:
        return "reason" in node and "ask" in node
    return "source" in node or "meaning" in node
