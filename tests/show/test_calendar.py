"""The calendar of a plan, as three independent programs read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from certadvisor.advice.plan import plan
from certadvisor.advice.wishes import PlanWish
from certadvisor.show.exports.calendar import calendar
from helpers import person, program, real_catalog

Entry = tuple[str, date, date, bool, timedelta]
"""Summary, first day, the day after the last, whether the days stay free, when it is reminded of."""


def _by_icalendar(text: str) -> list[Entry]:
    from icalendar import Calendar

    found = []
    for event in Calendar.from_ical(text).walk("VEVENT"):
        (alarm,) = event.walk("VALARM")
        days = event.decoded("dtstart"), event.decoded("dtend")
        free = str(event["transp"]) == "TRANSPARENT"
        found.append((str(event["summary"]), *days, free, alarm.decoded("trigger")))
    return found


def _by_vobject(text: str) -> list[Entry]:
    import vobject

    found = []
    for event in vobject.readOne(text).vevent_list:
        (alarm,) = event.valarm_list
        days = event.dtstart.value, event.dtend.value
        free = event.transp.value == "TRANSPARENT"
        found.append((event.summary.value, *days, free, alarm.trigger.value))
    return found


def _by_ics(text: str) -> list[Entry]:
    import ics

    found = []
    for event in ics.Calendar(text).events:
        (alarm,) = event.alarms
        assert event.all_day
        days = event.begin.date(), event.end.date()
        found.append((event.name, *days, event.transparent, alarm.trigger))
    return found


READERS: list[Callable[[str], list[Entry]]] = [_by_icalendar, _by_vobject, _by_ics]
WHO = {
    "CSCS": "--degree bachelor --degree-field other --cpr no --cpt none",
    "CSCS after a degree": "--degree high-school --cpr no --cpt none",
    "CSCS held": "--degree bachelor --degree-field other --cpr no --cpt none --holds cscs",
    "SCCC": "--degree bachelor --degree-field exercise-science --cpr yes --cpt none --practice collegiate=640",
    "NASM-PES": "--degree high-school --cpr no --cpt none",
}
IDS = {"CSCS": "cscs", "SCCC": "cscca-sccc", "NASM-PES": "nasm-pes"}


def made(who: str, **wish: Any) -> str:
    """The calendar for somebody."""
    profile = person(WHO[who])
    found = calendar(
        plan(IDS[who.split(maxsplit=1)[0]], profile, real_catalog(), PlanWish(**wish)), profile.on
    )
    assert found is not None
    return found


@pytest.mark.parametrize("years", [None, 6])
@pytest.mark.parametrize("who", WHO)
def test_three_programs_read_the_same_entries(who: str, years: int | None) -> None:
    """Whole days that stay free, each with one reminder: at the start of study, a week before else."""
    text = made(who, years=years)
    read = [sorted(reader(text)) for reader in READERS]
    assert read[0] == read[1] == read[2]
    assert read[0]
    for summary, first, after, free, reminder in read[0]:
        assert first < after
        assert free
        assert reminder == (timedelta(0) if summary.startswith("Study for") else timedelta(days=-7))


def test_study_is_a_span_that_ends_as_the_exam_begins() -> None:
    """50 weeks from the day asked to the realistic exam, and nothing is booked for today."""
    days = {summary: (first, after) for summary, first, after, *_ in _by_vobject(made("CSCS"))}
    assert days["Study for the CSCS"] == (date(2026, 11, 23), date(2027, 11, 8))
    exam = days["Register for the CSCS and sit for it"]
    assert exam == (date(2027, 11, 8), date(2027, 11, 9))


def test_an_exam_on_some_day_of_a_window_takes_the_whole_window() -> None:
    """With the last days to apply and to prove what is asked for."""
    days = {summary: (first, after) for summary, first, after, *_ in _by_vobject(made("SCCC"))}
    exam = days["Register for the SCCC and sit for it (not before this day)"]
    assert exam == (date(2027, 5, 1), date(2027, 6, 1))
    assert days["Last day to apply for the SCCC"][0] == date(2027, 2, 15)


def test_what_is_held_has_its_renewals() -> None:
    """The next one, or all within the years asked for."""
    assert [e[1] for e in _by_vobject(made("CSCS held"))] == [date(2026, 12, 31)]
    later = [e[1] for e in _by_vobject(made("CSCS held", years=6))]
    assert later == [date(2026, 12, 31), date(2029, 12, 31)]


def test_where_there_is_no_day_no_empty_file_is_written(tmp_path: Path) -> None:
    """The reason is said instead."""
    file = tmp_path / "none.ics"
    words = ["plan", "cscs", *WHO["CSCS"].split(), "--within", "1", "--ics", str(file)]
    done = program(*words)
    assert done.returncode == 2
    assert "no day to put into" in done.stderr
    assert not file.exists()
