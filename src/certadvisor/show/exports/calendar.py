"""A plan's deadlines as a calendar file (RFC 5545), written by the icalendar library."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from certadvisor.advice.results import Ownership, Plan
from certadvisor.text import printable


def calendar(plan: Plan, start: date, owned: Ownership | None) -> str:
    """Whole-day entries: ends of steps, the exam, what is owed after it, CPR and renewals.

    `start` is the day the plan counts from.
    """
    made = Calendar()
    made.add("prodid", "-//certadvisor//plan//EN")
    made.add("version", "2.0")
    days = _plan_days(plan, start)
    if owned is not None:
        days += [
            (date.fromisoformat(due.day), f"{plan.name}: {due.text}")
            for year in owned.years
            for due in year.dues
        ]
    for day, text in sorted(set(days)):
        made.add_component(_entry(day, text, start))
    content: str = made.to_ical().decode("utf-8")
    return content


def _plan_days(plan: Plan, start: date) -> list[tuple[date, str]]:
    days = []
    for step in plan.steps:
        if step.timed and step.end_week:
            days.append((start + timedelta(weeks=step.end_week), f"{plan.name}: {step.text}"))
        elif step.id == plan.target and plan.sits_on is not None:
            days.append((date.fromisoformat(plan.sits_on), f"{plan.name}: {step.text}"))
    days += [(date.fromisoformat(d.day), f"{plan.name}: {d.text}") for d in plan.deadlines]
    return days


def _entry(day: date, text: str, start: date) -> Event:
    entry = Event()
    clean = printable(text)
    entry.add("summary", clean[0].upper() + clean[1:])
    entry.add("dtstart", day)
    entry.add("dtend", day + timedelta(days=1))
    entry.add("dtstamp", datetime(start.year, start.month, start.day, tzinfo=UTC))
    entry.add("uid", f"{uuid5(NAMESPACE_URL, clean)}-{day:%Y%m%d}@certadvisor")
    return entry
