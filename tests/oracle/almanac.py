"""Days worked out a second time: the calendar is turned over day by day, and study done week by week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import brute
from brute import Json, Person
from certadvisor import Profile
from certadvisor.rules.options import OpenOption


def exam_day(target: str, ready: date, proofs: Mapping[str, date], world: Json, on: date) -> date:
    """The first day on which all is there, or the last day of a window in time for its deadlines.

    `proofs`: the steps towards it, each with the day it ends.
    """
    entry = brute.item_of(target, world)
    windows = entry["exam"].get("windows") or []
    day = on
    while windows:
        for window in windows:
            if day.isoformat()[5:] == window["first"] and ready <= day:
                year = day.year
                closes = window.get("apply_by") or window["first"]
                late = on > _in(year, closes) or any(
                    there > _in(year, leaf["by"])
                    for leaf in brute.leaves(entry["requirements"])
                    if leaf.get("by")
                    for step, there in proofs.items()
                    if _meets(step, leaf, world)
                )
                if not late:
                    while day.isoformat()[5:] != window["last"]:
                        day += timedelta(days=1)
                    return day
        day += timedelta(days=1)
    return ready


def _in(year: int, month_and_day: str) -> date:
    return date.fromisoformat(f"{year}-{month_and_day}")


def _meets(step: str, leaf: Json, world: Json) -> bool:
    """Whether a step gives, or is, what a leaf asks for."""
    test, gives = leaf["test"], brute.item_of(step, world).get("gives") or {}
    if test["kind"] == "degree":
        return bool(gives.get("degree") or gives.get("finishes"))
    if test["kind"] == "cpr":
        return bool(gives.get("cpr"))
    if test["kind"] in ("practice", "years"):
        return test["activity"] in (gives.get(test["kind"]) or {})
    return step in (test.get("ids") or ())


def study_weeks(item: str, person: Person, world: Json, hours: int) -> set[int | None]:
    """Weeks of study, one after the other until all hours are done; for each field it may be in."""
    entry = brute.item_of(item, world)
    weeks = entry["weeks"]
    published = weeks.get("value") if weeks.get("confirmed", True) else None
    told = (entry.get("study") or {}).get("hours") or ()
    found: set[int | None] = set()
    for field in backgrounds(person):
        fitting = [
            h for h in told
            if h.get("confirmed", True) and (not h["background"] or field in h["background"])
        ]  # fmt: skip
        if not fitting:
            found.add(published)
            continue
        left, count = fitting[0]["high"], 0
        while left > 0:
            left, count = left - hours, count + 1
        found.add(count)
    return found


def backgrounds(person: Person) -> set[str | None]:
    """The fields of the highest degree, or of the one under way."""
    degrees = [(brute.LEVELS.index(d[0]), d[1]) for d in person.degrees or ()]
    if person.running is not None:
        degrees.append((brute.LEVELS.index(person.running[0]), person.running[1]))
    highest = max((level for level, _ in degrees), default=0)
    return {field for level, field in degrees if level == highest} or {None}


def after(profile: Profile, weeks: int) -> date:
    """The day so many weeks from now."""
    day = profile.on
    for _ in range(weeks):
        if day > date.max - timedelta(days=7):
            return date.max
        day += timedelta(days=7)
    return day


def realistic(
    option: OpenOption, profile: Profile, person: Person, world: Json, hours: int
) -> set[date]:
    """The days on which an exam is realistic: one for each field that the study may be by."""
    before = option.pathway.before_exam.steps
    ends = brute.ends_of(before, profile, world)
    exams = [*(s for s in sorted(before) if is_studied_for(s, world)), option.id]
    totals = {0}
    for item in exams:
        weeks = study_weeks(item, person, world, hours)
        totals = {total + (w or 0) for total in totals for w in weeks}
    ready = max([option.pathway.before_exam.weeks, *ends.values()])
    days = {s: after(profile, n) for s, n in ends.items()}
    return {
        exam_day(option.id, after(profile, max(ready, total)), days, world, profile.on)
        for total in totals
    }


def is_studied_for(item: str, world: Json) -> bool:
    """Whether there is an exam at its end."""
    return item in world["certifications"] or world["steps"][item]["kind"] == "credential"
