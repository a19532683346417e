"""Purpose, need, score, group, order, goal and bill written a second time, off the plain JSON.

Only the status of each certification and the steps and weeks of its way are taken from the result;
`brute.Ways` and `tests/advice/test_plan.py` look into those.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import brute
from brute import MET, UNMET, UNSOURCED, Json
from certadvisor import Profile

LEVELS = ("none", "marginal", "useful", "strong", "standard")
Budget = Decimal | Literal["unlimited"] | None
GROUPS = ("do-now", "not-yet", "later", "not-for-this", "closed")


@dataclass(frozen=True)
class Row:
    """One certification as it ought to be judged; money in USD."""

    group: str
    affordable: bool | None
    values: Mapping[str, Fraction]
    score: Fraction


@dataclass(frozen=True)
class Standing:
    """How far a certification is: its status, the weeks and the day of the exam where known, its road.

    `total` in USD is what it costs in all, as far as known; `complete` says whether that is all,
    `joined` whose member one is then, `hearsay` whether some price is not official.
    """

    status: str
    weeks: int | None
    before: frozenset[str]
    total: Decimal = Decimal(0)
    complete: bool = True
    least_weeks: int = 0
    steps: int = 0
    day: date | None = None
    joined: frozenset[str] = frozenset()
    hearsay: bool = False


class Circumstances:
    """What the rules and the prices read of a candidate; setting, focus and budget do not matter."""

    def __init__(self, profile: Profile, world: Json) -> None:
        self.profile, self.world = profile, world
        self.person = brute.person_of(profile, world)
        self._bills: dict[tuple[str, frozenset[str]], tuple[int, Decimal]] = {}

        self._open: dict[str, bool] = {}
        self._ways: brute.Ways | None = None

    @property
    def ways(self) -> brute.Ways:
        """All roads from here."""
        if self._ways is None:
            self._ways = brute.Ways(self.profile, self.world)
        return self._ways

    def may_sit(self, target: str) -> bool:
        """Whether nothing is missing before the exam today, and what is owed will be in time."""
        if target not in self._open:
            self._open[target] = brute.may_sit_today(target, self.profile, self.world)
        return self._open[target]

    def surely_may_sit(self, target: str) -> bool:
        """Whether everything asked for before the exam is met, by every version on record."""
        on = self.profile.on
        rules = brute.requirements_of(target, self.person, self.world)
        later = brute.periods(self.profile, self.world)
        return any(self._met(brute.on_day(rules, on, day)) for day in later)

    def _met(self, tree: Json) -> bool:
        if tree is None:
            return True
        if "all" in tree or "any" in tree:
            met = [self._met(b) for b in tree.get("all", tree.get("any"))]
            return all(met) if "all" in tree else any(met)
        if tree.get("need") == "recommended" or tree.get("due") == "certificate":
            return True
        versions = (tree["test"], *tree.get("disputed", ()))
        return all(brute.judge(t, self.person, self.world) == MET for t in versions)

    def bill(self, target: str, steps: frozenset[str]) -> tuple[int, Decimal]:
        """How many amounts are not known, and the sum of the others, for the cheapest way to pay.

        Joining an issuer is bought only at a known fee.
        """
        key = (target, steps)
        if key not in self._bills:
            found = brute.costs(target, steps, self.profile, self.world)
            self._bills[key] = min(
                (len(unknown), known)
                for joined, (known, unknown) in found.items()
                if not any(
                    brute.fees_of(s, self.profile, self.world, frozenset())[1] for s in joined
                )
            )
        return self._bills[key]


class Second:
    """Purpose, need and score of all certifications for one candidate, whatever the budget."""

    def __init__(
        self, circumstances: Circumstances, profile: Profile, statuses: Mapping[str, str]
    ) -> None:
        self.world, self.person = circumstances.world, circumstances.person
        self.policy = self.world["policy"]
        self.profile, self.statuses = profile, statuses
        self.setting = self.world["settings"][profile.setting]
        self.focus = profile.focus
        self.set_aside = (
            profile.focus is not None
            and not profile.employer_accepts
            and not any(self.serves(i) for i in self.world["certifications"])
        )
        if self.set_aside:
            self.focus = None
        self.base_first = self._base_comes_first()
        self.purposes = {i: self._purpose(i) for i in statuses}
        self.values = {i: self._values(i) for i in statuses}
        self.weights = self._weights()
        self.needed = self._needed()

    # --- purpose ---

    def _purpose(self, target: str) -> tuple[bool, bool, bool]:
        """Whether it serves, has a base, and is not covered."""
        serves = self._is_base(target) or self.serves(target)
        return serves, self.has_base(target), not self._is_covered(target)

    def serves(self, target: str) -> bool:
        """Whether it serves the setting and the focus, whatever the base.

        A niche certification serves for its own focus alone; one that is strong in it, where the
        setting knows it at all.
        """
        if self.profile.employer_accepts:
            return target in self.profile.employer_accepts
        niche = self._entry(target).get("niche")
        if niche:
            if self.focus not in niche:
                return False
            if self._is_strong(target) and self._here(target, "marginal"):
                return True
        useful = self.policy["serves_from"]
        return self._here(target, useful) and self._in_focus(target, useful)

    def has_base(self, target: str) -> bool:
        """Whether it stands on its own, is open to all, or has something to be put on."""
        entry = self._entry(target)
        if entry.get("primary") or entry.get("open_to_all"):
            return True
        if entry.get("base"):
            return self._verdict(entry["base"]) == MET
        return self._has_policy_base()

    def _has_policy_base(self) -> bool:
        more = (self.policy.get("base_for_focus") or {}).get(self.focus)
        return any(self._verdict(t) == MET for t in (self.policy["base"], more) if t is not None)

    def _base_comes_first(self) -> bool:
        """Whether one lacks the base of every add-on that serves, and nothing else is open.

        Where no such add-on serves, the policy's list says who has a base.
        """
        if self.setting.get("base_role") is None or self.profile.employer_accepts:
            return False
        serving = [i for i in self.world["certifications"] if self.serves(i)]
        on_top = [
            i
            for i in serving
            if not self._entry(i).get("primary") and not self._entry(i).get("open_to_all")
        ]
        if any(self.has_base(i) for i in on_top) if on_top else self._has_policy_base():
            return False
        return not any(
            self.statuses.get(i) in ("ready", "reachable")
            and self._entry(i).get("primary")
            and not self._is_covered(i)
            for i in serving
        )

    def _is_base(self, target: str) -> bool:
        entry = self._entry(target)
        is_role = entry.get("primary") and entry["role"] == self.setting.get("base_role")
        return bool(self.base_first and is_role and self._here(target, self.policy["serves_from"]))

    def _is_covered(self, target: str, person: brute.Person | None = None) -> bool:
        if self.profile.employer_accepts:
            return False
        return any(
            (not cover.get("settings") or self.profile.setting in cover["settings"])
            and brute.judge(cover["test"], person or self.person, self.world) == MET
            for cover in self._entry(target).get("covered_by") or ()
        )

    def _here(self, item: str, floor: str) -> bool:
        """Whether it reaches a level in the setting; a step may be a credential too."""
        held = brute.credential_of(item, self.world)
        return bool(held) and _reaches(_level(held, "settings", self.profile.setting), floor)

    def _in_focus(self, item: str, floor: str) -> bool:
        held = brute.credential_of(item, self.world)
        return self.focus is None or (
            bool(held) and _reaches(_level(held, "focuses", self.focus), floor)
        )

    def _is_strong(self, item: str) -> bool:
        return self._in_focus(item, "strong")

    def _verdict(self, tree: Json, person: brute.Person | None = None) -> int:
        """A tree judged as a whole; versions on record that disagree are "no source says"."""
        person = person or self.person
        if "all" in tree:
            return min((self._verdict(b, person) for b in tree["all"]), default=MET)
        if "any" in tree:
            return max(self._verdict(b, person) for b in tree["any"])
        tests = (tree["test"], *tree.get("disputed", ()))
        found = [brute.judge(t, person, self.world) for t in tests]
        if min(found) == max(found):
            return found[0]
        return UNSOURCED if MET in found or brute.UNSAID not in found else brute.UNSAID

    def _entry(self, target: str) -> Json:
        return self.world["certifications"][target]

    # --- is a further certificate needed? ---

    @property
    def _asks_more(self) -> bool:
        """Whether the focus asks for something that the setting's own trade does not."""
        return self.focus is not None and self.focus not in self.setting.get("own_trade", ())

    @property
    def _hands_on(self) -> bool:
        return bool(self.world["focuses"][self.focus].get("hands_on", True))

    def _sets(self, focus: str | None) -> list[Json]:
        return [s for s in self.setting.get("sufficient", ()) if s.get("focus") == focus]

    def _met(self, focus: str | None, person: brute.Person | None = None) -> int:
        """How far the setting's sets, or those of a focus, are met."""
        return max((self._verdict(s["rule"], person) for s in self._sets(focus)), default=UNMET)

    def _enough(self) -> int:
        """How far what is held is all that one may be asked for, by the sets alone."""
        if self.profile.employer_accepts:
            accepted = set(self.profile.holds) & set(self.profile.employer_accepts)
            return MET if accepted else UNMET
        if not self._asks_more:
            return self._met(None)
        strong = MET if any(self._is_strong(i) for i in self.profile.holds) else UNMET
        besides = min(self._met(None), strong) if self._hands_on else strong
        return max(self._met(self.focus), besides)

    def _needed(self) -> bool | None:
        enough = self._enough()
        serving = [i for i in self.world["certifications"] if self.serves(i)]
        left = [i for i in serving if i not in self.profile.holds and not self._is_covered(i)]
        if enough == MET:
            return False
        if self.profile.employer_accepts:
            return True
        trains = self.focus is None or self._hands_on
        licensed = set(self.profile.licence or ()) - {"none"}
        lacks = trains and bool(self._sets(None)) and self._met(None) == UNMET and not licensed
        if serving and not left and not lacks:
            return False
        return None if enough == UNSOURCED or not serving else True

    def completes(self, target: str) -> bool:
        """Whether some set that answers for this candidate is met with it, and not without."""
        if self.profile.employer_accepts:
            return self._enough() != MET and target in self.profile.employer_accepts
        focuses: list[str | None] = [self.focus] if self._asks_more else [None]
        if self._asks_more and self._hands_on:
            focuses.append(None)
        then = brute.finished(self.person, [target], self.world)
        return any(
            self._verdict(s["rule"], then) == MET and self._verdict(s["rule"]) != MET
            for focus in focuses
            for s in self._sets(focus)
        )

    # --- the goal ---

    def goal(
        self, standings: Mapping[str, Standing], budget: Budget
    ) -> tuple[str | None, str | None]:
        """What to make for in the end, and what is further off; None where there is nothing.

        Ties go by what is not long-term, a known day, the weeks known of, the steps, and by the rank
        that all have before the goal pushes any of them back.
        """
        if self.needed is False:
            return None, None
        pool = [
            i
            for i, found in standings.items()
            if found.status != "closed" and not self._is_covered(i) and self.serves(i)
        ]
        is_one = self._answers_the_question(pool)
        pool = [i for i in pool if is_one(i)]
        order = self._order(standings, self._rows(standings, budget, None))

        def place(item: str) -> tuple[object, ...]:
            worth = self.values[item]["fit"] + self.values[item]["recognition"]
            found = standings[item]
            far = found.status == "long-term"
            return (
                -worth,
                far,
                found.weeks is None,
                found.least_weeks,
                found.steps,
                order.index(item),
            )

        within = [
            i
            for i in pool
            if standings[i].status != "long-term" or self._is_expected(standings[i].before)
        ]
        goal = min(within or pool, key=place, default=None)
        best = min(pool, key=place, default=None)
        far = best is not None and best != goal and standings[best].status == "long-term"
        return goal, best if far else None

    def _answers_the_question(self, pool: Sequence[str]) -> Callable[[str], bool]:
        """What a goal has to do besides serving."""
        if self.profile.employer_accepts:
            return lambda _: True
        if self._asks_more:
            strong = any(self._is_strong(i) for i in (*pool, *self.profile.holds))
            return self._is_strong if strong else lambda _: True
        return self.completes if self._sets(None) else lambda _: True

    def _is_expected(self, steps: frozenset[str]) -> bool:
        """Whether a long step is a degree by which an expectation of the setting is met."""
        then = brute.finished(self.person, sorted(steps), self.world)
        return any(
            self._verdict(x["rule"], then) == MET and self._verdict(x["rule"]) != MET
            for x in self.setting["expectations"]
            if not x.get("one_employer")
            and any(leaf["test"]["kind"] == "degree" for leaf in brute.leaves(x["rule"]))
        )

    # --- order ---

    def judged(self, standings: Mapping[str, Standing], budget: Budget) -> dict[str, Row]:
        """All of them at a budget, the first first."""
        goal, _ = self.goal(standings, budget)
        rows = self._rows(standings, budget, goal)
        return {i: rows[i] for i in self._order(standings, rows)}

    def _rows(
        self, standings: Mapping[str, Standing], budget: Budget, goal: str | None
    ) -> dict[str, Row]:
        return {
            i: self.row(i, budget, found, behind=self.is_behind(i, goal, standings))
            for i, found in standings.items()
        }

    def _order(self, standings: Mapping[str, Standing], rows: Mapping[str, Row]) -> list[str]:
        """By group, sets completed, strength in the focus, score, what is known of cost, id.

        Equals are then drawn up to the first of them, unless something is preferred.
        """
        alone = sorted(
            standings,
            key=lambda i: (
                GROUPS.index(rows[i].group),
                *self.tier(i),
                self._preferred(i, standings[i], rows[i]),
                -rows[i].score,
                not standings[i].complete,
                standings[i].total,
                i,
            ),
        )
        if self.profile.prefer is not None:
            return alone
        found: list[str] = []
        for one in alone:
            equals = [i for i in alone if self.is_equal(i, one, rows)]
            if one not in found:
                found += sorted(equals, key=self._by_what_it_takes(equals, standings, rows))
        return found

    def is_equal(self, one: str, other: str, rows: Mapping[str, Row]) -> bool:
        """Whether it makes no difference to an employer which of two one holds."""
        if one == other:
            return True
        here, there = rows[one], rows[other]
        return (
            here.group == there.group
            and GROUPS.index(here.group) < GROUPS.index("not-for-this")
            and self._entry(one)["role"] == self._entry(other)["role"]
            and self.completes(one) == self.completes(other)
            and self._is_strong(one) == self._is_strong(other)
            and here.values["fit"] == there.values["fit"]
            and here.values["recognition"] == there.values["recognition"]
        )

    def _by_what_it_takes(
        self, equals: Sequence[str], standings: Mapping[str, Standing], rows: Mapping[str, Row]
    ) -> Callable[[str], tuple[Any, ...]]:
        """How equals follow each other: soonest, accredited, cheapest to hold, easiest."""
        study = {i: brute.known(self._entry(i)["study"]["price"]) for i in equals}
        upkeep = {
            i: brute.per_year(i, self.profile, standings[i].joined, self.world) for i in equals
        }
        cost = {i: Fraction(standings[i].total) for i in equals}
        for i in equals:
            if None not in study.values():
                cost[i] += Fraction(study[i])
            if all(whole for _, whole in upkeep.values()):
                cost[i] += 2 * Fraction(upkeep[i][0])
        rung: dict[str, int] = {}
        head, number = min(equals, key=lambda i: cost[i]), 0
        for i in sorted(equals, key=lambda i: cost[i]):
            near = cost[i] < cost[head] * Fraction(11, 10)
            shaky = standings[i].hearsay or standings[head].hearsay
            if cost[i] != cost[head] and not (near and shaky):
                number, head = number + 1, i
            rung[i] = number

        def place(i: str) -> tuple[Any, ...]:
            entry, joined = self._entry(i), standings[i].joined
            member = entry["issuer"] in joined and entry["retake"].get("member") is not None
            again = brute.known(entry["retake"]["member" if member else "standard"])
            rate = brute.known(entry["exam"]["pass_rate"])
            return (
                -rows[i].values["readiness"],
                brute.known(entry["ncca"]) is not True,
                not standings[i].complete,
                rung[i],
                not upkeep[i][1],
                upkeep[i][0],
                again is None,
                again or 0,
                rate is None,
                -(rate or 0),
                i,
            )

        return place

    def tier(self, target: str) -> tuple[bool, bool]:
        """What no score moves: that it completes a set, and that it is strong in the focus."""
        return not self.completes(target), self.focus is not None and not self._is_strong(target)

    def _preferred(self, target: str, found: Standing, row: Row) -> tuple[Any, ...]:
        """What the candidate asked to have first: the least money, the nearest day, the best name."""
        if self.profile.prefer == "cheapest":
            study = self._entry(target)["study"]["price"]
            amount = study["value"] if study.get("confirmed", True) else None
            return (not found.complete, found.total, amount is None, found.total + (amount or 0))
        if self.profile.prefer == "most-recognised":
            return (-row.values["recognition"],)
        if self.profile.prefer == "fastest":
            rate = self._entry(target)["exam"]["pass_rate"]
            passed = rate["value"] if rate.get("confirmed", True) else None
            return (found.day is None, found.day or date.max, passed is None, -(passed or 0))
        return ()

    # --- score ---

    def row(self, target: str, budget: Budget, found: Standing, *, behind: bool) -> Row:
        """One certification at a budget; `behind`: the goal would make it superfluous."""
        total, complete = found.total, found.complete
        left, affordable = Fraction(0), None
        if budget == "unlimited":
            left, affordable = Fraction(1), True
        else:
            assert isinstance(budget, Decimal)
            if total > budget or (not complete and not budget):
                affordable = False
            elif complete:
                affordable = True
                left = 1 - Fraction(total) / Fraction(budget) if budget else Fraction(0)
        values = {**self.values[target], "affordability": left}
        shared = sum((values[n] * w for n, w in self.weights.items()), Fraction(0))
        soon = self._is_soon(target, found) and not behind
        group = self._group(target, affordable, soon=soon)
        return Row(group, affordable, values, shared / sum(self.weights.values()))

    def _is_soon(self, target: str, found: Standing) -> bool:
        """Whether it is open now, or on a known day within the policy's weeks."""
        if self.statuses[target] == "ready":
            return True
        return found.weeks is not None and found.weeks <= self.policy.get("soon_weeks", 26)

    def is_behind(self, target: str, goal: str | None, standings: Mapping[str, Standing]) -> bool:
        """Whether the goal is on its way, on a known day, and makes this one superfluous."""
        if goal is None or goal == target:
            return False
        on_its_way = standings[goal].status == "on-track" and standings[goal].weeks is not None
        then = brute.finished(self.person, [goal], self.world)
        return on_its_way and self._is_covered(target, then) and not self.completes(target)

    def _group(self, target: str, affordable: bool | None, *, soon: bool) -> str:
        status = self.statuses[target]
        if status == "closed":
            return "closed"
        if not all(self.purposes[target]):
            return "not-for-this"
        if status == "long-term":
            return "later"
        return "do-now" if soon and affordable else "not-yet"

    def _values(self, target: str) -> dict[str, Fraction]:
        entry, levels = self._entry(target), self.policy["levels"]
        fit = Fraction(levels[_level(entry, "settings", self.profile.setting)]["value"])
        if self.focus is not None and not self._is_base(target):
            share = Fraction(self.policy["focus_share"])
            focus = Fraction(levels[_level(entry, "focuses", self.focus)]["value"])
            fit = fit * (1 - share) + focus * share
        fact = entry["ncca"]
        accredited = fact["value"] is True and fact.get("confirmed", True)
        named = any(target in rule["names"] for rule in self.setting["employer_rules"])
        (row,) = (
            r
            for r in self.policy["recognition"]
            if (r["named"], r["accredited"]) == (named, accredited)
        )
        status = self.policy["statuses"][self.statuses[target]]
        return {
            "fit": fit,
            "recognition": Fraction(row["value"]),
            "readiness": Fraction(status["value"]),
        }

    def _weights(self) -> dict[str, int]:
        weights = {n: c["weight"] for n, c in self.policy["criteria"].items()}
        return weights | self.profile.weight


def _level(entry: Json, kind: str, key: str | None) -> str:
    return str((entry.get(kind) or {}).get(key, {"level": "none"})["level"])


def _reaches(level: str, floor: str) -> bool:
    return LEVELS.index(level) >= LEVELS.index(floor)
