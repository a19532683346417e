"""What the tests share: the real catalog, candidates written as flags, and profiles of all kinds."""

from __future__ import annotations

import io
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from unittest.mock import patch

from hypothesis import strategies as st

from certadvisor import Catalog, Profile, Recommendation, load_catalog, recommend
from certadvisor.advice.results import (
    AllConditions,
    AnyCondition,
    Assessment,
    Condition,
    Requirements,
)
from certadvisor.catalog.place import catalog_path, overlay_paths
from certadvisor.cli.main import run
from certadvisor.files import read_json
from certadvisor.profile.parse import profile_from
from certadvisor.profile.profile import ENROLLED, FIELDLESS, QUESTIONS, contradictions, normalised
from certadvisor.profile.questions import Answers
from certadvisor.rules.eligibility import Pathway, RouteCache
from certadvisor.rules.options import OpenOption, Option
from certadvisor.rules.ranking import Ranking, rank
from certadvisor.show.document import Document, Grid

HERE = Path(__file__).parent
CATALOG_FILE = HERE.parent / "catalog.json"
TODAY = date(2026, 11, 23)
"""The day all tests are on, whenever they are run."""


@cache
def real_catalog() -> Catalog:
    """The catalog of the project, read once."""
    return load_catalog(CATALOG_FILE)


def at_hand(path: Path | None = None, overlays: Sequence[Path] = ()) -> Catalog:
    """As `load_catalog`, but the catalog of the project is not read again."""
    if path is None and catalog_path() == CATALOG_FILE and not overlay_paths(overlays):
        return real_catalog()
    return load_catalog(path, overlays)


def raw_catalog() -> dict[str, Any]:
    """The catalog as plain JSON, to be changed and written elsewhere."""
    data: dict[str, Any] = read_json(CATALOG_FILE)
    return data


# --- candidates, written as the flags one would type -----------------------------------------


def answers_in(line: str) -> Answers:
    """The answers in a line of flags."""
    by_flag = {q.flag: q for q in QUESTIONS}
    answers: Answers = {}
    words = iter(shlex.split(line))
    for word in words:
        question = by_flag[word]
        text = next(words)
        answers[question.name] = (*answers.get(question.name, ()), text)
    return answers


def person(line: str, catalog: Catalog | None = None) -> Profile:
    """The profile that a line of flags gives, on the day of the tests unless it says another."""
    return profile_from(answers_in(line), catalog or real_catalog(), TODAY)


def advised(line: str, catalog: Catalog | None = None) -> Recommendation:
    """The recommendation for a line of flags, but for how sure it is."""
    if catalog is None:
        return _advised(line)
    return recommend(person(line, catalog), catalog, with_sureness=False)


@cache
def _advised(line: str) -> Recommendation:
    return recommend(person(line), real_catalog(), with_sureness=False)


def ranked(line: str, catalog: Catalog | None = None) -> Ranking:
    """The ranking alone for a line of flags."""
    if catalog is None:
        return _ranked(line)
    return rank(person(line, catalog), catalog)


@cache
def _ranked(line: str) -> Ranking:
    return rank(person(line), real_catalog(), _routes())


@cache
def _routes() -> RouteCache:
    return RouteCache(real_catalog())


def judged(line: str, certification: str, catalog: Catalog | None = None) -> Option:
    """How one certification is judged for a line of flags."""
    found = ranked(line, catalog).of(certification)
    assert found is not None, f"{certification} is held"
    return found


def pathway_of(option: Option | None) -> Pathway | None:
    """The pathway that leads to a certification, None where none is known."""
    return option.pathway if isinstance(option, OpenOption) else None


def assessed(line: str, certification: str, catalog: Catalog | None = None) -> Assessment:
    """One line of the recommendation for a line of flags."""
    return entry(advised(line, catalog), certification)


def entry(result: Recommendation, certification: str) -> Assessment:
    """One certification of a recommendation."""
    return next(a for a in result.recommendations if a.id == certification)


def leaves_of(tree: Requirements) -> list[Condition]:
    """All conditions of a tree of requirements as the result shows it."""
    if isinstance(tree, Condition):
        return [tree]
    return [leaf for b in branches(tree) for leaf in leaves_of(b)]


def branches(tree: AllConditions | AnyCondition) -> tuple[Requirements, ...]:
    """The branches of an inner node of such a tree."""
    return tree.all if isinstance(tree, AllConditions) else tree.any


# --- the program -----------------------------------------------------------------------------


def program(*words: str, env: Mapping[str, str] | None = None) -> CompletedProcess[str]:
    """Run the program as a user without a terminal would, but inside this process.

    Environment, streams and `sys.argv` are as they were when it returns.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with (
        patch.dict(os.environ, {**_environment(), **(env or {})}, clear=True),
        patch("sys.argv", ["certadvisor", *words]),
        patch("sys.stdin", io.StringIO()),
        # The width of the screen is asked of the stream that the process was born with.
        patch("sys.__stdout__", out),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            code: object = run([*words])
        except SystemExit as ended:
            code = ended.code
    said = (_text_in(stream) for stream in (out, err))
    return CompletedProcess(words, code if isinstance(code, int) else int(code is not None), *said)


def _text_in(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def process(*words: str, env: Mapping[str, str] | None = None) -> CompletedProcess[str]:
    """The same in a process of its own: half a second, for tests that are about just that."""
    return subprocess.run(
        [sys.executable, "-m", "certadvisor", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        env={**_environment(), "PYTHONIOENCODING": "utf-8", **(env or {})},
        check=False,
        timeout=60,
    )


def _environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k not in ("CERTADVISOR_CATALOG", "ACCESSIBLE")}


# --- profiles of all kinds -------------------------------------------------------------------

BUDGETS = [
    Decimal(n) for n in ("0", "0.01", "300", "435", "474.99", "475", "560.50", "1000", "5000")
]
DAYS = [TODAY, date(2029, 6, 1), date(2029, 12, 31), date(2030, 1, 1), date(2036, 1, 1)]
DEGREES = [
    "none",
    "high-school",
    "associate",
    "student",
    "senior",
    "bachelor",
    "master",
    "doctorate",
]


def _some(values: list[str], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


def _table(
    keys: list[str], values: st.SearchStrategy[Any], most: int = 2
) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(keys), values, max_size=most)


@st.composite
def profiles(draw: st.DrawFn, catalog: Catalog | None = None) -> Profile:
    """Any profile that does not contradict itself."""
    catalog = catalog or real_catalog()
    items = list(catalog.items())
    trainers = [i for i in items if catalog.is_trainer(i)]
    held = draw(_some([i for i in items if getattr(catalog.item(i), "span", "") != "under-way"], 3))
    degree = draw(st.sampled_from(DEGREES))
    schooled = degree not in FIELDLESS
    issuers = sorted({m for s in catalog.steps.values() if (m := s.gives.member) is not None})
    values: dict[str, Any] = {
        "on": draw(st.sampled_from(DAYS)),
        "setting": draw(st.sampled_from(list(catalog.settings))),
        "degree": degree,
        "cpr": draw(st.sampled_from(["yes", "no", "online-only", "unknown"])),
        "budget": draw(st.sampled_from([*BUDGETS, "unlimited"])),
        "focus": draw(st.sampled_from([None, *catalog.focuses])),
        "holds": held,
        "cpt": draw(st.sampled_from([None, "none", *trainers])),
        "licence": draw(
            st.sampled_from([None, ("none",), ("pt",), ("atc",), ("rd",), ("pt", "rd")])
        ),
        "adult": draw(st.sampled_from([None, "yes", "no"])),
        "member": draw(st.none() | _table(issuers, st.sampled_from(["full", "student"]))),
        "practice": draw(
            _table(list(catalog.activities), st.sampled_from([0, 249, 250, 480, 640]))
        ),
        "years": draw(_table(list(catalog.activities), st.sampled_from([0, 1, 3, 12]))),
        "price": draw(
            _table(items, st.sampled_from([Decimal(0), Decimal("199.99"), Decimal(650)]))
        ),
        "employer_accepts": draw(_some(list(catalog.certifications), 2)),
        "weight": draw(_table(list(catalog.policy.criteria), st.integers(0, 5))),
    }
    if values["cpt"] == "none" and any(catalog.is_trainer(i) for i in held):
        values["cpt"] = None
    if schooled:
        values["degree_field"] = draw(
            st.sampled_from(["exercise-science", "health-science", "other", "unknown"])
        )
        values["casce"] = draw(st.sampled_from([None, "yes", "no", "unknown"]))
        values["educated"] = draw(st.sampled_from([None, "us", "elsewhere"]))
    if degree in ENROLLED:
        values["graduates"] = draw(st.sampled_from([None, "2036-01", "2036-12"]))
        if values["on"].year < 2029:
            values["graduates"] = draw(st.sampled_from([None, "2027-05", "2029-12", "2030-05"]))
    profile = Profile(**values)
    if any(name == "weight" for name, _ in contradictions(profile, catalog)):
        profile = replace(profile, weight={})
    alone = ((i, replace(profile, holds=(i,))) for i in held)
    profile = replace(profile, holds=tuple(i for i, p in alone if not contradictions(p, catalog)))
    assert contradictions(profile, catalog) == []
    return normalised(profile, catalog)


def grids(document: Document) -> list[Grid]:
    """The tables of a document, with pictures in words."""
    return [b.in_words() for b in document.blocks if isinstance(b, Grid)]
