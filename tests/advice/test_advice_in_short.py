"""The advice as a whole: short enough to be read, and at one with what it says is needed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from certadvisor.advice.next_steps import advise
from certadvisor.advice.results import Advice
from certadvisor.profile.command_line import command_line
from certadvisor.rules.eligibility import RouteCache
from certadvisor.rules.ranking import Ranking, rank
from helpers import person, real_catalog
from samples import part, people

TEXT = ("need", "now", "why", "effort")
PARTS = (*TEXT, "rule", "goal", "beyond", "price")
IN_TEXT, IN_A_PART = 90, 35

WHO = [
    "--degree in-school --graduates 2027-06 --adult 2027-03 --cpr no --cpt none",
    "--degree high-school --cpr no --cpt none --adult no",
    "--degree high-school --cpr yes --cpt none",
    "--degree high-school --cpr yes --cpt nasm-cpt",
    "--degree associate --degree-field other --cpr online-only --cpt issa-cpt",
    "--degree student --degree-field exercise-science --graduates 2030-05 --casce no --cpr yes --cpt none",
    "--degree senior --degree-field other --cpr no --cpt other",
    "--degree bachelor --degree-field other --cpr yes --cpt none --holds tsac-f",
    "--degree bachelor --degree-field exercise-science --cpr yes --cpt none",
    "--degree doctorate --degree-field health-science --cpr yes --cpt none --licence pt",
    "--degree master --degree-field exercise-science --cpr yes --cpt nsca-cpt --holds cscs",
]
CATALOG = real_catalog()


Told = tuple[tuple[Ranking, Advice], ...]


@pytest.fixture(scope="module", params=[3, pytest.param(1, marks=pytest.mark.slow)])
def told(request: pytest.FixtureRequest) -> Told:
    """What all kinds of people are told: in each setting, with each focus, and drawn ones.

    One in three of them in the fast tier, each of them in the slow one.
    """
    lines = [
        f"--setting {setting} --budget {budget} {who}" + (f" --focus {focus}" if focus else "")
        for setting in CATALOG.settings
        for focus in ("", *CATALOG.focuses)
        for who in WHO
        for budget in ("450", "unlimited")
    ]
    everyone = [*map(person, lines[:: request.param]), *people(part(1000, 80), seed=112)]
    memory = RouteCache(CATALOG)
    rankings = [rank(p, CATALOG, memory) for p in everyone]
    return tuple((ranking, advise(ranking)) for ranking in rankings)


def typed(ranking: Ranking) -> str:
    """The command that shows it."""
    return command_line(ranking.profile)


def words(text: str) -> int:
    """How many words a text has."""
    return len(text.split())


def test_the_advice_is_short_and_so_is_each_part_of_it(told: Told) -> None:
    """`text` is need, now, why and effort: at most 90 words; every other part at most 35.

    That a focus is set aside is not counted: it is an answer to a question of its own.
    """
    seen: Counter[str] = Counter()
    for ranking, said in told:
        seen.update([*said.parts])
        assert set(said.parts) <= set(PARTS), typed(ranking)
        assert said.text == " ".join(said.parts[k] for k in TEXT if k in said.parts)
        counted = re.sub(r"Nothing in the catalog fits .+? so that is set aside\.", "", said.text)
        assert words(counted) <= IN_TEXT, (typed(ranking), said.text)
        for kind, text in said.parts.items():
            if kind not in TEXT:
                assert words(text) <= IN_A_PART, (typed(ranking), kind, text)
    assert set(seen) == set(PARTS)


def no_need(told: Told) -> Iterator[tuple[Ranking, Advice]]:
    """Those who need no further certificate."""
    return ((ranking, said) for ranking, said in told if said.needed is False)


def test_whoever_needs_nothing_is_told_to_take_nothing(told: Told) -> None:
    """DESIGN 3: then goal, what to do now and the first place are null, and no sentence says take."""
    seen = 0
    for ranking, said in no_need(told):
        seen += 1
        assert (said.goal, said.now, said.beyond) == (None, None, None), typed(ranking)
        assert said.equals == ()
        assert said.parts["need"].startswith("You need no further certificate"), typed(ranking)
        for text in said.parts.values():
            told_to = re.search(r"\b(take|goal)\b", text, re.IGNORECASE)
            assert told_to is None, (typed(ranking), text)
            assert "nothing more" not in text
    assert seen >= part(100, 20)


def test_whoever_needs_nothing_has_no_first_place(told: Told) -> None:
    """DESIGN 3: the ranking stays, for whoever wants more, without a first place."""
    for ranking, _ in no_need(told):
        assert ranking.first_place is None, typed(ranking)


def test_what_to_do_now_stands_in_what_is_said(told: Told) -> None:
    """A certification to take now is named in the text, and so is a step that comes before one."""
    seen: Counter[str] = Counter()
    for ranking, advice in told:
        now, said = advice.now, " ".join(advice.parts.values())
        if now is None:
            continue
        seen[now.kind] += 1
        first = ranking.first_place
        if now.kind == "certification":
            assert CATALOG.name_of(now.id) in advice.parts["now"], typed(ranking)
        elif first is not None and first.status != "on-track":
            assert CATALOG.doing(now.id) in said, (typed(ranking), now.id)
    assert set(seen) == {"certification", "step"}


def test_nobody_under_age_hears_that_they_may_sit(told: Told) -> None:
    """Whoever is 17 is told neither to take something now nor that it is open today."""
    seen = 0
    for ranking, advice in told:
        if ranking.profile.adult in (None, "yes"):
            continue
        seen += 1
        said = " ".join(advice.parts.values()).lower()
        assert "any day" not in said, typed(ranking)
        assert "sit for it today" not in said, typed(ranking)
        assert not re.search(r"\btake the \S+ now\b", said), typed(ranking)
    assert seen
