"""Draw docs/table.svg and docs/table-light.svg, the picture in the README, from the real program.

Run it with `python scripts/picture.py`; the day and the answers are fixed, so that the picture
changes only when the catalog or the program does.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, SVG_EXPORT_THEME, TerminalTheme
from rich.text import Text

from certadvisor import Profile, load_catalog, recommend
from certadvisor.show.document import Document, Verbatim
from certadvisor.show.forms import render
from certadvisor.show.forms.screen import Screen
from certadvisor.show.pages.recommend import document

DOCS = Path(__file__).parents[1] / "docs"
PICTURES = {"table.svg": SVG_EXPORT_THEME, "table-light.svg": DEFAULT_TERMINAL_THEME}
WIDTH = 100
TITLE = "certadvisor recommend"


def picture(theme: TerminalTheme = SVG_EXPORT_THEME) -> str:
    """The screen of one recommendation as SVG, by default on a dark background."""
    catalog = load_catalog()
    profile = Profile(
        on=date(2026, 11, 23),
        setting="collegiate",
        degree="bachelor",
        degree_field="exercise-science",
        cpr="yes",
        cpt="none",
        budget=Decimal(1000),
    )
    screen = Screen(width=WIDTH, colour=True)
    shown = document(recommend(profile, catalog), catalog)
    # The command to copy is one long line, which a picture would cut.
    blocks = tuple(block for block in shown.blocks if not isinstance(block, Verbatim))
    answer = render(Document(blocks), "table", screen)
    console = Console(record=True, width=WIDTH, file=StringIO(), legacy_windows=False)
    for line in answer.splitlines():
        console.print(Text.from_ansi(line), soft_wrap=True)
    drawn = console.export_svg(title=TITLE, theme=theme, unique_id="certadvisor")
    # A picture in a README fetches nothing: the reader's own monospaced font will do.
    return re.sub(r"\s*@font-face \{[^}]*\}", "", drawn)


if __name__ == "__main__":
    for name, theme in PICTURES.items():
        (DOCS / name).write_text(picture(theme), encoding="utf-8")
        print(f"wrote docs/{name}")
