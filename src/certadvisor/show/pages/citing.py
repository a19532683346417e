"""Sources as small numbers, what the numbers mean, and whom to ask for what no source says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from certadvisor.advice.fact_words import Cite, Value, cite_words
from certadvisor.advice.wording import Unknown
from certadvisor.catalog.types import Source
from certadvisor.show.document import KEEP, Line


class NumberedSources:
    """Numbers for what a page cites, in the order in which it is cited."""

    def __init__(self, sources: dict[str, Source]) -> None:
        self._sources = sources
        self._numbers: dict[Cite, int] = {}

    def cited(self, text: str, cites: Sequence[Cite]) -> str:
        """`text` with the numbers of what it rests on."""
        numbers = [self._numbers.setdefault(c, len(self._numbers) + 1) for c in cites]
        return f"{text}{KEEP}[{','.join(map(str, numbers))}]" if numbers else text

    def lines(self) -> Iterator[Line]:
        """Each number with its source."""
        for cite, number in self._numbers.items():
            yield Line(f"[{number}] {cite_words(cite, self._sources)}", tone="quiet")


def to_ask(values: Iterable[tuple[str, Value]]) -> dict[str, list[str]]:
    """Whom to ask about what is not known, each with the labels as they stand in a sentence."""
    found: dict[str, list[str]] = {}
    for label, value in values:
        if value.ask is not None and value.unknown is not Unknown.NONE_ON_RECORD:
            found.setdefault(value.ask, []).append(inside(label))
    return found


def inside(label: str) -> str:
    """A label inside a sentence: without its capital, unless it starts with an abbreviation."""
    return label if label[:2].isupper() else label[0].lower() + label[1:]
