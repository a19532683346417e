"""How sure the first place is, and which single changes would give another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import lcm

from certadvisor.advice.next_steps import ordered_steps
from certadvisor.advice.results import (
    Basis,
    FirstPlaceShare,
    Rival,
    Separation,
    SingleChange,
    Sureness,
    WouldChange,
)
from certadvisor.advice.what_if import Change, WhatIf, unanswered
from certadvisor.advice.wording import over_budget, purpose_reason
from certadvisor.catalog import types as m
from certadvisor.profile.profile import BY_NAME, effective_weights
from certadvisor.rules.equals import alike
from certadvisor.rules.options import OpenOption, Option
from certadvisor.rules.ranking import OPEN, Ranking, tier
from certadvisor.rules.requirements import Truth, judge_tree
from certadvisor.rules.scoring import points
from certadvisor.text import listed, plain, usd

CENT = Decimal("0.01")
KINDS = ("budget", "price", "step", "answer")


def sureness(what_if: WhatIf) -> Sureness:
    """The share of weightings the first place leads under, its rival, and what would change it."""
    ranking = what_if.now
    first = ranking.first_place
    rival = _rival(ranking)
    alone = sum(o.group == "do-now" for o in ranking.ranked) == 1
    preferred = ranking.profile.prefer is not None
    basis: Basis = "preference" if preferred else "only-choice" if alone else "weightings"
    return Sureness(
        first_place_share=_share(ranking) if first is not None and not preferred else None,
        basis="none" if first is None else basis,
        rival=rival,
        would_change=tuple(_would_change(what_if)),
    )


# --- weightings ----------------------------------------------------------------------------


@cache
def weightings(count: int, total: int) -> tuple[tuple[int, ...], ...]:
    """All non-increasing lists of `count` whole numbers, zero allowed, that add up to `total`."""

    def made(left: int, most: int, places: int) -> Iterator[tuple[int, ...]]:
        if places == 1:
            if left <= most:
                yield (left,)
            return
        for first in range(min(left, most), -1, -1):
            if left - first <= first * (places - 1):
                yield from ((first, *rest) for rest in made(left - first, first, places - 1))

    return tuple(made(total, total, count))


def _share(ranking: Ranking) -> FirstPlaceShare:
    """Under how many weightings of the same order of importance the first place leads."""
    weights = effective_weights(ranking.profile, ranking.catalog)
    order = sorted(weights, key=lambda n: -weights[n])
    first = ranking.ranked[0]
    # Nothing of a lower tier comes before it, whatever the weights.
    others = [
        o
        for o in ranking.ranked[1:]
        if o.group == first.group and tier(o, ranking.purposes) == tier(first, ranking.purposes)
    ]
    # Equals stand together, and at the place of the best of them.
    equals = [o for o in ranking.ranked if alike(o, first, ranking.catalog)]
    leads = [
        [_whole([equal.values[n] - other.values[n] for n in order]) for equal in equals]
        for other in others
        if other not in equals
    ]
    considered = weightings(len(order), ranking.catalog.policy.sureness_sum)
    won = sum(
        all(
            any(sum(w * d for w, d in zip(weighting, lead, strict=True)) >= 0 for lead in each)
            for each in leads
        )
        for weighting in considered
    )
    return FirstPlaceShare(won=won, of=len(considered))


def _whole(values: Sequence[Fraction]) -> list[int]:
    """The values times their common denominator."""
    common = lcm(*(v.denominator for v in values))
    return [int(v * common) for v in values]


# --- the rival -----------------------------------------------------------------------------


def _rival(ranking: Ranking) -> Rival | None:
    """The next in the group of the first place, else the first of the next group."""
    if ranking.first_place is None or len(ranking.ranked) < 2:
        return None
    first, rival = ranking.ranked[0], ranking.ranked[1]
    return Rival(rival.id, _separation(first, rival, ranking))


def _separation(first: Option, rival: Option, ranking: Ranking) -> Separation:
    """The first thing in which the two differ, in the order in which they are ranked."""
    if rival.group != first.group:
        return Separation("group", None, None, reason_behind(rival, ranking))
    if rival.completes != first.completes:
        return Separation("group", None, None, "holding it would not be enough by itself")
    if tier(rival, ranking.purposes) != tier(first, ranking.purposes):
        text = "it is less strong in what you want to work on"
        return Separation("group", None, None, text)
    if ranking.profile.prefer is None and alike(first, rival, ranking.catalog):
        text = "the two count the same; compare what each costs and asks for"
        return Separation("group", None, None, text)
    return _by_preference(first, rival, ranking) or _by_score(first, rival, ranking)


def _by_preference(first: Option, rival: Option, ranking: Ranking) -> Separation | None:
    """What separates the two under the order asked for; None where the score does."""
    match ranking.profile.prefer:
        case "cheapest" if first.costs.required_total != rival.costs.required_total:
            more = rival.costs.required_total - first.costs.required_total
            return Separation("cost", None, None, f"it costs {usd(more)} more")
        case "fastest" if isinstance(first, OpenOption) and isinstance(rival, OpenOption):
            if first.pathway.sits_on != rival.pathway.sits_on:
                return Separation("time", None, None, "it takes longer")
            if _place_by_rate(first, ranking) != _place_by_rate(rival, ranking):
                return Separation("time", None, None, "fewer people are known to pass it")
        case "most-recognised" if first.values["recognition"] != rival.values["recognition"]:
            return Separation("recognition", None, None, "fewer employers or accreditors name it")
    return None


def _place_by_rate(option: Option, ranking: Ranking) -> Decimal:
    return ranking.catalog.certifications[option.id].exam.pass_rate.known or Decimal(0)


def _by_score(first: Option, rival: Option, ranking: Ranking) -> Separation:
    weights = effective_weights(ranking.profile, ranking.catalog)
    mine, theirs = points(first.values, weights), points(rival.values, weights)
    gaps = {n: mine[n] - theirs[n] for n in weights}
    widest = max(gaps, key=lambda n: gaps[n])
    name = ranking.catalog.policy.criteria[widest].name.lower()
    ahead = sum(gaps.values(), Decimal(0))
    text = (
        f"{plain(ahead)} points behind in all" if ahead else "tied on points; loses the tie-break"
    )
    if gaps[widest] > 0:
        text = f"{text}, most of all by {name} ({plain(gaps[widest])} points)"
    return Separation("score", widest, gaps[widest], text)


def reason_behind(option: Option, ranking: Ranking) -> str:
    """Why a certification is not in the do-now group, in a few words."""
    if not isinstance(option, OpenOption):
        return "no known way leads there"
    if (veto := option.purpose.veto) is not None:
        certification = ranking.catalog.certifications[option.id]
        return purpose_reason(veto, certification, ranking.purposes)
    if option.status not in OPEN:
        steps = [ranking.catalog.doing(s) for s in ordered_steps(option, ranking)]
        return f"you still have to {listed(steps)}"
    over = over_budget(option.costs, ranking.profile.budget)
    return over or "its price is not published"


# --- what would change it ------------------------------------------------------------------


def _would_change(what_if: WhatIf) -> list[WouldChange]:
    """The smallest change of each kind, the cheapest first, that gives another first place."""
    found: dict[tuple[str, str, str | None], tuple[tuple[object, ...], WouldChange]] = {}
    for family, size, entry in _all_changes(what_if):
        key = (entry.change.kind, family, entry.new_first)
        if key not in found or size < found[key][0]:
            found[key] = (size, entry)
    return sorted((entry for _, entry in found.values()), key=_cheapness)


def _cheapness(entry: WouldChange) -> tuple[bool, Decimal, int, str, str]:
    kind = KINDS.index(entry.change.kind)
    return (
        entry.cost is None,
        entry.cost or Decimal(0),
        kind,
        entry.change.key,
        str(entry.change.value),
    )


Sized = tuple[str, tuple[object, ...], WouldChange]


def _all_changes(what_if: WhatIf) -> Iterator[Sized]:
    yield from _budgets(what_if)
    yield from _prices(what_if)
    yield from _steps(what_if)
    yield from _answers(what_if)


def first_of(ranking: Ranking) -> str | None:
    """The id of the first place, if there is one."""
    return ranking.first_place.id if ranking.first_place is not None else None


def _gains(new_first: str | None, now: Ranking) -> bool:
    """Whether another first place is a better one than today's, by fit and recognition."""
    if new_first is None or now.first_place is None:
        return new_first is not None
    better = now.of(new_first)
    return better is not None and _worth(better) > _worth(now.first_place)


def _is_paid(after: Ranking, cost: Decimal | None) -> bool:
    """Whether the budget covers the step too, and then the new first place."""
    budget, first = after.profile.budget, after.first_place
    if not isinstance(budget, Decimal) or first is None:
        return True
    return first.costs.required_total + (cost or 0) <= budget


def _worth(option: Option) -> Fraction:
    return option.values["fit"] + option.values["recognition"]


def _budgets(what_if: WhatIf) -> Iterator[Sized]:
    """Every required total, and one cent less, as a budget."""
    now = what_if.now
    current = now.profile.budget
    totals = {o.costs.required_total for o in now.ranked if o.costs.complete}
    for budget in totals | {t - CENT for t in totals if t >= CENT}:
        first = first_of(what_if.best_after({"budget": budget}))
        if first == first_of(now):
            continue
        if isinstance(current, Decimal) and budget > current:
            family, size, cost = "up", budget, budget - current
            text = f"if you could spend {usd(budget)} ({usd(cost)} more)"
        else:
            family, size, cost = "down", -budget, Decimal(0)
            text = f"if you could spend less than {usd(budget + CENT)}"
        change = SingleChange("budget", "budget", budget, text)
        yield family, (size,), WouldChange(change, first, _gains(first, now), cost)


def _prices(what_if: WhatIf) -> Iterator[Sized]:
    """Every unpublished price, at the largest whole dollar that changes the first place."""
    now = what_if.now
    for item in _unpriced(now):
        first = _first_at_price(0, item, what_if)
        if first == first_of(now) or (item in now.catalog.certifications and first != item):
            continue
        most = _largest_price(item, first, what_if)
        name = now.catalog.name_of(item)
        text = f"if the {name} costs {usd(Decimal(most))} or less"
        if not most:
            text = f"if the {name} costs nothing"
        if now.profile.budget == "unlimited" and most == _ceiling(now):
            text = f"once the price of the {name} is known"
        change = SingleChange("price", item, Decimal(most), text)
        yield item, (0,), WouldChange(change, first, _gains(first, now), Decimal(0))


def _unpriced(ranking: Ranking) -> list[str]:
    """What is sold at a price that is not known, and could be bought now."""
    found = [
        o.id
        for o in ranking.ranked
        if o.purpose.ok
        and o.status in OPEN
        and ranking.pricing.amount_of(o.id, frozenset()) is None
    ]
    steps = [
        s
        for s, step in ranking.catalog.steps.items()
        if step.span == "short"
        and step.attainable
        and s not in ranking.profile.holds
        and ranking.pricing.amount_of(s, frozenset()) is None
    ]
    return found + steps


def _ceiling(ranking: Ranking) -> int:
    budget = ranking.profile.budget
    return int(budget) if isinstance(budget, Decimal) else int(m.MOST_MONEY)


def _first_at_price(amount: int, item: str, what_if: WhatIf) -> str | None:
    """The first place if `item` costs so many dollars."""
    quotes = {**what_if.now.profile.price, item: Decimal(amount)}
    return first_of(what_if.best_after({"price": quotes}))


def _largest_price(item: str, first: str | None, what_if: WhatIf) -> int:
    """The most that `item` may cost for this first place, which it has at 0, in whole dollars."""
    low, high = 0, _ceiling(what_if.now)
    while low < high:
        middle = (low + high + 1) // 2
        if _first_at_price(middle, item, what_if) == first:
            low = middle
        else:
            high = middle - 1
    return low


def _steps(what_if: WhatIf) -> Iterator[Sized]:
    """Every step that is open to the candidate and not yet taken."""
    now = what_if.now
    for place, (item, step) in enumerate(now.catalog.steps.items()):
        if item in now.profile.holds or not step.attainable:
            continue
        if judge_tree(step.requirements, now.eligibility.person, now.catalog) < Truth.UNSOURCED:
            continue
        after = what_if.best_after({"holds": (*now.profile.holds, item)})
        first = first_of(after)
        if first == first_of(now):
            continue
        cost = now.pricing.amount_of(item, now.eligibility.person.members)
        weeks = step.weeks.known
        size = (cost is None, cost or 0, weeks is None, weeks or 0, place)
        change = SingleChange("step", item, True, f"if you {step.does}")
        gains = step.span != "under-way" and _gains(first, now) and _is_paid(after, cost)
        yield "step", size, WouldChange(change, first, gains, cost)


def _answers(what_if: WhatIf) -> Iterator[Sized]:
    """Every unanswered question, with each answer."""
    now = what_if.now
    for name in unanswered(now.profile, now.catalog):
        for place, (change, after) in enumerate(what_if.answering(name)):
            first = first_of(after)
            if first != first_of(now):
                given = SingleChange(
                    "answer", name, change[name], _answer_words(change, name, now.catalog)
                )
                yield (
                    _family(change, name),
                    (place,),
                    WouldChange(given, first, _gains(first, now), Decimal(0)),
                )


def _family(change: Change, name: str) -> str:
    value = change[name]
    return f"{name} {next(reversed(value))}" if isinstance(value, dict) else f"{name} {value}"


def _answer_words(change: Change, name: str, catalog: m.Catalog) -> str:
    value, question = change[name], BY_NAME[name]
    if isinstance(value, dict):
        key = next(reversed(value))
        if name == "member":
            return f"if you are a member of {catalog.issuers[key].name}"
        unit = "hours" if name == "practice" else "years"
        return f"if you can show {value[key]} {unit} of {catalog.activities[key].phrase}"
    given = value[0] if isinstance(value, tuple) else value
    labels = {c.value: c.label for c in question.choices(catalog)}
    return f'if your answer to "{question.ask}" is "{labels.get(str(given), given)}"'
