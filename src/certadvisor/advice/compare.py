"""Two to five certifications side by side: what decides most first, what differs marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from certadvisor.advice import compare_years as holding
from certadvisor.advice.compare_rows import Side, aspects
from certadvisor.advice.fact_words import NOT_PUBLISHED, Cite, Value
from certadvisor.advice.pick import verdict, verdict_words
from certadvisor.advice.recommend import recommend
from certadvisor.advice.results import Assessment, CatalogStamp, Recommendation
from certadvisor.advice.wording import total_words
from certadvisor.catalog import types as m
from certadvisor.catalog.names import certification_names
from certadvisor.errors import UsageError
from certadvisor.profile.profile import Profile
from certadvisor.rules.outcomes import Ownership
from certadvisor.text import listed, plural, usd

FEWEST, MOST = 2, 5
FOR_YOU = "For you"


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One row: a value for each certification, in their order, and whether they differ."""

    key: str
    section: str
    label: str
    cells: tuple[Value, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Certifications side by side.

    `on` is the day whose rules are shown; `sources` are those that the cells cite; `verdict` says
    when each is the better pick. `ownership` is what each costs over the years asked for.
    """

    schema_version: Literal[1]
    catalog: CatalogStamp
    on: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[ComparedRow, ...]
    verdict: str
    sources: dict[str, m.Source]
    ownership: dict[str, Ownership]


def compare(
    ids: Sequence[str],
    catalog: m.Catalog,
    profile: Profile | None = None,
    *,
    years: int | None = None,
) -> Comparison:
    """The certifications meant by `ids`, side by side.

    With a profile that has a setting, rows for that candidate come first. Without one the rules
    shown are those of the day the catalog is of. `years` adds what holding each costs over so
    many years, from 1 to 50; without a setting its own fees alone, for someone who lacks nothing.

    Raises:
        UsageError: fewer than two, more than five, or one of them twice.
        UnknownNameError: there is no such certification.

    """
    chosen = _chosen(ids, catalog)
    profile = profile if profile is not None else Profile(on=_day_of(catalog))
    day, owned = profile.on, dict[str, Ownership]()
    sides = [Side(i, catalog.certifications[i], catalog, day) for i in chosen]
    rows = [
        _row(a.key, a.section, a.label, [a.value(side) for side in sides]) for a in aspects(sides)
    ]
    if profile.setting is not None:
        result = recommend(profile, catalog, with_sureness=False, years=years)
        rows = [*_rows_for_you(chosen, result, catalog), *rows]
        owned = {a.id: a.ownership for a in result.recommendations if a.ownership is not None}
    elif years is not None:
        owned = holding.owned_by_anyone(chosen, profile, catalog, years)
    if years is not None:
        rows += [
            _row(key, f"Over {plural(years, 'year')}", label, cells)
            for key, label, cells in holding.rows(chosen, owned, profile.holds, catalog, years)
        ]
    return Comparison(
        schema_version=1,
        catalog=CatalogStamp(catalog.version, catalog.as_of),
        on=day.isoformat(),
        ids=chosen,
        names=tuple(catalog.name_of(i) for i in chosen),
        rows=tuple(rows),
        verdict=verdict_words(verdict(chosen, catalog, day), catalog),
        sources=_sources(rows, catalog),
        ownership={i: owned[i] for i in chosen if i in owned},
    )


def _chosen(ids: Sequence[str], catalog: m.Catalog) -> tuple[str, ...]:
    names = certification_names(catalog)
    found = [names.resolve(i) for i in ids[: MOST + 1]]
    double = next((i for n, i in enumerate(found) if i in found[:n]), None)
    if double is None and FEWEST <= len(ids) <= MOST:
        return tuple(found)
    kept = list(dict.fromkeys(found))[:MOST]
    kept += [i for i in catalog.certifications if i not in kept][: max(0, FEWEST - len(kept))]
    wrong = (
        f"{double} is named twice"
        if double is not None
        else f"compare takes {FEWEST} to {MOST} certifications, not {len(ids)}"
    )
    raise UsageError(f"{wrong}. Try: certadvisor compare {' '.join(kept)}")


def _day_of(catalog: m.Catalog) -> date:
    """The day the catalog is of; the first one where only a year or a month is given."""
    year, month, day = [int(p) for p in (catalog.as_of + "-01-01").split("-")[:3]]
    return date(year, month, day)


def _row(key: str, section: str, label: str, cells: Sequence[Value]) -> ComparedRow:
    return ComparedRow(key, section, label, tuple(cells), len({c.text for c in cells}) > 1)


def _sources(rows: Sequence[ComparedRow], catalog: m.Catalog) -> dict[str, m.Source]:
    """The sources cited, in the order in which they are."""
    cited = dict.fromkeys(c.source for row in rows for v in row.cells for c in v.sources)
    return {s: catalog.sources[s] for s in cited if s in catalog.sources}


# --- for you -------------------------------------------------------------------------------


def _rows_for_you(
    chosen: Sequence[str], result: Recommendation, catalog: m.Catalog
) -> list[ComparedRow]:
    found = {a.id: a for a in result.recommendations}

    def row(key: str, label: str, tell: Callable[[Assessment], Value]) -> ComparedRow:
        cells = [_asked(found[i], tell, catalog) if i in found else holding.HELD for i in chosen]
        return _row(f"you.{key}", FOR_YOU, label, cells)

    return [
        row("status", "Status", _status),
        row("missing", "Still missing", lambda a: _sure(listed(a.missing) or "nothing")),
        row("owed", "Owed after the exam", _owed),
        row("cost", "Costs you", _cost),
        row("total", "With study materials", _with_study),
        row("affordable", "Within your budget", _affordable),
        row("serves", "Serves your purpose", _serves),
        row("score", "Score", lambda a: _sure(f"{a.score:.1f}")),
        row("rank", "Place in your ranking", lambda a: _sure(f"{a.rank} of {len(found)}")),
    ]


def _asked(
    assessment: Assessment, tell: Callable[[Assessment], Value], catalog: m.Catalog
) -> Value:
    """The value, and where it is not known, whom to ask."""
    value = tell(assessment)
    return value if value.known else replace(value, ask=catalog.issuers[assessment.issuer].ask)


def _sure(text: str) -> Value:
    return Value(text, True)


def _status(assessment: Assessment) -> Value:
    if not assessment.published:
        return Value("requirements not published", False)
    if assessment.confirmed or assessment.status == "closed":
        return _sure(assessment.status)
    return Value(f"{assessment.status}, not confirmed in all points", False)


def _owed(assessment: Assessment) -> Value:
    return _sure("; ".join(f"{o.text}, {o.due}" for o in assessment.owed) or "nothing")


def _cost(assessment: Assessment) -> Value:
    cost = assessment.cost
    return Value(total_words(cost), cost.complete, _cited(assessment, ("required",)))


def _with_study(assessment: Assessment) -> Value:
    cost = assessment.cost
    known = cost.complete and cost.study_known
    least = usd(cost.total) if known else f"at least {usd(cost.total)}"
    text = least if cost.total else "free" if known else NOT_PUBLISHED
    return Value(text, known, _cited(assessment, ("required", "study")))


def _cited(assessment: Assessment, needs: tuple[str, ...]) -> tuple[Cite, ...]:
    items = [i for i in assessment.cost.items if i.need in needs]
    return tuple(dict.fromkeys(Cite(i.source, None) for i in items if i.source is not None))


def _affordable(assessment: Assessment) -> Value:
    words = {True: "yes", False: "no", None: "not known: a price is not published"}
    return Value(words[assessment.affordable], assessment.affordable is not None)


def _serves(assessment: Assessment) -> Value:
    purpose = assessment.purpose
    against = [a.reason for a in (purpose.serves, purpose.base, purpose.covered) if not a.ok]
    return _sure(f"no: {'; '.join(against)}" if against else "yes")
