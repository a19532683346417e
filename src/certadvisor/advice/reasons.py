"""What each criterion gave a certification, and why: value, weight, points and the reason."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from certadvisor.advice.results import CriterionReason
from certadvisor.advice.wording import total_words
from certadvisor.catalog import types as m
from certadvisor.profile.profile import effective_weights
from certadvisor.rules import scoring
from certadvisor.rules.purpose import level_in
from certadvisor.rules.ranking import Judged, Ranking
from certadvisor.text import plain, usd


def grounds(judged: Judged, ranking: Ranking) -> tuple[CriterionReason, ...]:
    """One ground for each criterion, in the order of the policy; the points add up to the score."""
    weights = effective_weights(ranking.profile, ranking.catalog)
    points = scoring.points(judged.values, weights)
    why = {
        "fit": _fit(judged, ranking),
        "recognition": scoring.recognition(judged.id, ranking.purposes, ranking.catalog).meaning,
        "readiness": ranking.catalog.policy.statuses[judged.status].meaning,
        "affordability": _affordability(judged, ranking),
    }
    return tuple(
        CriterionReason(
            criterion=name,
            name=criterion.name,
            value=str(judged.values[name]),
            weight=weights[name],
            points=points[name],
            reason=why[name],
        )
        for name, criterion in ranking.catalog.policy.criteria.items()
    )


def _fit(judged: Judged, ranking: Ranking) -> str:
    certification = ranking.catalog.certifications[judged.id]
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


def _affordability(judged: Judged, ranking: Ranking) -> str:
    budget = ranking.profile.budget
    if budget == "unlimited":
        return "you set no limit"
    left = judged.values["affordability"]
    if not isinstance(budget, Decimal) or not judged.cost.complete:
        return "what it costs is not fully published, so nothing counts as left"
    over = judged.cost.required_total - budget
    if over > 0:
        return f"it costs {total_words(judged.cost)}, which is {usd(over)} over your budget"
    if left == 0:
        return f"it costs {total_words(judged.cost)} of your {usd(budget)}: nothing is left"
    return f"it costs {total_words(judged.cost)} of your {usd(budget)}: {_percent(left)} is left"


def _percent(share: Fraction) -> str:
    tenths = Decimal(round(share * 1000)) / 10
    return f"{plain(tenths)} %"
