"""What to aim at, whatever it costs today, and what lies further off."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from certadvisor.catalog import types as m
from certadvisor.rules.eligibility import Eligibility
from certadvisor.rules.options import OpenOption
from certadvisor.rules.purpose import PurposeRules
from certadvisor.rules.requirements import Truth, judge_tree, leaves
from certadvisor.rules.sufficiency import has_sets

Serves = Callable[[str], bool]


def goal_of(
    options: Sequence[OpenOption], purposes: PurposeRules, eligibility: Eligibility
) -> OpenOption | None:
    """The best of what completes a sufficient set; without sets, of what serves.

    With a focus of its own it must be strong in that. What is long-term counts only where the
    setting expects its long step, such as a degree, or where nothing else remains.
    """
    wanted = _wanted(options, purposes)
    near = [
        o
        for o in wanted
        if o.status != "long-term" or _is_expected(o, purposes.setting, eligibility)
    ]
    return max(near or wanted, key=_worth_and_day, default=None)


def beyond(
    options: Sequence[OpenOption], goal: OpenOption | None, purposes: PurposeRules
) -> OpenOption | None:
    """The best of what could be the goal, where it is long-term and not the goal."""
    best = max(_wanted(options, purposes), key=_worth_and_day, default=None)
    far = best is not None and best.status == "long-term"
    return best if far and goal is not None and best is not goal else None


def _wanted(options: Sequence[OpenOption], purposes: PurposeRules) -> list[OpenOption]:
    wanted = [o for o in options if o.purpose.covered.ok and purposes.serves(o.id).ok]
    focus = purposes.focus
    if focus is not None and focus not in purposes.setting.own_trade:
        return [o for o in wanted if o.strong] or wanted
    if has_sets(purposes):
        return [o for o in wanted if o.completes] or wanted
    return wanted


def _worth_and_day(option: OpenOption) -> tuple[object, ...]:
    """Fit and recognition; then what is nearer: not long-term, a known day, fewer weeks and steps."""
    route = option.pathway.before_exam
    worth = option.values["fit"] + option.values["recognition"]
    near = option.status != "long-term"
    return (worth, near, route.timed, -route.weeks, -len(option.pathway.steps))


def _is_expected(option: OpenOption, setting: m.Setting, eligibility: Eligibility) -> bool:
    """Whether the pathway ends in a degree that the setting expects and that is lacking."""
    then = eligibility.at_end_of(option.pathway.steps)
    return any(
        not e.one_employer
        and any(leaf.test.kind == "degree" for leaf in leaves(e.rule))
        and judge_tree(e.rule, then, eligibility.catalog) is Truth.MET
        and judge_tree(e.rule, eligibility.person, eligibility.catalog) is not Truth.MET
        for e in setting.expectations
    )
