"""Names resolve without regard to case, spaces and hyphens; what is unknown gets a suggestion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from unicodedata import normalize

from certadvisor.catalog.types import Catalog
from certadvisor.errors import UnknownNameError
from certadvisor.text import SHOWN, printable


def folded(name: str) -> str:
    """The form in which names are compared."""
    return "".join(c for c in normalize("NFKC", name).casefold() if c.isalnum())


class Names:
    """The ids of one kind of thing, under all their spellings."""

    def __init__(self, what: str, spellings: Mapping[str, Iterable[str]]) -> None:
        self._what = what
        found = ((folded(s), i) for i, known in spellings.items() for s in (i, *known))
        self._ids = {name: i for name, i in found if name}
        self._all = list(spellings)

    def resolve(self, given: str) -> str:
        """The id meant by `given`.

        Raises:
            UnknownNameError: there is none; the message names the nearest, or all where they are few.

        """
        key = folded(given[:200])
        if key in self._ids:
            return self._ids[key]
        raise UnknownNameError(f'no {self._what} "{printable(given, SHOWN)}". {self._hint(key)}')

    def _hint(self, key: str) -> str:
        near = get_close_matches(key, self._ids, n=1, cutoff=0.6)
        if near:
            return f"Did you mean {self._ids[near[0]]}?"
        if len(self._all) <= 9:
            return f"Choose from {', '.join(self._all)}."
        return "See them all with: certadvisor list"


def certification_names(catalog: Catalog) -> Names:
    """The certifications by id, short name and alias."""
    return Names(
        "certification",
        {i: (c.name, *c.aliases) for i, c in catalog.certifications.items()},
    )


def credential_names(catalog: Catalog) -> Names:
    """Everything that can be held: certifications first, then steps."""
    known = {i: (s.name, *s.aliases) for i, s in catalog.steps.items()}
    known |= {i: (c.name, *c.aliases) for i, c in catalog.certifications.items()}
    return Names("certification or step", known)
