"""What holds for every candidate, looked for over the whole space of answers.

The laws themselves stand in `laws`; `scripts/check_all.py` tries them on all candidates in turn.
"""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

import jsonschema
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from certadvisor import Profile, Recommendation, recommend, to_json
from certadvisor.advice.next_steps import advise
from certadvisor.advice.plan import plan
from certadvisor.advice.results import AllConditions, Condition, Requirements
from certadvisor.advice.what_if import outcome
from certadvisor.json_text import schema
from certadvisor.profile.command_line import command_line
from certadvisor.profile.profile import normalised
from certadvisor.rules.eligibility import RouteCache
from certadvisor.rules.ranking import Ranking, rank
from helpers import advised, branches, entry, person, profiles, raw_catalog, real_catalog
from laws import ranking as laws
from laws import whole
from laws.advice import advice_agrees_with_its_rows
from laws.second import Circumstances, Second

CATALOG, WORLD = real_catalog(), raw_catalog()
MEMORY = RouteCache(CATALOG)

everyone = profiles()


class Judged(NamedTuple):
    """A ranking, and the second writing of the rules it is held against."""

    found: Ranking
    candidate: Circumstances
    second: Second

    @property
    def whose(self) -> str:
        """The command line of the candidate."""
        return command_line(self.found.profile)


@cache
def met() -> tuple[Judged, ...]:
    """Candidates of all kinds with their rankings, made once: the same every time."""
    judged: list[Judged] = []

    @settings(max_examples=60, phases=[Phase.generate])
    @given(everyone)
    def meet(profile: Profile) -> None:
        found, candidate = rank(profile, CATALOG, MEMORY), Circumstances(profile, WORLD)
        second = Second(candidate, profile, {j.id: j.status for j in found.ranked})
        judged.append(Judged(found, candidate, second))

    meet()
    return tuple(judged)


# --- what one ranking holds --------------------------------------------------------------------


def test_every_certification_is_ranked_or_held_once() -> None:
    """Nothing is dropped and nothing is listed twice: ranked plus held is the catalog."""
    for one in met():
        assert not [*laws.each_once(one.found, WORLD)], one.whose


def test_the_ranking_is_a_total_order() -> None:
    """The groups stand in their order, and no two certifications share a place.

    What comes before what inside a group is held against the second writing of the rules.
    """
    for one in met():
        assert not [*laws.totally_ordered(one.found)], one.whose


def test_the_same_answers_give_the_same_result() -> None:
    """Repeatable, and whatever was worked out for other candidates before makes no difference."""
    for one in met()[:30]:
        alone = rank(one.found.profile, CATALOG, RouteCache(CATALOG))
        assert not [*laws.the_same(one.found, alone)], one.whose


def test_the_group_follows_from_status_purpose_and_budget() -> None:
    """First match from the far end: closed, not for this, later, not yet, do now."""
    for one in met():
        assert not [*laws.grouped_by_the_first_match(one.found)], one.whose


def test_what_serves_no_purpose_never_stands_before_what_does() -> None:
    """A cheap and easy but pointless certificate cannot win."""
    for one in met():
        assert not [*laws.pointless_after_what_serves(one.found, one.second)], one.whose


def test_purpose_score_group_order_and_bill_are_what_the_rules_say() -> None:
    """A second writing of the rules, from the catalog as plain JSON, judges every row the same."""
    for one in met():
        assert not [*laws.judged_as_written_again(one.found, one.second)], one.whose
        assert not [*laws.billed_as_written_again(one.found, one.candidate)], one.whose


def test_ready_is_what_misses_nothing_before_the_exam() -> None:
    """Ready if no known rule before the exam is unmet; confirmed if all are surely met."""
    for one in met():
        assert not [*laws.ready_with_nothing_missing(one.found, one.candidate)], one.whose


def test_every_sentence_of_the_advice_agrees_with_its_row() -> None:
    """Names, prices, gaps and steps: the advice says what the ranking holds, and nothing else."""
    for one in met():
        said = advise(one.found)
        assert not [*advice_agrees_with_its_rows(said, one.found, one.second)], one.whose


def test_nothing_over_the_budget_is_affordable() -> None:
    """Equal is affordable, a cent over is not, and what is not fully known is never called so."""
    for one in met():
        assert not [*laws.affordable_within_the_budget(one.found)], one.whose


def test_items_add_up() -> None:
    """Totals are the sums of the known amounts shown, exact to the cent, and say if one is missing."""
    for one in met():
        assert not [*laws.items_add_up(one.found)], one.whose


def test_every_known_amount_has_a_source() -> None:
    """A value that a user sees has a source: the catalog's, or the candidate's own word."""
    for one in met():
        for item in (c for j in one.found.ranked for c in j.costs.charges):
            if item.amount is not None:
                assert item.source == "you" or item.source in CATALOG.sources, one.whose


def test_contributions_add_up_to_the_score() -> None:
    """Points are tenths that add up to the exact score, rounded to tenths."""
    for one in met():
        assert not [*laws.points_add_up(one.found)], one.whose


# --- what the whole result shows, for a crowd met once ----------------------------------------


@cache
def crowd() -> tuple[tuple[Ranking, Recommendation], ...]:
    """Some of those met with what they are shown, every fourth with how sure it is."""
    return tuple(
        (one.found, recommend(one.found.profile, CATALOG, with_sureness=number % 4 == 3))
        for number, one in enumerate(met()[:20])
    )


def _may_sit(tree: Requirements) -> bool:
    """Whether nothing due before the exam is open but for what no source says."""
    if isinstance(tree, Condition):
        later = tree.due == "before the certificate" or tree.due.startswith("within")
        return tree.need == "recommended" or later or tree.met is True or tree.why_unknown == "rule"
    verdicts = [_may_sit(b) for b in branches(tree)]
    return all(verdicts) if isinstance(tree, AllConditions) else any(verdicts)


@pytest.mark.slow
def test_ready_means_that_nothing_is_missing_before_the_exam() -> None:
    """`ready` if and only if every required leaf due before the exam is met, or no source says."""
    for _, result in crowd():
        for shown in result.recommendations:
            assert (shown.status == "ready") == _may_sit(shown.requirements), (
                f"{shown.id}: {result.command}"
            )
            assert bool(shown.route) == (shown.status not in ("ready", "closed")), (
                f"{shown.id}: {result.command}"
            )


def test_what_is_not_confirmed_says_whom_to_ask_or_what_changes() -> None:
    """A rule that no source settles comes with a question, a coming rule with its day."""
    for _, result in crowd():
        for shown in result.recommendations:
            if shown.status != "closed" and not shown.confirmed:
                assert any(r.startswith(("Ask ", "The rule changes")) for r in shown.reasons), (
                    f"{shown.id}: {result.command}"
                )


def test_what_is_shown_is_the_ranking_and_adds_up() -> None:
    """The rows are the ranking's; the points shown add up to the score shown."""
    for found, result in crowd():
        assert not [*whole.shows_the_ranking(result, found)]


def test_every_leaf_shown_is_judged_as_written_again() -> None:
    """Nothing that is not known is called met, and nothing that is met is called missing."""
    for (_, candidate, _), (_, result) in zip(met(), crowd(), strict=False):
        assert not [*whole.claims_nothing_unknown(result, candidate)]


def test_the_advice_names_only_what_may_be_done() -> None:
    """`now` is the first place if it is ready, else a step; the goal is not closed or covered."""
    for _, result in crowd():
        first, now = result.first_place, result.advice.now
        if first is not None and first.status == "ready":
            assert now is not None, result.command
            assert (now.kind, now.id) == ("certification", first.id), result.command
        elif first is not None:
            assert now is not None, result.command
            assert now.kind == "step", result.command
            assert now.id in first.route, result.command
        else:
            assert now is None or now.kind == "step", result.command
        if result.advice.goal is not None:
            goal = entry(result, result.advice.goal)
            assert goal.status != "closed", result.command
            assert goal.purpose.covered.ok, result.command
        assert result.advice.text, result.command


def test_the_json_is_what_the_schema_promises() -> None:
    """Every result validates against the published schema."""
    validator = jsonschema.Draft202012Validator(schema(Recommendation))
    for _, result in crowd():
        validator.validate(json.loads(to_json(result)))


def test_the_command_gives_the_same_result_again() -> None:
    """The command line in the result, typed again, gives the same profile and the same command."""
    for found, result in crowd():
        assert not [*whole.says_it_again(result, found.profile, CATALOG)]


# --- one more true answer, step or dollar ------------------------------------------------------


def _never_worse(before: Ranking, after: Ranking) -> None:
    """No status is worse; and where it is the same, the way costs no more."""
    assert not [*laws.never_worse(before, after)]


def _with(profile: Profile, **answers: Any) -> Ranking:
    told = replace(profile, **answers)
    return rank(normalised(told, CATALOG), CATALOG, MEMORY)


@given(everyone, st.data())
def test_one_step_more_never_worsens_a_status_or_raises_a_cost(
    profile: Profile, data: st.DataObject
) -> None:
    """Whoever has done one thing more stands no worse anywhere."""
    item = data.draw(st.sampled_from(sorted(set(CATALOG.items()) - set(profile.holds))))
    if profile.cpt == "none" and CATALOG.is_trainer(item):
        profile = replace(profile, cpt=None)
    before = rank(profile, CATALOG, MEMORY)
    _never_worse(before, _with(profile, holds=(*profile.holds, item)))


@pytest.mark.parametrize("name", ["practice", "years"])
@given(profile=everyone, data=st.data())
def test_more_experience_never_worsens_a_status_or_raises_a_cost(
    name: str, profile: Profile, data: st.DataObject
) -> None:
    """Whoever has worked longer stands no worse anywhere."""
    had: dict[str, int] = getattr(profile, name)
    activity = data.draw(st.sampled_from(sorted(CATALOG.activities)))
    more = had.get(activity, 0) + data.draw(st.sampled_from([1, 3, 250, 700]))
    _never_worse(
        rank(profile, CATALOG, MEMORY),
        _with(profile, **{name: {**had, activity: min(more, 80)}})
        if name == "years"
        else _with(profile, **{name: {**had, activity: more}}),
    )


@pytest.mark.parametrize("name", sorted(laws.BETTER))
@given(profile=everyone, data=st.data())
def test_a_true_answer_more_never_worsens_a_status_or_raises_a_cost(
    name: str, profile: Profile, data: st.DataObject
) -> None:
    """What is not known counts as not met, so knowing it, or having more, can only help."""
    worse, better = data.draw(st.sampled_from(laws.BETTER[name]))
    if name in ("degree_field", "casce", "educated") and profile.degree in ("none", "high-school"):
        profile = replace(profile, degree="bachelor")
    if name == "degree":
        profile = replace(profile, graduates=None)
        if worse in ("none", "high-school"):
            profile = replace(profile, degree_field=None, casce=None)
    _never_worse(_with(profile, **{name: worse}), _with(profile, **{name: better}))


@given(everyone, st.sampled_from(["0.01", "25", "1000"]))
def test_a_dollar_more_changes_no_cost_and_closes_no_door(profile: Profile, more: str) -> None:
    """More money never changes a status or a sum, and never takes a certification out of reach."""
    if not isinstance(profile.budget, Decimal):
        return
    before = rank(profile, CATALOG, MEMORY)
    after = _with(profile, budget=profile.budget + Decimal(more))
    assert not [*laws.no_worse_for_more_money(before, after)]


@given(everyone, st.data())
def test_a_membership_more_never_raises_a_cost(profile: Profile, data: st.DataObject) -> None:
    """Whoever is a member pays no more than whoever is not."""
    issuer = data.draw(st.sampled_from(["nsca", "cscca"]))
    stranger = {k: v for k, v in (profile.member or {}).items() if k != issuer}
    _never_worse(
        _with(profile, member=stranger), _with(profile, member={**stranger, issuer: "full"})
    )


@given(everyone, st.data())
def test_a_lower_price_never_raises_a_cost(profile: Profile, data: st.DataObject) -> None:
    """A better quote never makes a way dearer."""
    item = data.draw(st.sampled_from(sorted(CATALOG.items())))
    dear = {**profile.price, item: Decimal(500)}
    cheap = {**profile.price, item: Decimal("499.99")}
    _never_worse(_with(profile, price=dear), _with(profile, price=cheap))


@given(everyone)
def test_saying_the_same_in_another_order_changes_nothing(profile: Profile) -> None:
    """Answers have no order, and naming a held certification twice is naming it once."""
    shuffled = replace(profile, holds=(*reversed(profile.holds), *profile.holds[:1]), employer_accepts=tuple(reversed(profile.employer_accepts)), member=profile.member and dict(reversed(profile.member.items())))  # fmt: skip
    assert normalised(shuffled, CATALOG) == profile


@given(everyone)
@settings(max_examples=15)
def test_the_order_of_the_catalog_decides_nothing(profile: Profile) -> None:
    """Certifications listed the other way round are ranked the same."""
    turned = replace(CATALOG, certifications=dict(reversed(CATALOG.certifications.items())))
    assert outcome(rank(normalised(profile, turned), turned)) == outcome(
        rank(profile, CATALOG, MEMORY)
    )


def test_cents_survive_the_json() -> None:
    """Amounts come out of the JSON as they went in, as numbers."""
    result = recommend(
        person("--setting gym --degree high-school --cpr no --cpt none --budget 560.55"),
        CATALOG,
        with_sureness=False,
    )
    text = json.loads(to_json(result), parse_float=Decimal)
    for shown, exact in zip(text["recommendations"], result.recommendations, strict=True):
        assert shown["cost"]["required_total"] == exact.cost.required_total
    assert text["profile"]["budget"] == Decimal("560.55")


# --- once broken -------------------------------------------------------------------------------


def test_what_is_owed_after_the_exam_is_told_where_steps_come_first_too() -> None:
    """The price holds the CPR class that is due later, so the advice names it."""
    said = advised(
        "--setting gym --degree high-school --cpr no --cpt acsm-cpt --budget 1000 "
        "--focus special-populations"
    ).advice
    assert "then take the CSPS: together $560.50" in said.text
    assert "After the exam you still have to take a hands-on CPR/AED class." in said.text


STUDENT = "--setting collegiate --degree student --graduates 2029-12"


def test_what_to_do_now_waits_for_nothing() -> None:
    """Three years in the field ask for the degree first: the degree is what to go on with."""
    line = f"{STUDENT} --degree-field exercise-science --cpr yes --cpt ncsf-cpt --budget 1000"
    result = advised(f"{line} --employer-accepts cpss")
    assert result.advice.now is not None
    assert result.advice.now.id == "finish-degree"
    assert entry(result, "cpss").route == ("finish-degree", "sport-science-3-years")


def test_a_step_of_unknown_length_is_planned_after_what_it_waits_for() -> None:
    """A doctorate, of no known length, ends with the degree it asks for, and comes after it."""
    line = f"{STUDENT} --degree-field health-science --cpr yes --cpt none --budget 1000"
    found = plan("cpss", person(f"{line} --price sport-science-3-years=350"), CATALOG)
    ids = [step.id for step in found.steps]
    assert ids.index("finish-degree") < ids.index("doctorate-exercise-science")
