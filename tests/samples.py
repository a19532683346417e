"""Candidates and small catalogs drawn by a seeded generator: the same ones every time."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from certadvisor import Profile
from certadvisor.profile.profile import ENROLLED, FIELDLESS, contradictions, normalised
from helpers import DEGREES, TODAY, real_catalog

FULL = os.environ.get("CERTADVISOR_FULL", "") not in ("", "0")
"""Whether the tests that try everything try all of it, which takes an hour, or a part."""

SOURCE = "article"
"""A source that the catalog has, for whatever is made up here."""

BUDGETS = ["0", "0.01", "300", "435", "474.99", "475", "560.50", "800", "1000", "1500", "5000"]


def part(whole: int, some: int) -> int:
    """How many to try: the whole number where that is asked for, else some of them."""
    return whole if FULL else some


def people(count: int, seed: int) -> Iterator[Profile]:
    """So many candidates from all over the space of answers, plain ones more often than odd ones."""
    rnd, catalog = random.Random(seed), real_catalog()
    made = 0
    while made < count:
        profile = Profile(**_answers(rnd))
        if not contradictions(profile, catalog):
            made += 1
            yield normalised(profile, catalog)


def _answers(rnd: random.Random) -> dict[str, Any]:
    catalog = real_catalog()
    items = [i for i, x in catalog.items().items() if getattr(x, "span", "") != "under-way"]
    trainers = [i for i in items if catalog.is_trainer(i)]
    issuers = sorted({m for s in catalog.steps.values() if (m := s.gives.member) is not None})
    activities = list(catalog.activities)
    degree = rnd.choice(DEGREES)
    on = rnd.choice([TODAY, TODAY, TODAY, date(2029, 6, 1), date(2029, 12, 31), date(2030, 1, 1)])
    amounts = [Decimal(0), Decimal("99.50"), Decimal(350)]
    values: dict[str, Any] = {
        "on": rnd.choice([on, on, on, date(2036, 1, 1)]),
        "setting": rnd.choice(list(catalog.settings)),
        "degree": degree,
        "cpr": rnd.choice(["yes", "yes", "no", "online-only", "unknown"]),
        "budget": rnd.choice([*(Decimal(b) for b in BUDGETS), "unlimited"]),
        "focus": rnd.choice([None, None, *catalog.focuses]),
        "cpt": rnd.choice([None, "none", "none", "none", *trainers]),
        "holds": tuple(rnd.sample(items, rnd.choice([0, 0, 0, 1, 2]))),
        "licence": rnd.choice([None, None, ("none",), ("pt",), ("atc",), ("rd",)]),
        "adult": rnd.choice([None, None, None, "no"]),
        "member": rnd.choice([None, {}, {rnd.choice(issuers): "full"}]),
        "practice": rnd.choice([{}, {}, {rnd.choice(activities): rnd.choice([0, 250, 480, 640])}]),
        "years": rnd.choice([{}, {}, {rnd.choice(activities): rnd.choice([0, 1, 3, 12])}]),
        "price": rnd.choice([{}, {}, {rnd.choice(items): rnd.choice(amounts)}]),
        "employer_accepts": rnd.choice([(), (), (), (rnd.choice(list(catalog.certifications)),)]),
        "prefer": rnd.choice([None, None, "cheapest", "fastest", "most-recognised"]),
        "weight": rnd.choice(
            [{}, {}, {rnd.choice(list(catalog.policy.criteria)): rnd.randint(0, 9)}]
        ),
    }
    if degree not in FIELDLESS:
        fields = ["exercise-science", "health-science", "other", "unknown"]
        values["degree_field"] = rnd.choice(fields)
        values["casce"] = rnd.choice([None, "yes", "no"])
        values["educated"] = rnd.choice([None, "us", "elsewhere"])
    if degree in ENROLLED:
        late = values["on"].year >= 2029
        months = ["2036-01", "2036-12"] if late else ["2027-05", "2029-12", "2030-05"]
        values["graduates"] = rnd.choice([None, *months])
    return values


# --- small catalogs ------------------------------------------------------------------------------

Json = dict[str, Any]

ALONE: Json = {"employer_rules": [], "expectations": [], "sufficient": [], "own_trade": []}
"""What a setting says of the certifications of the real catalog: in a small one, nothing."""


def small_catalog(seed: int, raw: Json, *, dated: bool = False) -> Json:
    """A catalog of two certifications and a few steps, in the form of the real one.

    Steps are shared between requirements, which are nested; amounts and durations are sometimes
    not known; some memberships are on sale. Now and then things ask for each other in a circle.
    `dated`: some rules of the last certification begin or end on a day.
    """
    return _Maker(random.Random(seed), raw, dated=dated).made()


class _Maker:
    """One small catalog in the making."""

    def __init__(self, rnd: random.Random, raw: Json, *, dated: bool) -> None:
        self.rnd, self.raw, self.dated = rnd, raw, dated
        self.issuers = list(raw["issuers"])[:2]
        self.role = raw["policy"]["trainer_role"]
        self.steps = [f"step-{n}" for n in range(rnd.randint(2, 6))]
        self.items = [*self.steps, "goal", "other"]

    def made(self) -> Json:
        """The catalog as plain JSON."""
        kept = [
            "schema_version",
            "version",
            "as_of",
            "sources",
            "issuers",
            "roles",
            "activities",
            "focuses",
            "policy",
        ]
        setting, like = next(iter(self.raw["settings"].items()))
        places = range(len(self.steps), len(self.items))
        return {
            **{k: self.raw[k] for k in kept},
            "settings": {setting: {**like, **ALONE}},
            "steps": {
                **{s: self.step(n) for n, s in enumerate(self.steps)},
                **{
                    f"{i}-joined": self.membership(i)
                    for i in self.issuers
                    if self.rnd.random() < 0.6
                },
            },
            "certifications": {self.items[n]: self.certification(n) for n in places},
        }

    def fact(self, *values: Any) -> Json:
        """One of these values, with a source, or an unknown for None."""
        value = self.rnd.choice(values)
        if value is None:
            return {"value": None, "reason": "not published", "ask": "the issuer"}
        return {"value": value, "source": SOURCE}

    def price(self) -> Json:
        return self.fact(None, 0, 10, 20, 20, 30, 45.5, 100)

    def fee(self) -> Json:
        fee = {"label": "fee", "standard": self.price()}
        return fee | ({"member": self.price()} if self.rnd.random() < 0.5 else {})

    def step(self, place: int) -> Json:
        name, rnd = self.items[place], self.rnd
        step: Json = {
            "name": name,
            "does": f"do {name}",
            "kind": "class",
            "span": rnd.choice(["short", "short", "long"]),
            "weeks": self.fact(None, 0, 1, 4, 20, 40, 60),
            "fees": [self.fee() for _ in range(rnd.choice([0, 1, 1, 2]))],
        }
        if place and rnd.random() < 0.6:
            step["requirements"] = self.tree(place, rnd.choice([1, 1, 2]))
        if rnd.random() < 0.3:
            step["issuer"] = rnd.choice(self.issuers)
        if rnd.random() < 0.35:
            step["credential"] = {"role": self.role, "ncca": self.fact(True, False, None)}
        if rnd.random() < 0.15:
            step["gives"] = {"cpr": "yes"}
        if rnd.random() < 0.05:
            step["attainable"] = False
        return step

    def membership(self, issuer: str) -> Json:
        return {
            "name": f"{issuer} joined",
            "does": "join",
            "kind": "membership",
            "span": "short",
            "weeks": {"value": 0, "source": SOURCE},
            "issuer": issuer,
            "gives": {"member": issuer},
            "fees": [{"label": "fee", "standard": self.price()}],
        }

    def certification(self, place: int) -> Json:
        name = self.items[place]
        dated = self.dated and place == len(self.items) - 1
        return {
            **next(iter(self.raw["certifications"].values())),
            "name": name,
            "aliases": [],
            "issuer": self.rnd.choice(self.issuers),
            "covered_by": [],
            "niche": [],
            "fees": [self.fee()],
            "weeks": self.fact(None, 0, 4),
            "settings": {},
            "focuses": {},
            "requirements": self.tree(place, 3, dated=dated),
        }

    def tree(self, place: int, depth: int, *, dated: bool = False) -> Json:
        if not depth or self.rnd.random() < 0.3:
            return self.leaf(place, dated=dated)
        branches = range(self.rnd.randint(1, 3))
        key = self.rnd.choice(["all", "any"])
        return {key: [self.tree(place, depth - 1, dated=dated) for _ in branches]}

    def leaf(self, place: int, *, dated: bool) -> Json:
        rnd = self.rnd
        # Mostly what was made before; sometimes anything, and then there may be a circle.
        pool = self.items[:place] if rnd.random() < 0.96 else self.items[:-1]
        leaf: Json = {"text": "a rule", "test": self.test(pool), "source": SOURCE}
        if not self.dated and rnd.random() < 0.15:
            leaf["due"] = "certificate"
        if rnd.random() < 0.05:
            leaf["need"] = "recommended"
        if pool and rnd.random() < 0.08:
            other = {"kind": "credential", "ids": [rnd.choice(pool)]}
            leaf["disputed"] = [rnd.choice([other, {"kind": "nothing"}])]
        if dated and rnd.random() < 0.3:
            leaf[rnd.choice(["since", "until"])] = rnd.choice(["2027-06-01", "2028-01-01"])
        return leaf

    def test(self, pool: list[str]) -> Json:
        rnd = self.rnd
        draw = rnd.random()
        if draw < 0.70 and pool:
            return {
                "kind": "credential",
                "ids": rnd.sample(pool, min(len(pool), rnd.choice([1, 2]))),
            }
        if draw < 0.82:
            return {"kind": "credential", "role": self.role, "accredited": rnd.random() < 0.5}
        if draw < 0.88:
            return {"kind": "member", "issuer": rnd.choice(self.issuers)}
        if draw < 0.94:
            return {"kind": "cpr", "online_only": "unknown"}
        return {"kind": rnd.choice(["unpublished", "nothing"])}
