"""A plan as a Mermaid gantt chart, which GitHub and others draw."""

from __future__ import annotations

from collections.abc import Iterator

from certadvisor.advice.results import Plan, PlannedStep
from certadvisor.text import printable, usd


def diagram(plan: Plan) -> str:
    """Study and steps as bars, the exam and the deadlines as milestones, on the days to plan with."""
    lines = ["gantt", f"  title {_safe(plan.name)}", "  dateFormat YYYY-MM-DD"]
    lines += [f"  {line}" for line in _bars(plan)]
    if not plan.steps and not plan.deadlines:
        lines = ["flowchart LR", f'  none["{_quoted(plan.text)}"]']
    return "\n".join([*lines, ""])


def _bars(plan: Plan) -> Iterator[str]:
    for number, study in enumerate(plan.studies, 1):
        if study.starts_on is not None:
            yield f"{_safe(study.text)} :study{number}, {study.starts_on}, {study.ends_on}"
    for step in plan.steps:
        a_day = step.starts_on == step.ends_on
        kind, end = ("milestone, ", "0d") if a_day else ("", step.ends_on)
        unsure = " (not before)" if step.id == plan.target and plan.realistic_on is None else ""
        yield f"{_safe(_label(step) + unsure)} :{kind}step{step.number}, {step.starts_on}, {end}"
    for number, due in enumerate(plan.deadlines, 1):
        yield f"{_safe(due.text)} :milestone, due{number}, {due.day}, 0d"


def _label(step: PlannedStep) -> str:
    cost = "price not published" if step.cost is None else usd(step.cost) if step.cost else "no fee"
    return f"{step.number}. {step.text}, {cost}"


def _safe(text: str) -> str:
    """Text as the name of a task: a colon ends it, a semicolon or a hash sign the line.

    Of two per cent signs a directive could be made, of the brackets a tag.
    """
    spelt = {":": " -", ";": ",", "#": "no. ", "%": " per cent", "`": "'", '"': "'"}
    spelt |= dict.fromkeys("{<", "(") | dict.fromkeys("}>", ")")
    return "".join(spelt.get(c, c) for c in printable(text))


def _quoted(text: str) -> str:
    """Text inside a quoted label: entities for what has a meaning there."""
    entities = {'"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;"}
    signs = {sign: f"#{ord(sign)};" for sign in "#`%{}"}
    return "".join((entities | signs).get(c, c) for c in printable(text))
