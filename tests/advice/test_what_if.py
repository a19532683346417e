"""What would change the first place, and what is worth asking: small catalogs, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from certadvisor.advice.sureness import reason_behind, sureness, weightings
from certadvisor.advice.what_if import (
    WhatIf,
    distance,
    outcome,
    possible,
    target_outcome,
    unanswered,
)
from helpers import person, ranked, real_catalog
from small import (
    CARD,
    MEMBER,
    NO_ONE,
    UNPUBLISHED,
    Json,
    catalog_of,
    cert,
    every,
    fee,
    held,
    leaf,
    one_of,
    ranking_in,
    step,
)

LINE = NO_ONE + " --member none --adult yes"


def explored(
    steps: dict[str, Json], line: str, target: str | None = None, /, **certifications: Json
) -> WhatIf:
    """Somebody in the one setting of a small catalog."""
    catalog = catalog_of(steps, **certifications)
    return WhatIf(ranking_in(catalog, line), target)


def changes(
    steps: dict[str, Json], budget: str, /, **certifications: Json
) -> list[tuple[Any, ...]]:
    """Each change with the first place after it and what it costs."""
    found = explored(steps, f"{LINE} --budget {budget}", **certifications)
    return [
        (c.change.text, c.new_first, None if c.cost is None else float(c.cost))
        for c in sureness(found).would_change
    ]


# --- what would change the first place -----------------------------------------------------------


def test_the_nearest_budget_for_each_first_place_is_told_the_cheapest_first() -> None:
    """Up to what is dearer, and down to a cent below each price that is met."""
    prices = {
        "goal": cert("strong", "60"),
        "other": cert("standard", "100"),
        "third": cert("useful", "40"),
        "fourth": cert("standard", "120", role="trainer"),
    }
    below = [("if you could spend less than $60", "third", 0)]
    assert changes({}, "80", **prices) == [
        ("if you could spend less than $40", None, 0),
        *below,
        ("if you could spend $100 ($20 more)", "other", 20),
    ]
    assert changes({}, "unlimited", **prices) == [
        ("if you could spend less than $40", None, 0),
        *below,
        ("if you could spend less than $100", "goal", 0),
    ]
    assert changes({}, "10", goal=cert("strong", "60"), other=cert("standard", "100")) == [
        ("if you could spend $60 ($50 more)", "goal", 50),
        ("if you could spend $100 ($90 more)", "other", 90),
    ]


def test_a_budget_may_change_by_cents_and_not_below_nothing() -> None:
    """The smallest change up and down, from a budget that is itself a price."""
    two = {"goal": cert("strong", "60"), "other": cert("standard", "100")}
    assert changes({}, "60", **two) == [
        ("if you could spend less than $60", None, 0),
        ("if you could spend $100 ($40 more)", "other", 40),
    ]
    assert changes({}, "59.50", goal=cert("strong", "60"), other=cert("useful", "90")) == [
        ("if you could spend $60 ($0.50 more)", "goal", 0.5)
    ]
    assert changes({}, "80", goal=cert("strong", "0"), other=cert("useful", "0")) == []
    cent = changes({}, "80", goal=cert("strong", "0.01"), other=cert("useful", "0.01"))
    assert cent == [("if you could spend less than $0.01", None, 0)]


def test_only_sums_that_are_known_are_tried_as_budgets() -> None:
    """What is known of an incomplete one is no price: nothing changes there."""
    certs = {
        "goal": cert("strong", "60"),
        "other": cert("standard", "100"),
        "third": cert("useful", fees=[fee("1000"), fee(None)]),
    }
    line = "150 --weight affordability=80 --weight fit=40 --weight recognition=0"
    found = changes({}, line, **certs)
    assert [c for c in found if "spend" in c[0]] == [("if you could spend less than $60", None, 0)]


def test_what_costs_nothing_is_told_before_what_costs_cents() -> None:
    """The cheapest change first, even by less than a dollar."""
    steps = {"x": step(1, span="long", fees=[fee("0")])}
    certs = {"goal": cert("strong", "60"), "other": cert("standard", "10", held("x"))}
    found = changes(steps, "59.50", **certs)
    assert found[:2] == [
        ("if you do it", "other", 0),
        ("if you could spend $60 ($0.50 more)", "goal", 0.5),
    ]


def test_without_a_limit_a_price_only_has_to_be_known() -> None:
    """Unless something as good is cheaper; and a tie at nothing is no change."""
    one = cert("strong", "60")
    alike = changes({}, "unlimited", goal=one, other=cert("strong", None, role="trainer"))
    assert ("if the other costs $59 or less", "other", 0) in alike
    neither = changes({}, "unlimited", goal=cert("strong", None), other=cert("strong", None))
    assert neither == [("once the price of the other is known", "other", 0)]
    free = changes({}, "80", goal=cert("strong", "0"), other=cert("strong", None))
    assert not any("the other" in text for text, *_ in free)


def test_the_price_of_one_certification_is_not_told_for_the_sake_of_another() -> None:
    """Though it stands on the way there: that is the other one's price."""
    certs = {
        "goal": cert("strong", "60"),
        "other": cert("standard", "10", held("third")),
        "third": cert("useful", None),
    }
    assert not any("costs" in text for text, *_ in changes({}, "80", **certs))


def test_a_step_that_may_be_open_is_told() -> None:
    """Nobody publishes what it asks for; that is no reason to say nothing of it."""
    steps = {"x": step(1, UNPUBLISHED, span="long")}
    certs = {"goal": cert("strong", "60"), "other": cert("standard", "10", held("x"))}
    assert ("if you do it", "other", 0) in changes(steps, "80", **certs)


def test_each_answer_that_would_change_it_is_told() -> None:
    """Two answers to one question are two changes, though they lead to the same first place."""
    fields = ["exercise-science", "health-science"]
    rule = leaf({"kind": "degree", "at_least": "bachelor", "fields": fields})
    certs = {"goal": cert("strong", "60"), "other": cert("standard", "10", rule)}
    line = LINE.replace("--degree none", "--degree bachelor --budget 80")
    found = sureness(explored({}, line, **certs)).would_change
    assert [c.change.value for c in found if c.change.key == "degree_field"] == fields


def test_the_dearest_price_at_which_it_would_be_first_is_told() -> None:
    """No more than the budget; nothing, if it must be free; whatever it is, if it never matters."""
    one = cert("strong", "60")
    unknown = cert("standard", None)
    found = changes({}, "80", goal=one, other=unknown)
    assert ("if the other costs $80 or less", "other", 0) in found
    free = changes({}, "80", goal=cert("strong", "1"), other=cert("strong", None, role="trainer"))
    assert ("if the other costs nothing", "other", 0) in free
    assert not any("the other" in text for text, *_ in
                   changes({}, "unlimited", goal=one, other=cert("useful", None)))  # fmt: skip
    step_unknown = {"x": step(1, fees=[fee(None)])}
    open_step = changes(step_unknown, "80", goal=one, other=cert("standard", "30", held("x")))
    assert ("if the x costs $50 or less", "other", 0) in open_step
    hidden = {"x": step(1, fees=[fee(None)], attainable=False), "y": step(1, fees=[fee("7")])}
    none = changes(hidden, "80", goal=one, other=cert("standard", "30", held("x", "y")))
    assert not any("costs" in text for text, *_ in none)


def test_of_several_steps_the_cheapest_is_told_then_the_quickest_then_the_first() -> None:
    """Only those that are open now; an unknown price comes last."""

    def told(**prices: tuple[str | None, int | None]) -> tuple[Any, ...]:
        steps = {
            name: step(weeks, span="long", fees=[fee(price)], does=f"do {name}")
            for name, (price, weeks) in prices.items()
        }
        steps["shut"] = step(1, span="long", attainable=False, does="do shut")
        steps["waits"] = step(0, CARD, span="long", does="do waits")
        rule = held(*steps)
        certs = {"goal": cert("strong", "60"), "other": cert("standard", "10", rule)}
        found = [c for c in changes(steps, "80", **certs) if "spend" not in c[0]]
        assert all("price" not in c[0] for c in found)
        return next(c for c in found if c[0].startswith("if you do"))

    assert told(a=("30", 1), b=("20", 50), c=(None, 1)) == ("if you do b", "other", 20)
    assert told(a=("20", 9), b=("20", 3), c=("20", None)) == ("if you do b", "other", 20)
    assert told(c=("20", 3), a=("20", 3)) == ("if you do c", "other", 20)
    assert told(a=("20", 1), b=("20", 0)) == ("if you do b", "other", 20)
    assert told(a=(None, 9), b=(None, 3)) == ("if you do b", "other", None)
    assert told(a=("0", 9), b=("1", 3)) == ("if you do a", "other", 0)


def test_an_answer_that_would_change_it_is_told_in_words() -> None:
    """The fewest hours that are enough; a choice by its label."""
    hours = leaf({"kind": "practice", "activity": "collegiate", "hours": 50})
    more = leaf({"kind": "practice", "activity": "collegiate", "hours": 90})
    goal = cert("strong", "60")
    found = changes({}, "80", goal=goal, other=cert("standard", "10", one_of(hours, more)))
    said = [c for c in found if c[0].startswith("if you can show")]
    assert [(c[0].split(" of ")[0], *c[1:]) for c in said] == [
        ("if you can show 50 hours", "other", 0)
    ]
    years = leaf({"kind": "years", "activity": "collegiate", "years": 3})
    found = changes({}, "80", goal=goal, other=cert("standard", "10", years))
    assert any(c[0].startswith("if you can show 3 years of ") for c in found)
    licence = leaf({"kind": "licence", "any_of": ["rd"]})
    who = LINE.replace("--licence none", "--budget 80")
    told = sureness(explored({}, who, goal=goal, other=cert("standard", "10", licence)))
    (one,) = [c for c in told.would_change if c.change.kind == "answer"]
    assert one.change.text.startswith('if your answer to "')
    assert one.change.value == ("rd",)


def test_a_reason_behind_is_the_first_thing_in_the_way() -> None:
    """No way, no purpose, a step, money, or a price that nobody publishes."""
    steps = {
        "shut": step(1, attainable=False),
        "far": step(1, span="long", does="go far"),
        "near": step(1),
    }
    found = explored(
        steps,
        f"{LINE} --budget 80",
        goal=cert("standard", "100"),
        other=cert("standard", None),
        third=cert("standard", "10", held("shut")),
        fourth=cert("standard", "10", held("far")),
        fifth={"fees": [fee("1")]},
    )
    reasons = {j.id: reason_behind(j, found.now) for j in found.now.ranked}
    assert reasons["goal"] == "$20 over your budget"
    assert reasons["other"] == "its price is not published"
    assert reasons["third"] == "no known way leads there"
    assert reasons["fourth"] == "you still have to go far"
    assert reasons["fifth"].startswith("not made for ")


# --- how sure --------------------------------------------------------------------------------------


def test_the_share_counts_the_weightings_under_which_it_leads() -> None:
    """It leads by half in fit and trails by all in affordability; a tie is a lead."""
    found = sureness(
        explored({}, f"{LINE} --budget 80", goal=cert("standard", "80"), other=cert("useful", "0"))
    )
    total = 40
    all_ = [
        w
        for w in product(range(total + 1), repeat=3)
        if (last := total - sum(w)) >= 0 and w[0] >= w[1] >= w[2] >= last
    ]
    won = sum(w[0] * 0.5 >= total - sum(w) for w in all_)
    assert found.first_place_share is not None
    assert (found.first_place_share.won, found.first_place_share.of) == (won, len(all_))
    assert 0 < won < len(all_)
    assert found.basis == "weightings"
    assert found.rival is not None
    by = found.rival.separated_by
    assert (by.by, by.criterion, by.points) == ("score", "fit", Decimal(20))
    assert by.text == "10 points behind in all, most of all by fit (20 points)"


def test_a_tie_is_told_as_one_and_one_alone_has_no_rival() -> None:
    """Level on points: the cheaper, then the id decides."""
    level = sureness(
        explored(
            {},
            f"{LINE} --budget unlimited",
            goal=cert("strong", "5"),
            other=cert("strong", "9", role="trainer"),
        )
    )
    assert level.rival is not None
    assert level.rival.id == "other"
    assert level.rival.separated_by.text == "tied on points; loses the tie-break"
    close = sureness(
        explored(
            {},
            f"{LINE} --budget 80",
            goal=cert("strong", "60"),
            other=cert("strong", "61", role="trainer"),
        )
    )
    assert close.rival is not None
    assert close.rival.separated_by.text == (
        "0.1 points behind in all, most of all by affordability (0.1 points)"
    )
    equal = explored(
        {}, f"{LINE} --budget 80", goal=cert("strong", "60"), other=cert("strong", "61")
    )
    apart = sureness(equal).rival
    assert apart is not None
    assert "count the same" in apart.separated_by.text
    alone = explored({}, f"{LINE} --budget 80 --holds other", goal=cert("strong", "5"))
    assert sureness(alone).rival is None
    assert sureness(alone).basis == "only-choice"
    nobody = explored({}, f"{LINE} --budget 80", goal=cert("strong", "500"))
    told = sureness(nobody)
    assert (told.first_place_share, told.basis, told.rival) == (None, "none", None)


def test_weightings_of_three_and_of_four() -> None:
    """Each once, none heavier than the one before, all that there are."""
    for count, total in ((1, 4), (2, 5), (3, 6), (4, 9)):
        every_one = {
            w
            for w in product(range(total + 1), repeat=count)
            if sum(w) == total and list(w) == sorted(w, reverse=True)
        }
        found = weightings(count, total)
        assert (len(found), {*found}) == (len(every_one), every_one)


# --- what is worth asking ------------------------------------------------------------------------

STEPS = {
    "class": step(1, gives={"cpr": "yes"}),
    "x": step(1, fees=[fee("5")]),
    "idle": step(1),
    "joined": step(0, gives={"member": "nsca"}, fees=[fee(None)], kind="membership", issuer="nsca"),
}


def test_what_could_be_held_is_asked_if_it_would_matter() -> None:
    """Certifications, as they leave the ranking; steps only where some rule asks for them."""
    found = explored(STEPS, f"{LINE} --budget 80", goal=cert("strong", "60", held("x")))
    assert found.holdable == ["goal", "other", "x"]
    assert explored(STEPS, f"{LINE} --budget 80 --holds x", goal=cert("strong", "60", held("x"))).holdable == ["goal", "other"]  # fmt: skip
    assert explored(STEPS, f"{LINE} --budget 80 --holds goal").holdable == ["other"]
    aimed = explored(
        STEPS, f"{LINE} --budget 80", "goal", goal=cert("strong", "60", held("x", "other"))
    )
    assert aimed.holdable == ["other", "x"]
    other = explored(STEPS, f"{LINE} --budget 80", "goal", goal=cert("strong", "60", held("idle")))
    assert other.holdable == ["idle"]


def test_what_contradicts_an_answer_is_not_asked() -> None:
    """Whoever has no trainer certification holds none."""
    trainer = {"role": "trainer", "ncca": {"value": True, "source": "article"}}
    steps = {"t": step(1, kind="credential", credential=trainer), "x": step(1)}
    rule = every(held("t"), held("x"))
    found = explored(steps, f"{LINE} --budget 80", "goal", goal=cert("strong", "60", rule))
    assert found.holdable == ["x"]
    unsaid = LINE.replace("--cpt none", "--budget 80")
    assert explored(steps, unsaid, "goal", goal=cert("strong", "60", rule)).holdable == ["t", "x"]


def test_the_outcome_of_a_road_is_its_status_steps_and_bill() -> None:
    """Of a ranking it is who stands where, in which group, at what total."""
    found = explored(STEPS, f"{LINE} --budget 80", goal=cert("strong", "60", held("x")))
    assert target_outcome("goal", found.now) == (
        ("goal", "reachable", None, True),
        ("x", "reachable", None, True),
        ("goal 0", "reachable", 60, True),
        ("x 0", "reachable", 5, True),
    )
    mine = explored(STEPS, f"{LINE} --budget 80 --holds goal").now
    assert target_outcome("goal", mine) == ()
    shut = explored({"x": step(attainable=False)}, f"{LINE} --budget 80", goal=cert("strong", "60", held("x"))).now  # fmt: skip
    assert target_outcome("goal", shut) == (
        ("goal", "closed", None, True),
        ("goal 0", "closed", 60, True),
    )
    assert {o[0]: (o[1], o[2], o[3]) for o in outcome(found.now)}["goal"] == ("do-now", 65, True)


@pytest.mark.parametrize(
    ("rules", "months"),
    [
        ((), ["2026-12"]),
        (("2028-03-01",), ["2026-12", "2027-01", "2028-01", "2028-04", "2029-04"]),
        (("2026-11-23",), ["2026-12"]),
        (("2027-01-15",), ["2026-12", "2027-02", "2028-02"]),
        (("2026-10-01",), ["2026-12"]),
    ],
)
def test_months_of_graduation_lie_on_both_sides_of_each_change(
    rules: tuple[str, ...], months: list[str]
) -> None:
    """A month and a final year before and after; none in the past; soon, in any case."""
    steps = {
        "x": step(1, every(CARD, *(held("idle", since=day) for day in rules))),
        "idle": step(1),
    }
    catalog = catalog_of(steps)
    who = person("--degree senior", catalog)
    assert [c["graduates"] for c in possible("graduates", who, catalog)] == months


def test_members_are_asked_about_issuers_that_can_be_joined() -> None:
    """Numbers are asked at nought and wherever some rule, or a version of it, draws its line."""
    hours = leaf(
        {"kind": "practice", "activity": "collegiate", "hours": 50},
        disputed=[{"kind": "practice", "activity": "collegiate", "hours": 57}],
    )
    worked = leaf({"kind": "years", "activity": "collegiate", "years": 2})
    catalog = catalog_of({**STEPS, "z": step(1, every(hours, worked, MEMBER))})
    who = person("", catalog)
    assert [*possible("member", who, catalog)] == [{"member": {"nsca": "full"}}]
    amounts = [c["practice"]["collegiate"] for c in possible("practice", who, catalog)]
    assert amounts == [0, 50, 57]
    assert [c["years"] for c in possible("years", who, catalog)] == [
        {"collegiate": 0},
        {"collegiate": 2},
    ]
    assert [*possible("setting", who, catalog)] == []


# --- what a change would do, on the real catalog --------------------------------------------------


CATALOG = real_catalog()
GYM = "--setting gym --degree high-school --cpr yes --cpt none --budget 1000"
SPORT = "--degree bachelor --degree-field exercise-science "


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (
            "--degree senior",
            "degree_field cpr member licence practice years graduates casce educated",
        ),
        ("--degree high-school --cpr yes --licence none", "member practice years adult"),
        (
            "--holds bachelor-exercise-science --cpr yes --licence none",
            "degree_field member practice years casce educated",
        ),
        (
            "--degree senior --degree-field other --cpr no --member none --licence none "
            "--graduates 2027-05 --casce no --educated us",
            "practice years",
        ),
        (
            SPORT + "--cpr unknown --casce unknown",
            "cpr member licence practice years casce educated",
        ),
    ],
)
def test_open_questions_are_those_not_answered_or_answered_with_do_not_know(
    line: str, names: str
) -> None:
    """Where one has no degree nothing is asked about it; who does not study does not graduate."""
    profile = person(line.replace("--member none", ""))
    if "--member none" in line:
        profile = replace(profile, member={})
    assert unanswered(profile, CATALOG) == names.split()


def test_possible_answers_stand_on_either_side_of_each_threshold() -> None:
    """Nought, and each number of hours that some rule asks for; what was said stays."""
    profile = person("--practice collegiate=10")
    found = list(possible("practice", profile, CATALOG))
    assert {"practice": {"collegiate": 10, "sport-science": 480}} in found
    assert {"practice": {"collegiate": 10, "special-populations": 0}} in found
    assert all(dict(c)["practice"]["collegiate"] == 10 for c in found)
    years = list(possible("years", profile, CATALOG))
    assert {"years": {"sport-science": 3}} in years
    assert {"years": {"collegiate": 12}} in years
    members = list(possible("member", profile, CATALOG))
    assert members == [{"member": {"nsca": "full"}}, {"member": {"cscca": "full"}}]
    months = [str(c["graduates"]) for c in possible("graduates", profile, CATALOG)]
    assert months == sorted(set(months))
    assert months[0] == "2026-12"
    assert {"2029-12", "2030-02"} <= set(months)
    assert [c["focus"] for c in possible("focus", profile, CATALOG)] == list(CATALOG.focuses)


def test_distance_counts_who_moves_changes_group_or_changes_price() -> None:
    """Nought where nothing does; who leaves the list counts as well."""
    one = outcome(ranked(GYM))
    assert distance(one, one) == 0
    assert distance(one, one[:-1]) == distance(one[:-1], one) == 1
    first = one[0]
    assert distance(((first[0], first[1], Decimal(-1), first[3]), *one[1:]), one) == 1


def test_only_questions_that_could_change_something_are_open() -> None:
    """What changes most comes first; what changes nothing is not among them."""
    explorer = WhatIf(ranked(GYM))
    found = explorer.open_questions()
    effects = [explorer.impact(name) for name in found]
    assert effects == sorted(effects, reverse=True)
    assert all(effects)
    left_out = [n for n in unanswered(explorer.now.profile, CATALOG) if n not in found]
    assert [explorer.impact(n) for n in left_out] == [0] * len(left_out)
    assert explorer.impact("setting") == 0
