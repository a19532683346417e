"""Names resolve without regard to case, spaces and hyphens; an unknown one gets a suggestion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING
from unicodedata import normalize

from certadvisor.errors import UnknownNameError
from certadvisor.text import SHOWN, printable

if TYPE_CHECKING:
    from certadvisor.catalog.types import Catalog

CUTOFF = 0.6
"""How alike two spellings must be for one to be suggested for the other, from 0 to 1."""
MOST_COMPARED = 1_000
"""The largest number of names that one suggestion is looked for among: comparing takes long."""


def folded(name: str) -> str:
    """The form in which names are compared."""
    return "".join(c for c in normalize("NFKC", name).casefold() if c.isalnum())


def nearest(given: str, ids: Iterable[str], aliases: Mapping[str, str] | None = None) -> str | None:
    """The id that was probably meant: the most similar one, else the one with a similar alias.

    `aliases` are other spellings with their ids. None: nothing is similar.
    """
    own = {folded(i): i for i in [*ids][:MOST_COMPARED]}
    for names in (own, aliases or {}):
        near = get_close_matches(folded(given[:SHOWN]), names, n=1, cutoff=CUTOFF)
        if near:
            return names[near[0]]
    return None


class Names:
    """The ids of one kind of thing, under all their spellings."""

    def __init__(self, what: str, spellings: Mapping[str, Iterable[str]]) -> None:
        self._what = what
        self._all = list(spellings)
        self._aliases = {folded(s): i for i, known in spellings.items() for s in known}
        self._ids = self._aliases | {folded(i): i for i in self._all}
        self._ids.pop("", None)

    def knows(self, given: str) -> bool:
        """Whether some id is meant by `given`."""
        return folded(given[:200]) in self._ids

    def resolve(self, given: str) -> str:
        """The id meant by `given`.

        Raises:
            UnknownNameError: there is none; the message suggests the nearest, or names all if few.
        """
        if self.knows(given):
            return self._ids[folded(given[:200])]
        near = nearest(given, self._all, self._aliases)
        hint = "See them all with: certadvisor list"
        if near is not None:
            hint = f"Did you mean {near}?"
        elif len(self._all) <= 9:
            hint = f"Choose from {', '.join(self._all)}."
        raise UnknownNameError(f'no {self._what} "{printable(given, SHOWN)}". {hint}')


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
