"""When is each of several certifications the better pick? Decided from levels and rules alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from certadvisor.advice.fact_words import value_words
from certadvisor.catalog import types as m
from certadvisor.profile.profile import Profile
from certadvisor.rules.cost import list_price
from certadvisor.rules.dependencies import Dependencies
from certadvisor.rules.purpose import LEVEL_ORDER, level_in, reaches
from certadvisor.rules.requirements import RuleDays, candidate, gives_of, leaves
from certadvisor.rules.routes import RouteFinder
from certadvisor.text import listed, usd
from certadvisor.values import immutable, said_in


@immutable()
class Condition:
    """Something that must be true of the candidate for a certification to be the pick.

    `ids` are the steps they lack, or the focuses they aim at; `figures` what the certification has
    and the best of its rivals: list prices in USD, or pass rates in per cent.
    """

    kind: Literal["has-base", "lacks", "aims-at", "price", "accreditation", "pass-rate"]
    ids: tuple[str, ...] = ()
    figures: tuple[Decimal, ...] = ()


@immutable()
class Case:
    """What speaks for a certification: the settings it is the pick in, if the conditions hold."""

    settings: tuple[str, ...]
    conditions: tuple[Condition, ...]


@immutable()
class NoCase:
    """Nothing speaks for a certification: its rivals are as good in every setting it is useful."""

    id: str
    rivals: tuple[str, ...]
    settings: tuple[str, ...]


@immutable()
class Verdict:
    """When to pick which: the certifications for which each case speaks, and those without one."""

    picks: dict[Case, tuple[str, ...]]
    without: tuple[NoCase, ...]


def verdict(ids: Sequence[str], catalog: m.Catalog, day: date) -> Verdict:
    """When each of these certifications is the better pick, under the rules of `day`."""
    contenders = _Contenders(ids, catalog, day)
    picks: dict[Case, tuple[str, ...]] = {}
    without = []
    for item in ids:
        case = contenders.case_for(item)
        if isinstance(case, NoCase):
            without.append(case)
        else:
            picks[case] = (*picks.get(case, ()), item)
    return Verdict(picks, tuple(without))


# --- in words ------------------------------------------------------------------------------


def verdict_words(found: Verdict, catalog: m.Catalog) -> str:
    """A verdict in one or more sentences."""
    parts = []
    for case, ids in found.picks.items():
        words = [_the(ids, catalog)]
        words += [_places(case.settings, catalog, "and")] if case.settings else []
        conditions = [_condition_words(c, catalog) for c in case.conditions]
        words += [f"if you {listed(conditions)}"] if conditions else []
        words += ["(nothing on record separates them)"] if len(ids) > 1 else []
        parts.append(" ".join(words))
    return " ".join(
        [
            *([f"Take {'; take '.join(parts)}."] if parts else []),
            *(_no_case_words(none, catalog) for none in found.without),
        ]
    )


def _the(ids: Sequence[str], catalog: m.Catalog) -> str:
    return listed([f"the {catalog.name_of(i)}" for i in ids], "or")


def _places(settings: Sequence[str], catalog: m.Catalog, joint: str) -> str:
    return listed([f"for {catalog.settings[s].name}" for s in settings], joint)


def _condition_words(condition: Condition, catalog: m.Catalog) -> str:
    ids, figures = condition.ids, condition.figures
    match condition.kind:
        case "has-base":
            return f"hold {leaves(catalog.policy.base)[0].text}"
        case "lacks":
            return f"have {listed([f'no {catalog.name_of(i)}' for i in ids])}"
        case "aims-at":
            return f"aim at {listed([catalog.focuses[f].phrase for f in ids], 'or')}"
        case "price":
            return f"want the lower price ({' against '.join(map(usd, figures))})"
        case "accreditation":
            return "want the one known to be accredited"
        case "pass-rate":
            rates = [value_words("pass_rate", rate) for rate in figures]
            return f"want the higher pass rate ({' against '.join(rates)})"


def _no_case_words(none: NoCase, catalog: m.Catalog) -> str:
    mine = _the([none.id], catalog)
    if not none.rivals:
        return f"Nothing on record says where {mine} is useful."
    places = _places(none.settings, catalog, "or")
    return f"Nothing on record puts {mine} ahead of {_the(none.rivals, catalog)} {places}."


# --- the decision --------------------------------------------------------------------------


class _Contenders:
    """The certifications compared, and what each has over the others."""

    def __init__(self, ids: Sequence[str], catalog: m.Catalog, day: date) -> None:
        self._ids = ids
        self._catalog = catalog
        self._day = day
        self._reach = Dependencies(catalog)
        self._floor = LEVEL_ORDER.index(catalog.policy.serves_from)

    def case_for(self, item: str) -> Case | NoCase:
        """When to pick `item`."""
        mine = self._of(item)
        add_on = not mine.primary and any(self._of(i).primary for i in self._ids)
        base = [Condition("has-base")] if add_on and leaves(self._catalog.policy.base) else []
        if mine.niche:
            alike = [i for i in self._others(item) if set(self._of(i).niche) & set(mine.niche)]
            extra = self._advantage(item, alike)
            aim = Condition("aims-at", mine.niche)
            return Case((), (*base, aim, *([extra] if extra is not None else [])))
        serving = [s for s in self._catalog.settings if self._serves(item, s)]
        rivals = {s: [i for i in self._others(item) if self._rivals(i, item, s)] for s in serving}
        outright = tuple(s for s in serving if not rivals[s])
        if outright:
            return Case(outright, tuple(base))
        found = {s: self._against(item, others) for s, others in rivals.items()}
        conditions = next((c for c in found.values() if c is not None), None)
        if conditions is None:
            every = dict.fromkeys(i for others in rivals.values() for i in others)
            return NoCase(item, tuple(every), tuple(rivals))
        places = tuple(s for s, c in found.items() if c == conditions)
        return Case(places, (*base, *conditions))

    def _rivals(self, other: str, item: str, setting: str) -> bool:
        """Whether `other` is as good a pick in a setting that `item` serves, or a better one."""
        if self._of(other).niche or not self._serves(other, setting):
            return False
        here = self._rank(other, setting) - self._rank(item, setting)
        aim = self._aim(item)
        theirs = self._level(other, aim) - self._level(item, aim) if aim is not None else 0
        return here > 0 or theirs > 0 or (here == 0 and theirs == 0)

    def _against(self, item: str, rivals: list[str]) -> tuple[Condition, ...] | None:
        """The conditions under which `item` is the pick beside its rivals; None: there are none."""
        hurdles = {i: self._hurdles(i, item) for i in rivals}
        free = [i for i in rivals if not hurdles[i]]
        steps = dict.fromkeys(s for found in hurdles.values() for s in found)
        # Someone without any degree need not be told that they have none in a certain field.
        least = tuple(s for s in steps if not any(self._is_narrower(s, o) for o in steps))
        lacks = (Condition("lacks", least),) if least else ()
        aim = self._aim(item)
        if aim is not None and all(self._level(item, aim) > self._level(i, aim) for i in free):
            # Beside hurdles alone the aim is told only where it is more than a use among others.
            telling = free or self._level(item, aim) > self._floor
            return (*lacks, Condition("aims-at", (aim,))) if telling else lacks
        if not free:
            return lacks
        extra = self._advantage(item, free)
        return None if extra is None else (*lacks, extra)

    def _hurdles(self, other: str, item: str) -> list[str]:
        """The long steps that `other` still asks of someone who may sit for `item`."""
        mine = self._least_steps(item, ())
        theirs = None if mine is None else self._least_steps(other, mine)
        return [s for s in theirs or () if self._is_long(s)]

    def _is_narrower(self, step: str, other: str) -> bool:
        """Whether `step` gives all that `other` gives, and more besides."""
        more, less = (said_in(gives_of(self._catalog.item(i))) for i in (step, other))
        return bool(less) and less != more and more == {**more, **less}

    def _least_steps(self, item: str, done: Iterable[str]) -> list[str] | None:
        """The fewest long steps for an adult with a diploma and a CPR/AED card; None: no route.

        The rules are those of the day, however long the steps take.
        """
        nothing = dict.fromkeys(self._catalog.activities, 0)
        profile = Profile(
            degree="high-school", cpr="yes", cpt="none", licence=("none",), adult="yes",
            educated="us", practice=nothing, years=nothing, holds=tuple(done), on=self._day,
        )  # fmt: skip
        person = candidate(profile, self._catalog)
        finder = RouteFinder(person, self._catalog, self._reach, (self._day,), {})
        order = list(self._catalog.items())
        found = [
            sorted(route.steps, key=order.index)
            for route in finder.to_meet(self._of(item).requirements, RuleDays.on(self._day))
        ]
        return min(
            found,
            key=lambda r: (sum(map(self._is_long, r)), len(r), [order.index(s) for s in r]),
            default=None,
        )

    def _is_long(self, step: str) -> bool:
        return self._catalog.item(step).span == "long"

    def _advantage(self, item: str, rivals: list[str]) -> Condition | None:
        """The first thing in which `item` beats all its equals: price, accreditation, pass rate."""
        if not rivals:
            return None
        mine, theirs = self._of(item), [self._of(i) for i in rivals]
        (price, complete), others = list_price(mine.fees), [list_price(c.fees) for c in theirs]
        if complete and all(known for _, known in others):
            least = min(amount for amount, _ in others)
            if price < least:
                return Condition("price", figures=(price, least))
        if mine.ncca.known is True and all(c.ncca.known is not True for c in theirs):
            return Condition("accreditation")
        rate, rates = mine.exam.pass_rate.known, [c.exam.pass_rate.known for c in theirs]
        known_rates = [r for r in rates if r is not None]
        if rate is not None and len(known_rates) == len(rates) and rate > max(known_rates):
            return Condition("pass-rate", figures=(rate, max(known_rates)))
        return None

    def _aim(self, item: str) -> str | None:
        """The focus it is best in: the first of its highest level."""
        levels = self._of(item).focuses
        return max(
            (f for f in self._catalog.focuses if f in levels),
            key=lambda f: self._level(item, f),
            default=None,
        )

    def _of(self, item: str) -> m.Certification:
        return self._catalog.certifications[item]

    def _others(self, item: str) -> list[str]:
        return [i for i in self._ids if i != item]

    def _serves(self, item: str, setting: str) -> bool:
        level = level_in(self._of(item).settings, setting)
        return reaches(level, self._catalog.policy.serves_from)

    def _rank(self, item: str, setting: str) -> int:
        return LEVEL_ORDER.index(level_in(self._of(item).settings, setting))

    def _level(self, item: str, focus: str) -> int:
        return LEVEL_ORDER.index(level_in(self._of(item).focuses, focus))
