"""Write docs/schema/*.json: the shapes of what the program prints and of the catalog it reads.

`python scripts/schema.py` writes them; with `--check` it only says which are out of date.
"""

from __future__ import annotations

import sys
from pathlib import Path

from certadvisor.advice.compare import Comparison
from certadvisor.advice.fact_sheet import FactSheet
from certadvisor.advice.listing import Listing
from certadvisor.advice.results import Plan, Recommendation
from certadvisor.catalog.validation import catalog_schema
from certadvisor.json_text import schema, to_json
from certadvisor.profile.file import file_schema
from generated import settle

FOLDER = Path(__file__).parents[1] / "docs" / "schema"
SHAPES = {
    "recommendation": Recommendation,
    "plan": Plan,
    "comparison": Comparison,
    "listing": Listing,
    "sheet": FactSheet,
}


def files() -> dict[Path, str]:
    """Each file of schemas with what it ought to hold."""
    shapes = {name: schema(shape) for name, shape in SHAPES.items()}
    # The catalog is read, not printed: what may be left out is not required.
    shapes["catalog"] = catalog_schema()
    shapes["profile"] = file_schema()
    return {FOLDER / f"{name}.json": to_json(shape) for name, shape in shapes.items()}


if __name__ == "__main__":
    sys.exit(settle(files(), check="--check" in sys.argv[1:]))
