"""The whole answer for one candidate: rank, explain, advise."""

from __future__ import annotations

from decimal import Decimal

from certadvisor.advice.labels import label_of
from certadvisor.advice.next_steps import advise, asks_of, ordered_steps
from certadvisor.advice.reasons import grounds
from certadvisor.advice.results import (
    All,
    Any,
    Assessment,
    CatalogStamp,
    Condition,
    Expectation,
    Owed,
    Recommendation,
    Requirements,
    StatedProfile,
)
from certadvisor.advice.sureness import sureness
from certadvisor.advice.what_if import WhatIf
from certadvisor.advice.wording import due_words
from certadvisor.catalog import types as m
from certadvisor.profile.parse import command_line
from certadvisor.profile.profile import Profile, normalised
from certadvisor.rules import scoring
from certadvisor.rules.eligibility import published
from certadvisor.rules.outcomes import Ownership
from certadvisor.rules.ranking import Judged, Ranking, rank
from certadvisor.rules.renewal import ownership
from certadvisor.rules.requirements import Candidate, branches_of, judge_leaf, judge_tree
from certadvisor.text import day_words, sentence, unique, usd


def recommend(
    profile: Profile, catalog: m.Catalog, *, with_sureness: bool = True, years: int | None = None
) -> Recommendation:
    """Eligibility every certification in the catalog for one candidate, and say what follows.

    `years` adds what holding each costs over so many years, from 1 to 50.
    `with_sureness` false leaves out how sure it is and what would change it, to save time.

    Raises:
        ValueError: the profile has no setting.

    """
    ranking = rank(normalised(profile, catalog), catalog)
    explorer = WhatIf(ranking)
    return Recommendation(
        schema_version=1,
        catalog=CatalogStamp(catalog.version, catalog.as_of),
        profile=StatedProfile.model_validate(
            {**dict(ranking.profile), "assumed": _assumed(ranking.profile)}
        ),
        expectations=expectations_of(ranking.profile.setting, ranking.judge.person, catalog),
        recommendations=tuple(
            _assessment(n, j, ranking, years) for n, j in enumerate(ranking.ranked, 1)
        ),
        held=ranking.held,
        advice=advise(ranking),
        sureness=sureness(explorer) if with_sureness else None,
        open_questions=explorer.open_questions(),
        command=command_line(ranking.profile),
    )


def _assumed(profile: Profile) -> tuple[str, ...]:
    return ("18 or older",) if profile.adult is None else ()


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


def _assessment(place: int, judged: Judged, ranking: Ranking, years: int | None) -> Assessment:
    certification = ranking.catalog.certifications[judged.id]
    found = grounds(judged, ranking)
    way, route = judged.way, tuple(ordered_steps(judged, ranking))
    missing, owed = _missing(judged, route, ranking), _owed(judged, ranking)
    return Assessment(
        rank=place,
        id=judged.id,
        name=certification.name,
        issuer=certification.issuer,
        kind=certification.kind.value,
        group=judged.group,
        status=judged.status,
        confirmed=way is not None and way.confirmed,
        published=published(certification.requirements),
        affordable=judged.affordable,
        score=sum((g.points for g in found), Decimal(0)),
        contributions={g.criterion: g.points for g in found},
        grounds=found,
        purpose=judged.purpose,
        cost=judged.cost,
        requirements=_tree(_rules(judged, ranking), judged, ranking),
        route=route,
        missing=missing,
        sit_on=way.sits_on.isoformat() if way is not None and way.sits_on is not None else None,
        owed=owed,
        reasons=_reasons(judged, missing, owed, ranking),
        sources=_sources(judged, certification),
        ownership=_ownership(judged, ranking, years),
    )


def _ownership(judged: Judged, ranking: Ranking, years: int | None) -> Ownership | None:
    if years is None or judged.way is None:
        return None
    return ownership(
        judged.id,
        judged.cost.required_total,
        complete=judged.cost.complete,
        day=judged.way.sits_on or ranking.profile.on,
        years=years,
        till=ranking.till,
    )


def _rules(judged: Judged, ranking: Ranking) -> m.Requirement:
    day = judged.way.rules_of if judged.way is not None else ranking.profile.on
    return ranking.judge.rules(judged.id, day)


def _tree(node: m.Requirement, judged: Judged, ranking: Ranking) -> Requirements:
    if isinstance(node, m.Leaf):
        truth = judge_leaf(node, ranking.judge.person, ranking.catalog)
        return Condition(
            text=node.text,
            label=label_of(node.test, ranking.catalog),
            need=node.need,
            due=due_words(node),
            met=truth.met,
            why_unknown=truth.why_unknown,
            step=None if truth.met else _step_for(node, judged, ranking),
            source=node.source,
        )
    branches = tuple(_tree(b, judged, ranking) for b in branches_of(node))
    return All(branches) if isinstance(node, m.AllOf) else Any(branches)


def _step_for(leaf: m.Leaf, judged: Judged, ranking: Ranking) -> str | None:
    """The step of the chosen way that meets the leaf, else any one that would."""
    if judged.way is None:
        return None
    steps = ranking.judge.steps_for(leaf)
    return next((s for s in steps if s in judged.way.steps), steps[0] if steps else None)


def _owed_leaves(judged: Judged, ranking: Ranking) -> list[tuple[m.Leaf, str | None]]:
    """What is due after the exam and not met, with the step of the chosen way that meets it."""
    return ranking.judge.owed(_rules(judged, ranking), judged.way) if judged.way else []


def _owed(judged: Judged, ranking: Ranking) -> tuple[Owed, ...]:
    return tuple(
        Owed(
            leaf.text,
            due_words(leaf),
            ranking.till.amount_of(step, judged.bill.joined) if step is not None else None,
        )
        for leaf, step in _owed_leaves(judged, ranking)
    )


def _missing(judged: Judged, route: tuple[str, ...], ranking: Ranking) -> tuple[str, ...]:
    if judged.way is None:
        return tuple(leaf.text for leaf in ranking.judge.unmet(_rules(judged, ranking)))
    return tuple(ranking.catalog.name_of(s) for s in route)


def _reasons(
    judged: Judged, missing: tuple[str, ...], owed: tuple[Owed, ...], ranking: Ranking
) -> tuple[str, ...]:
    catalog, purpose = ranking.catalog, judged.purpose
    found = [purpose.serves.reason]
    found += [a.reason for a in (purpose.base, purpose.covered) if not a.ok]
    found.append(scoring.recognition(judged.id, ranking.purposes, catalog).meaning)
    found.append(catalog.policy.statuses[judged.status].meaning)
    if not published(catalog.certifications[judged.id].requirements):
        found.append("what it requires is not published")
    found += [f"still missing: {text}" for text in missing]
    found += [f"owed {o.due}: {o.text}" for o in owed]
    found += _budget_reasons(judged, ranking)
    found += _other_ways(judged, ranking)
    if judged.way is not None:
        found += [
            f"the rule changes on {day_words(leaf.since)}: {leaf.text}"
            for leaf in judged.way.changes
            if leaf.since is not None
        ]
    found += asks_of(judged, ranking)
    return unique(sentence(f) for f in found)


def _budget_reasons(judged: Judged, ranking: Ranking) -> list[str]:
    budget = ranking.profile.budget
    if isinstance(budget, Decimal) and judged.cost.required_total > budget:
        over = judged.cost.required_total - budget
        return [f"{'' if judged.cost.complete else 'at least '}{usd(over)} over your budget"]
    return ["its price is not fully published"] if judged.affordable is not True else []


def _other_ways(judged: Judged, ranking: Ranking) -> list[str]:
    ways = {tuple(sorted(w.steps)): w for w in judged.other_ways}
    chosen = judged.way.steps if judged.way is not None else frozenset()
    found = []
    for way in list(ways.values())[:3]:
        other = [ranking.catalog.name_of(s) for s in sorted(way.steps - chosen)]
        if other:
            bill = ranking.till.bill(judged.id, way.steps)
            price = usd(bill.total) if not bill.unknown else f"at least {usd(bill.total)}"
            found.append(f"another way: {', '.join(other)} ({price} in all)")
    return found


def _sources(judged: Judged, certification: m.Certification) -> tuple[str, ...]:
    levels = (*certification.settings.values(), *certification.focuses.values())
    return unique(
        [i.source for i in judged.cost.items if i.source is not None]
        + [level.source for level in levels]
        + [f.source for f in (certification.ncca, certification.full_name) if f.source is not None]
    )
