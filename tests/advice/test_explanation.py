"""Why a certification stands where it stands: reasons, points, and what separates it from the first."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest

from certadvisor import Recommendation, recommend
from certadvisor.advice.results import (
    AllConditions,
    AnyCondition,
    Assessment,
    Condition,
    Requirements,
    WhyNot,
)
from certadvisor.advice.why_not import why_not
from certadvisor.errors import UsageError
from certadvisor.profile.profile import effective_weights
from helpers import branches, entry, person, program, real_catalog
from samples import part, people

CATALOG = real_catalog()
TENTH = Decimal("0.1")
COLLEGE = (
    "--setting collegiate --degree bachelor --degree-field exercise-science --cpr yes --cpt none"
)
GYM = "--setting gym --degree high-school --cpr yes --cpt none"


@cache
def results() -> tuple[Recommendation, ...]:
    """Recommendations for people of all kinds."""
    return tuple(recommend(p, CATALOG, with_sureness=False) for p in people(part(500, 40), seed=31))


def assessments() -> Iterator[tuple[Recommendation, Assessment]]:
    """Every line of every one of them."""
    return ((r, a) for r in results() for a in r.recommendations)


# --- the points --------------------------------------------------------------------------------------


def test_the_points_of_the_criteria_add_up_to_the_score() -> None:
    """On the screen and in JSON, to the tenth."""
    for result, one in assessments():
        assert sum((g.points for g in one.grounds), Decimal(0)) == one.score, result.profile
        assert {g.criterion: g.points for g in one.grounds} == one.contributions
        assert list(one.contributions) == list(CATALOG.policy.criteria)


def test_each_ground_is_its_value_times_its_weight() -> None:
    """Value, weight and points fit together to less than a tenth, and the weights are the effective."""
    for result, one in assessments():
        weights = effective_weights(result.profile, CATALOG)
        assert {g.criterion: g.weight for g in one.grounds} == weights
        for g in one.grounds:
            exact = Fraction(g.value) * g.weight * 100 / sum(weights.values())
            assert 0 <= Fraction(g.value) <= 1
            assert abs(Fraction(g.points) - exact) < Fraction(TENTH)


def test_every_reason_is_a_whole_sentence() -> None:
    """With a capital and a full stop, and nothing left unfilled."""
    for result, one in assessments():
        texts = [*one.reasons, *(why_not(one.id, result, CATALOG).text,)]
        for text in texts:
            assert text[0] == text[0].upper(), text
            assert text[-1] in ".!?", text
        for text in (*texts, *(g.reason for g in one.grounds)):
            assert text.strip() == text
            assert not any(gap in text for gap in _GAPS), text


_GAPS = ("None", "Decimal", "Fraction", "{", "}", "  ", " .", " ,", ": .", "..", "()", "$0 over")


# --- why not ------------------------------------------------------------------------------------------


def test_the_first_thing_that_separates_is_named() -> None:
    """A veto, else a group, else points by criterion, which add up to what it is behind."""
    kinds: Counter[str] = Counter()
    for result, one in assessments():
        found, first = why_not(one.id, result, CATALOG), result.first_place
        kinds[found.by] += 1
        assert found.id == one.id
        assert found.first == (first.id if first is not None else None)
        if first is not None and first.id == one.id:
            assert (found.by, found.points) == ("first", {})
        elif not one.purpose.ok:
            assert (found.by, found.points) == ("veto", {})
            assert any(
                not answer.ok and answer.reason.rstrip(".") in found.text
                for answer in (one.purpose.serves, one.purpose.base, one.purpose.covered)
            )
        elif first is None or one.group != first.group:
            assert (found.by, found.points) == ("group", {})
        elif one.score > first.score:
            # What suffices, what is strong in the focus and a preference come before points.
            assert (found.by, "more points" in found.text) == ("score", True)
        else:
            _separated_by_points(found, one, first)
    assert set(kinds) == {"first", "veto", "group", "score"}


def _separated_by_points(found: WhyNot, one: Assessment, first: Assessment) -> None:
    assert found.by == "score"
    assert sum(found.points.values(), Decimal(0)) == first.score - one.score >= 0
    for name, gap in found.points.items():
        assert gap == first.contributions[name] - one.contributions[name]
    if first.score > one.score:
        assert f"{first.score - one.score} points" in found.text


def test_the_amount_over_the_budget_is_the_amount_over_the_budget() -> None:
    """Where money alone is in the way, the text says how much; never nothing."""
    seen = 0
    for result, one in assessments():
        budget, found = result.profile.budget, why_not(one.id, result, CATALOG)
        if found.by != "group" or one.status not in ("ready", "reachable"):
            continue
        if isinstance(budget, Decimal) and one.cost.required_total > budget:
            seen += 1
            over = one.cost.required_total - budget
            assert f"${over:,.2f}".removesuffix(".00") in found.text
            assert "over your budget" in found.text
        else:
            assert "price" in found.text
    assert seen


def test_what_is_held_is_not_asked_about() -> None:
    """It is not in the ranking: the line says so."""
    line = f"{COLLEGE} --budget 1000"
    held = recommend(person(f"{line} --holds cscs"), CATALOG, with_sureness=False)
    with pytest.raises(UsageError, match="hold"):
        why_not("cscs", held, CATALOG)
    for flag in ("--why-not", "--explain"):
        done = program("recommend", *line.split(), "--holds", "cscs", flag, "cscs", "--no-sureness")
        assert (done.returncode, done.stdout) == (2, "")
        assert "you hold the CSCS already" in done.stderr


# --- the screen ----------------------------------------------------------------------------------------


def shown(line: str, *words: str) -> str:
    """What the program says, its lines joined."""
    done = program("recommend", *line.split(), "--on", "2026-11-23", "--no-sureness", *words)
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split())


def _nodes(tree: Requirements) -> Iterator[AllConditions | AnyCondition]:
    if not isinstance(tree, Condition):
        yield tree
        for branch in branches(tree):
            yield from _nodes(branch)


@pytest.mark.parametrize("certification", ["cscca-sccc", "cpss", "csps", "cscs"])
def test_the_requirements_are_shown_as_the_tree_they_are(certification: str) -> None:
    """Each choice is "one of these", and every leaf has its answer and its source."""
    line = f"{COLLEGE} --budget 1000"
    one = entry(
        recommend(person(line), CATALOG, with_sureness=False),
        certification,
    )
    said = shown(line, "--explain", certification)
    choices = [
        n for n in _nodes(one.requirements) if isinstance(n, AnyCondition) and len(n.any) > 1
    ]
    assert said.count("one of these:") == len(choices)
    for leaf in _leaves(one.requirements):
        assert leaf.text in said
        assert CATALOG.sources[leaf.source].title in said


def _leaves(tree: Requirements) -> Iterator[Condition]:
    if isinstance(tree, Condition):
        yield tree
    else:
        for branch in branches(tree):
            yield from _leaves(branch)


def test_explain_without_a_name_explains_the_first_place() -> None:
    """And says which one that is, with points and bill that add up on the screen."""
    said = shown(f"{GYM} --budget 1000", "--explain")
    result = recommend(person(f"{GYM} --budget 1000"), CATALOG, with_sureness=False)
    first = result.first_place
    assert first is not None
    assert f"Why the {first.name} is number 1" in said
    for g in first.grounds:
        assert re.search(rf"{g.name} [█░]+ {g.points} {g.value} {g.weight} ", said)
    weights = sum(g.weight for g in first.grounds)
    assert re.search(rf"Score [█░]+ {first.score} {weights} ", said)
    for item in first.cost.items:
        assert item.label in said


def test_explain_without_a_first_place_explains_the_first_line() -> None:
    """Who has no first place still learns what stands nearest."""
    said = shown(f"{COLLEGE} --budget 450", "--explain")
    assert "Why the CSCS is number 1" in said


@pytest.mark.parametrize("flag", ["--explain", "--why-not"])
def test_an_unknown_name_is_answered_with_a_near_one(flag: str) -> None:
    """On one line, with exit code 2."""
    done = program("recommend", *GYM.split(), "--budget", "1000", flag, "nasm-ptc", "--no-sureness")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Did you mean nasm-" in done.stderr


def test_why_not_says_what_separates_in_words_and_in_json() -> None:
    """The same reason in both; in JSON the points by criterion too."""
    line = "--setting tactical --degree bachelor --degree-field other --cpr yes --cpt none --budget 1000"
    said = shown(line, "--why-not", "tsac-f")
    data = json.loads(shown(line, "--why-not", "tsac-f", "--format", "json"))["why_not"]
    assert data["text"] in said
    assert data["by"] == "score"
    first = data["first"]
    both = {
        a["id"]: a["contributions"]
        for a in json.loads(shown(line, "--format", "json"))["recommendations"]
    }
    gaps = {n: round(both[first][n] - both["tsac-f"][n], 1) for n in both[first]}
    assert data["points"] == gaps


def test_the_grounds_are_in_the_json() -> None:
    """Structured: criterion, value, weight, points, reason."""
    found = json.loads(shown(f"{GYM} --budget 1000", "--format", "json"))
    for one in found["recommendations"]:
        assert [set(g) for g in one["grounds"]] == [
            {"criterion", "name", "value", "weight", "points", "reason"}
        ] * 4


# --- weights and preferences ------------------------------------------------------------------------------


def _inside_the_groups(result: Recommendation) -> Iterator[list[Assessment]]:
    """What may be done now or is not open yet: each group by itself, in its order."""
    for group in ("do-now", "not-yet"):
        yield [a for a in result.recommendations if a.group == group]


def test_the_cheapest_come_first_inside_a_group_that_serves_alike() -> None:
    """DESIGN 4: by what is required, incomplete last; the groups and the sets stand before it."""
    line = "--setting tactical --degree bachelor --degree-field other --cpr yes --cpt none"
    result = recommend(
        person(f"{line} --budget 1000 --prefer cheapest"), CATALOG, with_sureness=False
    )
    first, second = result.recommendations[:2]
    assert (first.id, second.id) == ("tsac-f", "cscs")
    assert first.cost.required_total < second.cost.required_total
    assert first.score < second.score
    plain = recommend(person(f"{line} --budget 1000"), CATALOG, with_sureness=False)
    assert plain.recommendations[0].id == "cscs"
    assert {a.id: a.group for a in plain.recommendations} == {
        a.id: a.group for a in result.recommendations
    }


def test_the_most_recognised_come_first_inside_a_group() -> None:
    """DESIGN 4: `--prefer most-recognised` goes by recognition alone; the scores stay as they are."""
    line = "--setting tactical --degree high-school --cpr yes --cpt none --budget 2000"
    result = recommend(person(f"{line} --prefer most-recognised"), CATALOG, with_sureness=False)
    for group in _inside_the_groups(result):
        points = [a.contributions["recognition"] for a in group]
        assert points == sorted(points, reverse=True)
    plain = recommend(person(line), CATALOG, with_sureness=False)
    assert {a.id: a.score for a in plain.recommendations} == {
        a.id: a.score for a in result.recommendations
    }


def test_presets_are_refused_with_a_hint() -> None:
    """They could pick the dearer under the name of the cheapest (DESIGN 4)."""
    done = program("recommend", *GYM.split(), "--budget", "1000", "--preset", "cheapest")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--prefer" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--prefer", "richest"),
        ("--weight", "fit=-1"),
        ("--weight", "fit=NaN"),
        ("--weight", "fit=1e9"),
        ("--weight", "taste=1"),
        ("--weight", "fit=0", "--weight", "recognition=0", "--weight", "readiness=0",
         "--weight", "affordability=0"),
    ],
)  # fmt: skip
def test_weights_that_cannot_be_are_refused(words: tuple[str, ...]) -> None:
    """On one line, with exit code 2 and nothing on stdout."""
    done = program("recommend", *GYM.split(), "--budget", "1000", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert words[0] in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("years", ["0", "-1", "1e9", "51", "x"])
def test_years_that_cannot_be_are_refused(years: str) -> None:
    """A horizon is a whole number from 1 to 50."""
    done = program("recommend", *GYM.split(), "--budget", "1000", "--over", years)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--over" in done.stderr
