"""What each criterion gave a certification, and why: value, weight, points and the reason."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from certadvisor.advice.results import CriterionReason
from certadvisor.advice.wording import over_budget, total_words
from certadvisor.catalog import types as m
from certadvisor.profile.profile import effective_weights
from certadvisor.rules import scoring
from certadvisor.rules.options import Option
from certadvisor.rules.purpose import level_in
from certadvisor.rules.ranking import Ranking
from certadvisor.text import plain, usd


def criterion_reasons(option: Option, ranking: Ranking) -> tuple[CriterionReason, ...]:
    """One reason for each criterion, in the order of the policy; the points add up to the score."""
    weights = effective_weights(ranking.profile, ranking.catalog)
    points = scoring.points(option.values, weights)
    why = {
        "fit": _fit(option, ranking),
        "recognition": scoring.recognition(option.id, ranking.purposes, ranking.catalog).meaning,
        "readiness": ranking.catalog.policy.statuses[option.status].meaning,
        "affordability": _affordability(option, ranking),
    }
    return tuple(
        CriterionReason(
            criterion=name,
            name=criterion.name,
            value=str(option.values[name]),
            weight=weights[name],
            points=points[name],
            reason=why[name],
        )
        for name, criterion in ranking.catalog.policy.criteria.items()
    )


def _fit(option: Option, ranking: Ranking) -> str:
    certification = ranking.catalog.certifications[option.id]
    purposes, catalog = ranking.purposes, ranking.catalog
    here = level_in(certification.settings, purposes.setting_id)
    text = f"{_level(here, catalog)} for {purposes.setting.name}"
    if purposes.focus is None:
        return text
    if purposes.is_base(certification):
        return f"{text}; as a base it is judged by that alone"
    there = level_in(certification.focuses, purposes.focus)
    share = catalog.policy.focus_share
    return (
        f"{text} (counts {1 - share}); {_level(there, catalog)} for "
        f"{catalog.focuses[purposes.focus].phrase} (counts {share})"
    )


def _level(level: m.LevelName, catalog: m.Catalog) -> str:
    return f"{level} ({catalog.policy.levels[level].value})"


def _affordability(option: Option, ranking: Ranking) -> str:
    budget = ranking.profile.budget
    if budget == "unlimited":
        return "you set no limit"
    left = option.values["affordability"]
    if not isinstance(budget, Decimal) or not option.costs.complete:
        return "what it costs is not fully published, so nothing counts as left"
    if over := over_budget(option.costs, budget):
        return f"it costs {total_words(option.costs)}, which is {over}"
    if left == 0:
        return f"it costs {total_words(option.costs)} of your {usd(budget)}: nothing is left"
    return f"it costs {total_words(option.costs)} of your {usd(budget)}: {_percent(left)} is left"


def _percent(share: Fraction) -> str:
    tenths = Decimal(round(share * 1000)) / 10
    return f"{plain(tenths)} %"
