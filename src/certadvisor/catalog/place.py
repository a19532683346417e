"""Where the catalog and its overlays are."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

VARIABLE = "CERTADVISOR_CATALOG"
OVERLAYS = "CERTADVISOR_OVERLAY"


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
    """The overlays that the environment names, then those given; none of them twice."""
    named = os.environ.get(OVERLAYS, "")
    return [*dict.fromkeys([*(Path(p) for p in named.split(os.pathsep) if p), *given])]
