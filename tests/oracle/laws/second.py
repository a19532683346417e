"""Purpose, score, group, order and bill written a second time, read off the catalog as plain JSON.

Only the status of each certification and the steps of its way are taken from the result; `brute`
and `tests/advice/test_plan.py` look into those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import brute
from brute import MET, Json
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


class Circumstances:
    """What the rules and the prices read of a candidate; setting, focus and budget do not matter."""

    def __init__(self, profile: Profile, world: Json) -> None:
        self.profile, self.world = profile, world
        self.person = brute.person_of(profile, world)
        self._bills: dict[tuple[str, frozenset[str]], tuple[int, Decimal]] = {}
        self.today = {
            i: brute.on_day(c["requirements"], profile.on)
            for i, c in world["certifications"].items()
        }

    def may_sit(self, target: str) -> bool:
        """Whether nothing that some source asks for is missing before the exam today."""
        return brute.holds(self.today[target], self.person, self.world, for_exam=True)

    def surely_may_sit(self, target: str) -> bool:
        """Whether everything asked for before the exam is met, by every version on record."""
        return self._met(self.today[target])

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
    """Purpose and score of all certifications for one candidate, whatever the budget."""

    def __init__(
        self, circumstances: Circumstances, profile: Profile, statuses: Mapping[str, str]
    ) -> None:
        self.world, self.person = circumstances.world, circumstances.person
        self.policy = self.world["policy"]
        self.profile, self.statuses = profile, statuses
        self.setting = self.world["settings"][profile.setting]
        self.set_aside = (
            profile.focus is not None
            and not profile.employer_accepts
            and not any(self._fits(i, profile.focus) for i in self.world["certifications"])
        )
        self.focus = None if self.set_aside else profile.focus
        self.has_base = self._tree(self.policy["base"])
        self.base_first = self._base_comes_first()
        self.purposes = {i: self._purpose(i) for i in statuses}
        self.values = {i: self._values(i) for i in statuses}
        self.weights = self._weights()

    # --- purpose ---

    def _purpose(self, target: str) -> tuple[bool, bool, bool]:
        """Whether it serves, has a base, and is not covered."""
        serves = self._is_base(target) or self.serves(target)
        based = bool(self._entry(target).get("primary")) or self.has_base
        return serves, based, not self._is_covered(target)

    def serves(self, target: str) -> bool:
        """Whether it serves the setting and the focus, whatever the base."""
        if self.profile.employer_accepts:
            return target in self.profile.employer_accepts
        niche = self._entry(target).get("niche")
        if niche and self.focus not in niche:
            return False
        return self._useful(target) and (self.focus is None or self._fits(target, self.focus))

    def is_enough(self, item: str) -> bool:
        """Whether holding it is already what the setting, and the focus, call for."""
        if self.profile.employer_accepts:
            return item in self.profile.employer_accepts
        held = brute.credential_of(item, self.world)
        if not held:
            return False
        found = [_level(held, "settings", self.profile.setting)]
        if self.focus is not None:
            found.append(_level(held, "focuses", self.focus))
        return all(_reaches(level, self.policy["enough"]) for level in found)

    def _base_comes_first(self) -> bool:
        if "base_role" not in self.setting or self.profile.employer_accepts or self.has_base:
            return False
        return not any(
            self.statuses.get(i) in ("ready", "reachable")
            and self._entry(i).get("primary")
            and self.serves(i)
            and not self._is_covered(i)
            for i in self.world["certifications"]
        )

    def _is_base(self, target: str) -> bool:
        entry = self._entry(target)
        is_role = entry.get("primary") and entry["role"] == self.setting.get("base_role")
        return bool(self.base_first and is_role and self._useful(target))

    def _is_covered(self, target: str) -> bool:
        return any(
            (not cover.get("settings") or self.profile.setting in cover["settings"])
            and brute.judge(cover["test"], self.person, self.world) == MET
            for cover in self._entry(target).get("covered_by") or ()
        )

    def _useful(self, target: str) -> bool:
        level = _level(self._entry(target), "settings", self.profile.setting)
        return _reaches(level, self.policy["serves_from"])

    def _fits(self, target: str, focus: str) -> bool:
        level = _level(self._entry(target), "focuses", focus)
        return self._useful(target) and _reaches(level, self.policy["serves_from"])

    def _tree(self, tree: Json) -> bool:
        if "any" in tree or "all" in tree:
            met = [self._tree(b) for b in tree.get("any", tree.get("all"))]
            return any(met) if "any" in tree else all(met)
        return brute.judge(tree["test"], self.person, self.world) == MET

    def _entry(self, target: str) -> Json:
        return self.world["certifications"][target]

    # --- score ---

    def row(self, target: str, budget: Budget, total: Decimal, *, complete: bool) -> Row:
        """One certification at a budget, given what it costs."""
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
        group = self._group(target, affordable)
        return Row(group, affordable, values, shared / sum(self.weights.values()))

    def _group(self, target: str, affordable: bool | None) -> str:
        status = self.statuses[target]
        if status == "closed":
            return "closed"
        if not all(self.purposes[target]):
            return "not-for-this"
        if status == "long-term":
            return "later"
        return "do-now" if status != "on-track" and affordable else "not-yet"

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
        if self.profile.preset is not None:
            weights |= self.policy["presets"][self.profile.preset]["weights"]
        return weights | self.profile.weight


def _level(entry: Json, kind: str, key: str | None) -> str:
    return str((entry.get(kind) or {}).get(key, {"level": "none"})["level"])


def _reaches(level: str, floor: str) -> bool:
    return LEVELS.index(level) >= LEVELS.index(floor)
