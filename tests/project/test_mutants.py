"""The marks beside lines whose mutants change nothing (docs/mutants.md)."""

from __future__ import annotations

import sys

import pytest

from helpers import CATALOG_FILE

sys.path.insert(0, str(CATALOG_FILE.parent / "scripts"))

from mutants import reason  # it is in another folder

SOURCE = """\
days = min(days, limit)  # mutants: equivalent, because longer waits were refused before
# mutants: equivalent, because the order does not matter
names = sorted(names)
total = a + b
""".splitlines()


@pytest.mark.parametrize(
    ("line", "said"),
    [(1, "longer waits were refused before"), (2, "the order"), (3, "the order"), (4, "")],
)
def test_a_mark_is_read_beside_its_line_or_above_it(line: int, said: str) -> None:
    """A mark beside a line says nothing about the next one."""
    found = reason(SOURCE, line)
    assert found.startswith(said)
    assert bool(found) == bool(said)
