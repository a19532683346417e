"""On which days: the steps, the study, a realistic exam, and the certificate.

Study runs beside the steps, for one exam at a time. It is put as late as the exam allows, and so is
what would otherwise have expired when it counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, permutations

from certadvisor.catalog import types as m
from certadvisor.catalog.vocabulary import MOST_HOURS_A_WEEK
from certadvisor.profile.profile import Profile
from certadvisor.rules.effort import effort_of
from certadvisor.rules.eligibility import Eligibility, Pathway, weeks_later
from certadvisor.rules.options import OpenOption
from certadvisor.rules.ranking import Ranking
from certadvisor.rules.renewal import years_later
from certadvisor.rules.requirements import Candidate
from certadvisor.rules.windows import Sitting, day_in, sitting

MOST_IN_ANY_ORDER = 4
"""Up to so many exams on the way, every order of studying for them is tried."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when; where `known` is false it ends on that day at the earliest."""

    start: date
    end: date
    known: bool = True


@dataclass(frozen=True, slots=True)
class Timetable:
    """The days of one pathway for somebody who studies so many hours a week.

    `sitting` is the realistic exam, `issued` the day of the certificate. Where the length of a step
    (`timed`) or of some study (`study_known`) is not known, no day is sooner and each may be later.
    `studies` are for all exams on the way and for the target, where their length is known. `expires`: what is valid no longer when it counts, however late it is done, and from when.
    """

    earliest: Sitting
    sitting: Sitting
    issued: date
    timed: bool
    study_known: bool
    steps: dict[str, Span]
    studies: dict[str, Span]
    expires: dict[str, date]

    @property
    def realistic(self) -> date | None:
        """The day of the realistic exam; None where nobody can say."""
        return self.sitting.day if self.timed and self.study_known else None

    @property
    def certified(self) -> date | None:
        """The day of the certificate; None where nobody can say."""
        known = self.realistic is not None and all(s.known for s in self.steps.values())
        return self.issued if known else None


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that starts before the realistic day, and that the pathway would not meet.

    `last`: the last day of the rule before it. `hours_a_week` of study would do for that day; None:
    no pace is known that does.
    """

    leaf: m.Leaf
    last: date
    hours_a_week: int | None


def pace(profile: Profile, catalog: m.Catalog) -> int:
    """Hours of study a week: the candidate's own, else the policy's."""
    return profile.hours_a_week or catalog.policy.hours_a_week


def study_weeks(item: m.Certification | m.Step, person: Candidate, hours: int) -> int | None:
    """Weeks of study at so many hours a week, by the upper end of what is published; None: unknown."""
    if isinstance(item, m.Step):
        return item.weeks.known
    effort = effort_of(item, person)
    return effort.weeks if effort.hours is None else -(-effort.hours[1] // hours)


def timetable(
    target: str,
    pathway: Pathway,
    eligibility: Eligibility,
    hours: int,
    joining: frozenset[str] = frozenset(),
) -> Timetable:
    """The days of a pathway at so many hours a week; `joining`: memberships taken out beside it."""
    catalog, on, route = eligibility.catalog, eligibility.on, pathway.before_exam
    before, steps = route.steps | joining, pathway.steps | joining
    waits = {
        s: eligibility.needs(s, pathway.steps, route.weeks if s in before else None) for s in steps
    }
    exams = [s for s in catalog.items() if s in steps and is_exam(catalog.item(s))]
    weeks = {
        item: study_weeks(catalog.item(item), eligibility.person, hours)
        for item in (*exams, target)
    }

    def planned(order: tuple[str, ...]) -> dict[str, Span]:
        return _as_soon_as_can_be(steps, waits, order, weeks, eligibility)

    def ready(spans: dict[str, Span]) -> date:
        return max((spans[s].end for s in before), default=on)

    orders = permutations(exams) if len(exams) <= MOST_IN_ANY_ORDER else [tuple(exams)]
    order, spans = min(((o, planned(o)) for o in orders), key=lambda found: ready(found[1]))
    due = eligibility.due_by(target, route.steps)
    found = sitting(
        catalog.certifications[target].exam,
        on,
        max(
            pathway.sitting.ready,
            ready(spans),
            weeks_later(on, sum(w or 0 for w in weeks.values())),
        ),
        [(spans[step].end, by) for step, by in due.items()],
    )
    issued = max([found.day, *(span.end for span in spans.values())])
    expires = dict(_put_off(spans, waits, due, before, exam=found, issued=issued, catalog=catalog))
    studies = dict(
        _as_late_as_may_be(
            [
                *((exam, weeks[exam], spans[exam].end) for exam in order),
                (target, weeks[target], found.opens),
            ]
        )
    )
    for step, span in studies.items():
        if step in spans and step not in catalog.certifications:
            # Such a step is its study.
            spans[step] = Span(span.start, spans[step].end, spans[step].known)
    return Timetable(
        earliest=pathway.sitting,
        sitting=found,
        issued=issued,
        timed=route.timed,
        study_known=None not in weeks.values(),
        steps=spans,
        studies=studies,
        expires=expires,
    )


def _as_soon_as_can_be(
    steps: frozenset[str],
    waits: dict[str, frozenset[str]],
    order: tuple[str, ...],
    weeks: dict[str, int | None],
    eligibility: Eligibility,
) -> dict[str, Span]:
    """The steps side by side, and exams once they are studied for, one after the other in an order."""
    on, items = eligibility.on, eligibility.catalog
    totals = accumulate(weeks[exam] or 0 for exam in order)
    studied = {exam: weeks_later(on, total) for exam, total in zip(order, totals, strict=True)}
    spans: dict[str, Span] = {}

    def finish(step: str) -> Span:
        if step in spans:
            return spans[step]
        earlier = [finish(s) for s in waits[step]]
        start = max((span.end for span in earlier), default=on)
        lasts, item = eligibility.weeks_of(step), items.item(step)
        if step in studied:
            lasts, end = weeks[step], max(start, studied[step])
            if isinstance(item, m.Certification):
                end = sitting(item.exam, on, end, ()).day
            start = end
        else:
            end = weeks_later(start, lasts or 0)
        known = lasts is not None and all(span.known for span in earlier)
        spans[step] = Span(start, end, known)
        return spans[step]

    return {step: finish(step) for step in items.items() if step in steps}


def days_of(option: OpenOption, ranking: Ranking, hours: int | None = None) -> Timetable:
    """The days of an option, at the candidate's own pace or at so many hours a week."""
    hours = hours or pace(ranking.profile, ranking.catalog)
    joining = option.bill.joining
    return timetable(option.id, option.pathway, ranking.eligibility, hours, joining)


def is_exam(item: m.Certification | m.Step) -> bool:
    """Whether one studies for it."""
    return isinstance(item, m.Certification) or item.kind == "credential"


def _put_off(
    spans: dict[str, Span],
    waits: dict[str, frozenset[str]],
    due: dict[str, str],
    before: frozenset[str],
    *,
    exam: Sitting,
    issued: date,
    catalog: m.Catalog,
) -> Iterator[tuple[str, date]]:
    """Move what would have expired when it counts to the last day on which it can be done.

    What expires even so is given with the day from which it is valid no longer.
    """
    for step, span in list(spans.items()):
        item = catalog.item(step)
        valid = item.valid_years if isinstance(item, m.Step) else None
        if valid is None or valid.known is None:
            continue
        last = [exam.opens if step in before else issued]
        counts = [exam.day if step in before else issued]
        if step in due:
            last.append(day_in(exam.day.year, due[step]))
        for other in (o for o, needed in waits.items() if step in needed):
            last.append(spans[other].end if is_exam(catalog.item(other)) else spans[other].start)
            counts.append(spans[other].end)
        end = span.end
        if years_later(end, valid.known) <= max(counts):
            end = max(end, min(last))
            spans[step] = Span(span.start + (end - span.end), end, span.known)
        if (expiry := years_later(end, valid.known)) <= max(counts):
            yield step, expiry


def _as_late_as_may_be(exams: list[tuple[str, int | None, date]]) -> Iterator[tuple[str, Span]]:
    """The spans of study for exams in the order they are studied for, one after the other."""
    free_until = date.max
    for item, weeks, exam in reversed(exams):
        if weeks:
            end = min(exam, free_until)
            free_until = end - timedelta(weeks=weeks)
            yield item, Span(free_until, end)


def rule_change(
    target: str, pathway: Pathway, table: Timetable, eligibility: Eligibility
) -> RuleChange | None:
    """The first rule that starts before the realistic day and that the pathway would not meet."""
    changes = eligibility.changes(target, pathway, max(table.sitting.day, table.issued))
    leaf = next((leaf for leaf in changes if leaf.since is not None), None)
    if leaf is None or leaf.since is None:
        return None
    # On which of two neighbouring days a certificate counts as issued, sources do not agree.
    last = leaf.since - timedelta(days=2 if leaf.judged == "issue" else 1)
    others = [span.end for item, span in table.studies.items() if item != target]
    weeks = (last - max(others, default=eligibility.on)).days // 7
    hours = effort_of(eligibility.catalog.certifications[target], eligibility.person).hours
    enough = -(-hours[1] // weeks) if hours is not None and weeks > 0 else None
    return RuleChange(leaf, last, enough if enough and enough <= MOST_HOURS_A_WEEK else None)
