"""A plan as a Mermaid diagram, which GitHub and others draw."""

from __future__ import annotations

from certadvisor.advice.results import Plan, PlannedStep
from certadvisor.text import printable, span_words, usd


def diagram(plan: Plan) -> str:
    """Steps as boxes with cost and time, arrows to what they open."""
    lines = ["flowchart LR"]
    if not plan.steps:
        return "\n".join([*lines, f'  none["{_safe(plan.text)}"]', ""])
    exam = next(s for s in plan.steps if s.id == plan.target)
    ids = {s.id: f"s{s.number}" for s in plan.steps}
    for step in plan.steps:
        lines.append(f'  {ids[step.id]}["{_safe(_label(step))}"]')
    lines.append(f'  done(["{_safe(plan.name)} certificate"])')
    for step in plan.steps:
        lines += [f"  {ids[before]} --> {ids[step.id]}" for before in step.after]
        if step is not exam and not any(step.id in other.after for other in plan.steps):
            goal = ids[exam.id] if step.number < exam.number else "done"
            lines.append(f"  {ids[step.id]} --> {goal}")
    lines.append(f"  {ids[exam.id]} --> done")
    return "\n".join([*lines, ""])


def _label(step: PlannedStep) -> str:
    cost = "price not published" if step.cost is None else usd(step.cost) if step.cost else "no fee"
    time = "time not known" if step.weeks is None else span_words(step.weeks)
    parts = [f"{step.number}. {step.text}", cost if step.weeks == 0 else f"{cost}, {time}"]
    return "; ".join([*parts, *([step.due] if step.due else [])])


def _safe(text: str) -> str:
    """Text inside a quoted Mermaid label: entities for what has a meaning there."""
    # Of these, %%{…}%% would be a directive even in quotes.
    entities = {'"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;"}
    signs = {sign: f"#{ord(sign)};" for sign in "#`%{}"}
    return "".join((entities | signs).get(c, c) for c in printable(text))
