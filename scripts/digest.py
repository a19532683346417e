"""Write src/certadvisor/catalog/digest.py: which catalog.json is known to be sound.

`python scripts/digest.py` checks the catalog and writes its digest; with `--check` it only says
whether that is out of date.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

from certadvisor.catalog import digest
from certadvisor.catalog.load import validated
from certadvisor.files import read_json
from generated import settle

CATALOG = Path(__file__).parents[1] / "catalog.json"
TEXT = '''"""Which catalog is known to be sound. `make docs` checks it and writes this file."""

SOUND = "{}"
"""The SHA-256 of its file. With any other content it is checked when it is read, which takes longer."""
'''


def files() -> dict[Path, str]:
    """The module with what it ought to hold.

    Raises:
        DataError: the catalog is not sound.
    """
    validated(read_json(CATALOG), CATALOG.name)
    return {Path(digest.__file__): TEXT.format(sha256(CATALOG.read_bytes()).hexdigest())}


if __name__ == "__main__":
    sys.exit(settle(files(), check="--check" in sys.argv[1:]))
