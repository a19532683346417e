"""Markdown as GitHub reads it; text from the catalog stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from certadvisor.show.document import Block, Cell, Document, Grid, Heading, Line, TimeLine
from certadvisor.show.forms.lines import sections
from certadvisor.show.forms.screen import Screen


def render(document: Document, screen: Screen) -> str:
    """The document as Markdown."""
    blocks = ("\n".join(_lines(block, screen)) for block in document.blocks)
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    """`text` such that Markdown and HTML show it as it is."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*_{}\[\]|~])", r"\\\1", text)
    # GitHub makes links of bare addresses: of no others than http and https.
    return re.sub(r"(?i)(ftp)(?=:)", r"\1\\", text)


def _paragraph(text: str) -> str:
    """`text` at the start of a line, where it must become neither a title nor a list."""
    return re.sub(r"^(\s*\d*)([-+=#.)])", r"\1\\\2", escaped(text))


def _lines(block: Block, screen: Screen) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"## {escaped(screen.say(block.text))}"
    elif isinstance(block, Line):
        label = f"**{escaped(screen.say(block.label))}:** " if block.label else ""
        text = screen.say(block.text)
        yield label + escaped(text) if label else _paragraph(text.strip())
    elif isinstance(block, TimeLine):
        yield from (_row(["When", "What"]), _row(["---", "---"]))
        for stretch in block.stretches:
            what = ", ".join([stretch.text, *stretch.details])
            yield _row([escaped(screen.say(text)) for text in (stretch.day, what)])
    elif isinstance(block, Grid):
        yield from _table(block.in_words(), screen)
    else:
        text = screen.say(block.text)
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
        yield from ([escaped(screen.say(block.intro)), ""] if block.intro else [])
        yield from (fence, text, fence)


def _table(grid: Grid, screen: Screen) -> Iterator[str]:
    if grid.title:
        yield from (f"### {escaped(screen.say(grid.title))}", "")
    yield _row(escaped(screen.say(c.title)) for c in grid.columns)
    yield _row("---:" if c.right else "---" for c in grid.columns)
    for title, rows in sections(grid):
        if title:
            yield _row([f"**{escaped(screen.say(title))}**", *[""] * (len(grid.columns) - 1)])
        for row in rows:
            cells = [_cell(cell, screen) for cell in row.cells]
            if row.marked:
                cells[0] = f"{screen.say('●')} {cells[0]}"
            yield _row(cells)
    if grid.foot:
        yield from ("", _paragraph(screen.say(grid.foot)))


def _row(cells: Iterator[str] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell, screen: Screen) -> str:
    note = f" ({escaped(screen.say(cell.note))})" if cell.note else ""
    return escaped(screen.say(cell.text)) + note
