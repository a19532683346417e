"""What is longer than the terminal goes through the person's pager, and nothing else does."""

from __future__ import annotations

import pytest

from terminals import Terminal

MARKING = "sed s/^/paged:/"
LONG = ("show", "cscs")


def _shown(*words: str, rows: int = 24, pager: str = MARKING) -> str:
    """What is on a terminal of so many rows at the end."""
    with Terminal(*words, rows=rows, env={"PAGER": pager, "NO_COLOR": "1"}) as terminal:
        terminal.wait(lambda: terminal.is_over)
        assert terminal.end() == 0
        return terminal.text


def test_what_is_longer_than_the_terminal_goes_through_the_pager() -> None:
    """The program that $PAGER names, with its arguments, gets the whole text."""
    assert "paged:" in _shown(*LONG)


@pytest.mark.parametrize(
    ("words", "rows", "pager"),
    [
        ((*LONG, "--no-pager"), 24, MARKING),
        ((*LONG, "--plain"), 24, MARKING),
        ((*LONG, "--format", "markdown"), 24, MARKING),
        (LONG, 100, MARKING),
        (LONG, 24, ""),
        (LONG, 24, "no-such-pager --at-all"),
        (LONG, 24, "'"),
    ],
    ids=["refused", "plain", "markdown", "it fits", "none", "missing", "misquoted"],
)
def test_otherwise_the_text_is_written_as_it_is(
    words: tuple[str, ...], rows: int, pager: str
) -> None:
    """With --no-pager or --plain, in other forms, where it fits, or without a pager that runs."""
    text = _shown(*words, rows=rows, pager=pager)
    assert "paged:" not in text
    assert "Every fact" in text or "--format" in words
