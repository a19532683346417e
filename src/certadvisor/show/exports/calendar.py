"""A plan as a calendar file (RFC 5545), written by the icalendar library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from certadvisor.advice.results import Plan
from certadvisor.text import printable

WARNING = timedelta(days=7)
"""How long before a day its reminder comes; study is reminded of as it starts."""


@dataclass(frozen=True, slots=True, order=True)
class _Entry:
    """Whole days from the first to the last, with what they are for."""

    first: date
    last: date
    text: str
    warning: timedelta = WARNING


def calendar(plan: Plan, start: date) -> str | None:
    """Study, ends of steps, the exam, deadlines and renewals; None where there is nothing to enter.

    `start` is the day the plan counts from. No entry blocks its days, and each has a reminder.
    """
    entries = sorted(set(_entries(plan)))
    if not entries:
        return None
    made = Calendar()
    made.add("prodid", "-//certadvisor//plan//EN")
    made.add("version", "2.0")
    for entry in entries:
        made.add_component(_event(entry, plan.name, start))
    content: str = made.to_ical().decode("utf-8")
    return content


def _entries(plan: Plan) -> Iterator[_Entry]:
    for study in plan.studies:
        if study.starts_on is not None and study.ends_on is not None:
            first, end = date.fromisoformat(study.starts_on), date.fromisoformat(study.ends_on)
            yield _Entry(first, end - timedelta(days=1), study.text, timedelta(0))
    for step in plan.steps:
        day = date.fromisoformat(step.ends_on)
        if step.id == plan.target:
            unsure = "" if plan.realistic_on is not None else " (not before this day)"
            first = day if plan.window_opens is None else date.fromisoformat(plan.window_opens)
            yield _Entry(first, day, f"{step.text}{unsure}")
        elif step.timed and step.weeks:
            yield _Entry(day, day, step.text)
    dues = list(plan.deadlines)
    if plan.ownership is not None:
        dues += [due for year in plan.ownership.years for due in year.dues]
    for due in dues:
        day = date.fromisoformat(due.day)
        yield _Entry(day, day, due.text)


def _event(entry: _Entry, name: str, start: date) -> Event:
    event, text = Event(), entry.text if name in entry.text else f"{name}: {entry.text}"
    clean = printable(text)
    summary = clean[0].upper() + clean[1:]
    event.add("summary", summary)
    event.add("dtstart", entry.first)
    event.add("dtend", entry.last + timedelta(days=1))
    event.add("dtstamp", datetime(start.year, start.month, start.day, tzinfo=UTC))
    event.add("transp", "TRANSPARENT")
    event.add("uid", f"{uuid5(NAMESPACE_URL, clean)}-{entry.first:%Y%m%d}@certadvisor")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -entry.warning)
    event.add_component(alarm)
    return event
