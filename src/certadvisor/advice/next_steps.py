"""What a good adviser would say in a minute: what to do now, why, how hard, and the goal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from certadvisor.advice.results import Advice, Now
from certadvisor.advice.timing import rule_sentence, sitting_words, study_sentence
from certadvisor.advice.wording import (
    over_budget,
    pass_rate_words,
    price_phrase,
    purpose_reason,
    study_words,
    whom,
)
from certadvisor.catalog import types as m
from certadvisor.rules.days import Timetable, days_of
from certadvisor.rules.effort import Effort, effort_of
from certadvisor.rules.eligibility import is_published
from certadvisor.rules.equals import alike
from certadvisor.rules.options import OpenOption, Option
from certadvisor.rules.ranking import OPEN, Ranking, tier
from certadvisor.rules.requirements import (
    Truth,
    judge_leaf,
    judge_tree,
    leaves,
    leaves_where,
)
from certadvisor.rules.sufficiency import met_sets, sufficient
from certadvisor.text import day_words, listed, plural, sentence, span_words, unique, usd

MOST_STEPS = 2
"""Steps that a sentence names."""
MOST_EQUALS = 3
"""Equals that a sentence names."""


def advise(ranking: Ranking) -> Advice:
    """The advice for a ranking; it names nothing that is not in it."""
    goal, first = ranking.goal, ranking.first_place
    equals = _equals(first, ranking)
    effort, rule = _effort_and_rule(first, ranking) if first is not None else ((), "")
    said = {
        "need": (_need(ranking), _set_aside(ranking), _base_first(ranking)),
        "now": (_now_words(ranking),),
        "why": (_why(ranking), _equals_words(equals, ranking)),
        "effort": effort,
        "rule": (rule,),
        "goal": (_goal_words(ranking),),
        "beyond": (_beyond_words(ranking),),
        "price": (_price_to_ask(ranking),),
    }
    parts = {kind: " ".join(sentence(t) for t in texts if t) for kind, texts in said.items()}
    return Advice(
        now=_now(ranking),
        goal=goal.id if goal is not None else None,
        beyond=ranking.beyond.id if ranking.beyond is not None else None,
        needed=ranking.needed,
        equals=tuple(o.id for o in equals),
        ask=_ask(ranking),
        text=" ".join(parts[k] for k in ("need", "now", "why", "effort") if parts[k]),
        parts={kind: part for kind, part in parts.items() if part},
    )


def _equals(first: OpenOption | None, ranking: Ranking) -> list[Option]:
    """What stands where the first place does: same role, fit, recognition and use."""
    if first is None:
        return []
    return [o for o in ranking.ranked if o.id != first.id and alike(o, first, ranking.catalog)]


def first_step(option: OpenOption, ranking: Ranking) -> str | None:
    """The first step towards a certification: one that needs no other step of its pathway."""
    return next(iter(ordered_steps(option, ranking)), None)


def ordered_steps(option: OpenOption, ranking: Ranking) -> list[str]:
    """The steps before the exam, each after those it waits for; long ones lead, as they take time."""
    spans = {"long": 0, "under-way": 1, "short": 2}
    order = list(ranking.catalog.items())
    route = option.pathway.before_exam
    left = sorted(route.steps, key=lambda s: (spans[ranking.catalog.item(s).span], order.index(s)))
    waits = {s: ranking.eligibility.needs(s, option.pathway.steps, route.weeks) for s in left}
    found: list[str] = []
    while left:
        step = next((s for s in left if waits[s].isdisjoint(left)), left[0])
        left.remove(step)
        found.append(step)
    return found


def _now(ranking: Ranking) -> Now | None:
    first = ranking.first_place
    target = first if first is not None else _spoken_of(ranking)
    if target is None or (
        first is None and (target.status == "ready" or _is_short(target, ranking))
    ):
        return None
    step = first_step(target, ranking)
    if step is not None:
        return Now("step", step)
    return Now("certification", target.id) if first is not None else None


def _spoken_of(ranking: Ranking) -> OpenOption | None:
    """Without a first place: the cheapest that would do and is a known sum short, else the goal."""
    short = [o for o in ranking.open_options if o.group == "not-yet" and _is_short(o, ranking)]
    if not short:
        return ranking.goal
    return min(short, key=lambda o: (tier(o, ranking.purposes), o.costs.required_total))


# --- is it needed --------------------------------------------------------------------------


def _need(ranking: Ranking) -> str:
    where, person = ranking.purposes.setting.name, ranking.eligibility.person
    if ranking.needed is False:
        start = f"you need no further certificate for {where}"
        if sufficient(person, ranking.purposes) is not Truth.MET:
            return f"{start}: what you hold covers everything that fits"
        return f"{start}: {_enough_words(ranking)}"
    if ranking.needed is None:
        if doubts := _doubts(ranking):
            return f"you may need no further certificate: {_question(doubts[0])}"
        return f"the catalog knows no certification for {where}"
    return ""


def _doubts(ranking: Ranking) -> list[m.Leaf]:
    """What nobody publishes, and decides whether what is held is enough."""
    sets = met_sets(ranking.eligibility.person, ranking.purposes, Truth.UNSOURCED)
    return [leaf for one in sets for leaf in _open_leaves(one.rule, ranking)]


def _question(leaf: m.Leaf) -> str:
    return f"ask {whom(leaf.ask)} {leaf.text}" if leaf.ask else leaf.text


def _open_leaves(tree: m.Requirement, ranking: Ranking) -> list[m.Leaf]:
    """What no source settles, of the branches that hang on it."""

    def truth(node: m.Requirement) -> Truth:
        return judge_tree(node, ranking.eligibility.person, ranking.catalog)

    found = leaves_where(tree, truth, Truth.UNSOURCED)
    return [leaf for leaf in found if leaf.test.kind == "unpublished"]


def _enough_words(ranking: Ranking) -> str:
    """Which of the things held are enough, and whom the source of that speaks for."""
    person, rules = ranking.eligibility.person, ranking.purposes
    kept = list(ranking.profile.holds)
    for item in reversed(ranking.profile.holds):
        rest = frozenset(kept) - {item}
        if sufficient(replace(person, holds=rest), rules) is Truth.MET:
            kept.remove(item)
    names = [ranking.catalog.name_of(i) for i in kept] or ["licence"]
    met = met_sets(replace(person, holds=frozenset(kept)), rules, Truth.MET)
    met.sort(key=lambda one: one.focus != rules.focus)
    speaks = f" ({met[0].speaks_for})" if met and not rules.profile.employer_accepts else ""
    return f"your {listed(names)} {'is' if len(names) == 1 else 'are'} enough{speaks}"


def _set_aside(ranking: Ranking) -> str:
    if not ranking.purposes.focus_set_aside or ranking.profile.focus is None:
        return ""
    focus = ranking.catalog.focuses[ranking.profile.focus].phrase
    return f"nothing in the catalog fits {focus} in {ranking.purposes.setting.name}, so that is set aside"


def _base_first(ranking: Ranking) -> str:
    rules = ranking.purposes
    if not rules.base_first or rules.setting.base_role is None or ranking.needed is False:
        return ""
    role = ranking.catalog.roles[rules.setting.base_role].name
    opened = [
        ranking.catalog.name_of(i)
        for i, c in ranking.catalog.certifications.items()
        if c.open_to_all is not None and rules.serves(i).ok
    ]
    if opened:
        return (
            f"the {listed(opened)} asks for no certification first, but employers usually do: "
            f"start with a {role} certification"
        )
    if rules.focus is None:
        return ""
    return f"you need a first credential to build on, so a {role} certification comes first"


# --- what to do now ------------------------------------------------------------------------


def _name(option: Option, ranking: Ranking) -> str:
    return ranking.catalog.name_of(option.id)


def _now_words(ranking: Ranking) -> str:
    if ranking.needed is False:
        return ""
    first = ranking.first_place
    if first is None:
        return _nothing_now(ranking)
    name, budget = _name(first, ranking), ranking.profile.budget
    price, owed = price_phrase(first.costs), _owed_words(first, ranking)
    unless = "if the answer is no, " if ranking.needed is None else ""
    study = study_words(first.costs, budget)
    before = _steps_words(first, ranking)
    if not first.costs.complete:
        issuer = ranking.catalog.issuers[ranking.catalog.certifications[first.id].issuer]
        then = f"{before} ({_time(first, ranking)}) and take it" if before else "take it"
        ask = f"ask {issuer.name} what the {name} costs ({price})"
        return f"{unless}{ask}; if that suits you, {then}{owed}"
    day = first.pathway.sits_on
    if first.status == "ready" or (not before and day == ranking.profile.on):
        sure = "" if first.pathway.confirmed else ", as far as the rules are published"
        do = f"take the {name} now"
        if (apply_by := first.pathway.sitting.apply_by) is not None:
            held = sitting_words(first.pathway.sitting)
            do = f"apply for the {name} {held} by {day_words(apply_by)}"
        return f"{unless}{do}: {price}{study}. You meet the rules today{sure}{owed}"
    if first.status == "on-track" and day is not None:
        short = _short_steps_words(first, ranking)
        return f"{unless}from {day_words(day)} you can take the {name}: {price}{study}{short}{owed}"
    return f"{unless}first {before} ({_time(first, ranking)}), then take the {name}: together {price}{study}{owed}"


def _short_steps_words(option: OpenOption, ranking: Ranking) -> str:
    """What there is to do until something under way ends."""
    items = ranking.catalog
    steps = [s for s in ordered_steps(option, ranking) if items.item(s).span != "under-way"]
    return f". Until then {listed(_doing(steps, option, ranking))}" if steps else ""


def _steps_words(option: OpenOption, ranking: Ranking) -> str:
    """What to do before the exam; beyond two steps the rest is only counted."""
    return _some(_doing(ordered_steps(option, ranking), option, ranking))


def _road_words(option: OpenOption, ranking: Ranking) -> str:
    """The same of what lies further off, in short."""
    return _some([ranking.catalog.doing(s) for s in ordered_steps(option, ranking)])


def _some(phrases: list[str]) -> str:
    rest = len(phrases) - MOST_STEPS
    return listed([*phrases[:MOST_STEPS], *([plural(rest, "more step")] if rest > 0 else [])])


def _time(option: OpenOption, ranking: Ranking) -> str:
    """How long it is to the first exam."""
    days = (option.pathway.sitting.day - ranking.profile.on).days
    return span_words(days // 7, timed=option.pathway.before_exam.timed)


def _owed_words(option: OpenOption, ranking: Ranking) -> str:
    """What is still to be done after the exam: a formality, or the end of something under way."""
    owed = option.pathway.steps - option.pathway.before_exam.steps
    steps = [s for s in ranking.catalog.items() if s in owed]
    if not steps:
        return ""
    return f". After the exam you still have to {listed(_doing(steps, option, ranking))}"


def _doing(steps: list[str], option: OpenOption, ranking: Ranking) -> list[str]:
    """What to do for each step; those who have not said may have done it already."""
    rules = ranking.eligibility.rules(option.id, option.pathway.rules_of)
    person, catalog = ranking.eligibility.person, ranking.catalog
    unsaid = {
        step
        for leaf in leaves(rules)
        if judge_leaf(leaf, person, catalog) is Truth.UNSAID
        for step in ranking.eligibility.steps_for(leaf)
    }
    return [
        f"{catalog.doing(s)} unless you have already" if s in unsaid else catalog.doing(s)
        for s in steps
    ]


def _why(ranking: Ranking) -> str:
    first = ranking.first_place
    if first is None:
        return ""
    certification, rules = ranking.catalog.certifications[first.id], ranking.purposes
    here = certification.settings.get(rules.setting_id)
    there = certification.focuses.get(str(rules.focus))
    found = [lv.because for lv in (there, here) if lv is not None and lv.because is not None]
    return found[0] if found else purpose_reason(first.purpose.serves, certification, rules)


def _equals_words(equals: list[Option], ranking: Ranking) -> str:
    """That others stand where the first place does, so that their order decides little."""
    names = [f"the {_name(option, ranking)}" for option in equals]
    if not names:
        return ""
    verb = "counts" if len(names) == 1 else "count"
    return f"{listed(names[:MOST_EQUALS])} {verb} as much: ask your employer"


def _effort_and_rule(first: OpenOption, ranking: Ranking) -> tuple[tuple[str, ...], str]:
    """How hard the first place is, and a change of rules that it would not survive."""
    days = days_of(first, ranking)
    return tuple(_effort(first, days, ranking)), rule_sentence(first, days, ranking)


def _effort(first: OpenOption, days: Timetable, ranking: Ranking) -> Iterator[str]:
    """How many pass, how long to study, and a rival that more people pass."""
    mine = _effort_of(first, ranking)
    told = [t for t in (pass_rate_words(mine), study_sentence(first, days, ranking)) if t]
    yield "; ".join(told)
    if mine.pass_rate is None:
        return
    easier = mine.pass_rate + ranking.catalog.policy.easier_by
    rivals = [o for o in ranking.open_options if o.group == first.group and o is not first]
    for rival in rivals:
        theirs = _effort_of(rival, ranking)
        if theirs.pass_rate is not None and theirs.pass_rate >= easier:
            yield f"more people pass the {_name(rival, ranking)}: {pass_rate_words(theirs)}"
            return


def _effort_of(option: Option, ranking: Ranking) -> Effort:
    certification = ranking.catalog.certifications[option.id]
    return effort_of(certification, ranking.eligibility.person)


def _nothing_now(ranking: Ranking) -> str:
    where, target = ranking.purposes.setting.name, _spoken_of(ranking)
    if target is not None and (said := _towards(target, ranking)):
        return said
    openly = [o for o in ranking.open_options if o.group == "not-yet"]
    if any(o.status in OPEN and not o.costs.complete and not o.affordable for o in openly):
        return f"no option for {where} has a known price within your budget today"
    if any(o.group in ("not-yet", "later") for o in ranking.open_options):
        return f"no option for {where} is open to you today"
    return f"nothing else in the catalog fits {where}" if ranking.needed else ""


def _towards(target: OpenOption, ranking: Ranking) -> str:
    """How to get to a certification that is not for now; empty where nothing can be done for it yet."""
    name, price = _name(target, ranking), price_phrase(target.costs)
    if target.group == "not-yet" and _is_short(target, ranking):
        gap = over_budget(target.costs, ranking.profile.budget)
        return f"you are {gap.removesuffix(' over your budget')} short of the {name} ({price})"
    if target.status == "on-track" and target.pathway.sits_on is not None:
        short = _short_steps_words(target, ranking)
        return f"the {name} opens to you on {day_words(target.pathway.sits_on)} ({price}){short}"
    if target.group == "not-yet" and target.affordable and target.status == "reachable":
        steps = _steps_words(target, ranking)
        return f"start with this: {steps} ({_time(target, ranking)}). Then take the {name}: together {price}"
    return ""


def _is_short(option: OpenOption, ranking: Ranking) -> bool:
    complete, status = option.costs.complete, option.status
    return status in OPEN and complete and bool(over_budget(option.costs, ranking.profile.budget))


# --- the goal ------------------------------------------------------------------------------


def _goal_words(ranking: Ranking) -> str:
    goal, first = ranking.goal, ranking.first_place
    if goal is None or (first is not None and goal.id == first.id):
        return ""
    name, price = _name(goal, ranking), price_phrase(goal.costs)
    if not goal.purpose.base.ok:
        both = ""
        if first is not None and first.costs.complete and goal.costs.complete:
            both = f"; both together {usd(first.costs.required_total + goal.costs.required_total)}"
        return f"the goal is the {name} ({price}), once you have a credential to build on{both}"
    if first is None and goal is _spoken_of(ranking) and _towards(goal, ranking):
        # What to do now speaks of it already.
        return ""
    if goal.status == "ready":
        rules = ranking.catalog.certifications[goal.id].requirements
        known = is_published(rules) or not leaves(rules)
        may = "you may sit for it today" if known else "what it requires is not published"
        return f"the goal is the {name} ({price}); {may}"
    steps = _road_words(goal, ranking)
    if not steps:
        return f"the goal is the {name} ({price}): it opens to you in {_time(goal, ranking)}"
    return f"the goal is the {name}: {steps} ({_time(goal, ranking)}, {price})"


def _beyond_words(ranking: Ranking) -> str:
    far = ranking.beyond
    if far is None:
        return ""
    steps = _road_words(far, ranking)
    return f"further off is the {_name(far, ranking)}: {steps} ({_time(far, ranking)})"


# --- what to ask ---------------------------------------------------------------------------


def _price_to_ask(ranking: Ranking) -> str:
    budget = ranking.profile.budget
    if ranking.first_place is not None or ranking.needed is False:
        return ""
    for option in ranking.open_options:
        if option.group == "not-yet" and option.affordable is None and option.status in OPEN:
            issuer = ranking.catalog.issuers[ranking.catalog.certifications[option.id].issuer]
            ask = f"ask {issuer.name} what the {_name(option, ranking)} costs"
            if (
                not isinstance(budget, Decimal)
                or option.costs.price_known
                or option.bill.unknown > 1
            ):
                return ask
            left = budget - option.costs.required_total
            if not left:
                continue
            return f"{ask}: at {usd(left)} or less it fits your budget"
    return ""


def _ask(ranking: Ranking) -> tuple[str, ...]:
    """What to ask whom: of the first place, the goal, and what only its price keeps back."""
    if ranking.needed is False:
        return ()
    doubts = _doubts(ranking) if ranking.needed is None else []
    of = [o for o in (ranking.first_place, ranking.goal) if o is not None]
    of += [o for o in ranking.open_options if o.group == "not-yet" and o not in of]
    return unique(
        [
            *(sentence(_question(leaf)) for leaf in doubts),
            *(question for option in of for question in asks_of(option, ranking)),
        ]
    )


def asks_of(option: Option, ranking: Ranking) -> list[str]:
    """The open points of one certification, each with whom to ask."""
    certification = ranking.catalog.certifications[option.id]
    issuer = ranking.catalog.issuers[certification.issuer]
    found = []
    if isinstance(option, OpenOption):
        found += [
            f"Ask {whom(leaf.ask or issuer.ask)} about the {certification.name}: {leaf.text}."
            for leaf in option.pathway.open_points
        ]
    if ranking.pricing.amount_of(option.id, option.bill.joined) is None:
        found.append(f"Ask {whom(issuer.ask)} what the {certification.name} costs in all.")
    return found
