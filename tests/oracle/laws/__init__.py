"""What holds for every candidate, as functions that tell where it does not.

Each law yields one text for every breach, and nothing where it holds. The tests look for
counter-examples with them, and `scripts/check_all.py` tries the whole answer space.
"""

from __future__ import annotations

from collections.abc import Iterator

Breaches = Iterator[str]
