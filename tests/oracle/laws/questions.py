"""The law of what is not asked: no answer to it would have made a difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import brute
from brute import Json
from certadvisor import Catalog, Profile
from certadvisor.advice.what_if import outcome
from certadvisor.cli.interview.flow import Flow
from certadvisor.profile.command_line import answers_of
from certadvisor.profile.profile import ENROLLED, contradictions, normalised
from certadvisor.profile.questions import Answers
from certadvisor.rules.ranking import Ranking
from laws import Breaches

Asked = tuple[str, str | None]
"""The name of a question; where it asks for several numbers or things, for which of them."""
Change = dict[str, Any]
YOUNG = ("none", "in-school", "high-school", "student")
"""Who is asked for their age."""
MOST = {"practice": 100_000, "years": 80}


def skipped_questions_change_nothing(
    profile: Profile, catalog: Catalog, world: Json, rank: Callable[[Profile], Ranking]
) -> Breaches:
    """Groups, order and required totals are the same whatever the answer to what is not asked.

    The candidate says "I don't know" to all that is asked, the cap of nine aside. Every answer
    to every other question is then given by hand.
    """
    given = _given(profile)
    asked = _asked(given, profile, catalog)
    now = outcome(rank(profile))
    for question, change in answers_by_hand(profile, catalog, world):
        if question in asked or question[0] in given:
            continue
        other = replace(profile, **change)
        if contradictions(other, catalog):
            continue
        if outcome(rank(normalised(other, catalog))) != now:
            yield f"is not asked for {question}, and {change} would change the outcome"


def _given(profile: Profile) -> Answers:
    """The answers as flags give them: the one certification named as `cpt` is not held besides."""
    answers = answers_of(profile)
    if profile.holds == (profile.cpt,):
        answers.pop("holds")
    return answers


def _asked(given: Answers, profile: Profile, catalog: Catalog) -> set[Asked]:
    """What the interview asks of somebody who does not know."""
    asked: set[Asked] = set()
    interview = Flow(given, catalog, profile.on)
    assert interview.is_complete, "what is needed comes first"
    assert interview.profile == profile, "the interview is another door to the same profile"
    interview.lift_limit()
    while (asking := interview.next()) is not None:
        if asking.question.name == "holds":
            asked |= {("holds", item) for item in interview.holdable()}
        else:
            asked.add((asking.question.name, asking.key))
        interview.accept(asking, ())
    return asked


def answers_by_hand(
    profile: Profile, catalog: Catalog, world: Json
) -> Iterator[tuple[Asked, Change]]:
    """Every answer to every question that one may answer; numbers at their borders."""
    issuers = joinable(world)
    kinds = ("full", "student")
    plain: dict[str, list[Any]] = {
        "focus": [*world["focuses"]] if profile.focus is None else [],
        "licence": [("none",), ("pt",), ("pta",), ("atc",), ("rd",), ("atc", "pt"), ("pt", "rd")],
        "member": [{}, *({i: k} for i in issuers for k in kinds), dict.fromkeys(issuers, "full")],
        "casce": ["yes", "no", "unknown"],
        "educated": ["us", "elsewhere"],
        "adult": ["yes", "no", f"{profile.on.year + 1}-03"] if profile.degree in YOUNG else [],
        "graduates": [*_months(profile, world)] if profile.degree in ENROLLED else [],
    }
    for name, answers in plain.items():
        yield from (((name, None), {name: answer}) for answer in answers)
    for name, most in MOST.items():
        for activity in world["activities"]:
            borders = {0, most}
            for number in asked_for(name, activity, world):
                borders |= {number - 1, number, number + 1}
            had: dict[str, int] = getattr(profile, name)
            yield from (
                ((name, activity), {name: {**had, activity: n}}) for n in sorted(borders) if n >= 0
            )
    for item in catalog.items():
        # What a step gives, another question asks for.
        if item not in profile.holds and not brute.item_of(item, world).get("gives"):
            yield ("holds", item), {"holds": (*profile.holds, item)}


def asked_for(name: str, activity: str, world: Json) -> list[int]:
    """The hours or years of an activity that some rule asks for."""
    found, what = set(), "hours" if name == "practice" else "years"
    for leaf in all_leaves(world):
        for test in (leaf["test"], *leaf.get("disputed", ())):
            if test["kind"] == name and test["activity"] == activity:
                found.add(test[what])
    return sorted(found)


def all_leaves(world: Json) -> Iterator[Json]:
    """The leaves of all requirements in the catalog."""
    for item in (*world["steps"].values(), *world["certifications"].values()):
        yield from brute.leaves(item.get("requirements"))
        yield from brute.leaves(item.get("base"))
    for setting in world["settings"].values():
        for one in setting.get("sufficient") or ():
            yield from brute.leaves(one["rule"])


def joinable(world: Json) -> list[str]:
    """The issuers that one can be a member of."""
    given = [(s.get("gives") or {}).get("member") for s in world["steps"].values()]
    return [i for i in world["issuers"] if i in given]


def _months(profile: Profile, world: Json) -> Iterator[str]:
    """Months of graduation: soon, later, and beside every change of a rule."""
    start = profile.on.year * 12 + profile.on.month - 1
    found = {start + n for n in (0, 1, 2, 5, 11, 12, 13, 18, 24, 36, 48, 120)}
    for day in brute.periods(profile, world)[1:]:
        change = day.year * 12 + day.month - 1
        found |= {change + n for n in (-13, -12, -11, -2, -1, 0, 1)}
    yield from (date(n // 12, n % 12 + 1, 1).isoformat()[:7] for n in sorted(found) if n >= start)
