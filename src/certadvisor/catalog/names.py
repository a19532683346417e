"""Names resolve without regard to case, spaces and hyphens; an unknown one gets a suggestion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING
from unicodedata import normalize

from certadvisor.errors import UnknownNameError
from certadvisor.text import SHOWN, printable

if TYPE_CHECKING:
    from certadvisor.catalog.types import Catalog

LETTERS_AN_EDIT = 3
"""The one cut-off: a spelling is suggested if it has at least so many letters for each edit."""
MOST_LETTERS = 30
"""How many letters of a name are compared."""
MOST_CHOICES = 9
"""How many names a message names."""
MOST_COMPARED = 1_000
"""How many names one suggestion is looked for among: comparing takes long."""


def folded(name: str) -> str:
    """The form in which names are compared."""
    return "".join(c for c in normalize("NFKC", name).casefold() if c.isalnum())


def nearest(given: str, ids: Iterable[str], aliases: Mapping[str, str] | None = None) -> str | None:
    """The id that was probably meant: the most similar one, else the one with a similar alias.

    `aliases` are other spellings with their ids. None: nothing is similar.
    """
    key = folded(given[:MOST_LETTERS])
    own = {folded(i): i for i in ids}
    for names in (own, aliases or {}):
        found: dict[str, int] = {}
        for name in islice(names, MOST_COMPARED):
            most = max(len(name), len(key)) // LETTERS_AN_EDIT
            if abs(len(name) - len(key)) <= most:
                edits = _edits(key, name[:MOST_LETTERS])
                if edits <= most:
                    found[name] = edits
        if found:
            return names[min(found, key=found.__getitem__)]
    return None


def _edits(one: str, other: str) -> int:
    """How many letters to add, drop, replace or swap with the next one to get from one to the other."""
    older: list[int] = []
    last: list[int] = []
    row: list[int] = [*range(len(other) + 1)]
    for i, a in enumerate(one):
        older, last, row = last, row, [i + 1]
        for j, b in enumerate(other):
            least = min(last[j + 1] + 1, row[j] + 1, last[j] + (a != b))
            if i and j and a == other[j - 1] and b == one[i - 1]:
                least = min(least, older[j - 1] + 1)
            row.append(least)
    return row[-1]


class Names:
    """The ids of one kind of thing, under all their spellings."""

    def __init__(
        self,
        what: str,
        spellings: Mapping[str, Iterable[str]],
        hints: Mapping[str, str] | None = None,
    ) -> None:
        """`hints` say what to type for names of something else, by their folded spellings."""
        self._what = what
        self._hints = hints or {}
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
        hint = self._hints.get(folded(given[:200]))
        if hint is None and (near := nearest(given, self._all, self._aliases)) is not None:
            hint = f"Did you mean {near}?"
        if hint is None and len(self._all) <= MOST_CHOICES:
            hint = f"Choose from {', '.join(self._all)}."
        if hint is None:
            hint = "See them all with: certadvisor list"
            hint += " and certadvisor list --steps" if "step" in self._what else ""
        raise UnknownNameError(f'no {self._what} "{printable(given, SHOWN)}". {hint}')


def certification_names(catalog: Catalog) -> Names:
    """The certifications by id, short name and alias."""
    return Names(
        "certification",
        {i: (c.name, *c.aliases) for i, c in catalog.certifications.items()},
        _by_issuer(catalog),
    )


def credential_names(catalog: Catalog) -> Names:
    """Everything that can be held: certifications first, then steps."""
    known = {i: (s.name, *s.aliases) for i, s in catalog.steps.items()}
    known |= {i: (c.name, *c.aliases) for i, c in catalog.certifications.items()}
    return Names("certification or step", known, _by_issuer(catalog))


def _by_issuer(catalog: Catalog) -> dict[str, str]:
    """For whoever types an issuer where a certification is asked for: what it issues."""
    hints: dict[str, str] = {}
    for item, issuer in catalog.issuers.items():
        issued = [i for i, c in catalog.certifications.items() if c.issuer == item]
        if issued:
            hint = f"{issuer.name} issues {', '.join(issued)}."
            spellings = (item, issuer.name, issuer.full_name.value or "", *issuer.aliases)
            hints |= {folded(spelling): hint for spelling in spellings if spelling}
    return hints
