"""The laws of days: nothing before what it needs, nothing expired, no exam outside its window."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

import almanac
import brute
from certadvisor.rules.days import Timetable
from certadvisor.rules.options import OpenOption
from certadvisor.rules.ranking import Ranking
from laws import Breaches
from laws.second import Circumstances

Tables = Mapping[str, Timetable]
"""The days of each certification that is open."""


def can_be_kept(found: Ranking, tables: Tables, candidate: Circumstances, hours: int) -> Breaches:
    """The days of every road are those of the almanac, and each can be kept."""
    for row in found.open_options:
        table = tables[row.id]
        yield from _is_realistic(row, table, candidate, hours)
        yield from _comes_in_turn(row, table, candidate)
        yield from _is_valid_when_it_counts(row, table, candidate)
        yield from _is_studied_for(row, table, candidate, hours)


def _is_realistic(
    row: OpenOption, table: Timetable, candidate: Circumstances, hours: int
) -> Breaches:
    world, profile = candidate.world, candidate.profile
    exam, right = table.sitting.day, almanac.realistic(row, profile, candidate.person, world, hours)
    if exam not in right:
        yield f"{row.id}: the exam is on {exam}, and not on one of {right}"
    if not profile.on <= table.earliest.day <= exam <= table.issued:
        yield f"{row.id}: {table.earliest.day}, {exam} and {table.issued} are out of order"
    known = {almanac.study_weeks(row.id, candidate.person, world, hours) == {None}}
    if table.realistic is not None and (not row.pathway.before_exam.timed or True in known):
        yield f"{row.id}: {table.realistic} is said to be realistic, and its length is not known"
    windows = brute.windows_of(row.id, world)
    if windows and exam.isoformat()[5:] not in {w["last"] for w in windows}:
        yield f"{row.id}: the exam on {exam} is outside of {windows}"


def _comes_in_turn(row: OpenOption, table: Timetable, candidate: Circumstances) -> Breaches:
    """What a step asks for is had as it begins, or where it ends with an exam, by that day."""
    world = candidate.world
    for step, span in table.steps.items():
        due = span.end if almanac.is_studied_for(step, world) else span.start
        before = [s for s, other in table.steps.items() if s != step and other.end <= due]
        rules = brute.on_day(brute.item_of(step, world).get("requirements"), span.end)
        have = brute.finished(candidate.person, before, world)
        if not brute.holds(rules, have, world, for_exam=False):
            yield f"{row.id}: {step} from {span.start} to {span.end} is not open after {before}"
        late = table.sitting.day if step in row.pathway.before_exam.steps else table.issued
        if not candidate.profile.on <= span.start <= span.end <= late:
            yield f"{row.id}: {step} runs from {span.start} to {span.end}, and counts on {late}"


def _is_valid_when_it_counts(
    row: OpenOption, table: Timetable, candidate: Circumstances
) -> Breaches:
    for step, span in table.steps.items():
        years = (brute.item_of(step, candidate.world).get("valid_years") or {}).get("value")
        counts = table.sitting.day if step in row.pathway.before_exam.steps else table.issued
        if years and step not in table.expires and _years_after(span.end, years) <= counts:
            yield f"{row.id}: {step} of {span.end} has expired on {counts}"


def _years_after(day: date, years: int) -> date:
    while years:
        day = day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
        years -= 1
    return day


def _is_studied_for(
    row: OpenOption, table: Timetable, candidate: Circumstances, hours: int
) -> Breaches:
    """Study is as long as it has to be, one exam at a time, and over by its exam."""
    spans = sorted(table.studies.items(), key=lambda s: s[1].start)
    for (one, span), (_, then) in pairwise(spans):
        if then.start < span.end:
            yield f"{row.id}: the study for the {one} is not over on {then.start}"
    for item, span in spans:
        exam = table.sitting.opens if item == row.id else table.steps[item].end
        lengths = almanac.study_weeks(item, candidate.person, candidate.world, hours)
        if (span.end - span.start) / timedelta(weeks=1) not in lengths:
            yield f"{row.id}: {span} for the {item} is not of {lengths} weeks"
        if span.start < candidate.profile.on or span.end > exam:
            yield f"{row.id}: {span} for the {item}, whose exam is on {exam}"


def never_later(slower: Tables, quicker: Tables) -> Breaches:
    """An hour of study a week more makes no exam and no certificate later."""
    for item, table in slower.items():
        then = quicker[item]
        if (then.sitting.day, then.issued) > (table.sitting.day, table.issued):
            yield f"{item}: with more hours on {then.sitting.day} instead of {table.sitting.day}"


def never_sooner(now: Ranking, today: Tables, later: Ranking, then: Tables) -> Breaches:
    """Whoever sets out later on the same road arrives no sooner.

    Begun weeks count as whole ones: what ends on a fixed day may come up to six days sooner.
    """
    roads = {row.id: row.pathway.steps for row in now.open_options}
    for row in later.open_options:
        if roads.get(row.id) == row.pathway.steps:
            days = [(t[row.id].earliest.day, t[row.id].sitting.day) for t in (today, then)]
            most = timedelta(days=6)
            if days[0][0] - days[1][0] > most or days[0][1] - days[1][1] > most:
                yield f"{row.id}: on {days[0]} today, and later on {days[1]}"
