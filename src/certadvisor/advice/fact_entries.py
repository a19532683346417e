"""The facts of a catalog entry, one by one, in the order of its type's fields.

A new fact field appears without new code here; `LABELS` only makes it read better.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from certadvisor.advice.fact_words import Data, conflict_words, data_of, fact_words, value_words
from certadvisor.advice.wording import Unknown
from certadvisor.catalog import types as m
from certadvisor.text import listed
from certadvisor.values import immutable, said_in


@immutable()
class OtherValue:
    """What another source says of the same fact."""

    text: str
    source: str
    as_of: str | None
    note: str | None


@immutable()
class FactEntry:
    """One fact: `key` is its place in the catalog entry, `text` how it reads, `known` whether it counts.

    An unknown fact has no source; it has a `reason` and says whom to `ask`. `value` is what `text`
    says, for machines: in the unit that its `key` names.
    """

    key: str
    section: str
    label: str
    text: str
    known: bool
    source: str | None
    as_of: str | None
    reason: str | None
    ask: str | None
    note: str | None
    conflicts: tuple[OtherValue, ...]
    value: Data = None


@immutable()
class CatalogTerm:
    """How this catalog itself names and classifies the item; that needs no source."""

    key: str
    label: str
    text: str


# --- labels --------------------------------------------------------------------------------

LABELS = {
    "fees": "Price",
    "study": "Study",
    "time": "Study time",
    "does": "What you do",
    "ncca": "NCCA accreditation",
    "primary": "Can be your first credential",
    "niche": "Specialty",
    "span": "Length as a step",
    "role": "Role",
    "minutes": "Length",
    "window": "When you can take it",
    "rules": "Retake rules",
    "vendor": "Test centre",
    "exam": "The exam",
    "retake": "Retake",
    "renewal": "Staying certified",
    "years": "Renewed every",
    "units": "Continuing education",
    "keep_cpr": "CPR/AED kept current",
    "common_date": "Everyone renews on",
    "weeks": "Time it takes",
    "valid_years": "Valid for",
    "audience": "Who it is for",
    "settings": "Level by setting",
    "focuses": "Level by focus",
    "standard": "non-member",
    "section_standard": "one section, non-member",
    "section_member": "one section, member",
    "credential": "As a credential",
    "gives": "What it gives you",
    "weeks_before": "Weeks before graduation",
    "attainable": "Can be planned",
    "said": "Names one programme",
}
GENERAL = "What it is"
# Shown as part of the facts they stand beside.
_IN_PASSING = {"label", "starts_at", "covers", "name"}
_SHOWN_APART = {"requirements", "covered_by", "name"}


def field_label(name: str) -> str:
    """A field's name as a label."""
    return LABELS.get(name, name.replace("_", " ").capitalize())


@immutable()
class _Place:
    """A place in the entry: the key so far, the section, and what is being sold there."""

    key: str
    section: str
    subject: str = ""

    def at(self, key: str) -> _Place:
        """The same place under another key."""
        return replace(self, key=key)


class FactWalker:
    """The facts and terms of one catalog entry, in the order of the model's fields."""

    def __init__(self, catalog: m.Catalog, entry: m.Certification | m.Step) -> None:
        self._catalog = catalog
        self._entry = entry
        self._issuer = catalog.issuers[entry.issuer] if entry.issuer is not None else None

    def facts(self) -> Iterator[FactEntry]:
        """Every fact and level, section by section, then those of the issuer."""
        found = list(self._of(self._entry, _Place("", GENERAL)))
        order = list(dict.fromkeys((GENERAL, *(e.section for e in found))))
        yield from sorted(found, key=lambda e: order.index(e.section))
        if self._issuer is not None:
            yield from self._of(self._issuer, _Place("issuer", f"The issuer, {self._issuer.name}"))

    def terms(self) -> Iterator[CatalogTerm]:
        """Every plain value of the entry itself that is not left at its default."""
        yield from self._terms_of(self._entry, "", "")

    def _of(self, node: Any, place: _Place) -> Iterator[FactEntry]:
        for name, value in ((f.name, getattr(node, f.name)) for f in fields(node)):
            if place.key:
                yield from self._any(node, name, value, place.at(f"{place.key}.{name}"))
            elif name not in _SHOWN_APART:
                section = place.section if isinstance(value, m.Fact) else field_label(name)
                yield from self._any(node, name, value, _Place(name, section))

    def _any(self, node: Any, name: str, value: Any, place: _Place) -> Iterator[FactEntry]:
        match value:
            case m.Fact():
                yield self._fact(node, name, value, place)
            case m.Level():
                yield self._level(value, place)
            case _ if is_dataclass(value):
                own = getattr(value, "label", getattr(value, "name", ""))
                yield from self._of(value, replace(place, subject=own or place.subject))
            case tuple():
                for index, one in enumerate(value):
                    yield from self._any(node, name, one, place.at(f"{place.key}[{index}]"))
            case dict():
                for inner, one in value.items():
                    yield from self._any(node, inner, one, place.at(f"{place.key}.{inner}"))
                if name in ("settings", "focuses"):
                    yield from self._rest(name, value, place)

    def _fact(self, node: Any, name: str, fact: m.Fact[Any], place: _Place) -> FactEntry:
        free = "included" if isinstance(node, m.Study) else "free"
        starts = getattr(node, "starts_at", False) is True and name in ("standard", "price")
        covers = listed(getattr(node, "covers", ())) if name == "standard" else ""
        notes = [f"Covers {covers}." if covers else "", fact.note or ""]
        return FactEntry(
            key=place.key,
            section=place.section,
            label=_fact_label(node, name, place.subject),
            text=fact_words(name, fact, free=free, starts_at=starts),
            known=fact.known is not None,
            source=fact.source,
            as_of=fact.as_of,
            reason=fact.reason,
            ask=fact.ask or (None if fact.known is not None else self._whom()),
            note=" ".join(n for n in notes if n) or None,
            conflicts=tuple(
                OtherValue(conflict_words(name, fact, c), c.source, c.as_of, c.note)
                for c in fact.conflicts
            ),
            value=data_of(fact),
        )

    def _whom(self) -> str:
        return self._issuer.ask if self._issuer is not None else "the provider"

    def _level(self, level: m.Level, place: _Place) -> FactEntry:
        *_, table, name = place.key.split(".")
        return FactEntry(
            place.key, place.section, self._named(table, name), level.level, True, level.source, level.as_of,
            None, None, level.rationale, (), level.level,
        )  # fmt: skip

    def _rest(self, name: str, levels: dict[str, Any], place: _Place) -> Iterator[FactEntry]:
        """The settings or focuses for which nothing is on record."""
        rest = [self._named(name, i) for i in getattr(self._catalog, name) if i not in levels]
        if rest:
            meaning = self._catalog.policy.levels["none"].meaning
            yield FactEntry(
                f"{place.key}.*", place.section, "any other", Unknown.NONE_ON_RECORD, False, None, None,
                meaning, self._whom(), f"That is: {listed(rest)}.", (),
            )  # fmt: skip

    def _terms_of(self, node: Any, key: str, subject: str) -> Iterator[CatalogTerm]:
        for name, value in said_in(node).items():
            where = f"{key}.{name}" if key else name
            if name in _SHOWN_APART | _IN_PASSING:
                continue
            if isinstance(value, m.Credential | m.Gives):
                yield from self._terms_of(
                    value, where, field_label(name) if name == "gives" else ""
                )
            elif text := self._term_words(name, value):
                label = f"{subject}: {field_label(name).lower()}" if subject else field_label(name)
                yield CatalogTerm(where, label, text)

    def _term_words(self, name: str, value: Any) -> str:
        """A plain value in words; an empty text for any other value."""
        if isinstance(value, str | int):
            return self._named(name, value)
        if isinstance(value, tuple) and all(isinstance(v, str) for v in value):
            return listed([self._named(name, v) for v in value])
        if isinstance(value, dict) and all(isinstance(v, int) for v in value.values()):
            return listed([f"{self._named(name, k)}: {v}" for k, v in value.items()])
        return ""

    def _named(self, name: str, value: Any) -> str:
        """The value of the field `name`: an id by its name, anything else as it reads."""
        table: dict[str, Any] = getattr(self._catalog, _TABLES.get(name, ""), {})
        return table[value].name if value in table else value_words(name, value)


_TABLES = {
    "issuer": "issuers",
    "member": "issuers",
    "role": "roles",
    "niche": "focuses",
    "settings": "settings",
    "focuses": "focuses",
    "practice": "activities",
    "years": "activities",
}
"""In which of the catalog's tables the ids of a field stand."""


def _fact_label(node: Any, name: str, subject: str) -> str:
    """The label of a fact: its field, or what is sold where the field only says to whom."""
    if name not in ("standard", "member", "section_standard", "section_member", "price"):
        return {"notes": "Note", "promotions": "Promotion"}.get(name, field_label(name))
    if name == "price" or (name == "standard" and getattr(node, "member", None) is None):
        text = subject or "The exam again"
    else:
        text = f"{subject or 'The exam again'}, {field_label(name).lower()}"
    return text[0].upper() + text[1:]
