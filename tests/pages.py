"""Reading the figures off the pages in docs."""

from __future__ import annotations

import re
from functools import cache

from helpers import CATALOG_FILE

Row = dict[str, str]


@cache
def page(name: str) -> str:
    """A page of docs."""
    return (CATALOG_FILE.parent / "docs" / name).read_text(encoding="utf-8")


def words(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def table(text: str, first: str) -> list[Row]:
    """The one table whose first column has this title, each row by the titles of its columns."""
    found = []
    for block in re.findall(r"(?:^\|.*\n)+", text, re.M):
        titles, _, *lines = (
            [c.strip() for c in x.strip()[1:-1].split("|")] for x in block.splitlines()
        )
        if titles[0] == first:
            found.append([dict(zip(titles, line, strict=True)) for line in lines])
    (only,) = found
    return only
