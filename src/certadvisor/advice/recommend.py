"""The whole answer for one candidate: rank, explain, advise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from certadvisor.advice.labels import label_of
from certadvisor.advice.next_steps import advise, asks_of, ordered_steps
from certadvisor.advice.ownership import ownership
from certadvisor.advice.reasons import criterion_reasons
from certadvisor.advice.results import (
    AllConditions,
    Answered,
    AnyCondition,
    Assessment,
    CatalogStamp,
    Condition,
    Cost,
    CostItem,
    Expectation,
    ExpectedAfter,
    HoursRange,
    Owed,
    Ownership,
    PerYear,
    Purpose,
    Recommendation,
    Requirements,
    StatedProfile,
    StudyEffort,
)
from certadvisor.advice.sureness import sureness
from certadvisor.advice.what_if import WhatIf
from certadvisor.advice.wording import (
    at_least,
    charge_label,
    due_words,
    over_budget,
    purpose_reason,
)
from certadvisor.catalog import types as m
from certadvisor.profile.command_line import command_line
from certadvisor.profile.profile import QUESTIONS, Profile, is_final_year_doubtful, normalised
from certadvisor.rules import scoring
from certadvisor.rules.days import Timetable, days_of
from certadvisor.rules.effort import effort_of
from certadvisor.rules.eligibility import is_published
from certadvisor.rules.options import OpenOption, Option
from certadvisor.rules.purpose import PurposeCheck
from certadvisor.rules.ranking import Ranking, rank
from certadvisor.rules.requirements import (
    Candidate,
    RuleDays,
    branches_of,
    candidate,
    judge_leaf,
    judge_tree,
)
from certadvisor.text import day_words, iso, sentence, unique


def recommend(
    profile: Profile, catalog: m.Catalog, *, with_sureness: bool = True, years: int | None = None
) -> Recommendation:
    """Judge every certification in the catalog for one candidate, and say what follows.

    `years` adds what holding each costs over that many years, from 1 to 50.
    `with_sureness` false leaves out how sure it is, what would change it and which open questions
    matter: working that out takes most of the time.

    Raises:
        ValueError: the profile has no setting.

    """
    ranking = rank(normalised(profile, catalog), catalog)
    what_if = WhatIf(ranking) if with_sureness else None
    return Recommendation(
        schema_version=2,
        catalog=CatalogStamp(catalog.version, catalog.as_of),
        profile=StatedProfile(
            **{q.name: getattr(ranking.profile, q.name) for q in QUESTIONS},
            assumed=_assumed(ranking.profile),
        ),
        expectations=expectations_of(ranking.profile.setting, ranking.eligibility.person, catalog),
        recommendations=tuple(
            _assessment(n, j, ranking, years) for n, j in enumerate(ranking.ranked, 1)
        ),
        held=ranking.held,
        advice=advise(ranking),
        sureness=sureness(what_if) if what_if is not None else None,
        open_questions=what_if.open_questions() if what_if is not None else (),
        command=command_line(ranking.profile),
    )


def _assumed(profile: Profile) -> tuple[str, ...]:
    found = ["18 or older"] if profile.adult is None else []
    if profile.degree == "senior" and profile.graduates is None:
        found.append("graduating within a year")
    if is_final_year_doubtful(profile):
        found.append("not in the final year yet, as graduation is over a year off")
    return tuple(found)


def expectations_of(
    setting: str | None, person: Candidate, catalog: m.Catalog
) -> tuple[Expectation, ...]:
    """What posts in a setting usually ask for besides, judged for the candidate."""
    if setting is None:
        return ()
    return tuple(
        Expectation(e.text, judge_tree(e.rule, person, catalog).met, e.source)
        for e in catalog.settings[setting].expectations
    )


def expectations_after(result: Recommendation, catalog: m.Catalog) -> tuple[ExpectedAfter, ...]:
    """What becomes of each expectation once the advice is followed."""
    first, profile = result.target, result.profile

    def met_with(*items: str) -> tuple[bool | None, ...]:
        person = candidate(replace(profile, holds=unique([*profile.holds, *items])), catalog)
        return tuple(e.met for e in expectations_of(profile.setting, person, catalog))

    before = tuple(e.met for e in result.expectations)
    if first is None:
        alone = both = before
    else:
        owed = {o.text for o in first.owed}
        steps = [c.step for c in conditions_of(first.requirements) if c.text in owed]
        alone = met_with(first.id)
        both = met_with(*first.route, *filter(None, steps), first.id)
    return tuple(map(_expected_after, before, alone, both))


def _expected_after(now: bool | None, alone: bool | None, both: bool | None) -> ExpectedAfter:
    if now:
        return "met"
    if both:
        return "by-it" if alone else "on-the-way"
    return "open" if now is False else "unknown"


def conditions_of(node: Requirements) -> list[Condition]:
    """All conditions of a tree of requirements."""
    if isinstance(node, Condition):
        return [node]
    branches = node.all if isinstance(node, AllConditions) else node.any
    return [condition for branch in branches for condition in conditions_of(branch)]


def _assessment(place: int, option: Option, ranking: Ranking, years: int | None) -> Assessment:
    certification = ranking.catalog.certifications[option.id]
    register = certification.register_at
    found = criterion_reasons(option, ranking)
    rules = ranking.eligibility.rules(option.id, _rule_days(option, ranking))
    if isinstance(option, OpenOption):
        route, days = tuple(ordered_steps(option, ranking)), days_of(option, ranking)
        missing = tuple(ranking.catalog.name_of(s) for s in route)
    else:
        route, days = (), None
        missing = tuple(leaf.text for leaf in ranking.eligibility.unmet(rules))
    owed = _owed(option, rules, ranking)
    return Assessment(
        rank=place,
        id=option.id,
        name=certification.name,
        issuer=certification.issuer,
        kind=certification.kind.value,
        group=option.group,
        status=option.status,
        confirmed=isinstance(option, OpenOption) and option.pathway.confirmed,
        published=is_published(certification.requirements),
        affordable=option.affordable,
        score=sum((g.points for g in found), Decimal(0)),
        contributions={g.criterion: g.points for g in found},
        grounds=found,
        purpose=_purpose(option, ranking),
        cost=_cost(option, ranking.catalog),
        effort=_effort(certification, ranking),
        register=register.known if register is not None else None,
        requirements=_tree(rules, option, ranking),
        route=route,
        missing=missing,
        earliest_on=iso(option.pathway.sits_on) if isinstance(option, OpenOption) else None,
        realistic_on=iso(days.realistic) if days is not None else None,
        issued_on=iso(days.certified) if days is not None else None,
        owed=owed,
        reasons=_reasons(option, missing, owed, ranking),
        sources=_sources(option, certification),
        ownership=_ownership(option, days, ranking, years),
    )


def _purpose(option: Option, ranking: Ranking) -> Purpose:
    certification, checks = ranking.catalog.certifications[option.id], option.purpose

    def told(check: PurposeCheck) -> Answered:
        return Answered(check.ok, purpose_reason(check, certification, ranking.purposes))

    return Purpose(told(checks.serves), told(checks.base), told(checks.covered))


def _cost(option: Option, catalog: m.Catalog) -> Cost:
    costs = option.costs
    return Cost(
        required_total=costs.required_total,
        total=costs.total,
        complete=costs.complete,
        price_known=costs.price_known,
        study_known=costs.study_known,
        currency="USD",
        items=tuple(
            CostItem(
                charge_label(c, catalog),
                "study" if c.kind == "study" else "required",
                c.amount,
                c.source,
            )
            for c in costs.charges
        ),
        with_one_retake=costs.with_one_retake,
        per_year=PerYear(costs.per_year.amount, costs.per_year.complete),
    )


def _effort(certification: m.Certification, ranking: Ranking) -> StudyEffort:
    effort = effort_of(certification, ranking.eligibility.person)
    return StudyEffort(
        pass_rate=effort.pass_rate,
        pass_rate_year=effort.year,
        hours=HoursRange(*effort.hours) if effort.hours is not None else None,
        weeks=effort.weeks,
        sources=effort.sources,
    )


def _ownership(
    option: Option, days: Timetable | None, ranking: Ranking, years: int | None
) -> Ownership | None:
    if years is None or days is None:
        return None
    return ownership(
        option.id,
        option.costs.required_total,
        complete=option.costs.complete,
        day=days.issued,
        years=years,
        pricing=ranking.pricing,
    )


def _rule_days(option: Option, ranking: Ranking) -> RuleDays:
    """The days whose rules count."""
    today = ranking.profile.on
    return option.pathway.rules_of if isinstance(option, OpenOption) else RuleDays.on(today)


def _tree(node: m.Requirement, option: Option, ranking: Ranking) -> Requirements:
    if isinstance(node, m.Leaf):
        truth = judge_leaf(node, ranking.eligibility.person, ranking.catalog)
        return Condition(
            text=node.text,
            label=label_of(node.test, ranking.catalog),
            need=node.need,
            due=due_words(node),
            met=truth.met,
            why_unknown=truth.why_unknown,
            step=None if truth.met else _step_for(node, option, ranking),
            source=node.source,
        )
    branches = tuple(_tree(b, option, ranking) for b in branches_of(node))
    return AllConditions(branches) if isinstance(node, m.AllOf) else AnyCondition(branches)


def _step_for(leaf: m.Leaf, option: Option, ranking: Ranking) -> str | None:
    """The step of the chosen pathway that meets the leaf, else any one that would."""
    if not isinstance(option, OpenOption):
        return None
    steps = ranking.eligibility.steps_for(leaf)
    return next((s for s in steps if s in option.pathway.steps), steps[0] if steps else None)


def _owed(option: Option, rules: m.Requirement, ranking: Ranking) -> tuple[Owed, ...]:
    """What is due after the exam and not met, at the price of the step that meets it."""
    if not isinstance(option, OpenOption):
        return ()
    joined = option.bill.joined
    return tuple(
        Owed(
            leaf.text,
            due_words(leaf),
            ranking.pricing.amount_of(step, joined) if step is not None else None,
        )
        for leaf, step in ranking.eligibility.owed(rules, option.pathway)
    )


def _reasons(
    option: Option, missing: tuple[str, ...], owed: tuple[Owed, ...], ranking: Ranking
) -> tuple[str, ...]:
    catalog, checks = ranking.catalog, option.purpose
    certification = catalog.certifications[option.id]
    told = [checks.serves, *(c for c in (checks.base, checks.covered) if not c.ok)]
    found = [purpose_reason(check, certification, ranking.purposes) for check in told]
    found.append(scoring.recognition(option.id, ranking.purposes, catalog).meaning)
    found.append(catalog.policy.statuses[option.status].meaning)
    if not is_published(certification.requirements):
        found.append("what it requires is not published")
    found += [f"still missing: {text}" for text in missing]
    found += [f"owed {o.due}: {o.text}" for o in owed]
    if over := over_budget(option.costs, ranking.profile.budget):
        found.append(over)
    elif option.affordable is not True:
        found.append("its price is not fully published")
    if isinstance(option, OpenOption):
        found += _other_pathways(option, ranking)
        found += [
            f"the rule changes on {day_words(leaf.since)}: {leaf.text}"
            for leaf in option.pathway.changes
            if leaf.since is not None
        ]
    found += asks_of(option, ranking)
    return unique(sentence(f) for f in found)


def _other_pathways(option: OpenOption, ranking: Ranking) -> Iterator[str]:
    others = dict.fromkeys(p.steps for p in option.other_pathways)
    for steps in list(others)[:3]:
        other = [ranking.catalog.name_of(s) for s in sorted(steps - option.pathway.steps)]
        if other:
            bill = ranking.pricing.bill(option.id, steps)
            price = at_least(bill.total, complete=not bill.unknown)
            yield f"another way: {', '.join(other)} ({price} in all)"


def _sources(option: Option, certification: m.Certification) -> tuple[str, ...]:
    levels = (*certification.settings.values(), *certification.focuses.values())
    return unique(
        [i.source for i in option.costs.charges if i.source is not None]
        + [level.source for level in levels]
        + [f.source for f in (certification.ncca, certification.full_name) if f.source is not None]
    )
