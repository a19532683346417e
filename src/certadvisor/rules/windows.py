"""Fixed dates of an exam: on which day somebody sits who is ready by then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from certadvisor.catalog import types as m


@dataclass(frozen=True, slots=True)
class Sitting:
    """An exam that somebody who is `ready` by a day can take: on `day`, at the latest.

    Where it is held on some day of a window, that `opens` before. `apply_by` None: at any time.
    """

    ready: date
    opens: date
    day: date
    apply_by: date | None = None


def sitting(exam: m.Exam, on: date, ready: date, proofs: Iterable[tuple[date, str]]) -> Sitting:
    """The first exam for somebody who asks on a day and is ready on another one.

    `proofs`: when each thing is there that has to be proved by a day of the exam's year.
    """
    if not exam.windows:
        return Sitting(ready, ready, ready)
    proofs = list(proofs)
    for year in range(max(on.year, ready.year), date.max.year + 1):
        for window in sorted(exam.windows, key=lambda w: w.first):
            opens, apply_by = day_in(year, window.first), None
            if window.apply_by is not None:
                apply_by = day_in(year, window.apply_by)
            in_time = all(there <= day_in(year, by) for there, by in proofs)
            if ready <= opens and on <= (apply_by or opens) and in_time:
                return Sitting(ready, opens, day_in(year, window.last), apply_by)
    return Sitting(ready, date.max, date.max)


def day_in(year: int, day_of_year: str) -> date:
    """A day of the year such as 05-01 in one year."""
    month, day = map(int, day_of_year.split("-"))
    return date(year, month, day)
