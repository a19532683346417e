"""Write docs/schema/*.json: the shapes of what the program prints and of the catalog it reads.

`python scripts/schema.py` writes them; with `--check` it only says which are out of date.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from certadvisor.listing import Listing
from certadvisor.models import Catalog
from certadvisor.results import Recommendation
from certadvisor.sheet import Sheet
from certadvisor.tojson import schema
from generated import settle

FOLDER = Path(__file__).parents[1] / "docs" / "schema"
SHAPES = {
    "recommendation": Recommendation,
    "listing": Listing,
    "sheet": Sheet,
    "catalog": Catalog,
}


def files() -> dict[Path, str]:
    """Each file of schemas with what it ought to hold."""
    return {
        FOLDER / f"{name}.json": json.dumps(schema(shape), indent=2, ensure_ascii=False) + "\n"
        for name, shape in SHAPES.items()
    }


if __name__ == "__main__":
    sys.exit(settle(files(), check="--check" in sys.argv[1:]))
