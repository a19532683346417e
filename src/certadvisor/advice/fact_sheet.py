"""Every fact of one certification or step, with source, date, conflicts and unknowns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from certadvisor.advice.fact_entries import Entry, Other, Term, Walk
from certadvisor.advice.fact_words import conflict_words
from certadvisor.advice.results import CatalogStamp
from certadvisor.advice.wording import due_words
from certadvisor.catalog import types as m
from certadvisor.catalog.names import credential_names
from certadvisor.profile.profile import Profile
from certadvisor.rules.requirements import Truth, branches_of, candidate, judge


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement. `since` and `until` are the first and last day on which it applies."""

    text: str
    need: Literal["required", "recommended"]
    due: str
    due_confirmed: bool
    since: date | None
    until: date | None
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
class Coverage:
    """One thing makes another superfluous, in `settings` only if there are any; `text` says why.

    In `covered_by` the item is covered by any of `ids` or `licences`; in `covers` it covers `ids`.
    """

    text: str
    ids: tuple[str, ...]
    licences: tuple[m.Licence, ...]
    settings: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class FactSheet:
    """Everything the catalog says of one certification or step; `sources` are all those named."""

    schema_version: Literal[1]
    catalog: CatalogStamp
    id: str
    name: str
    type: Literal["certification", "step"]
    terms: tuple[Term, ...]
    facts: tuple[Entry, ...]
    requirements: Tree | None
    covered_by: tuple[Coverage, ...]
    covers: tuple[Coverage, ...]
    sources: dict[str, m.Source]


def sheet(item: str, catalog: m.Catalog) -> FactSheet:
    """Everything the catalog says of the certification or step meant by `item`.

    Raises:
        UnknownNameError: there is none.

    """
    found = credential_names(catalog).resolve(item)
    entry = catalog.item(found)
    walk = Walk(catalog, entry)
    facts = (*walk.facts(), *_by_employers(found, catalog))
    rules = None if entry.requirements is None else _tree(entry.requirements)
    covered_by, covers = tuple(_coverings(entry, catalog)), tuple(_covers(found, catalog))
    return FactSheet(
        schema_version=1,
        catalog=CatalogStamp(catalog.version, catalog.as_of),
        id=found,
        name=entry.name,
        type="certification" if isinstance(entry, m.Certification) else "step",
        terms=tuple(walk.terms()),
        facts=facts,
        requirements=rules,
        covered_by=covered_by,
        covers=covers,
        sources=_sources(facts, rules, (*covered_by, *covers), catalog),
    )


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
        since=leaf.since,
        until=leaf.until,
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


def _coverings(entry: m.Certification | m.Step, catalog: m.Catalog) -> Iterator[Coverage]:
    for cover in getattr(entry, "covered_by", ()):
        ids = [
            i
            for i in catalog.items()
            if catalog.item(i) is not entry
            and judge(cover.test, _holder(i, catalog), catalog) is Truth.MET
        ]
        licences = cover.test.any_of if isinstance(cover.test, m.LicenceTest) else ()
        yield Coverage(cover.rationale, tuple(ids), licences, cover.settings, cover.source)


def _covers(item: str, catalog: m.Catalog) -> Iterator[Coverage]:
    holder = _holder(item, catalog)
    for other, certification in catalog.certifications.items():
        for cover in certification.covered_by:
            if other != item and judge(cover.test, holder, catalog) is Truth.MET:
                yield Coverage(cover.rationale, (other,), (), cover.settings, cover.source)


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
    coverings: tuple[Coverage, ...],
    catalog: m.Catalog,
) -> dict[str, m.Source]:
    """The sources named, in the order in which they are named."""
    cited: list[str | None] = []
    told: list[Entry | Rule] = [*facts, *rules_of(rules)]
    for one in told:
        cited += [one.source, *(c.source for c in one.conflicts)]
    cited += [c.source for c in coverings]
    return {s: catalog.sources[s] for s in dict.fromkeys(cited) if s is not None}
