"""Every fact of one certification or step, with source, date, conflicts and unknowns.

The model's fields are walked as they are: a new fact field appears without new code here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel

from certadvisor import models as m
from certadvisor.conditions import Truth, branches_of, candidate, judge
from certadvisor.facts import conflict_words, fact_words, value_words
from certadvisor.names import credential_names
from certadvisor.profile import Profile
from certadvisor.recommend import due_words
from certadvisor.results import CatalogStamp
from certadvisor.wording import listed


@dataclass(frozen=True, slots=True)
class Other:
    """What another source says of the same fact."""

    text: str
    source: str
    as_of: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact. `key` is its place in the catalog entry; `text` how it reads; `known` whether it counts.

    An unknown has no source, but a `reason` and whom to `ask`.
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
    conflicts: tuple[Other, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """How this catalog names and files the item: no fact of the world, so without a source."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement. `since` and `until` are the first and last day on which it applies."""

    text: str
    need: Literal["required", "recommended"]
    due: str
    due_confirmed: bool
    since: str | None
    until: str | None
    published: bool
    disputed: bool
    source: str
    as_of: str | None
    ask: str | None
    note: str | None
    conflicts: tuple[Other, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every branch must hold."""

    all: tuple[AllOf | AnyOf | Rule, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One branch is enough."""

    any: tuple[AllOf | AnyOf | Rule, ...]


Tree = AllOf | AnyOf | Rule


@dataclass(frozen=True, slots=True)
class Covering:
    """What makes the item superfluous: holding one of `ids`, or `licences`; in `settings` only, if any."""

    text: str
    ids: tuple[str, ...]
    licences: tuple[str, ...]
    settings: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the catalog says of one certification or step.

    `covers` are the certifications that it makes superfluous; `sources` those named above.
    """

    schema_version: Literal[1]
    catalog: CatalogStamp
    id: str
    name: str
    type: Literal["certification", "step"]
    terms: tuple[Term, ...]
    facts: tuple[Entry, ...]
    requirements: Tree | None
    covered_by: tuple[Covering, ...]
    covers: tuple[str, ...]
    sources: dict[str, m.Source]


def sheet(item: str, catalog: m.Catalog) -> Sheet:
    """Everything the catalog says of the certification or step meant by `item`.

    Raises:
        UnknownNameError: there is none.

    """
    found = credential_names(catalog).resolve(item)
    entry = catalog.item(found)
    walk = _Walk(catalog, entry)
    facts = (*walk.facts(), *_by_employers(found, catalog))
    rules = None if entry.requirements is None else _tree(entry.requirements)
    covered_by = tuple(_coverings(entry, catalog))
    return Sheet(
        schema_version=1,
        catalog=CatalogStamp(catalog.version, catalog.as_of),
        id=found,
        name=entry.name,
        type="certification" if isinstance(entry, m.Certification) else "step",
        terms=tuple(walk.terms()),
        facts=facts,
        requirements=rules,
        covered_by=covered_by,
        covers=tuple(_covers(found, catalog)),
        sources=_sources(facts, rules, covered_by, catalog),
    )


# --- labels --------------------------------------------------------------------------------

LABELS = {
    "fees": "Price",
    "study": "Study",
    "time": "Study time",
    "does": "What you do",
    "ncca": "NCCA accreditation",
    "primary": "Stands on its own",
    "niche": "Serves only those who ask for",
    "span": "As a step towards another one",
    "role": "Makes its holder a",
    "minutes": "Length",
    "window": "When you may sit",
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
    "audience": "For whom",
    "settings": "Level by setting",
    "focuses": "Level by focus",
    "standard": "non-member",
    "section_standard": "one section, non-member",
    "section_member": "one section, member",
    "credential": "What it makes of its holder",
    "gives": "What it changes",
    "weeks_before": "Weeks before graduation",
    "attainable": "Can be set out for",
    "said": "Standing on record",
}
GENERAL = "What it is"
# Shown as part of the facts they stand beside.
_IN_PASSING = {"label", "starts_at", "covers", "name"}
_SHOWN_APART = {"requirements", "covered_by", "name"}


def label_of(name: str) -> str:
    """A field's name as a label."""
    return LABELS.get(name, name.replace("_", " ").capitalize())


class _Walk:
    """The facts and terms of one catalog entry, in the order of the model's fields."""

    def __init__(self, catalog: m.Catalog, entry: m.Certification | m.Step) -> None:
        self._catalog = catalog
        self._entry = entry
        self._issuer = catalog.issuers[entry.issuer] if entry.issuer is not None else None

    def facts(self) -> Iterator[Entry]:
        """Every fact and level, then those of the issuer."""
        yield from self._of(self._entry, "", GENERAL, "")
        if self._issuer is not None:
            yield from self._of(self._issuer, "issuer", f"The issuer, {self._issuer.name}", "")

    def terms(self) -> Iterator[Term]:
        """Every plain value of the entry itself that is not left at its default."""
        yield from self._terms_of(self._entry, "", "")

    def _of(self, node: BaseModel, key: str, section: str, subject: str) -> Iterator[Entry]:
        for name in type(node).model_fields:
            if not key and name in _SHOWN_APART:
                continue
            value = getattr(node, name)
            where = f"{key}.{name}" if key else name
            under = label_of(name) if not key and not isinstance(value, m.Fact) else section
            yield from self._any(node, name, value, where, under, subject)

    def _any(
        self, node: BaseModel, name: str, value: Any, key: str, section: str, subject: str
    ) -> Iterator[Entry]:
        match value:
            case m.Fact():
                yield self._fact(node, name, value, key, section, subject)
            case m.Level():
                yield self._level(name, value, key, section)
            case BaseModel():
                own = getattr(value, "label", getattr(value, "name", ""))
                yield from self._of(value, key, section, own or subject)
            case tuple():
                for index, one in enumerate(value):
                    yield from self._any(node, name, one, f"{key}[{index}]", section, subject)
            case dict():
                for inner, one in value.items():
                    yield from self._any(node, inner, one, f"{key}.{inner}", section, subject)
                if name in ("settings", "focuses"):
                    yield from self._rest(name, value, key, section)

    def _fact(
        self, node: BaseModel, name: str, fact: m.Fact[Any], key: str, section: str, subject: str
    ) -> Entry:
        free = "included" if isinstance(node, m.Study) else "free"
        starts = getattr(node, "starts_at", False) is True and name in ("standard", "price")
        text = fact_words(name, fact, free=free, starts_at=starts)
        covers = listed(getattr(node, "covers", ())) if name == "standard" else ""
        notes = [f"Covers {covers}." if covers else "", fact.note or ""]
        return Entry(
            key=key,
            section=section,
            label=_fact_label(node, name, subject),
            text=text,
            known=fact.known is not None,
            source=fact.source,
            as_of=fact.as_of,
            reason=fact.reason,
            ask=fact.ask or (None if fact.known is not None else self._whom()),
            note=" ".join(n for n in notes if n) or None,
            conflicts=tuple(
                Other(conflict_words(name, fact, c), c.source, c.as_of, c.note)
                for c in fact.conflicts
            ),
        )

    def _whom(self) -> str:
        return self._issuer.ask if self._issuer is not None else "whoever offers it"

    def _level(self, name: str, level: m.Level, key: str, section: str) -> Entry:
        return Entry(
            key, section, self._id_words(name), level.level, True, level.source, level.as_of,
            None, None, level.rationale, (),
        )  # fmt: skip

    def _rest(self, name: str, levels: dict[str, Any], key: str, section: str) -> Iterator[Entry]:
        """The settings or focuses for which nothing is on record."""
        rest = [self._id_words(i) for i in getattr(self._catalog, name) if i not in levels]
        if rest:
            meaning = self._catalog.policy.levels["none"].meaning
            yield Entry(
                f"{key}.*", section, "any other", "none on record", False, None, None,
                meaning, self._whom(), f"That is: {listed(rest)}.", (),
            )  # fmt: skip

    def _terms_of(self, node: BaseModel, key: str, subject: str) -> Iterator[Term]:
        for name, field in type(node).model_fields.items():
            value = getattr(node, name)
            where = f"{key}.{name}" if key else name
            if name in _SHOWN_APART | _IN_PASSING or (
                not field.is_required() and value == field.get_default(call_default_factory=True)
            ):
                continue
            label = f"{subject}: {label_of(name).lower()}" if subject else label_of(name)
            if isinstance(value, m.Credential | m.Gives):
                yield from self._terms_of(value, where, label)
            elif isinstance(value, dict) and not any(
                isinstance(v, BaseModel) for v in value.values()
            ):
                text = listed(
                    [f"{self._id_words(k)} {self._id_words(v)}" for k, v in value.items()]
                )
                yield Term(where, label, text)
            elif isinstance(value, str | int):
                yield Term(where, label, self._id_words(value))
            elif isinstance(value, tuple) and all(isinstance(v, str) for v in value):
                yield Term(where, label, listed([self._id_words(v) for v in value]))

    def _id_words(self, value: Any) -> str:
        """An id by its name, anything else as it reads."""
        tables: tuple[dict[str, Any], ...] = (
            self._catalog.issuers,
            self._catalog.roles,
            self._catalog.settings,
            self._catalog.focuses,
            self._catalog.activities,
        )
        for table in tables:
            if isinstance(value, str) and value in table:
                name: str = table[value].name
                return name
        return value_words("", value)


def _fact_label(node: BaseModel, name: str, subject: str) -> str:
    """The label of a fact: its field, or what is sold where the field only says to whom."""
    if name not in ("standard", "member", "section_standard", "section_member", "price"):
        return {"notes": "Note", "promotions": "Promotion"}.get(name, label_of(name))
    if name == "price" or (name == "standard" and getattr(node, "member", None) is None):
        return subject or "The exam again"
    return f"{subject or 'The exam again'}, {label_of(name).lower()}"


# --- requirements --------------------------------------------------------------------------


def _tree(node: m.Requirement) -> Tree:
    if isinstance(node, m.Leaf):
        return _rule(node)
    branches = tuple(_tree(b) for b in branches_of(node))
    return AllOf(branches) if isinstance(node, m.AllOf) else AnyOf(branches)


def _rule(leaf: m.Leaf) -> Rule:
    return Rule(
        text=leaf.text,
        need=leaf.need,
        due=due_words(leaf),
        due_confirmed=leaf.due_confirmed,
        since=None if leaf.since is None else leaf.since.isoformat(),
        until=None if leaf.until is None else leaf.until.isoformat(),
        published=not isinstance(leaf.test, m.UnpublishedTest),
        disputed=bool(leaf.disputed),
        source=leaf.source,
        as_of=leaf.as_of,
        ask=leaf.ask,
        note=leaf.note,
        conflicts=tuple(
            Other(conflict_words("", None, c), c.source, c.as_of, c.note) for c in leaf.conflicts
        ),
    )


def rules_of(node: Tree | None) -> Iterator[Rule]:
    """All rules of a tree, in order."""
    if isinstance(node, Rule):
        yield node
    elif node is not None:
        for branch in node.all if isinstance(node, AllOf) else node.any:
            yield from rules_of(branch)


# --- what covers what, and who names it ----------------------------------------------------


def _holder(item: str, catalog: m.Catalog) -> Any:
    """Someone who has said nothing but that they hold `item`."""
    return candidate(Profile(holds=(item,), cpt="none", on=date.min), catalog)


def _coverings(entry: m.Certification | m.Step, catalog: m.Catalog) -> Iterator[Covering]:
    for cover in getattr(entry, "covered_by", ()):
        ids = [
            i
            for i in catalog.items()
            if catalog.item(i) is not entry
            and judge(cover.test, _holder(i, catalog), catalog) is Truth.MET
        ]
        licences = cover.test.any_of if isinstance(cover.test, m.LicenceTest) else ()
        yield Covering(cover.rationale, tuple(ids), licences, cover.settings, cover.source)


def _covers(item: str, catalog: m.Catalog) -> Iterator[str]:
    holder = _holder(item, catalog)
    for other, certification in catalog.certifications.items():
        if other != item and any(
            judge(c.test, holder, catalog) is Truth.MET for c in certification.covered_by
        ):
            yield other


def _by_employers(item: str, catalog: m.Catalog) -> Iterator[Entry]:
    for setting_id, setting in catalog.settings.items():
        for index, rule in enumerate(setting.employer_rules):
            if item in rule.names:
                yield Entry(
                    f"employers.{setting_id}[{index}]", "Employers that name it", rule.who,
                    rule.text, True, rule.source, rule.as_of, None, None, rule.note, (),
                )  # fmt: skip


def _sources(
    facts: tuple[Entry, ...],
    rules: Tree | None,
    covered_by: tuple[Covering, ...],
    catalog: m.Catalog,
) -> dict[str, m.Source]:
    """The sources named, in the order in which they are named."""
    cited: list[str | None] = []
    for fact in (*facts, *rules_of(rules)):
        cited += [fact.source, *(c.source for c in fact.conflicts)]
    cited += [c.source for c in covered_by]
    return {s: catalog.sources[s] for s in dict.fromkeys(cited) if s is not None}
