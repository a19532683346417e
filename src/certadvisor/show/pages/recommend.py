"""A recommendation as a document: the answer first, then what is worth considering, then the rest."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from certadvisor.advice.recommend import expectations_after
from certadvisor.advice.results import (
    Assessment,
    Expectation,
    ExpectedAfter,
    Recommendation,
    Sureness,
    WouldChange,
)
from certadvisor.advice.wording import whom
from certadvisor.catalog import types as m
from certadvisor.catalog.facts import first_day
from certadvisor.profile.profile import BY_NAME, Profile, effective_weights
from certadvisor.show.document import KEEP, Block, Document, Line, Verbatim
from certadvisor.show.pages.bars import bar
from certadvisor.show.pages.options import SIGNS, TO_DO, effort_words, full_table, short_table
from certadvisor.show.pages.profile import you
from certadvisor.text import day_words, listed, plain, plural, sentence, usd

HEADLINES = ("need", "now")
"""The parts of the advice that come first, without a label."""
LABELS = {
    "why": "Why", "effort": "How hard", "rule": "Rule", "goal": "Goal", "beyond": "Beyond", "price": "Price",
}  # fmt: skip
MOST_ASKS = 2
MOST_CHANGES = 3


def document(
    recommendation: Recommendation,
    catalog: m.Catalog,
    *,
    top: int | None = None,
    everything: bool = False,
) -> Document:
    """The recommendation on a screen; `top` cuts the table, nothing else.

    `everything`: all certifications in the table, and every open question. A score is shown where
    it orders.
    """
    table = (
        full_table(recommendation, catalog, top)
        if everything
        else short_table(recommendation, catalog, top)
    )
    return Document(
        (
            *_answer(recommendation, catalog),
            *table,
            *_rest(recommendation, catalog, everything=everything),
            Verbatim(recommendation.command, _facts(recommendation)),
        )
    )


# --- the answer ----------------------------------------------------------------------------


def _answer(recommendation: Recommendation, catalog: m.Catalog) -> Iterator[Block]:
    """What to do, why, how hard it is, what it takes of the budget, where, and what posts ask for."""
    parts, first = recommendation.advice.parts, recommendation.first_place
    for kind in HEADLINES:
        if kind in parts:
            yield Line(parts[kind], tone="strong")
    if first is None and recommendation.sureness is not None:
        # With nothing to take, what would help comes before anything else.
        yield from _changes(recommendation.sureness, catalog)
    for kind, text in parts.items():
        if kind not in HEADLINES:
            yield Line(text, LABELS.get(kind, kind.capitalize()))
    subject = recommendation.target
    if subject is not None:
        if first is None:
            yield Line(sentence(subject.purpose.serves.reason), "Why")
            if hard := effort_words(subject.effort):
                yield Line(sentence(hard), LABELS["effort"])
        yield from _budget(subject, recommendation.profile.budget)
        if subject is first or subject.status == "ready":
            ask = catalog.issuers[subject.issuer].ask
            yield Line(subject.register or f"ask {whom(ask)}", "Register")
    if recommendation.expectations:
        met = expectations_after(recommendation, catalog)
        asked = zip(recommendation.expectations, met, strict=True)
        yield Line(f"{'; '.join(_expected(e, after) for e, after in asked)}.", "Posts ask")


EXPECTED: dict[ExpectedAfter, tuple[str, str]] = {
    "met": (SIGNS[True], ""),
    "by-it": (TO_DO, ": this one"),
    "on-the-way": (TO_DO, ": on the way"),
    "open": (SIGNS[False], ""),
    "unknown": (SIGNS[None], ""),
}
"""The sign before an expectation, and what is said after it."""


def _expected(expectation: Expectation, after: ExpectedAfter) -> str:
    sign, said = EXPECTED[after]
    return f"{sign}{KEEP}{expectation.text}{said}"


def _budget(first: Assessment, budget: object) -> Iterator[Block]:
    """The share of the budget, drawn and said."""
    cost = first.cost
    if not isinstance(budget, Decimal) or not budget or not cost.complete:
        return
    exam, total = cost.required_total / budget, cost.total / budget
    text = f"{_percent(exam)} of your {usd(budget)}"
    if cost.study_known and total > exam:
        text += f", {_percent(total)} with study material"
    elif not cost.study_known:
        text += ", study material not priced"
    yield Line(f"{text}.", "Budget", picture=bar(exam, total))


def _percent(share: Decimal) -> str:
    return f"{plain(Decimal(round(share * 100)))} %"


# --- the rest ------------------------------------------------------------------------------


def _rest(
    recommendation: Recommendation, catalog: m.Catalog, *, everything: bool
) -> Iterator[Block]:
    sureness, first = recommendation.sureness, recommendation.first_place
    if sureness is not None:
        yield from _sure(sureness, first, catalog)
        if first is not None:
            yield from _changes(sureness, catalog)
    yield from _asks(recommendation.advice.ask, everything=everything)
    if recommendation.open_questions:
        flags = listed([BY_NAME[q].flag for q in recommendation.open_questions])
        yield Line(f"{flags}: not answered, and could change something above.", "Open")
    yield from _candidate(recommendation, catalog)


def _facts(recommendation: Recommendation) -> str:
    """How old the facts are and where they stand, before the command that gives the answer again."""
    first, as_of = recommendation.first_place, first_day(recommendation.catalog.as_of)
    source = f"certadvisor show {first.id if first is not None else 'ID'}"
    return f"Facts as of {day_words(as_of)}, each with its source: {source}. The same answer again:"


def _sure(sureness: Sureness, first: Assessment | None, catalog: m.Catalog) -> Iterator[Block]:
    share, rival = sureness.first_place_share, sureness.rival
    said = []
    if first is not None and sureness.basis == "only-choice":
        said.append(
            f"the {first.name} is the only one that is open to you, fits and is within your budget"
        )
    elif first is not None and share is not None:
        part = "each" if share.won == share.of else f"{share.won}"
        said.append(
            f"the {first.name} comes first under {part} of {share.of} ways to weigh the criteria"
        )
    if rival is not None:
        said.append(f"next is the {catalog.name_of(rival.id)}: {rival.separated_by.text}")
    lower = [
        w.change.value
        for w in sureness.would_change
        if w.change.kind == "budget" and not w.gains and isinstance(w.change.value, Decimal)
    ]
    if first is not None and lower:
        keeps = usd(max(lower) + Decimal("0.01"))
        stays = "it" if rival is None else f"the {first.name}"
        said.append(f"{stays} stays first down to a budget of {keeps}")
    if said:
        yield Line(" ".join(map(sentence, said)), "Sure")


def _changes(sureness: Sureness, catalog: m.Catalog) -> Iterator[Block]:
    """What would give a first place, or a better one."""
    gains: dict[object, WouldChange] = {}
    for would in sureness.would_change:
        if would.gains:
            # Of several answers to one question that lead to the same, one is enough.
            gains.setdefault((would.change.kind, would.change.key, would.new_first), would)
    for would in list(gains.values())[:MOST_CHANGES]:
        then = f"the {catalog.name_of(would.new_first)}" if would.new_first else "nothing"
        yield Line(sentence(f"{would.change.text}, {then} comes first"), "Change")


def _asks(questions: tuple[str, ...], *, everything: bool) -> Iterator[Block]:
    most = len(questions) if everything or len(questions) == MOST_ASKS + 1 else MOST_ASKS
    for question in questions[:most]:
        yield Line(question.removeprefix("Ask "), "Ask")
    if len(questions) > most:
        left = plural(len(questions) - most, "question")
        yield Line(f"and {left} more: --all names them.", "Ask", "quiet")


def _candidate(recommendation: Recommendation, catalog: m.Catalog) -> Iterator[Block]:
    profile = recommendation.profile
    assumed = f" Assumed: {', '.join(profile.assumed)}." if profile.assumed else ""
    yield Line(f"{you(profile, catalog)}.{assumed}", "You")
    yield from _weights(profile, catalog)
    if recommendation.held:
        names = listed([catalog.name_of(i) for i in recommendation.held])
        yield Line(f"{names}; not ranked above.", "Held")


def _weights(profile: Profile, catalog: m.Catalog) -> Iterator[Block]:
    """What counts how much, and why, where that is not as usual."""
    weights = effective_weights(profile, catalog)
    criteria = catalog.policy.criteria
    if all(weights[n] == c.weight for n, c in criteria.items()):
        return
    order = sorted(criteria, key=lambda n: -weights[n])
    said = listed([f"{criteria[n].name.lower()} {weights[n]}" for n in order])
    yield Line(f"{said}.", "Weights")
