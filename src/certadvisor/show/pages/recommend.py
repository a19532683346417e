"""A recommendation as a document: the answers, the ranked table, the advice."""

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
    Expectation,
    Recommendation,
    Requirements,
    StudyEffort,
    Sureness,
)
from certadvisor.advice.wording import at_least, total_words
from certadvisor.catalog import types as m
from certadvisor.profile.profile import BY_NAME, Profile, effective_weights
from certadvisor.show.document import (
    KEEP,
    Block,
    Cell,
    Column,
    Document,
    Grid,
    Heading,
    Line,
    Row,
    Tone,
    Verbatim,
)
from certadvisor.show.pages.profile import you
from certadvisor.text import day_words, listed, plain, plural, sentence, span_words, unique, usd

COLUMNS = (
    Column("#", "rank", whole=True, right=True, heads=True),
    Column("Certification", "certification", note_key="issuer", heads=True),
    Column("Score", "score", whole=True, right=True),
    Column("Status", "status", note_key="when"),
    Column("Costs you", "cost", whole=True, note_key="study"),
    Column("How hard", "effort"),
    Column("Missing, or why not", "missing"),
    Column("Prerequisites", "prerequisites", below=True),
)
SIGNS: dict[bool | None, str] = {True: "✓", False: "✗", None: "?"}
TONES: dict[bool | None, Tone] = {True: "good", False: "bad", None: "unknown"}
UNCONFIRMED = f"{KEEP}¹"
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
LABELS = {
    "need": "Need", "now": "Now", "why": "Why", "effort": "How hard", "rule": "Rule", "goal": "Goal",
    "beyond": "Beyond", "price": "Price",
}  # fmt: skip
MOST_ASKS = 4
MOST_CHANGES = 3


def document(
    recommendation: Recommendation,
    catalog: m.Catalog,
    *,
    top: int | None = None,
    every_score: bool = False,
) -> Document:
    """The recommendation on a screen; `top` cuts the table, nothing else.

    A score is shown where it orders; `every_score` shows all of them.
    """
    scored = set(catalog.policy.groups) if every_score else _ordered_by_score(recommendation)
    return Document(
        (
            *_candidate(recommendation, catalog),
            *_setting(recommendation),
            _table(recommendation, catalog, top, scored),
            *_below(recommendation, top),
            *_advice(recommendation, catalog),
            *_small_print(recommendation),
            Verbatim(recommendation.command, "The same answer in a script:"),
        )
    )


def _candidate(recommendation: Recommendation, catalog: m.Catalog) -> Iterator[Block]:
    profile = recommendation.profile
    yield Line(f"{you(profile, catalog)}.", "You")
    if profile.assumed:
        yield Line(f"{', '.join(profile.assumed)}.", "Assumed", "quiet")
    yield from _weights(profile, catalog)
    if recommendation.held:
        names = listed([catalog.name_of(i) for i in recommendation.held])
        yield Line(f"{names}; not ranked below.", "Held")


def _weights(profile: Profile, catalog: m.Catalog) -> Iterator[Block]:
    """What counts how much, and why, where that is not as usual."""
    weights = effective_weights(profile, catalog)
    criteria = catalog.policy.criteria
    if all(weights[n] == c.weight for n, c in criteria.items()):
        return
    order = sorted(criteria, key=lambda n: -weights[n])
    said = listed([f"{criteria[n].name.lower()} {weights[n]}" for n in order])
    yield Line(f"{said}.", "Weights")


def _setting(recommendation: Recommendation) -> Iterator[Block]:
    if recommendation.expectations:
        yield Heading("What posts there usually ask for, besides or with a certification")
    yield from (_expected(e) for e in recommendation.expectations)


def _expected(expectation: Expectation) -> Line:
    words = {True: "you have it", False: "not yet", None: "not known"}[expectation.met]
    sign, tone = SIGNS[expectation.met], TONES[expectation.met]
    return Line(f"{sign}{KEEP}{expectation.text}: {words}", tone=tone)


# --- the table -----------------------------------------------------------------------------


def _table(
    recommendation: Recommendation,
    catalog: m.Catalog,
    top: int | None,
    scored: Collection[m.GroupName],
) -> Grid:
    """The ranked table; without a column for scores where none orders anything."""
    shown = [n for n, column in enumerate(COLUMNS) if scored or column.key != "score"]
    titles = dict(catalog.policy.groups)
    if recommendation.advice.needed is False:
        titles["do-now"] = "if you want more: these fit, and are open to you"
    rows = []
    for a in recommendation.recommendations[:top]:
        cells = _cells(a, recommendation, catalog, scored)
        rows.append(Row(tuple(cells[n] for n in shown), titles[a.group]))
    return Grid(tuple(COLUMNS[n] for n in shown), tuple(rows))


def _cells(
    assessment: Assessment,
    recommendation: Recommendation,
    catalog: m.Catalog,
    scored: Collection[m.GroupName],
) -> tuple[Cell, ...]:
    own = GROUP_TONES.get(assessment.group, "plain")
    issuer = catalog.issuers[assessment.issuer].name
    missing = _missing(assessment, recommendation)
    cells = (
        Cell(str(assessment.rank), own),
        Cell(assessment.name, own, note="" if assessment.name.startswith(issuer) else issuer),
        Cell(f"{assessment.score:.1f}" if assessment.group in scored else "", own),
        _status(assessment, recommendation.profile.on),
        Cell(total_words(assessment.cost), TONES[assessment.affordable], _study(assessment.cost)),
        Cell(_effort(assessment.effort), own),
        Cell(missing or "nothing", own if missing else "good"),
        _prerequisites(assessment),
    )
    # What is out of the question must not catch the eye.
    return tuple(replace(c, tone="quiet") for c in cells) if own == "quiet" else cells


def _ordered_by_score(recommendation: Recommendation) -> set[m.GroupName]:
    """The groups of what serves in which a score decides who stands before whom."""
    found: set[m.GroupName] = set()
    for group in ("do-now", "not-yet", "later"):
        scores = [a.score for a in recommendation.recommendations if a.group == group]
        if len(scores) > 1 and scores == sorted(scores, reverse=True):
            found.add(group)
    return found


def _effort(effort: StudyEffort) -> str:
    parts = [f"{plain(effort.pass_rate)}{KEEP}%{KEEP}pass"] if effort.pass_rate is not None else []
    if effort.hours is not None:
        low, high = effort.hours.low, effort.hours.high
        parts.append(f"{high if low is None else f'{low}–{high}'}{KEEP}h")
    elif effort.weeks:
        parts.append(f"{effort.weeks}{KEEP}weeks")
    return ", ".join(parts)


def _status(assessment: Assessment, on: date) -> Cell:
    if not assessment.published:
        return Cell("requirements not published", "unknown")
    unsure = UNCONFIRMED if _is_unsure(assessment) else ""
    tone: Tone = "unknown" if unsure else STATUS_TONES[assessment.status]
    return Cell(assessment.status + unsure, tone, _when(assessment, on))


def _is_unsure(assessment: Assessment) -> bool:
    known = assessment.confirmed or not assessment.published
    return not known and assessment.status != "closed"


def _when(assessment: Assessment, on: date) -> str:
    if assessment.status == "closed":
        return "no known way"
    if assessment.status == "ready":
        return ""
    if assessment.sit_on is None:
        return "time not known"
    day = date.fromisoformat(assessment.sit_on)
    if assessment.status == "on-track":
        return f"from {day_words(day)}"
    return span_words((day - on).days // 7)


def _study(cost: Cost) -> str:
    if not cost.study_known:
        return "+? study" if cost.required_total or cost.complete else ""
    study = cost.total - cost.required_total
    return f"+{usd(study)} study" if study else "study included"


def _missing(assessment: Assessment, recommendation: Recommendation) -> str:
    if (veto := assessment.purpose.veto) is not None:
        # A reason says what is the matter before its colon, and why after it.
        return veto.reason.partition(":")[0]
    parts = [*assessment.missing, *_money(assessment, recommendation)]
    found = [", ".join(parts)] if parts else []
    for due, owed in groupby(assessment.owed, key=lambda o: o.due):
        found.append(f"{due}: {', '.join(o.text for o in owed)}")
    return "; ".join(found)


def _money(assessment: Assessment, recommendation: Recommendation) -> Iterator[str]:
    cost, budget = assessment.cost, recommendation.profile.budget
    if assessment.affordable is False and isinstance(budget, Decimal):
        over = cost.required_total - budget
        yield f"{at_least(over, complete=cost.complete)} more" if over else "its price"
    elif not cost.complete:
        yield "part of its price" if cost.required_total else "its price"


# --- prerequisites -------------------------------------------------------------------------


def _prerequisites(assessment: Assessment) -> Cell:
    """The requirements that count for this candidate, each with its sign."""
    if not assessment.published:
        return Cell("not published", "unknown")
    shown = _counting(assessment.requirements, assessment.route)
    if not shown:
        return Cell("none required", "good")
    tone = TONES[_verdict([c.met for c in shown])]
    return Cell(", ".join(unique(f"{SIGNS[c.met]}{KEEP}{c.label}" for c in shown)), tone)


def _verdict(answers: list[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True


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


# --- below the table -----------------------------------------------------------------------


def _below(recommendation: Recommendation, top: int | None) -> Iterator[Block]:
    left = len(recommendation.recommendations) - (top or len(recommendation.recommendations))
    if left > 0:
        yield Line(f"{left} more: leave out --top to see all.", tone="quiet")


def _advice(recommendation: Recommendation, catalog: m.Catalog) -> Iterator[Block]:
    advice = recommendation.advice
    for kind, text in advice.parts.items():
        yield Line(text, LABELS[kind], "strong" if kind in ("need", "now") else "plain")
    yield from _asks(advice.ask)
    if recommendation.sureness is not None:
        yield from _sure(recommendation.sureness, recommendation.first_place, catalog)
    if recommendation.open_questions:
        flags = listed([BY_NAME[q].flag for q in recommendation.open_questions])
        yield Line(f"Answers not given that could change something above: {flags}.", "Open")


def _asks(questions: tuple[str, ...]) -> Iterator[Block]:
    for question in questions[:MOST_ASKS]:
        yield Line(question.removeprefix("Ask "), "Ask")
    if len(questions) > MOST_ASKS:
        left = plural(len(questions) - MOST_ASKS, "question")
        yield Line(f"and {left} more: certadvisor show ID names them.", "Ask", "quiet")


def _sure(sureness: Sureness, first: Assessment | None, catalog: m.Catalog) -> Iterator[Block]:
    share, rival = sureness.first_place_share, sureness.rival
    said = []
    if first is not None and sureness.basis == "only-choice":
        said.append(
            f"the {first.name} is the only one that is open to you, serves and is within your budget"
        )
    elif first is not None and share is not None:
        part = "each" if share.won == share.of else f"{share.won}"
        said.append(
            f"the {first.name} comes first under {part} of {share.of} ways to weigh the criteria"
        )
    if rival is not None:
        said.append(f"next is the {catalog.name_of(rival.id)}: {rival.separated_by.text}")
    if said:
        yield Line(" ".join(map(sentence, said)), "Sure")
    worth_telling = [w for w in sureness.would_change if w.gains][:MOST_CHANGES]
    for would in worth_telling:
        then = f"the {catalog.name_of(would.new_first)}" if would.new_first else "nothing"
        yield Line(sentence(f"{would.change.text}, {then} comes first"), "Change")
    lower = [
        w.change.value
        for w in sureness.would_change
        if w.change.kind == "budget" and not w.gains and isinstance(w.change.value, Decimal)
    ]
    if first is not None and lower:
        keeps = usd(max(lower) + Decimal("0.01"))
        yield Line(f"The {first.name} stays first as long as you can spend {keeps}.", "Change")


def _small_print(recommendation: Recommendation) -> Iterator[Block]:
    yield Line("✓ you have it, ✗ you do not, ? not known or not published.", tone="quiet")
    if any(_is_unsure(a) for a in recommendation.recommendations):
        yield Line("¹ as far as the rules are published: not all are confirmed.", tone="quiet")
    day, stamp = day_words(recommendation.profile.on), recommendation.catalog
    yield Line(f"Advice for {day}; facts as of {stamp.as_of}.", tone="quiet")
    yield Line("Every fact and its source: certadvisor show ID.", tone="quiet")
