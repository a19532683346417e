"""A sheet of facts as a document."""

from __future__ import annotations

from collections.abc import Iterator

from certadvisor.advice.fact_entries import GENERAL, FactEntry, OtherValue
from certadvisor.advice.fact_sheet import (
    AllRules,
    AnyRules,
    CoverEntry,
    FactSheet,
    RuleEntry,
    RuleTree,
)
from certadvisor.advice.fact_words import Cite, cite_words, date_words
from certadvisor.advice.labels import LICENCES
from certadvisor.catalog.types import Catalog
from certadvisor.show.document import (
    KEEP,
    Block,
    Cell,
    Column,
    Document,
    Grid,
    Heading,
    Line,
    Row,
    Tone,
)
from certadvisor.text import day_words, listed, sentence

REQUIREMENTS = "Requirements"


def document(result: FactSheet, catalog: Catalog, *, with_sources: bool = True) -> Document:
    """Every fact with its source and date, other sources' values below it, the sources at the end.

    Without `with_sources`, there is neither what others say nor a list at the end, but how to see both.
    """
    view = _View(result, catalog, with_others=with_sources)
    sources = [
        Line(f"[{n}] {cite_words(Cite(s, None), result.sources)}{_place(result, s)}", tone="quiet")
        for s, n in view.numbers.items()
    ]
    return Document(
        (
            Heading(f"{result.name} (facts as of {result.catalog.as_of})"),
            Grid(COLUMNS, tuple(view.rows())),
            *(_sources(sources) if with_sources else [Line(f"{SOURCES} {result.id} --sources")]),
        )
    )


SOURCES = "What the numbers mean, and what other sources say: certadvisor show"


def _sources(lines: list[Line]) -> list[Block]:
    none = Line("None: everything here is defined by this catalog.")
    return [Heading("Sources"), *(lines or [none])]


COLUMNS = (
    Column("Fact", "fact", heads=True),
    Column("Value", "value"),
    Column("Source", "source"),
)


def _place(result: FactSheet, source: str) -> str:
    url = result.sources[source].url
    return f" {url}" if url is not None else ""


class _View:
    """The rows of one sheet."""

    def __init__(self, result: FactSheet, catalog: Catalog, *, with_others: bool) -> None:
        self._with_others = with_others
        self._sheet = result
        self._catalog = catalog
        self.numbers = {s: n for n, s in enumerate(result.sources, 1)}

    def rows(self) -> Iterator[Row]:
        """What it is, what it requires, then the rest, each under its section."""
        for term in self._sheet.terms:
            yield self._row(GENERAL, term.label, term.text)
        # What nobody says of the other settings is no news on a short page.
        shown = [e for e in self._sheet.facts if self._with_others or not e.key.endswith(".*")]
        general = [e for e in shown if e.section == GENERAL]
        rest = [e for e in shown if e.section != GENERAL]
        yield from (row for entry in general for row in self._entry(entry))
        yield from self._requirements(self._sheet.requirements)
        yield from (row for entry in rest for row in self._entry(entry))
        for title, coverings in (
            ("Made unnecessary by", self._sheet.covered_by),
            ("Makes unnecessary", self._sheet.covers),
        ):
            for covering in coverings:
                yield self._covering(title, covering)

    def _row(self, section: str, label: str, text: str, note: str = "", source: str = "") -> Row:
        return Row((Cell(label, "strong"), Cell(text, "plain", note), Cell(source)), section)

    def _source(self, source: str, as_of: str | None) -> str:
        cite, sources = Cite(source, as_of), self._sheet.sources
        standing = "official" if sources[source].official else "third party"
        return f"{standing}, {date_words(cite, sources)}{KEEP}[{self.numbers[source]}]"

    def _entry(self, entry: FactEntry) -> Iterator[Row]:
        notes = [sentence(n) for n in (entry.reason, entry.note) if n]
        if entry.ask is not None:
            notes.append(sentence(f"ask {entry.ask}"))
        source = "" if entry.source is None else self._source(entry.source, entry.as_of)
        tone: Tone = "plain" if entry.known else "unknown"
        yield Row(
            (Cell(entry.label, "strong"), Cell(entry.text, tone, " ".join(notes)), Cell(source)),
            entry.section,
        )
        yield from self._others(entry.section, entry.label, entry.conflicts)

    def _others(self, section: str, label: str, conflicts: tuple[OtherValue, ...]) -> Iterator[Row]:
        for other in conflicts if self._with_others else ():
            cells = (
                Cell(f"{label}: also said", "quiet"),
                Cell(other.text, "quiet", sentence(other.note or "")),
                Cell(self._source(other.source, other.as_of), "quiet"),
            )
            yield Row(cells, section)

    def _requirements(self, tree: RuleTree | None) -> Iterator[Row]:
        if isinstance(tree, AllRules) and len(tree.all) > 1:
            for number, branch in enumerate(tree.all, 1):
                yield from self._branch(branch, str(number))
        elif tree is not None:
            yield from self._branch(tree, "1")

    def _branch(self, node: RuleTree, number: str) -> Iterator[Row]:
        if isinstance(node, RuleEntry):
            yield from self._rule(node, number)
            return
        branches = node.all if isinstance(node, AllRules) else node.any
        if len(branches) == 1:
            yield from self._branch(branches[0], number)
            return
        parts = [f"{number}.{n}" for n in range(1, len(branches) + 1)]
        either = isinstance(node, AnyRules)
        rule = f"{listed(parts, 'or')} is enough" if either else f"{listed(parts)} are needed"
        yield self._row(REQUIREMENTS, number, rule)
        for index, branch in enumerate(branches, 1):
            yield from self._branch(branch, f"{number}.{index}")

    def _rule(self, rule: RuleEntry, number: str) -> Iterator[Row]:
        due = rule.due if rule.due_confirmed else f"{rule.due} (not confirmed)"
        label = f"{number} {rule.need}, {due}"
        notes = [
            f"from {day_words(rule.since)}" if rule.since is not None else "",
            f"until {day_words(rule.until)}" if rule.until is not None else "",
            "not published" if not rule.published else "",
            "sources disagree" if rule.disputed else "",
            rule.note or "",
            f"ask {rule.ask}" if rule.ask is not None else "",
        ]
        note = " ".join(sentence(n) for n in notes if n)
        tone: Tone = "plain" if rule.published and not rule.disputed else "unknown"
        source = self._source(rule.source, rule.as_of)
        yield Row((Cell(label, "strong"), Cell(rule.text, tone, note), Cell(source)), REQUIREMENTS)
        yield from self._others(REQUIREMENTS, number, rule.conflicts)

    def _covering(self, title: str, covering: CoverEntry) -> Row:
        names = [self._catalog.name_of(i) for i in covering.ids]
        names += [f"{LICENCES[i]} licence" for i in covering.licences]
        where = listed([self._catalog.settings[s].name for s in covering.settings], "or")
        note = sentence(f"only for {where}") if where else ""
        source = self._source(covering.source, None)
        return self._row(title, listed(names, "or"), covering.text, note, source)
