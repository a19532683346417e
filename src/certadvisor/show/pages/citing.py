"""Sources as small numbers, and what the numbers mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from certadvisor.advice.fact_words import Cite, cite_words
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
