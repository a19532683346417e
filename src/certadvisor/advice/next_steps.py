"""What follows from the ranking: what to do now, the goal, whom to ask, in plain sentences."""

from __future__ import annotations

from decimal import Decimal

from certadvisor.advice.results import Advice, Now
from certadvisor.advice.wording import price_phrase, purpose_reason, whom
from certadvisor.rules.purpose import is_enough
from certadvisor.rules.ranking import OPEN, OpenOption, Option, Ranking
from certadvisor.text import day_words, listed, sentence, span_words, unique, usd


def advise(ranking: Ranking) -> Advice:
    """The advice for a ranking; it names nothing that is not in it."""
    goal, enough = _goal(ranking), _enough(ranking)
    now = _now(ranking, goal)
    said = {
        "first": (_not_needed(ranking, enough), _set_aside(ranking), _base_first(ranking)),
        "now": (_do_now(ranking, goal), _why(ranking), _rule_change(ranking)),
        "goal": (_goal_words(ranking, goal),),
        "price": (_price_to_ask(ranking),),
    }
    parts = {kind: " ".join(sentence(t) for t in texts if t) for kind, texts in said.items()}
    return Advice(
        now=now,
        goal=goal.id if goal is not None else None,
        needed=not enough,
        ask=_ask(ranking, goal),
        text=" ".join(part for part in parts.values() if part),
        parts={kind: part for kind, part in parts.items() if part},
    )


def _goal(ranking: Ranking) -> OpenOption | None:
    """What serves best regardless of price and present base; ties go to the better rank."""
    return max(
        (
            option
            for option in ranking.open_options
            if option.purpose.covered.ok and ranking.purposes.serves(option.id).ok
        ),
        key=lambda option: option.values["fit"] + option.values["recognition"],
        default=None,
    )


def _enough(ranking: Ranking) -> tuple[str, ...]:
    """What the candidate holds that is already what the setting asks for."""
    catalog, accepted = ranking.catalog, ranking.profile.employer_accepts
    if accepted:
        return tuple(i for i in ranking.profile.holds if i in accepted)
    found = []
    for item in ranking.profile.holds:
        credential = catalog.credential(item)
        if credential is not None and is_enough(
            credential.settings, credential.focuses, ranking.purposes, catalog.policy
        ):
            found.append(item)
    return tuple(found)


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


def _now(ranking: Ranking, goal: OpenOption | None) -> Now | None:
    first = ranking.first_place
    if first is not None:
        step = first_step(first, ranking)
        return Now("certification", first.id) if step is None else Now("step", step)
    if goal is None or goal.status in OPEN:
        return None
    step = first_step(goal, ranking)
    return None if step is None else Now("step", step)


# --- sentences -----------------------------------------------------------------------------


def _name(option: Option, ranking: Ranking) -> str:
    return ranking.catalog.name_of(option.id)


def _not_needed(ranking: Ranking, enough: tuple[str, ...]) -> str:
    if not enough:
        return ""
    names = listed([ranking.catalog.name_of(i) for i in enough])
    where = ranking.purposes.setting.name
    return (
        f"you need no further certification: your {names} is already what {where} asks for; "
        "anything below is an addition"
    )


def _set_aside(ranking: Ranking) -> str:
    if not ranking.purposes.focus_set_aside or ranking.profile.focus is None:
        return ""
    focus = ranking.catalog.focuses[ranking.profile.focus].phrase
    return f"nothing in the catalog serves {focus} in {ranking.purposes.setting.name}, so that is set aside"


def _base_first(ranking: Ranking) -> str:
    if not ranking.purposes.base_first or ranking.purposes.setting.base_role is None:
        return ""
    role = ranking.catalog.roles[ranking.purposes.setting.base_role].name
    return f"you need a first credential to build on, so a {role} certification comes first"


def _do_now(ranking: Ranking, goal: OpenOption | None) -> str:
    first = ranking.first_place
    if first is None:
        return _nothing_now(ranking, goal)
    name, price, owed = (
        _name(first, ranking),
        price_phrase(first.costs),
        _owed_words(first, ranking),
    )
    if first.status == "ready":
        may = "you may sit for it now"
        sure = "" if first.pathway.confirmed else ", as far as the rules are published"
        return f"take the {name} ({price}): {may}{sure}{owed}"
    steps = listed([ranking.catalog.doing(s) for s in ordered_steps(first, ranking)])
    time = _time(first)
    return f"first {steps} ({time}), then take the {name}{owed}; together {price}"


def _time(option: OpenOption) -> str:
    route = option.pathway.before_exam
    return span_words(route.weeks, timed=route.timed)


def _why(ranking: Ranking) -> str:
    first = ranking.first_place
    if first is None:
        return ""
    certification = ranking.catalog.certifications[first.id]
    return purpose_reason(first.purpose.serves, certification, ranking.purposes)


def _rule_change(ranking: Ranking) -> str:
    """A change of rules that the first place would not survive, within the year warned of."""
    first = ranking.first_place
    changes = first.pathway.changes if first is not None else ()
    if first is None or not changes or changes[0].since is None:
        return ""
    day = day_words(changes[0].since)
    return (
        f"sit for the {_name(first, ranking)} before {day}: from then on you need {changes[0].text}"
    )


def _owed_words(option: OpenOption, ranking: Ranking) -> str:
    owed = option.pathway.steps - option.pathway.before_exam.steps
    steps = [s for s in ranking.catalog.items() if s in owed]
    if not steps:
        return ""
    return f"; afterwards you still have to {listed([ranking.catalog.doing(s) for s in steps])}"


def _nothing_now(ranking: Ranking, goal: OpenOption | None) -> str:
    where = ranking.purposes.setting.name
    short = [o for o in ranking.ranked if o.group == "not-yet" and _is_short(o)]
    if goal in short:
        short = [goal]
    if short:
        best = short[0]
        return (
            f"no option for {where} fits {usd(_budget(ranking))}: "
            f"you are {usd(_gap(best, ranking))} short of the {_name(best, ranking)}"
        )
    if any(o.group == "not-yet" and o.status in OPEN for o in ranking.ranked):
        return f"no option for {where} has a known price within your budget today"
    if any(o.group in ("not-yet", "later") for o in ranking.ranked):
        return f"no option for {where} is open to you today"
    covered = [
        _name(o, ranking)
        for o in ranking.ranked
        if ranking.purposes.serves(o.id).ok and not o.purpose.covered.ok
    ]
    if covered:
        return f"what you hold covers what serves {where}: {listed(covered)}"
    return f"nothing else in the catalog fits {where}"


def _is_short(option: Option) -> bool:
    return option.status in OPEN and option.affordable is False and option.costs.complete


def _budget(ranking: Ranking) -> Decimal:
    budget = ranking.profile.budget
    return budget if isinstance(budget, Decimal) else Decimal(0)


def _gap(option: Option, ranking: Ranking) -> Decimal:
    return option.costs.required_total - _budget(ranking)


def _goal_words(ranking: Ranking, goal: OpenOption | None) -> str:
    if goal is None or (ranking.first_place is not None and goal.id == ranking.first_place.id):
        return ""
    name, price = _name(goal, ranking), price_phrase(goal.costs)
    if not goal.purpose.base.ok:
        return f"the goal is the {name} ({price}), once you have a credential or degree to build on"
    if goal.status == "ready":
        if goal.affordable:
            return f"the better goal is the {name} ({price}), and you may sit for it now"
        return f"the goal is the {name} ({price}); you may sit for it today"
    time = _time(goal)
    steps = listed([ranking.catalog.doing(s) for s in ordered_steps(goal, ranking)])
    return f"the goal is the {name}: {steps} ({time}), then sit for it ({price})"


def _price_to_ask(ranking: Ranking) -> str:
    if ranking.first_place is not None:
        return ""
    for option in ranking.ranked:
        if option.group == "not-yet" and option.affordable is None and option.status in OPEN:
            issuer = ranking.catalog.issuers[ranking.catalog.certifications[option.id].issuer]
            left = _budget(ranking) - option.costs.required_total
            return (
                f"ask {issuer.name} what the {_name(option, ranking)} costs: "
                f"at {usd(left)} or less it is within your budget"
            )
    return ""


def _ask(ranking: Ranking, goal: OpenOption | None) -> tuple[str, ...]:
    """What to ask whom: of the first place, the goal, and what only its price keeps back."""
    of = [o for o in (ranking.first_place, goal) if o is not None]
    of += [o for o in ranking.open_options if o.group == "not-yet" and o not in of]
    return unique(question for option in of for question in asks_of(option, ranking))


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
