"""The ranked certifications as tables: what is worth considering, or all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from certadvisor.advice.results import (
    AllConditions,
    Assessment,
    Condition,
    Cost,
    Recommendation,
    Requirements,
    StudyEffort,
)
from certadvisor.advice.wording import at_least, total_words
from certadvisor.catalog import types as m
from certadvisor.show.document import KEEP, Cell, Column, Grid, Line, Row, Tone
from certadvisor.text import day_words, listed, month_words, plain, span_words, unique, usd
from certadvisor.values import immutable

WORTH: tuple[m.GroupName, ...] = ("do-now", "not-yet", "later")
"""The groups that are worth considering."""
MOST_ROWS = 8
SIGNS: dict[bool | None, str] = {True: "✓", False: "✗", None: "?"}
MET, TO_DO = SIGNS[True], "→"
TONES: dict[bool | None, Tone] = {True: "good", False: "bad", None: "unknown"}
UNCONFIRMED = f"{KEEP}¹"
LEGEND = "✓ you have it, → still to do, ? not known or not published"
GROUP_TONES: dict[m.GroupName, Tone] = {
    "do-now": "strong",
    "not-for-this": "quiet",
    "closed": "quiet",
}
STATUS_TONES: dict[m.StatusName, Tone] = {
    "ready": "good",
    "reachable": "good",
    "on-track": "unknown",
    "long-term": "unknown",
    "closed": "bad",
}
RANK = Column("#", "rank", whole=True, right=True, heads=True)
NAME = Column("Certification", "certification", heads=True)
COST = Column("Costs you", "cost", whole=True)
EFFORT = Column("How hard", "effort")
SHORT = (RANK, NAME, Column("Status", "status"), COST, EFFORT, Column("Needs", "needs", below=True))
ALL = (
    RANK,
    NAME,
    Column("Score", "score", whole=True, right=True),
    Column("Status", "status"),
    COST,
    EFFORT,
    Column("Missing, or why not", "missing"),
    Column("Prerequisites", "prerequisites", below=True),
)


# --- what is worth considering -------------------------------------------------------------


def short_table(
    recommendation: Recommendation, catalog: m.Catalog, top: int | None
) -> Iterator[Grid | Line]:
    """What is worth considering, and how many more there are; `top`: at most so many rows.

    The goal belongs to it, also where something to build on comes first.
    """
    ranked, goal = recommendation.recommendations, recommendation.advice.goal
    worth = [a for a in ranked if a.group in WORTH or a.id == goal]
    shown = worth[: top or MOST_ROWS]
    rest = [a for a in ranked if a not in worth]
    left = {
        "would do": len(worth) - len(shown),
        "do not fit this purpose": sum(a.group == "not-for-this" for a in rest),
        "are closed to you": sum(a.group == "closed" for a in rest),
    }
    told = [f"{count} {what}" for what, count in left.items() if count]
    said = f"{listed(told)}: --all shows them." if told else ""
    # "13 more do not fit", or "16 certifications do not fit" where none is shown.
    number, _, what = said.partition(" ")
    foot = f"{number} {'more' if shown else 'certifications'} {what}" if told else ""
    if not shown:
        yield Line(foot)
        return
    enough = recommendation.advice.needed is False
    title = "If you want more" if enough else "Worth considering"
    rows = tuple(Row(tuple(_short_cells(a, recommendation, catalog))) for a in shown)
    yield Grid(SHORT, rows, title, LEGEND, foot)


def _short_cells(
    assessment: Assessment, recommendation: Recommendation, catalog: m.Catalog
) -> Iterator[Cell]:
    own = GROUP_TONES.get(assessment.group, "plain")
    yield Cell(str(assessment.rank), own)
    yield _name(assessment, catalog, own)
    yield _open_from(assessment, recommendation.profile.on)
    yield _cost(assessment)
    yield Cell(effort_words(assessment.effort))
    yield Cell(", ".join(_needs(assessment, recommendation)) or "nothing")


def _open_from(assessment: Assessment, on: date) -> Cell:
    """From when one may sit for it."""
    tone = STATUS_TONES[assessment.status]
    if not assessment.published:
        return Cell("rules not published", "unknown")
    when = _when(assessment, on)
    if assessment.status in ("reachable", "long-term") and assessment.earliest_on is not None:
        when = when if when == "at once" else f"in {when}"
    return Cell(when or assessment.status, tone)


def _needs(assessment: Assessment, recommendation: Recommendation) -> Iterator[str]:
    """The requirements that count, each with its sign, then money that is missing."""
    if not assessment.published:
        yield f"?{KEEP}requirements not published"
    else:
        owed = {o.text for o in assessment.owed}
        told = _told(assessment.requirements, assessment.route, owed)
        # One thing that several rules ask for is said once.
        once = {(need.sign, need.label): need for need in reversed(told)}
        # What one has already is told where one may go ahead; else what is missing is.
        shown = [
            n for n in reversed(once.values()) if assessment.group == "do-now" or n.sign != MET
        ]
        yield from (need.text for need in shown)
    if (veto := assessment.purpose.veto) is not None:
        yield f"{TO_DO}{KEEP}{veto.reason.partition(':')[0]}"
    for money in _money(assessment, recommendation):
        yield f"{TO_DO if money.endswith('more') else '?'}{KEEP}{money}"


@immutable()
class _Need:
    """A requirement with its sign, and what would do in its place."""

    sign: str
    label: str
    others: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """As it is shown."""
        others = f" (or {listed(self.others, 'or')})" if self.others else ""
        return f"{self.sign}{KEEP}{self.label}{others}"


def _told(node: Requirements, route: tuple[str, ...], owed: Collection[str]) -> list[_Need]:
    """The required leaves; of alternatives, the one that is met or nearest, naming the others."""
    if isinstance(node, Condition):
        return [_signed(node, route, owed)] if node.need == "required" else []
    if isinstance(node, AllConditions):
        return [need for branch in node.all for need in _told(branch, route, owed)]
    branches = [b for b in node.any if _counting(b, route)]
    best = max(branches, key=lambda b: _nearness(_counting(b, route), route), default=None)
    told = [] if best is None else _told(best, route, owed)
    if len(told) != 1:
        return told
    labels = unique(b.label for b in branches if b is not best and isinstance(b, Condition))
    return [replace(told[0], others=tuple(x for x in labels if x != told[0].label))]


def _signed(leaf: Condition, route: tuple[str, ...], owed: Collection[str]) -> _Need:
    if leaf.met is True:
        return _Need(SIGNS[True], leaf.label)
    if leaf.text in owed:
        return _Need(TO_DO, f"{leaf.label} after the exam")
    if leaf.step is not None and (leaf.step in route or leaf.met is False):
        return _Need(TO_DO, leaf.label)
    return _Need(SIGNS[leaf.met], leaf.label)


# --- all of them ---------------------------------------------------------------------------


def full_table(
    recommendation: Recommendation,
    catalog: m.Catalog,
    top: int | None,
) -> Iterator[Grid | Line]:
    """Every ranked certification by group; a score where it orders."""
    scored = _ordered_by_score(recommendation)
    shown = [n for n, column in enumerate(ALL) if scored or column.key != "score"]
    titles = dict(catalog.policy.groups)
    if recommendation.advice.needed is False:
        titles["do-now"] = "if you want more: these fit, and are open to you"
    rows = []
    left = len(recommendation.recommendations) - (top or len(recommendation.recommendations))
    for a in recommendation.recommendations[:top]:
        cells = _all_cells(a, recommendation, catalog, scored)
        rows.append(Row(tuple(cells[n] for n in shown), titles[a.group]))
    foot = f"{left} more: leave out --top to see all." if left > 0 else ""
    yield Grid(tuple(ALL[n] for n in shown), tuple(rows), foot=foot)
    yield Line("✓ you have it, ✗ you do not, ? not known or not published.", tone="quiet")
    if any(_is_unsure(a) for a in recommendation.recommendations):
        yield Line("¹ as far as the rules are published: not all are confirmed.", tone="quiet")


def _all_cells(
    assessment: Assessment,
    recommendation: Recommendation,
    catalog: m.Catalog,
    scored: Collection[m.GroupName],
) -> tuple[Cell, ...]:
    own = GROUP_TONES.get(assessment.group, "plain")
    missing = _missing(assessment, recommendation)
    cells = (
        Cell(str(assessment.rank), own),
        _name(assessment, catalog, own),
        Cell(f"{assessment.score:.1f}" if assessment.group in scored else "", own),
        _status(assessment, recommendation.profile.on),
        _cost(assessment),
        Cell(effort_words(assessment.effort), own),
        Cell(missing or "nothing", own if missing else "good"),
        _prerequisites(assessment),
    )
    # What is out of the question must not catch the eye.
    return tuple(replace(c, tone="quiet") for c in cells) if own == "quiet" else cells


def _ordered_by_score(recommendation: Recommendation) -> set[m.GroupName]:
    """The groups of what serves in which a score decides who stands before whom."""
    found: set[m.GroupName] = set()
    for group in WORTH:
        scores = [a.score for a in recommendation.recommendations if a.group == group]
        if len(scores) > 1 and scores == sorted(scores, reverse=True):
            found.add(group)
    return found


def _status(assessment: Assessment, on: date) -> Cell:
    if not assessment.published:
        return Cell("requirements not published", "unknown")
    unsure = UNCONFIRMED if _is_unsure(assessment) else ""
    tone: Tone = "unknown" if unsure else STATUS_TONES[assessment.status]
    return Cell(assessment.status + unsure, tone, _when(assessment, on))


def _is_unsure(assessment: Assessment) -> bool:
    known = assessment.confirmed or not assessment.published
    return not known and assessment.status != "closed"


def _missing(assessment: Assessment, recommendation: Recommendation) -> str:
    if (veto := assessment.purpose.veto) is not None:
        # A reason says what is the matter before its colon, and why after it.
        return veto.reason.partition(":")[0]
    parts = [*assessment.missing, *_money(assessment, recommendation)]
    found = [", ".join(parts)] if parts else []
    for due, owed in groupby(assessment.owed, key=lambda o: o.due):
        found.append(f"{due}: {', '.join(o.text for o in owed)}")
    return "; ".join(found)


def _prerequisites(assessment: Assessment) -> Cell:
    """The requirements that count for this candidate, each with its sign."""
    if not assessment.published:
        return Cell("not published", "unknown")
    shown = _counting(assessment.requirements, assessment.route)
    if not shown:
        return Cell("none required", "good")
    return Cell(", ".join(unique(f"{SIGNS[c.met]}{KEEP}{c.label}" for c in shown)))


# --- what both show ------------------------------------------------------------------------


def _name(assessment: Assessment, catalog: m.Catalog, tone: Tone) -> Cell:
    issuer = catalog.issuers[assessment.issuer].name
    return Cell(assessment.name, tone, "" if assessment.name.startswith(issuer) else issuer)


def _cost(assessment: Assessment) -> Cell:
    return Cell(total_words(assessment.cost), TONES[assessment.affordable], _study(assessment.cost))


def _study(cost: Cost) -> str:
    if not cost.study_known:
        return "+? study" if cost.required_total or cost.complete else ""
    study = cost.total - cost.required_total
    return f"+{usd(study)} study" if study else "study included"


def effort_words(effort: StudyEffort) -> str:
    """How many pass, and how long to study, in short."""
    parts = [f"{plain(effort.pass_rate)}{KEEP}%{KEEP}pass"] if effort.pass_rate is not None else []
    if effort.hours is not None:
        low, high = effort.hours.low, effort.hours.high
        parts.append(f"{high if low is None else f'{low}–{high}'}{KEEP}h")
    elif effort.weeks:
        parts.append(f"{effort.weeks}{KEEP}weeks")
    return ", ".join(parts)


def _when(assessment: Assessment, on: date) -> str:
    if assessment.status == "closed":
        return "no known way"
    if assessment.earliest_on is None:
        return "" if assessment.status == "ready" else "time not known"
    day = date.fromisoformat(assessment.earliest_on)
    if assessment.status == "ready":
        return f"exam in {month_words(day)}" if day != on else ""
    if assessment.status == "on-track":
        return f"from {day_words(day)}"
    return span_words((day - on).days // 7)


def _money(assessment: Assessment, recommendation: Recommendation) -> Iterator[str]:
    cost, budget = assessment.cost, recommendation.profile.budget
    if assessment.affordable is False and isinstance(budget, Decimal):
        over = cost.required_total - budget
        yield f"{at_least(over, complete=cost.complete)} more" if over else "its price"
    elif not cost.complete:
        yield "part of its price" if cost.required_total else "its price"


def _counting(node: Requirements, route: tuple[str, ...]) -> list[Condition]:
    """The required leaves; of alternatives, the branch that is met, or on the way, or nearest."""
    if isinstance(node, Condition):
        return [node] if node.need == "required" else []
    if isinstance(node, AllConditions):
        return [c for branch in node.all for c in _counting(branch, route)]
    branches = [found for b in node.any if (found := _counting(b, route))]
    return max(branches, key=lambda found: _nearness(found, route), default=[])


def _nearness(branch: list[Condition], route: tuple[str, ...]) -> tuple[bool, bool, bool]:
    verdict = _verdict([c.met for c in branch])
    return (verdict is True, any(c.step in route for c in branch), verdict is None)


def _verdict(answers: list[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True
