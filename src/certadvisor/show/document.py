"""A result as blocks of text and tables, which every output form draws in its own way.

Text in a document is data from strangers: a form must treat it as plain text (no markup).
A no-break space keeps words on one line; forms write it as a plain space.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from certadvisor.values import immutable

KEEP = "\N{NO-BREAK SPACE}"
Tone = Literal["plain", "good", "bad", "unknown", "quiet", "strong"]


@immutable()
class Cell:
    """A piece of text with its tone; colour is never the only carrier of a meaning.

    `note` is said after it, or below it where there is little room.
    """

    text: str
    tone: Tone = "plain"
    note: str = ""


@immutable()
class Heading:
    """A title."""

    text: str


@immutable()
class Line:
    """One statement, with a label in front if there is one (`Why`, `Goal`).

    `picture` is drawn before it where people look; the text says all that it shows.
    """

    text: str
    label: str = ""
    tone: Tone = "plain"
    picture: str = ""


@immutable()
class Verbatim:
    """Text to copy and paste, such as a command: never wrapped, never changed."""

    text: str
    intro: str = ""


@immutable()
class Column:
    """A column. `whole`: its cells are never cut or wrapped (prices). `key`: its name.

    `heads`: it is part of a card's title; where no column
    is, the first one is. `below`: its cells may stand under their rows where that saves lines;
    `above`: over their rows where there is no room for a table otherwise. `picture`: drawn where
    people look; another column says the same.
    """

    title: str
    key: str
    whole: bool = False
    right: bool = False
    heads: bool = False
    below: bool = False
    above: bool = False
    picture: bool = False


@immutable()
class Row:
    """A row; `section` groups neighbouring rows under a title, `marked` sets one off (●)."""

    cells: tuple[Cell, ...]
    section: str = ""
    marked: bool = False


@immutable()
class Grid:
    """A table. Where it is too wide, each row becomes a card of labelled lines.

    `legend` explains its signs where they are shown as signs; `foot` is said right below it.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    legend: str = ""
    foot: str = ""

    def in_words(self) -> Grid:
        """The same without pictures."""
        kept = [n for n, column in enumerate(self.columns) if not column.picture]
        if len(kept) == len(self.columns):
            return self
        rows = (replace(row, cells=tuple(row.cells[n] for n in kept)) for row in self.rows)
        return replace(self, columns=tuple(self.columns[n] for n in kept), rows=tuple(rows))


@immutable()
class Stretch:
    """Something on a time line, from one day to another or on a single one; `day` says when in words.

    `details`: what belongs to it, such as a cost.
    """

    start: date
    end: date
    day: str
    text: str
    details: tuple[str, ...] = ()


@immutable()
class TimeLine:
    """What happens from day to day, in order: a picture where there is room, else a list."""

    stretches: tuple[Stretch, ...]


Block = Heading | Line | Verbatim | Grid | TimeLine


@immutable()
class Document:
    """Blocks, top to bottom."""

    blocks: tuple[Block, ...]
