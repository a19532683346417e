"""Every fact of one certification or step, with source, date, conflicts and unknowns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from certadvisor.advice.fact_entries import CatalogTerm, FactEntry, FactWalker, OtherValue
from certadvisor.advice.fact_words import conflict_words
from certadvisor.advice.results import CatalogStamp
from certadvisor.advice.wording import due_words
from certadvisor.catalog import types as m
from certadvisor.catalog.names import credential_names
from certadvisor.profile.profile import Profile
from certadvisor.rules.requirements import Candidate, Truth, branches_of, candidate, judge, leaves
from certadvisor.text import unique
from certadvisor.values import immutable


@immutable()
class RuleEntry:
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
    conflicts: tuple[OtherValue, ...]


@immutable()
class AllRules:
    """Every branch must hold."""

    all: tuple[AllRules | AnyRules | RuleEntry, ...]


@immutable()
class AnyRules:
    """One branch is enough."""

    any: tuple[AllRules | AnyRules | RuleEntry, ...]


RuleTree = AllRules | AnyRules | RuleEntry


@immutable()
class CoverEntry:
    """One thing makes another unnecessary, only in `settings` if any are named; `text` says why.

    In `covered_by` the item is covered by any of `ids` or `licences`; in `covers` it covers `ids`.
    """

    text: str
    ids: tuple[str, ...]
    licences: tuple[m.Licence, ...]
    settings: tuple[str, ...]
    source: str


@immutable()
class FactSheet:
    """Everything the catalog says of one certification or step; `sources` are all that it cites."""

    schema_version: Literal[1]
    catalog: CatalogStamp
    id: str
    name: str
    type: Literal["certification", "step"]
    terms: tuple[CatalogTerm, ...]
    facts: tuple[FactEntry, ...]
    requirements: RuleTree | None
    covered_by: tuple[CoverEntry, ...]
    covers: tuple[CoverEntry, ...]
    sources: dict[str, m.Source]


def fact_sheet(item: str, catalog: m.Catalog) -> FactSheet:
    """Everything the catalog says of the certification or step meant by `item`.

    Raises:
        UnknownNameError: there is none.

    """
    found = credential_names(catalog).resolve(item)
    entry = catalog.item(found)
    walker = FactWalker(catalog, entry)
    facts = (*walker.facts(), *_by_employers(found, catalog))
    covered_by, covers = tuple(_coverings(entry, catalog)), tuple(_covers(found, catalog))
    named: list[FactEntry | m.Leaf] = [*facts, *leaves(entry.requirements)]
    cited = [s for n in named for s in (n.source, *(c.source for c in n.conflicts))]
    cited += [c.source for c in (*covered_by, *covers)]
    return FactSheet(
        schema_version=1,
        catalog=CatalogStamp(catalog.version, catalog.as_of),
        id=found,
        name=entry.name,
        type="certification" if isinstance(entry, m.Certification) else "step",
        terms=tuple(walker.terms()),
        facts=facts,
        requirements=None if entry.requirements is None else _tree(entry.requirements),
        covered_by=covered_by,
        covers=covers,
        sources={s: catalog.sources[s] for s in unique(cited) if s is not None},
    )


# --- requirements --------------------------------------------------------------------------


def _tree(node: m.Requirement) -> RuleTree:
    if isinstance(node, m.Leaf):
        return _rule(node)
    branches = tuple(_tree(b) for b in branches_of(node))
    return AllRules(branches) if isinstance(node, m.AllOf) else AnyRules(branches)


def _rule(leaf: m.Leaf) -> RuleEntry:
    return RuleEntry(
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
            OtherValue(conflict_words("", None, c), c.source, c.as_of, c.note)
            for c in leaf.conflicts
        ),
    )


# --- what covers what, and who names it ----------------------------------------------------


def _holder(item: str, catalog: m.Catalog) -> Candidate:
    """A candidate who holds `item`; nothing else is known about them."""
    return candidate(Profile(holds=(item,), cpt="none", on=date.min), catalog)


def _coverings(entry: m.Certification | m.Step, catalog: m.Catalog) -> Iterator[CoverEntry]:
    for cover in entry.covered_by if isinstance(entry, m.Certification) else ():
        ids = [
            i
            for i in catalog.items()
            if catalog.item(i) is not entry
            and judge(cover.test, _holder(i, catalog), catalog) is Truth.MET
        ]
        licences = cover.test.any_of if isinstance(cover.test, m.LicenceTest) else ()
        yield CoverEntry(cover.rationale, tuple(ids), licences, cover.settings, cover.source)


def _covers(item: str, catalog: m.Catalog) -> Iterator[CoverEntry]:
    holder = _holder(item, catalog)
    for other, certification in catalog.certifications.items():
        for cover in certification.covered_by:
            if other != item and judge(cover.test, holder, catalog) is Truth.MET:
                yield CoverEntry(cover.rationale, (other,), (), cover.settings, cover.source)


def _by_employers(item: str, catalog: m.Catalog) -> Iterator[FactEntry]:
    for setting_id, setting in catalog.settings.items():
        for index, rule in enumerate(setting.employer_rules):
            if item in rule.names:
                yield FactEntry(
                    f"employers.{setting_id}[{index}]", "Employers that name it", rule.who,
                    rule.text, True, rule.source, rule.as_of, None, None, rule.note, (),
                )  # fmt: skip
