"""What is advised where two could be, where nothing is open, and where one is out of reach."""

from __future__ import annotations

from certadvisor.advice.next_steps import advise
from certadvisor.advice.results import Advice, Now
from certadvisor.advice.wording import whom
from helpers import real_catalog
from small import (
    ISSUERS,
    NO_ONE,
    Json,
    catalog_of,
    cert,
    fee,
    held,
    in_weeks,
    leaf,
    ranking_in,
    step,
)

WHERE = "a college or professional team"
STANDARD = cert("standard", "100")
STRONG = cert("strong", "60")


def advised(steps: dict[str, Json], line: str = "", /, **certifications: Json) -> Advice:
    """The advice in a small catalog, for a budget of $50 unless said otherwise."""
    catalog = catalog_of(steps, **certifications)
    budget = "" if "--budget" in line else "--budget 50"
    return advise(ranking_in(catalog, f"{NO_ONE} {budget} {line}"))


def test_the_goal_is_what_serves_best_of_what_can_be_reached() -> None:
    """Nobody is sent where no way leads."""
    shut = {"x": step(attainable=False)}
    assert advised({}, goal=STRONG, other=STANDARD).goal == "other"
    no_way = STANDARD | {"requirements": held("x")}
    assert advised(shut, goal=STRONG, other=no_way).goal == "goal"
    alone = advised(shut, other=no_way)
    assert (alone.goal, alone.now, alone.parts.get("goal")) == (None, None, None)


def test_the_amount_short_is_that_of_the_cheapest_that_would_do() -> None:
    """The goal is told besides; what takes a long step is none while something nearer would do
    (DESIGN 6)."""
    both = advised({}, goal=STRONG, third=STANDARD)
    assert both.goal == "third"
    assert both.text == "You are $10 short of the goal ($60)."
    assert both.parts["goal"] == "The goal is the third ($100); you may sit for it today."
    way = advised(
        {"x": step(60, span="long")}, goal=STRONG, third=STANDARD | {"requirements": held("x")}
    )
    assert (way.goal, way.beyond) == ("goal", "third")
    assert way.text == "You are $10 short of the goal ($60)."
    alike = advised({}, goal=STRONG, third=STRONG | {"fees": [fee("70")]})
    assert "You are $10 short of the goal" in alike.text


def test_the_goal_is_told_though_another_one_stands_before_it() -> None:
    """What may be sat for at once stands first for whom that counts most; the goal is the goal."""
    needs_x = STANDARD | {"requirements": held("x")}
    said = advised({"x": step(1)}, "--weight readiness=100", goal=STRONG, third=needs_x)
    assert said.goal == "third"
    assert "You are $10 short of the goal" in said.text
    assert said.parts["goal"].startswith("The goal is the third: do it")
    far = {"x": step(60, span="long")}
    two = advised(far, goal=STRONG, third=needs_x, fourth=STRONG | {"fees": [fee("70")]})
    assert (two.goal, two.beyond) == ("goal", "third")
    assert "You are $10 short of the goal" in two.text


def test_there_is_nothing_to_do_now_for_what_costs_too_much() -> None:
    """Not even the step before it; a step towards a goal far away is worth beginning."""
    short, long = {"x": step(1)}, {"x": step(60, span="long")}
    assert advised(short, third=STANDARD | {"requirements": held("x")}).now is None
    far = advised(long, third=STANDARD | {"requirements": held("x")})
    assert far.now == Now("step", "x")
    paid = advised(short, "--budget 100", third=STANDARD | {"requirements": held("x")})  # fmt: skip
    assert paid.now == Now("step", "x")
    assert advised({}, "--budget 100", third=STANDARD).now == Now("certification", "third")


def test_what_an_employer_accepts_decides_what_is_enough() -> None:
    """Whatever else one holds, and however good it is."""
    assert advised({}, "--holds goal", goal=STANDARD).needed is False
    assert advised({}, "--holds goal --employer-accepts other", goal=STANDARD).needed is True
    weak = advised({}, "--holds other --employer-accepts other", third=STANDARD)
    assert weak.needed is False
    assert weak.parts["need"].endswith(": your other is enough.")


def test_a_change_of_rules_that_is_near_is_named_with_its_day() -> None:
    """The first of the changes, and only for the first place; a part of its own (DESIGN 6, 8)."""
    rules = {
        "all": [
            {**held("x", since=in_weeks(10)), "text": "the first change"},
            {**held("x", since=in_weeks(20)), "text": "the second change"},
        ]
    }
    steps = {"x": step(60, span="long")}
    said = advised(steps, "--budget 100", third=STANDARD | {"requirements": rules}).parts
    assert said["rule"] == (
        "Be certified as third before 1 February 2027: then you need the first change."
    )
    assert "second change" not in " ".join(said.values())
    assert "rule" not in advised(steps, third=STANDARD | {"requirements": rules}).parts


def test_what_covers_what_serves_is_told_and_nothing_that_is_merely_shut() -> None:
    """Nothing more is needed where all that would serve is covered (DESIGN 3); shut is not covered."""
    by_other = {"test": {"kind": "credential", "ids": ["other"]}, "rationale": "more of it"}
    covered = STRONG | {"covered_by": [{**by_other, "source": "article"}]}
    shut = STRONG | {"requirements": held("x")}
    weak = cert("marginal", "10")
    steps = {"x": step(attainable=False)}
    said = advised(steps, "--holds other", goal=covered, other=weak)
    assert said.needed is False
    assert said.text == (
        f"You need no further certificate for {WHERE}: what you hold covers everything that fits."
    )
    with_shut = advised(steps, "--holds other", goal=covered, other=weak, third=shut)
    assert with_shut.needed is True
    assert "what you hold" not in with_shut.text


def test_a_goal_without_a_base_waits_for_one() -> None:
    """It is no use to sit for it before, though one might."""
    addition = cert("standard", "40", primary=False)
    said = advised({}, goal=addition, other=cert("marginal", "10"))
    assert (said.goal, said.now) == ("goal", None)
    assert said.parts["goal"] == (
        "The goal is the goal ($40), once you have a credential to build on."
    )


def test_the_better_goal_may_be_open_today() -> None:
    """Another one comes first for whom something else counts most."""
    cheap = cert("useful", "1")
    said = advised({}, "--budget 100 --weight affordability=100", goal=STANDARD, other=cheap)
    assert (said.goal, said.now) == ("goal", Now("certification", "other"))
    assert said.parts["goal"] == "The goal is the goal ($100); you may sit for it today."


def test_of_a_price_that_is_partly_known_the_rest_is_asked() -> None:
    """Without a figure; one is given where all of it is unknown. Not where something can be done now."""
    half = cert("standard", fees=[fee("20"), fee(None)])
    said = advised({}, goal=half, other=cert("marginal", "10"))
    assert said.parts["price"] == "Ask NSCA what the goal costs."
    unknown = advised({}, goal=cert("standard", None), other=cert("marginal", "10"))
    assert "what the goal costs: at $50 or less it fits your budget" in unknown.parts["price"]
    assert "price" not in advised({}, goal=half, other=cert("useful", "10")).parts


def test_an_open_point_is_asked_of_whom_the_rule_names_else_of_the_issuer() -> None:
    """One question each."""
    issuer = real_catalog().issuers[ISSUERS[0]]

    def asked(**more: str) -> tuple[str, ...]:
        rule = leaf({"kind": "unpublished"}, **more)
        return advised({}, goal=cert("standard", "40", rule, issuer=ISSUERS[0])).ask

    assert asked(ask="the dean") == ("Ask the dean about the goal: a rule.",)
    assert asked() == (f"Ask {whom(issuer.ask)} about the goal: a rule.",)
