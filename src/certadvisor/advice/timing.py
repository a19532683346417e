"""When: how long to study, on which day an exam is realistic, and which rule ends before that."""

from __future__ import annotations

from datetime import date, timedelta

from certadvisor.advice.wording import study_hours_words
from certadvisor.rules.days import Timetable, days_of, pace, rule_change
from certadvisor.rules.effort import effort_of
from certadvisor.rules.options import OpenOption
from certadvisor.rules.ranking import Ranking
from certadvisor.rules.windows import Sitting
from certadvisor.text import day_words, month_words, plural


def study_sentence(option: OpenOption, days: Timetable, ranking: Ranking) -> str:
    """How long to study, and when the exam is realistic at that pace and at a quicker one."""
    catalog, person = ranking.catalog, ranking.eligibility.person
    effort = effort_of(catalog.certifications[option.id], person)
    told, hours = study_hours_words(effort), pace(ranking.profile, catalog)
    if days.realistic is None:
        return told or "how long to study is not published"
    if effort.hours is None:
        return f"{told}; {month_words(days.sitting.day)} is realistic"
    told += f"; {month_words(days.sitting.day)} is realistic at {plural(hours, 'hour')} a week"
    change = rule_change(option.id, option.pathway, days, ranking.eligibility)
    if change is not None:
        enough = change.hours_a_week
        return f"{told}, by {day_words(change.last)} at {enough}" if enough is not None else told
    usual, faster = days.sitting.day, days_of(option, ranking, 2 * hours).sitting.day
    month = month_words(faster)
    if month == month_words(usual):
        return told
    same_year = faster.year == usual.year
    return f"{told}, {month.split()[0] if same_year else month} at {2 * hours}"


def sitting_words(exam: Sitting) -> str:
    """When an exam is, as precisely as one can plan for it."""
    return f"in {month_words(exam.day)}"


def exam_words(days: Timetable) -> str:
    """When the exam is realistic, and when the rules would allow it."""
    exam = days.sitting
    on = sitting_words(exam) if exam.opens != exam.day else f"on {day_words(exam.day)}"
    if not days.timed:
        return f"the exam is not before {day_words(exam.day)}: how long it takes is not known"
    if not days.study_known:
        return f"the exam is not before {day_words(exam.day)}, plus study of unpublished length"
    allowed = ""
    if days.earliest.day != exam.day:
        allowed = f" (the rules allow it from {day_words(days.earliest.day)})"
    return f"the exam is realistic {on}{allowed}"


def rule_sentence(option: OpenOption, days: Timetable, ranking: Ranking) -> str:
    """A change of rules, within the year warned of or before the realistic day, and what it asks for."""
    change = rule_change(option.id, option.pathway, days, ranking.eligibility)
    leaves = option.pathway.changes if change is None else (change.leaf,)
    since: date | None = leaves[0].since if leaves else None
    if since is None:
        return ""
    # The certificate must be there before the last day of the rule that holds now.
    day = since - timedelta(days=leaves[0].judged == "issue")
    name = ranking.catalog.name_of(option.id)
    return f"be certified as {name} before {day_words(day)}: then you need {leaves[0].text}"
