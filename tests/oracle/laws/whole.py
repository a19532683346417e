"""The laws of a whole recommendation, as screens and JSON show it."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import brute
from brute import MET, Json
from certadvisor import Catalog, Profile, Recommendation
from certadvisor.advice.results import (
    AllConditions,
    Condition,
    Requirements,
    SingleChange,
)
from certadvisor.profile.parse import profile_from
from certadvisor.profile.profile import effective_weights
from certadvisor.rules.ranking import Ranking
from helpers import answers_in
from laws import Breaches
from laws.second import Circumstances, Second


def shows_the_ranking(result: Recommendation, ranking: Ranking) -> Breaches:
    """The rows are those of the ranking, numbered from 1; what is shown adds up."""
    shown = [
        (
            a.id,
            a.group,
            a.status,
            a.affordable,
            a.cost.required_total,
            a.cost.total,
            a.cost.complete,
        )
        for a in result.recommendations
    ]
    decided = [
        (o.id, o.group, o.status, o.affordable, c.required_total, c.total, c.complete)
        for o, c in ((o, o.costs) for o in ranking.ranked)
    ]
    if shown != decided:
        yield f"shows {[a.id for a in result.recommendations]}"
    if [a.rank for a in result.recommendations] != [*range(1, len(shown) + 1)]:
        yield "the ranks are not numbered from 1"
    if result.held != ranking.held:
        yield f"held are {result.held}"
    for a in result.recommendations:
        if sum(a.contributions.values(), Decimal(0)) != a.score:
            yield f"{a.id}: {a.contributions} do not add up to {a.score}"


def claims_nothing_unknown(result: Recommendation, candidate: Circumstances) -> Breaches:
    """Every leaf shown says what the second writing says of it: nothing unknown is called met."""
    for a in result.recommendations:
        leaves = [*brute.leaves(brute.requirements_of(a.id, candidate.person, candidate.world))]
        for shown in _conditions(a.requirements):
            # A rule and its later version may read the same; which one counts is the day's affair.
            verdicts = {_verdict(x, candidate) for x in leaves if x["text"] == shown.text}
            said = "rule" if shown.why_unknown == "rule" else shown.why_unknown or shown.met
            if said not in verdicts:
                yield f"{a.id}: {shown.text} is said to be {said}, not one of {verdicts}"
        if (a.status == "ready") != candidate.may_sit(a.id):
            yield f"{a.id} is {a.status}"


def _verdict(leaf: Json, candidate: Circumstances) -> bool | str:
    """Whether a leaf is met, else who could tell: the candidate's answer, or no source of a rule."""
    tests = (leaf["test"], *leaf.get("disputed", ()))
    found = [brute.judge(t, candidate.person, candidate.world) for t in tests]
    if min(found) == MET or max(found) == brute.UNMET:
        return min(found) == MET
    if brute.UNSAID in found and MET not in found:
        return "answer"
    return "rule"


def _conditions(tree: Requirements) -> Iterator[Condition]:
    if isinstance(tree, Condition):
        yield tree
        return
    for branch in tree.all if isinstance(tree, AllConditions) else tree.any:
        yield from _conditions(branch)


def as_sure_as_enumeration_says(
    result: Recommendation,
    ranking: Ranking,
    second: Second,
    rank: Callable[[Mapping[str, Any]], Ranking],
) -> Breaches:
    """The share, by trying all weightings; and each change, made by hand, does what it says.

    No weighting moves what completes a set behind what does not; a preference is no weighting.
    """
    sureness, group = result.sureness, [j for j in ranking.ranked if j.group == "do-now"]
    if sureness is None:
        yield "does not say how sure it is"
        return
    if second.needed is False:
        group = []
    basis = "none" if not group else "only-choice" if len(group) == 1 else "weightings"
    if group and ranking.profile.prefer is not None:
        basis = "preference"
    if sureness.basis != basis:
        yield f"the basis is {sureness.basis}, not {basis}"
    share = sureness.first_place_share
    if basis in ("none", "preference"):
        if share is not None:
            yield f"the share is {share}, but the basis is {basis}"
    else:
        rivals = [j for j in group if second.tier(j.id) == second.tier(group[0].id)]
        weights = effective_weights(ranking.profile, ranking.catalog)
        order = [str(n) for n in sorted(weights, key=lambda n: -weights[n])]
        values = {j.id: {str(n): v for n, v in j.values.items()} for j in rivals}
        tried = brute.weightings()
        equals = [group[0].id, *result.advice.equals]
        won = brute.times_first(equals, values, order, tried)
        if share is None or (share.won, share.of) != (won, len(tried)):
            yield f"the share is {share}, not {won} of {len(tried)}"
    first = group[0].id if group else None
    for one in sureness.would_change:
        after = rank(_answers(one.change, ranking.profile)).first_place
        new = after.id if after is not None else None
        if new != one.new_first or new == first:
            yield f"{one.change.text}: first is {new}, not {one.new_first}"


def _answers(change: SingleChange, profile: Profile) -> Mapping[str, Any]:
    """A change as the answers that it gives."""
    if change.kind == "price":
        return {"price": {**profile.price, change.key: change.value}}
    if change.kind == "step":
        return {"holds": (*profile.holds, change.key)}
    return {change.key: change.value}


def says_it_again(result: Recommendation, profile: Profile, catalog: Catalog) -> Breaches:
    """The command line in the result, typed again, gives the same profile."""
    words = shlex.split(result.command)
    again = profile_from(answers_in(shlex.join(words[2:])), catalog, date(2000, 1, 1))
    # There is no flag for being an adult: it is what is assumed.
    if again != profile:
        yield f"typed again, the command is somebody else's: {again}"
    if words[:2] != ["certadvisor", "recommend"]:
        yield f"the command is {result.command}"
