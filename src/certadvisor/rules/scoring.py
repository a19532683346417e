"""The score: four criteria from 0 to 1, weighted, in exact fractions, shown in tenths."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm

from certadvisor.catalog import types as m
from certadvisor.profile.profile import Profile
from certadvisor.rules.cost import Costs
from certadvisor.rules.purpose import PurposeRules, level_in

Values = dict[m.CriterionName, Fraction]
TENTHS = 1000
"""A full score of 100 points, in tenths."""


def fit(certification: m.Certification, purposes: PurposeRules, policy: m.Policy) -> Fraction:
    """The setting's level; with a focus, the policy's share of it is the focus's level."""
    here = policy.levels[level_in(certification.settings, purposes.setting_id)].value
    if purposes.focus is None or purposes.is_base(certification):
        return Fraction(here)
    focus = policy.levels[level_in(certification.focuses, purposes.focus)].value
    return here * (1 - policy.focus_share) + focus * policy.focus_share


def recognition(
    certification_id: str, purposes: PurposeRules, catalog: m.Catalog
) -> m.RecognitionRow:
    """The row of the recognition table that fits: named by an employer rule, accredited, or not."""
    accredited = catalog.certifications[certification_id].ncca.known is True
    named = any(certification_id in rule.names for rule in purposes.setting.employer_rules)
    return next(
        row
        for row in catalog.policy.recognition
        if row.named == named and row.accredited == accredited
    )


def affordability(costs: Costs, profile: Profile) -> Fraction:
    """The share of the budget left after the required total; 1 without a limit."""
    if profile.budget == "unlimited":
        return Fraction(1)
    if not costs.complete or not profile.budget or costs.required_total >= profile.budget:
        return Fraction(0)
    return 1 - Fraction(costs.required_total) / Fraction(profile.budget)


def affordable(costs: Costs, profile: Profile) -> bool | None:
    """Whether the required total is within the budget; None where that is not known."""
    if profile.budget == "unlimited":
        return True
    budget = profile.budget or Decimal(0)
    if costs.required_total > budget:
        return False
    if not costs.complete:
        return None if budget else False
    return True


def score(values: Values, weights: Mapping[m.CriterionName, int]) -> Fraction:
    """The weighted mean of the criteria, 0 to 1."""
    # In whole numbers over a common denominator: a sum of fractions takes four times as long.
    common = lcm(*(value.denominator for value in values.values()))
    whole = (
        values[n].numerator * (common // values[n].denominator) * w for n, w in weights.items()
    )
    return Fraction(sum(whole), common * sum(weights.values()))


def points(
    values: Values, weights: Mapping[m.CriterionName, int]
) -> dict[m.CriterionName, Decimal]:
    """Each criterion's points, in tenths that add up to the score shown.

    The score is rounded half up to tenths; its tenths are shared out by largest remainder,
    ties in the order of the criteria.
    """
    exact = {n: values[n] * w * TENTHS / sum(weights.values()) for n, w in weights.items()}
    whole = {n: x.numerator // x.denominator for n, x in exact.items()}
    target = (2 * sum(exact.values(), Fraction(0)) + 1) // 2
    rest = int(target) - sum(whole.values())
    for name in sorted(exact, key=lambda n: whole[n] - exact[n])[:rest]:
        whole[name] += 1
    return {n: Decimal(tenths) / 10 for n, tenths in whole.items()}
