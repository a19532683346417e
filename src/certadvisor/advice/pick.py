"""When is each of several certifications the better pick? One line, from levels and rules alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from certadvisor.advice.fact_words import value_words
from certadvisor.catalog import types as m
from certadvisor.profile.profile import Profile
from certadvisor.rules.dependencies import Dependencies
from certadvisor.rules.purpose import LEVEL_ORDER, at_least, level_in
from certadvisor.rules.requirements import candidate, leaves
from certadvisor.rules.routes import RouteFinder
from certadvisor.text import listed, usd


@dataclass(frozen=True, slots=True)
class _Case:
    """What speaks for one certification: where it is the pick, and on which conditions."""

    places: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


def verdict(ids: Sequence[str], catalog: m.Catalog, day: date) -> str:
    """When to take which, in a sentence; what nothing speaks for is named too."""
    field = _Field(ids, catalog, day)
    clauses: dict[str, list[str]] = {}
    silent: list[str] = []
    for item in ids:
        case = field.case_for(item)
        if case is None:
            silent.append(field.silence_on(item))
        else:
            clauses.setdefault(_words(case), []).append(f"the {catalog.name_of(item)}")
    parts = [_clause(names, words) for words, names in clauses.items()]
    taken = [f"Take {'; take '.join(parts)}."] if parts else []
    return " ".join([*taken, *silent])


def _clause(names: list[str], words: str) -> str:
    alike = "" if len(names) == 1 else " (nothing on record separates them)"
    return f"{listed(names, 'or')} {words}{alike}"


def _words(case: _Case) -> str:
    places = listed([f"for {p}" for p in case.places])
    conditions = f"if you {listed(case.conditions)}" if case.conditions else ""
    return " ".join(part for part in (places, conditions) if part)


class _Field:
    """The certifications compared, and what each has over the others."""

    def __init__(self, ids: Sequence[str], catalog: m.Catalog, day: date) -> None:
        self._ids = ids
        self._catalog = catalog
        self._day = day
        self._reach = Dependencies(catalog)
        self._floor = LEVEL_ORDER.index(catalog.policy.serves_from)

    def case_for(self, item: str) -> _Case | None:
        """When to take `item`; None where nothing speaks for it."""
        mine = self._catalog.certifications[item]
        if mine.niche:
            return self._niche_case(item, mine)
        outright, contested = self._places(item)
        if outright:
            return _Case(tuple(outright), tuple(self._base(mine)))
        found = {place: self._against(item, rivals) for place, rivals in contested.items()}
        conditions = next((c for c in found.values() if c is not None), None)
        if conditions is None:
            return None
        places = tuple(place for place, c in found.items() if c == conditions)
        return _Case(places, (*self._base(mine), *conditions))

    def silence_on(self, item: str) -> str:
        """That nothing speaks for `item`, and beside what."""
        _, contested = self._places(item)
        mine, rivals = self._catalog.name_of(item), dict.fromkeys(chain(*contested.values()))
        if not rivals:
            return f"Nothing on record says where the {mine} serves."
        names = listed([f"the {self._catalog.name_of(i)}" for i in rivals], "or")
        places = listed([f"for {p}" for p in contested], "or")
        return f"Nothing on record puts the {mine} ahead of {names} {places}."

    def _niche_case(self, item: str, mine: m.Certification) -> _Case:
        aim = listed([self._catalog.focuses[f].phrase for f in mine.niche], "or")
        rivals = [i for i in self._others(item) if set(self._of(i).niche) & set(mine.niche)]
        extra = self._advantage(item, rivals) or ()
        return _Case((), (*self._base(mine), f"aim at {aim}", *extra))

    def _places(self, item: str) -> tuple[list[str], dict[str, list[str]]]:
        """The settings in which `item` leads, and those it serves beside better or equal rivals."""
        outright: list[str] = []
        contested: dict[str, list[str]] = {}
        for setting_id, setting in self._catalog.settings.items():
            if not self._serves(item, setting_id):
                continue
            rivals = [i for i in self._others(item) if self._rivals(i, item, setting_id)]
            if rivals:
                contested[setting.name] = rivals
            else:
                outright.append(setting.name)
        return outright, contested

    def _rivals(self, other: str, item: str, setting: str) -> bool:
        """Whether `other` is as good a pick in a setting that both serve, or a better one."""
        if self._of(other).niche or not self._serves(other, setting):
            return False
        here = self._rank(other, setting) - self._rank(item, setting)
        aim = self._aim(item)
        theirs = self._level(other, aim) - self._level(item, aim) if aim is not None else 0
        return here > 0 or theirs > 0 or (here == 0 and theirs == 0)

    def _against(self, item: str, rivals: list[str]) -> tuple[str, ...] | None:
        """The conditions under which `item` is the pick beside its rivals; None: there are none."""
        hurdles = {i: self._hurdles(i, item) for i in rivals}
        free = [i for i in rivals if not hurdles[i]]
        names = dict.fromkeys(n for found in hurdles.values() for n in found)
        # Whoever has no degree at all need not be told that it is none in some field.
        least = [n for n in names if not any(n.startswith(f"{o} ") for o in names)]
        lacks = (f"have {listed([f'no {n}' for n in least])}",) if names else ()
        aim = self._aim(item)
        if aim is not None and all(self._level(item, aim) > self._level(i, aim) for i in free):
            # Beside hurdles alone the aim is told only where it is more than a use among others.
            telling = free or self._level(item, aim) > self._floor
            return (*lacks, f"aim at {self._catalog.focuses[aim].phrase}") if telling else lacks
        extra = self._advantage(item, free) if free else ()
        return None if extra is None else (*lacks, *extra)

    def _hurdles(self, other: str, item: str) -> tuple[str, ...]:
        """The long steps that `other` still asks of whoever may sit for `item`."""
        mine = self._least_steps(item, frozenset())
        theirs = None if mine is None else self._least_steps(other, mine)
        return tuple(self._catalog.name_of(s) for s in theirs or () if self._is_long(s))

    def _least_steps(self, item: str, done: Iterable[str]) -> list[str] | None:
        """The fewest long steps for a grown-up with a diploma and a CPR/AED card; None: no way.

        The rules are those of the day, however long the steps take.
        """
        nothing = dict.fromkeys(self._catalog.activities, 0)
        profile = Profile(
            degree="high-school", cpr="yes", cpt="none", licence=("none",), adult=True,
            educated="us", practice=nothing, years=nothing, holds=tuple(done), on=self._day,
        )  # fmt: skip
        person = candidate(profile, self._catalog)
        roads = RouteFinder(person, self._catalog, self._reach, (self._day,), None)
        order = list(self._catalog.items())
        ways = [
            sorted(route.steps, key=order.index)
            for route in roads.to_meet(self._of(item).requirements, self._day)
        ]
        return min(
            ways,
            key=lambda w: (sum(map(self._is_long, w)), len(w), [order.index(s) for s in w]),
            default=None,
        )

    def _is_long(self, step: str) -> bool:
        return self._catalog.item(step).span == "long"

    def _advantage(self, item: str, rivals: list[str]) -> tuple[str, ...] | None:
        """The first thing in which `item` beats all its equals: price, accreditation, pass rate."""
        for advantage in (self._cheaper, self._accredited, self._passed_more):
            if found := advantage(item, rivals):
                return (found,)
        return None

    def _cheaper(self, item: str, rivals: list[str]) -> str:
        mine, theirs = self._price(item), [self._price(i) for i in rivals]
        known = [t for t in theirs if t is not None]
        if mine is None or len(known) < len(theirs) or not known or mine >= min(known):
            return ""
        return f"want the lower price ({usd(mine)} against {usd(min(known))})"

    def _accredited(self, item: str, rivals: list[str]) -> str:
        if self._of(item).ncca.known is not True or not rivals:
            return ""
        alone = all(self._of(i).ncca.known is not True for i in rivals)
        return "want the one known to be accredited" if alone else ""

    def _passed_more(self, item: str, rivals: list[str]) -> str:
        mine = self._of(item).exam.pass_rate.known
        theirs = [self._of(i).exam.pass_rate.known for i in rivals]
        known = [t for t in theirs if t is not None]
        if mine is None or len(known) < len(theirs) or not known or mine <= max(known):
            return ""
        rates = [value_words("pass_rate", r) for r in (mine, max(known))]
        return f"want the higher pass rate ({rates[0]} against {rates[1]})"

    def _price(self, item: str) -> Decimal | None:
        """The list price of all fees, None where one is not known."""
        known = [f.standard.known for f in self._of(item).fees]
        return None if None in known else sum((k for k in known if k is not None), Decimal(0))

    def _base(self, mine: m.Certification) -> Iterator[str]:
        """What an add-on is put on, where not all that is compared is one."""
        if not mine.primary and any(self._of(i).primary for i in self._ids):
            first = leaves(self._catalog.policy.base)[:1]
            yield from (f"hold {leaf.text}" for leaf in first)

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
        return at_least(level, self._catalog.policy.serves_from)

    def _rank(self, item: str, setting: str) -> int:
        return LEVEL_ORDER.index(level_in(self._of(item).settings, setting))

    def _level(self, item: str, focus: str) -> int:
        return LEVEL_ORDER.index(level_in(self._of(item).focuses, focus))
