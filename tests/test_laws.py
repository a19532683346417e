"""What holds for every candidate, looked for over the whole space of answers."""

from __future__ import annotations

import json
import shlex
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

import jsonschema
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from certadvisor import Profile, Recommendation, recommend, to_json
from certadvisor.answers import profile_from
from certadvisor.assess import GROUPS, Judged, Ranking, rank
from certadvisor.eligibility import Memory
from certadvisor.impact import outcome
from certadvisor.profile import effective_weights, normalised
from certadvisor.results import All, Condition, Requirements
from certadvisor.scoring import points
from certadvisor.tojson import schema
from helpers import answers_in, branches, entry, person, profiles, real_catalog

CATALOG = real_catalog()
STATUSES = ("ready", "reachable", "on-track", "long-term", "closed")
MEMORY = Memory(CATALOG)

everyone = profiles()


def _standing(one: Judged) -> int:
    return STATUSES.index(one.status)


@given(everyone)
def test_every_certification_is_ranked_or_held_once(profile: Profile) -> None:
    """Nothing is dropped and nothing is listed twice: ranked plus held is the catalog."""
    found = rank(profile, CATALOG, MEMORY)
    assert sorted([j.id for j in found.ranked] + list(found.held)) == sorted(CATALOG.certifications)
    assert set(found.held) == set(profile.holds) & set(CATALOG.certifications)


@given(everyone)
def test_the_ranking_is_a_total_order(profile: Profile) -> None:
    """By group, exact score, complete totals first, required total, then id."""
    found = rank(profile, CATALOG, MEMORY).ranked
    keys = [
        (GROUPS.index(j.group), -j.score, not j.cost.complete, j.cost.required_total, j.id)
        for j in found
    ]
    assert keys == sorted(set(keys))


@given(everyone)
def test_the_same_answers_give_the_same_result(profile: Profile) -> None:
    """Repeatable, and whatever was worked out for other candidates before makes no difference."""
    shared, alone = rank(profile, CATALOG, MEMORY), rank(profile, CATALOG, Memory(CATALOG))
    assert outcome(shared) == outcome(alone)
    assert [j.way for j in shared.ranked] == [j.way for j in alone.ranked]
    assert [j.cost for j in shared.ranked] == [j.cost for j in alone.ranked]


@given(everyone)
def test_the_group_follows_from_status_purpose_and_budget(profile: Profile) -> None:
    """First match from the far end: closed, not for this, later, not yet, do now."""
    for j in rank(profile, CATALOG, MEMORY).ranked:
        if j.status == "closed":
            expected = "closed"
        elif not (j.purpose.serves.ok and j.purpose.base.ok and j.purpose.covered.ok):
            expected = "not-for-this"
        elif j.status == "long-term":
            expected = "later"
        elif j.status == "on-track" or j.affordable is not True:
            expected = "not-yet"
        else:
            expected = "do-now"
        assert (j.id, j.group) == (j.id, expected)


@given(everyone)
def test_what_serves_no_purpose_never_stands_before_what_does(profile: Profile) -> None:
    """A cheap and easy but pointless certificate cannot win."""
    found = [j for j in rank(profile, CATALOG, MEMORY).ranked if j.status != "closed"]
    pointless = [not j.purpose.ok for j in found]
    assert pointless == sorted(pointless)


@given(everyone)
def test_nothing_over_the_budget_is_affordable(profile: Profile) -> None:
    """Equal is affordable, a cent over is not, and what is not fully known is never called so."""
    for j in rank(profile, CATALOG, MEMORY).ranked:
        if profile.budget == "unlimited":
            assert j.affordable is True
        elif j.affordable is True:
            assert j.cost.complete
            assert j.cost.required_total <= (profile.budget or 0)
        elif j.affordable is None:
            assert not j.cost.complete
            assert profile.budget
        else:
            over = j.cost.required_total > (profile.budget or 0)
            assert over or (not j.cost.complete and not profile.budget)


@given(everyone)
def test_items_add_up(profile: Profile) -> None:
    """Totals are the sums of the known amounts shown, exact to the cent, and say if one is missing."""
    for j in rank(profile, CATALOG, MEMORY).ranked:
        cost = j.cost
        required = [i.amount for i in cost.items if i.need == "required"]
        study = [i.amount for i in cost.items if i.need == "study"]
        known = [a for a in required if a is not None]
        assert cost.required_total == sum(known, Decimal(0))
        assert cost.total == sum(known + [a for a in study if a is not None], Decimal(0))
        assert cost.complete is (None not in required)
        assert cost.study_known is (None not in study)
        assert all(a == a.quantize(Decimal("0.01")) for a in known)
        if cost.with_one_retake is not None:
            assert cost.complete
            assert cost.with_one_retake >= cost.required_total


@given(everyone)
def test_every_known_amount_has_a_source(profile: Profile) -> None:
    """A value that a user sees has a source: the catalog's, or the candidate's own word."""
    for j in rank(profile, CATALOG, MEMORY).ranked:
        for item in j.cost.items:
            if item.amount is not None:
                assert item.source == "you" or item.source in CATALOG.sources


@given(everyone)
def test_contributions_add_up_to_the_score(profile: Profile) -> None:
    """Points are tenths that add up to the exact score, rounded to tenths."""
    weights = effective_weights(profile, CATALOG)
    for j in rank(profile, CATALOG, MEMORY).ranked:
        shares = points(j.values, weights)
        assert all(p >= 0 and p * 10 % 1 == 0 for p in shares.values())
        assert abs(Fraction(sum(shares.values(), Decimal(0))) - j.score * 100) <= Fraction(1, 20)
        assert all(weights[name] or not p for name, p in shares.items())
        assert 0 <= j.score <= 1


# --- what the whole result shows, for a crowd met once ----------------------------------------


@cache
def crowd() -> tuple[tuple[Profile, Recommendation], ...]:
    """Some candidates of all kinds with their results, the first few whole, the same every time."""
    met: list[tuple[Profile, Recommendation]] = []

    @settings(max_examples=20, phases=[Phase.generate])
    @given(everyone)
    def meet(profile: Profile) -> None:
        met.append((profile, recommend(profile, CATALOG, with_sureness=len(met) < 5)))

    meet()
    return tuple(met)


def _may_sit(tree: Requirements) -> bool:
    """Whether nothing due before the exam is open but for what no source says."""
    if isinstance(tree, Condition):
        later = tree.due == "before the certificate" or tree.due.startswith("within")
        return tree.need == "recommended" or later or tree.met is True or tree.why_unknown == "rule"
    verdicts = [_may_sit(b) for b in branches(tree)]
    return all(verdicts) if isinstance(tree, All) else any(verdicts)


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


def test_what_is_shown_is_rounded_so_that_it_adds_up() -> None:
    """The points shown add up to the score shown."""
    for _, result in crowd():
        for shown in result.recommendations:
            assert sum(shown.contributions.values(), Decimal(0)) == shown.score


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
    validator = jsonschema.Draft202012Validator(schema())
    for _, result in crowd():
        validator.validate(json.loads(to_json(result)))


def test_the_command_gives_the_same_result_again() -> None:
    """The command line in the result, typed again, gives the same profile and the same command."""
    for profile, result in crowd():
        words = shlex.split(result.command)
        assert words[:2] == ["certadvisor", "recommend"]
        again = profile_from(answers_in(shlex.join(words[2:])), CATALOG, date(2000, 1, 1))
        # There is no flag for being an adult: it is what is assumed.
        said = None if profile.adult else profile.adult
        assert again == profile.model_copy(update={"adult": said})


# --- one more true answer, step or dollar ------------------------------------------------------


def _never_worse(before: Ranking, after: Ranking) -> None:
    """No status is worse; and where it is the same, the way costs no more."""
    for old in before.ranked:
        new = after.of(old.id)
        if new is None:
            continue
        assert _standing(new) <= _standing(old), f"{old.id}: {old.status} became {new.status}"
        if new.status == old.status:
            assert (new.bill.unknown, new.bill.total) <= (old.bill.unknown, old.bill.total), (
                f"{old.id}: {old.bill.total} became {new.bill.total}"
            )


def _with(profile: Profile, **answers: object) -> Ranking:
    told = profile.model_copy(update=answers)
    return rank(normalised(told, CATALOG), CATALOG, MEMORY)


@given(everyone, st.data())
def test_one_step_more_never_worsens_a_status_or_raises_a_cost(
    profile: Profile, data: st.DataObject
) -> None:
    """Whoever has done one thing more stands no worse anywhere."""
    item = data.draw(st.sampled_from(sorted(set(CATALOG.items()) - set(profile.holds))))
    if profile.cpt == "none" and CATALOG.is_trainer(item):
        profile = profile.model_copy(update={"cpt": None})
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


BETTER: dict[str, list[tuple[object, object]]] = {
    "cpr": [
        ("unknown", "no"), ("unknown", "online-only"), ("unknown", "yes"), ("no", "yes"),
        ("no", "online-only"), ("online-only", "yes"),
    ],
    "degree_field": [
        ("unknown", "other"), ("unknown", "health-science"), ("unknown", "exercise-science"),
    ],
    "casce": [(None, "yes"), (None, "no"), ("unknown", "yes"), ("no", "yes")],
    "educated": [(None, "us"), (None, "elsewhere")],
    "licence": [(None, ("none",)), (None, ("pt",)), (("none",), ("rd",)), (("pt",), ("pt", "rd"))],
    "degree": [
        ("none", "high-school"), ("associate", "bachelor"), ("bachelor", "master"),
        ("master", "doctorate"), ("student", "senior"),
    ],
    "adult": [(False, None), (False, True)],
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BETTER))
@given(profile=everyone, data=st.data())
def test_a_true_answer_more_never_worsens_a_status_or_raises_a_cost(
    name: str, profile: Profile, data: st.DataObject
) -> None:
    """What is not known counts as not met, so knowing it, or having more, can only help."""
    worse, better = data.draw(st.sampled_from(BETTER[name]))
    if name in ("degree_field", "casce", "educated") and profile.degree in ("none", "high-school"):
        profile = profile.model_copy(update={"degree": "bachelor"})
    if name == "degree":
        profile = profile.model_copy(update={"graduates": None})
        if worse in ("none", "high-school"):
            profile = profile.model_copy(update={"degree_field": None, "casce": None})
    _never_worse(_with(profile, **{name: worse}), _with(profile, **{name: better}))


@given(everyone, st.sampled_from(["0.01", "25", "1000"]))
def test_a_dollar_more_changes_no_cost_and_closes_no_door(profile: Profile, more: str) -> None:
    """More money never changes a status or a sum, and never takes a certification out of reach."""
    if not isinstance(profile.budget, Decimal):
        return
    before = rank(profile, CATALOG, MEMORY)
    after = _with(profile, budget=profile.budget + Decimal(more))
    for old in before.ranked:
        new = after.of(old.id)
        assert new is not None
        assert (new.status, new.cost) == (old.status, old.cost)
        assert GROUPS.index(new.group) <= GROUPS.index(old.group)
        assert new.values["affordability"] >= old.values["affordability"]


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
    shuffled = profile.model_copy(
        update={"holds": (*reversed(profile.holds), *profile.holds[:1]),
                "employer_accepts": tuple(reversed(profile.employer_accepts)),
                "member": profile.member and dict(reversed(profile.member.items()))}
    )  # fmt: skip
    assert normalised(shuffled, CATALOG) == profile


@given(everyone)
@settings(max_examples=15)
def test_the_order_of_the_catalog_decides_nothing(profile: Profile) -> None:
    """Certifications listed the other way round are ranked the same."""
    turned = CATALOG.model_copy(
        update={"certifications": dict(reversed(CATALOG.certifications.items()))}
    )
    assert outcome(rank(normalised(profile, turned), turned)) == outcome(
        rank(profile, CATALOG, MEMORY)
    )


def test_cents_survive_the_json() -> None:
    """Amounts come out of the JSON as they went in, as numbers."""
    result = recommend(
        person("--setting gym --degree high-school --cpr no --cpt none --budget 560.55"), CATALOG
    )
    text = json.loads(to_json(result), parse_float=Decimal)
    for shown, exact in zip(text["recommendations"], result.recommendations, strict=True):
        assert shown["cost"]["required_total"] == exact.cost.required_total
    assert text["profile"]["budget"] == Decimal("560.55")
