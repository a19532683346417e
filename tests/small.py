"""Small catalogs of a few steps and two certifications, to try one rule at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from certadvisor.catalog import types as m
from certadvisor.catalog.load import validated
from certadvisor.rules.ranking import Ranking, rank
from helpers import TODAY, person, raw_catalog
from samples import small_catalog

Json = dict[str, Any]
RAW = raw_catalog()
"""Read once; what is made of it is never changed in place."""
TRAINER = {"kind": "credential", "role": RAW["policy"]["trainer_role"]}
ISSUERS = list(RAW["issuers"])[:2]
NO_ONE = "--degree none --cpr no --cpt none --licence none"


def fact(value: Any) -> Json:
    """A value with a source; None: one that nobody publishes."""
    if value is None:
        return {"value": None, "reason": "not published", "ask": "the issuer"}
    return {"value": value, "source": "article"}


def leaf(test: Json, **more: Any) -> Json:
    """A rule of one test."""
    return {"text": "a rule", "test": test, "source": "article", **more}


def held(*ids: str, **more: Any) -> Json:
    """The rule that one of these is held."""
    return leaf({"kind": "credential", "ids": [*ids]}, **more)


def trained(**more: Any) -> Json:
    """The rule that some trainer certification is held."""
    return leaf(TRAINER, **more)


def every(*branches: Json) -> Json:
    """All of these rules."""
    return {"all": [*branches]}


def one_of(*branches: Json) -> Json:
    """Any of these rules."""
    return {"any": [*branches]}


CARD = leaf({"kind": "cpr", "online_only": "not-met"})
MEMBER = leaf({"kind": "member", "issuer": "nsca"})
UNPUBLISHED = leaf({"kind": "unpublished"})


def step(weeks: int | None = 0, needs: Json | None = None, **more: Any) -> Json:
    """A step of so many weeks that has some rule of its own."""
    usual = {"name": "?", "does": "do it", "kind": "class", "span": "short", "weeks": fact(weeks)}
    return {**usual, **({} if needs is None else {"requirements": needs}), **more}


def trainer(weeks: int | None = 0, needs: Json | None = None) -> Json:
    """A step that makes a trainer."""
    credential = {"role": TRAINER["role"], "ncca": fact(True)}
    return step(weeks, needs, kind="credential", credential=credential)


def catalog_of(
    steps: dict[str, Json],
    rule: Json | None = None,
    setting: Json | None = None,
    /,
    **certifications: Json,
) -> m.Catalog:
    """A catalog of these steps and two certifications, `goal` and `other`, that need nothing.

    `rule` is what `other` asks for; `setting` and `certifications` are changes to the one
    setting, and to both certifications or further ones.
    """
    world = small_catalog(1, RAW)
    world["settings"] = {i: {**like, **(setting or {})} for i, like in world["settings"].items()}
    like = world["certifications"]["goal"] | {"weeks": fact(7)}
    world["issuers"] = {name: RAW["issuers"][name] for name in ISSUERS}
    world["steps"] = {name: {**made, "name": name} for name, made in steps.items()}
    rules = {"goal": {"all": []}, "other": rule or {"all": []}}
    world["certifications"] = {
        name: {
            **like,
            "name": name,
            "requirements": rules.get(name, {"all": []}),
            **certifications.get(name, {}),
        }
        for name in {**rules, **certifications}
    }
    return validated(world, "small.json")


def fee(amount: str | None) -> Json:
    """One fee in USD, None where nobody publishes it."""
    return {"label": "fee", "standard": fact(None if amount is None else float(amount))}


def serving(level: str, **focuses: str) -> Json:
    """What makes a certification serve the one setting at a level, and some focuses."""
    said = {"rationale": "it is said to", "source": "article"}
    return {
        "settings": {next(iter(RAW["settings"])): {"level": level, **said}},
        "focuses": {name: {"level": of, **said} for name, of in focuses.items()},
    }


def cert(level: str, price: str | None = "60", rule: Json | None = None, **more: Any) -> Json:
    """A certification that serves at a level, at a price in USD, and asks for something."""
    rules = {} if rule is None else {"requirements": rule}
    return {**serving(level), "fees": [fee(price)], **rules, **more}


def keeping(**renewal: Any) -> Json:
    """A certification that is renewed so."""
    usual = {
        "years": fact(2),
        "units": fact("20 hours"),
        "fee": {**fee("30"), "label": "renewal"},
        "keep_cpr": fact(False),
    }
    return {"renewal": {**usual, **renewal}}


def ranking_in(catalog: m.Catalog, line: str) -> Ranking:
    """The ranking in the one setting of a small catalog, for a line of flags."""
    return rank(person(f"--setting {next(iter(catalog.settings))} {line}", catalog), catalog)


def in_weeks(weeks: int, days: int = 0) -> str:
    """The day so many weeks and days from today."""
    return (TODAY + timedelta(weeks=weeks, days=days)).isoformat()
