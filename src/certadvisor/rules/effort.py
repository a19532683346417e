"""What a certification takes besides money: how many pass, and the hours of study."""

from __future__ import annotations

from decimal import Decimal

from certadvisor.catalog import types as m
from certadvisor.rules.requirements import LEVELS, Candidate
from certadvisor.values import immutable


@immutable()
class Effort:
    """`pass_rate` in per cent, `hours` of study from low to high, `weeks` of study as published.

    None: not known. `year` is that of the pass rate, `sources` are those of all three.
    """

    pass_rate: Decimal | None
    year: str | None
    hours: tuple[int | None, int] | None
    weeks: int | None
    sources: tuple[str, ...]


def effort_of(certification: m.Certification, person: Candidate) -> Effort:
    """The effort for this candidate: the study hours are those for their background."""
    rate, field = certification.exam.pass_rate, _background(person)
    hours = next(
        (
            h
            for h in certification.study.hours
            if h.confirmed and (not h.background or field in h.background)
        ),
        None,
    )
    facts = [f for f in (rate, certification.weeks) if f.known is not None]
    sources = [f.source for f in facts] + ([hours.source] if hours is not None else [])
    return Effort(
        pass_rate=rate.known,
        year=rate.as_of[:4] if rate.known is not None and rate.as_of else None,
        hours=(hours.low, hours.high) if hours is not None else None,
        weeks=certification.weeks.known,
        sources=tuple(dict.fromkeys(s for s in sources if s is not None)),
    )


def _background(person: Candidate) -> str:
    """The field of the highest degree, or of the one under way; unknown counts as another field."""
    degrees = [*(person.degrees or ()), *([person.running] if person.running is not None else [])]
    highest = max(degrees, key=lambda d: LEVELS[d.level], default=None)
    field = highest.field if highest is not None else None
    return field if field in ("exercise-science", "health-science") else "other"
