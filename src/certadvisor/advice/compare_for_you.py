"""The rows of a comparison that are about the candidate, and what holding costs over the years."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from certadvisor.advice.compare_rows import NOT_SURE, Compared, RowDefinition
from certadvisor.advice.fact_words import Cite, Data, Value, cites
from certadvisor.advice.ownership import ownership
from certadvisor.advice.results import Assessment, Ownership
from certadvisor.advice.wording import Unknown, at_least, total_words, year_words
from certadvisor.catalog import types as m
from certadvisor.profile.profile import Profile
from certadvisor.rules.cost import Pricing
from certadvisor.text import listed, plural, unique

FOR_YOU = "For you"
HELD = Value("you hold it", True)
NO_ROUTE = Value("no known way", True)


def rows_for_you(assessments: Sequence[Assessment]) -> Iterator[RowDefinition]:
    """What the ranking says of each certification; one that it leaves out is already held."""
    found = {a.id: a for a in assessments}

    def row(key: str, label: str, tell: Callable[[Assessment], Value]) -> RowDefinition:
        def value(compared: Compared) -> Value:
            if compared.id not in found:
                return HELD
            told = tell(found[compared.id])
            return told if told.known else replace(told, ask=compared.issuer.ask)

        return RowDefinition(f"you.{key}", FOR_YOU, label, value)

    yield row("status", "Status", _status)
    yield row(
        "missing",
        "Still missing",
        lambda a: _sure(listed(a.missing) or "nothing", missing=a.missing),
    )
    yield row(
        "owed",
        "Due after the exam",
        lambda a: _sure("; ".join(f"{o.text}, {o.due}" for o in a.owed) or "nothing"),
    )
    yield row("cost", "Cost for you", _cost)
    yield row("total", "With study materials", _with_study)
    yield row("affordable", "Within your budget", _affordable)
    yield row("serves", "Serves your purpose", _serves)
    yield row("score", "Score", lambda a: _sure(f"{a.score:.1f}", score=a.score))
    yield row("rank", "Rank for you", lambda a: _sure(f"{a.rank} of {len(found)}", rank=a.rank))


def _sure(text: str, **data: Data) -> Value:
    return Value(text, True, data=data)


def _status(assessment: Assessment) -> Value:
    if not assessment.published:
        return Value(f"requirements {Unknown.NOT_PUBLISHED}", False)
    if assessment.confirmed or assessment.status == "closed":
        return _sure(assessment.status, status=assessment.status)
    data: dict[str, Data] = {"status": assessment.status}
    return Value(f"{assessment.status}, {NOT_SURE}", False, data=data)


def _cost(assessment: Assessment) -> Value:
    cost = assessment.cost
    data: dict[str, Data] = {"amount": cost.required_total, "complete": cost.complete}
    return Value(total_words(cost), cost.complete, _cited(assessment, ("required",)), data=data)


def _with_study(assessment: Assessment) -> Value:
    cost = assessment.cost
    known = cost.complete and cost.study_known
    zero = "free" if known else Unknown.NOT_PUBLISHED
    text = at_least(cost.total, complete=known) if cost.total else zero
    data: dict[str, Data] = {"amount": cost.total, "complete": known}
    return Value(text, known, _cited(assessment, ("required", "study")), data=data)


def _cited(assessment: Assessment, needs: tuple[str, ...]) -> tuple[Cite, ...]:
    items = [i for i in assessment.cost.items if i.need in needs]
    return unique(Cite(i.source, None) for i in items if i.source is not None)


def _affordable(assessment: Assessment) -> Value:
    words = {True: "yes", False: "no", None: f"not known: a price is {Unknown.NOT_PUBLISHED}"}
    data: dict[str, Data] = {"affordable": assessment.affordable}
    return Value(words[assessment.affordable], assessment.affordable is not None, data=data)


def _serves(assessment: Assessment) -> Value:
    purpose = assessment.purpose
    against = [a.reason for a in (purpose.serves, purpose.base, purpose.covered) if not a.ok]
    return _sure(f"no: {'; '.join(against)}" if against else "yes", serves=not against)


# --- over the years ------------------------------------------------------------------------


def owned_by_anyone(
    chosen: Sequence[str], profile: Profile, catalog: m.Catalog, years: int
) -> dict[str, Ownership]:
    """What each costs in its own fees over these years, counted from the day of the profile."""
    pricing = Pricing(profile, catalog)
    bills = {i: pricing.bill(i, frozenset()) for i in chosen}
    return {
        i: ownership(
            i, bill.total, complete=not bill.unknown, day=profile.on, years=years, pricing=pricing
        )
        for i, bill in bills.items()
    }


def rows_over_years(
    owned: Mapping[str, Ownership], profile: Profile, years: int
) -> Iterator[RowDefinition]:
    """A row for each year, and one for all of them together."""

    def row(key: str, label: str, tell: Callable[[Compared, Ownership], Value]) -> RowDefinition:
        def value(compared: Compared) -> Value:
            if compared.id in owned:
                return tell(compared, owned[compared.id])
            return HELD if compared.id in profile.holds else NO_ROUTE

        return RowDefinition(f"years.{key}", f"Over {plural(years, 'year')}", label, value)

    for year in range(1, years + 1):
        yield row(str(year), f"Year {year}", partial(_year, year))
    label = f"What {plural(years, 'year')} cost{'s' if years == 1 else ''}"
    yield row("all", label, _all_years)


def _year(number: int, _: Compared, owned: Ownership) -> Value:
    year = owned.years[number - 1]
    costs = year.amount or not year.complete
    amount = f"{at_least(year.amount, complete=year.complete)}: " if costs else ""
    data: dict[str, Data] = {"amount": year.amount, "complete": year.complete}
    return Value(f"{amount}{year_words(year)}", year.complete, data=data)


def _all_years(compared: Compared, owned: Ownership) -> Value:
    renewal = compared.certification.renewal
    fees = [f.standard for f in (*compared.certification.fees, renewal.fee)]
    more = f"; on top: {owned.education}" if owned.education else ""
    return Value(
        f"{at_least(owned.total, complete=owned.complete)}{more}",
        owned.complete,
        cites(*fees, renewal.years, renewal.keep_cpr, renewal.units),
        ask=None if owned.complete else compared.issuer.ask,
        data={"amount": owned.total, "complete": owned.complete},
    )
