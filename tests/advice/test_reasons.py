"""Why a certification stands where it does, in words: purpose, grounds, and why not."""

from __future__ import annotations

import copy
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from certadvisor import Recommendation, recommend
from certadvisor.advice.reasons import criterion_reasons
from certadvisor.advice.why_not import why_not
from certadvisor.advice.wording import purpose_reason
from certadvisor.catalog.load import validated
from certadvisor.errors import UsageError
from certadvisor.rules.purpose import PurposeCheck
from certadvisor.rules.ranking import Ranking, rank
from certadvisor.rules.scoring import affordability, affordable, fit
from helpers import person, raw_catalog, real_catalog
from small import NO_ONE, Json, catalog_of, cert, held, ranking_in, serving, step

SETTING = next(iter(raw_catalog()["settings"]))
WHERE = "a college or professional team"


def found(line: str, steps: dict[str, Json] | None = None, /, **certifications: Json) -> Ranking:
    """The ranking in a small catalog."""
    return ranking_in(catalog_of(steps or {}, **certifications), f"{NO_ONE} {line}")


def result(
    line: str, steps: dict[str, Json] | None = None, /, **certifications: Json
) -> Recommendation:
    """The recommendation in a small catalog."""
    catalog = catalog_of(steps or {}, **certifications)
    profile = person(f"{NO_ONE} --setting {SETTING} {line}", catalog)
    return recommend(profile, catalog, with_sureness=False)


# --- purpose -----------------------------------------------------------------------------------------


def told(ranking: Ranking, check: PurposeCheck, certification: str = "goal") -> tuple[bool, str]:
    """An answer to one of the three questions, and its reason in words."""
    certified = ranking.catalog.certifications[certification]
    return check.ok, purpose_reason(check, certified, ranking.purposes)


def serves(ranking: Ranking) -> tuple[bool, str]:
    """Whether the goal serves, and why."""
    return told(ranking, ranking.purposes.checks("goal").serves)


def test_what_serves_is_what_the_setting_and_the_focus_call_for() -> None:
    """From the level of the policy on; an employer's list counts instead, if there is one."""
    here = "it is said to"
    both = cert("useful", focuses=serving("useful", strength="useful")["focuses"])
    weak = cert("useful", focuses=serving("useful", strength="marginal")["focuses"])
    assert serves(found("--budget 9", goal=cert("useful"))) == (True, here)
    assert serves(found("--budget 9", goal=cert("marginal"))) == (
        False,
        f"not made for {WHERE}: {here}",
    )
    assert serves(found("--budget 9", goal={"settings": {}})) == (False, f"not made for {WHERE}")
    assert serves(found("--budget 9 --focus strength", goal=both)) == (True, f"{here}. {here}")
    strength = real_catalog().focuses["strength"].phrase
    asked = found("--budget 9 --focus strength", goal=weak, other=both)
    assert serves(asked) == (False, f"not made for {strength}")
    accepted = found("--budget 9 --focus strength --employer-accepts other", goal=both)
    assert serves(accepted) == (False, "your employer does not list it")
    assert serves(found("--budget 9 --employer-accepts goal", goal={"settings": {}})) == (
        True,
        "your employer accepts it",
    )


def test_a_focus_that_nothing_serves_is_set_aside_and_a_niche_asked_for_is_served() -> None:
    """Unless an employer's list decides."""
    assert found("--budget 9 --focus strength", goal=cert("useful")).purposes.focus_set_aside
    assert found("--budget 9 --focus strength", goal=cert("useful")).purposes.focus is None
    assert not found("--budget 9", goal=cert("useful")).purposes.focus_set_aside
    listed = found("--budget 9 --focus strength --employer-accepts goal", goal=cert("useful"))
    assert not listed.purposes.focus_set_aside
    niche = cert(
        "useful", focuses=serving("useful", strength="strong")["focuses"], niche=["strength"]
    )
    assert serves(found("--budget 9 --focus strength", goal=niche))[0]
    phrase = real_catalog().focuses["strength"].phrase
    assert serves(found("--budget 9", goal=niche)) == (
        False,
        f"made for {phrase}: a niche you did not ask for",
    )


def test_an_addition_needs_something_to_be_put_on() -> None:
    """A degree or certification; whether one counts may not be known."""

    def base(line: str, **more: Any) -> tuple[bool, str]:
        ranking = found(f"--budget 9 {line}", goal=cert("useful", primary=False, **more))
        return told(ranking, ranking.purposes.checks("goal").base)

    none = "needs a first certification or degree to build on: you do not have one yet"
    assert base("") == (False, none)
    assert base("--holds other") == (True, "you have a credential or degree to build on")
    catalog = catalog_of({}, goal=cert("useful", primary=False))
    ranking = ranking_in(catalog, "--budget 9 --degree none --cpr no")
    unknown = "needs a first certification or degree to build on: whether yours counts is not known"
    assert told(ranking, ranking.purposes.checks("goal").base) == (False, unknown)
    alone = found("--budget 9", goal=cert("useful"))
    assert told(alone, alone.purposes.checks("goal").base) == (True, "it stands on its own")


def test_where_nothing_can_be_put_on_anything_a_base_comes_first() -> None:
    """One of the setting's role that stands on its own; judged by the setting alone."""
    base = {"base_role": "trainer"}
    focuses = serving("useful", strength="strong")["focuses"]
    addition = cert("strong", primary=False, focuses=focuses)
    trainer = cert("useful", role="trainer")

    def first(line: str, steps: dict[str, Json] | None = None, /, **certs: Json) -> Ranking:
        some = {"goal": addition, "other": trainer, **certs}
        catalog = catalog_of(steps or {}, None, base, **some)
        nobody = NO_ONE.replace(" --licence none", "") if "--licence" in line else NO_ONE
        return ranking_in(catalog, f"{nobody} --budget 90 {line}")

    asked = "--focus strength"
    ranking = first(asked)
    judged = {j.id: j for j in ranking.ranked}
    assert ranking.purposes.base_first
    assert judged["other"].purpose.serves.ok
    assert not judged["goal"].purpose.ok
    assert reason(ranking, "fit", "other").endswith("; as a base it is judged by that alone")
    assert judged["other"].values["fit"] == Fraction(1, 2)
    # One that serves as it is, and may be had soon, makes no base necessary.
    assert not first("").purposes.base_first
    own = cert("strong", focuses=focuses)
    assert not first(asked, third=own).purposes.base_first
    far = {"x": step(60, span="long")}
    assert first(asked, far, third={**own, "requirements": held("x")}).purposes.base_first
    shut = {"x": step(1, attainable=False)}
    assert first(asked, shut, third={**own, "requirements": held("x")}).purposes.base_first
    near = {"x": step(1)}
    assert not first(asked, near, third={**own, "requirements": held("x")}).purposes.base_first
    # Nor does whoever has one, or whose employer has a list of its own.
    assert not first(f"{asked} --licence pt").purposes.base_first
    assert not first(f"{asked} --employer-accepts goal").purposes.base_first
    plain = catalog_of({}, goal=addition, other=trainer)
    assert not ranking_in(plain, f"{NO_ONE} --budget 90 {asked}").purposes.base_first
    # A base stands on its own, has the role, and is useful there.
    changes: list[Json] = [{"primary": False}, {"role": "strength-coach"}, {"settings": {}}]
    for change in changes:
        ranking = first(asked, other={**trainer, **change})
        assert ranking.purposes.base_first
        assert not ranking.purposes.checks("other").serves.ok


def test_what_is_held_covers_in_the_settings_it_is_said_to() -> None:
    """Each cover is looked at; one that is for elsewhere does not hide the next."""
    said = {"rationale": "more of the same", "source": "article"}
    by_other = {"test": {"kind": "credential", "ids": ["other"]}, **said}

    def covered(line: str, *covers: Json) -> tuple[bool, str]:
        one = cert("useful", covered_by=[*covers])
        ranking = found(f"--budget 9 {line}", goal=one)
        return told(ranking, ranking.purposes.checks("goal").covered)

    free = (True, "nothing you hold covers it")
    taken = (False, "covered by what you hold: more of the same")
    assert covered("", by_other) == free
    assert covered("--holds other", by_other) == taken
    assert covered("--holds other", {**by_other, "settings": [SETTING]}) == taken
    never = {"test": {"kind": "credential", "ids": ["goal"]}, **said}
    assert covered("--holds other", never, by_other) == taken


def test_a_cover_for_another_setting_does_not_count_and_hides_no_other() -> None:
    """The real catalog with other covers for one certification."""
    here, elsewhere = list(raw_catalog()["settings"])[:2]

    def covered(*settings: str) -> str:
        data = copy.deepcopy(raw_catalog())
        test = {"kind": "credential", "ids": ["cscs"]}
        data["certifications"]["nasm-pes"]["covered_by"] = [
            {"test": test, "rationale": f"in {s}", "source": "article", "settings": [s]}
            for s in settings
        ]
        catalog = validated(data, "catalog.json")
        line = f"--setting {here} --budget 900 --degree bachelor --holds cscs"
        ranking = rank(person(line, catalog), catalog)
        return told(ranking, ranking.purposes.checks("nasm-pes").covered, "nasm-pes")[1]

    assert covered(elsewhere) == "nothing you hold covers it"
    assert covered(elsewhere, here) == f"covered by what you hold: in {here}"


# --- grounds -----------------------------------------------------------------------------------------


def reason(ranking: Ranking, criterion: str, of: str = "goal") -> str:
    """The reason of one criterion."""
    judged = ranking.of(of)
    assert judged is not None
    return next(g.reason for g in criterion_reasons(judged, ranking) if g.criterion == criterion)


def test_affordability_says_what_is_left_of_the_budget() -> None:
    """Nothing over it, at it, or while part of the price is not known."""

    def said(line: str, price: str | None) -> str:
        return reason(found(f"--budget {line}", goal=cert("useful", price)), "affordability")

    assert said("unlimited", "60") == "you set no limit"
    assert said("80", None) == "what it costs is not fully published, so nothing counts as left"
    assert said("80", "100") == "it costs $100, which is $20 over your budget"
    assert said("80", "80.50") == "it costs $80.50, which is $0.50 over your budget"
    assert said("80", "80") == "it costs $80 of your $80: nothing is left"
    assert said("80", "60") == "it costs $60 of your $80: 25 % is left"
    assert said("90", "60") == "it costs $60 of your $90: 33.3 % is left"
    assert said("1000", "1") == "it costs $1 of your $1,000: 99.9 % is left"
    assert said("0", "60") == "it costs $60, which is $60 over your budget"


def test_fit_says_how_much_the_setting_and_the_focus_count() -> None:
    """By the policy's share; alone where no focus is asked for."""
    one = cert("standard", focuses=serving("useful", strength="useful")["focuses"])
    assert reason(found("--budget 9", goal=one), "fit") == f"standard (1) for {WHERE}"
    share = real_catalog().policy.focus_share
    phrase = real_catalog().focuses["strength"].phrase
    asked = found("--budget 9 --focus strength", goal=one)
    assert reason(asked, "fit") == (
        f"standard (1) for {WHERE} (counts {1 - share}); useful (1/2) for {phrase} (counts {share})"
    )
    value = fit(asked.catalog.certifications["goal"], asked.purposes, asked.catalog.policy)
    assert value == 1 - share + Fraction(1, 2) * share


def test_the_points_of_the_grounds_are_their_values_times_their_weights() -> None:
    """In the order of the policy; the tenths add up to the score."""
    ranking = found("--budget 80", goal=cert("strong", "60"))
    judged = ranking.of("goal")
    assert judged is not None
    made = criterion_reasons(judged, ranking)
    assert [(g.criterion, g.value, g.weight, g.points) for g in made] == [
        ("fit", "3/4", 4, Decimal(30)),
        ("recognition", str(judged.values["recognition"]), 3, 30 * judged.values["recognition"]),
        ("readiness", "1", 2, Decimal(20)),
        ("affordability", "1/4", 1, Decimal("2.5")),
    ]
    assert affordability(judged.costs, ranking.profile) == Fraction(1, 4)
    assert affordable(judged.costs, ranking.profile) is True


# --- why not -----------------------------------------------------------------------------------------


def refused(
    of: str, said: Recommendation, steps: dict[str, Json] | None = None, /, **more: Json
) -> tuple[Any, ...]:
    """What separates a certification from the first place."""
    why = why_not(of, said, catalog_of(steps or {}, **more))
    return why.first, why.by, why.text


def test_the_first_thing_that_separates_two_is_told() -> None:
    """A veto, then the group, then points. On track counts as now within 26 weeks (DESIGN 5)."""
    steps = {
        "shut": step(1, attainable=False),
        "far": step(1, span="long", does="go far"),
        "last": step(27, span="under-way", does="wait for it"),
    }
    certs = {
        "goal": cert("strong", "60"),
        "other": cert("standard", None),
        "dear": cert("standard", "100"),
        "closed": cert("standard", "10", requirements=held("shut", text="to have the key")),
        "distant": cert("standard", "10", requirements=held("far")),
        "soon": cert("standard", "10", requirements=held("last")),
        "apart": cert("none", "10", settings={}),
        "addition": cert("standard", "10", primary=False),
        "less": cert("useful", "40"),
        "same": cert("strong", "60", role="trainer"),
        "twin": cert("strong", "60"),
        "dearer": cert("strong", "61", role="trainer"),
        "lesser": cert("useful", "59.50"),
    }
    said = result("--budget 80", steps, **certs)

    def why(of: str) -> tuple[Any, ...]:
        return refused(of, said, steps, **certs)

    later = "is not something to do now:"
    assert why("twin")[1:] == (
        "group",
        "The twin counts as much as the goal: compare what each costs and asks for.",
    )
    assert why("goal") == ("goal", "first", "The goal is in first place.")
    assert why("other") == ("goal", "group", f"The other {later} its price is not published.")
    assert why("dear") == (
        "goal",
        "group",
        f"The dear {later} it costs $100, $20 over your budget.",
    )
    assert why("closed")[1:] == (
        "group",
        f"The closed {later} no known way leads there; you need to have the key.",
    )
    assert why("distant")[2] == f"The distant {later} you still have to go far."
    assert why("soon")[2] == f"The soon {later} you still have to wait for it."
    assert why("apart")[1:] == (
        "veto",
        f"The apart does not qualify here: not made for {WHERE}.",
    )
    assert why("addition")[1] == "veto"
    assert why("less") == (
        "goal",
        "score",
        "The less is 7.5 points behind the goal: it loses 10 by fit, and gains 2.5 by affordability.",
    )
    assert why("same")[1:] == (
        "score",
        "The same has the same score as the goal; price breaks the tie.",
    )
    assert why("dearer")[2] == (
        "The dearer is 0.1 points behind the goal: it loses 0.1 by affordability."
    )
    assert why("lesser")[2] == (
        "The lesser is 9.9 points behind the goal: "
        "it loses 10 by fit, and gains 0.1 by affordability."
    )
    gaps = why_not("less", said, catalog_of(steps, **certs)).points
    assert gaps == {"fit": 10, "recognition": 0, "readiness": 0, "affordability": Decimal("-2.5")}


def test_without_a_first_place_each_is_told_what_keeps_it_back() -> None:
    """What is held is not in the ranking at all."""
    certs = {"goal": cert("strong", "100"), "other": cert("useful", "0")}
    said = result("--budget 80 --holds other", **certs)
    assert refused("goal", said, **certs) == (
        None,
        "group",
        "The goal is not something to do now: it costs $100, $20 over your budget.",
    )
    with pytest.raises(UsageError, match="you hold the other already"):
        why_not("other", said, catalog_of({}, **certs))
    plain = result("--budget 80", goal=cert("strong", "60"), other=cert("useful", "60"))
    assert (
        refused("other", plain)[2] == "The other is 10 points behind the goal: it loses 10 by fit."
    )
