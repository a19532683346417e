"""The advice as a whole: short enough to be read, and at one with what it says is needed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from certadvisor import Recommendation, recommend
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


@cache
def told() -> tuple[Recommendation, ...]:
    """What all kinds of people are told: in each setting, with each focus, and drawn ones."""
    lines = [
        f"--setting {setting} --budget {budget} {who}" + (f" --focus {focus}" if focus else "")
        for setting in CATALOG.settings
        for focus in ("", *CATALOG.focuses)
        for who in WHO
        for budget in ("450", "unlimited")
    ]
    some = [person(line) for line in lines[:: part(7, 1)]]
    return tuple(
        recommend(p, CATALOG, with_sureness=False)
        for p in (*some, *people(part(1000, 80), seed=112))
    )


def words(text: str) -> int:
    """How many words a text has."""
    return len(text.split())


def test_the_advice_is_short_and_so_is_each_part_of_it() -> None:
    """`text` is need, now, why and effort: at most 90 words; every other part at most 35."""
    seen: Counter[str] = Counter()
    for result in told():
        said = result.advice
        seen.update([*said.parts])
        assert set(said.parts) <= set(PARTS), result.command
        assert said.text == " ".join(said.parts[k] for k in TEXT if k in said.parts)
        assert words(said.text) <= IN_TEXT, (result.command, said.text)
        for kind, text in said.parts.items():
            if kind not in TEXT:
                assert words(text) <= IN_A_PART, (result.command, kind, text)
    assert set(seen) == set(PARTS)


def no_need() -> Iterator[Recommendation]:
    """Those who need no further certificate."""
    return (r for r in told() if r.advice.needed is False)


def test_whoever_needs_nothing_is_told_to_take_nothing() -> None:
    """DESIGN 3: then goal, what to do now and the first place are null, and no sentence says take."""
    seen = 0
    for result in no_need():
        said, seen = result.advice, seen + 1
        assert (said.goal, said.now, said.beyond) == (None, None, None), result.command
        assert said.equals == ()
        assert said.parts["need"].startswith("You need no further certificate"), result.command
        for text in said.parts.values():
            assert re.search(r"\b(take|goal)\b", text, re.IGNORECASE) is None, (
                result.command,
                text,
            )
            assert "nothing more" not in text
    assert seen >= part(100, 20)


def test_whoever_needs_nothing_has_no_first_place() -> None:
    """DESIGN 3: the ranking stays, for whoever wants more, without a first place."""
    for result in no_need():
        assert result.first_place is None, result.command


def test_what_to_do_now_stands_in_what_is_said() -> None:
    """A certification to take now is named in the text, and so is a step that comes before one."""
    seen: Counter[str] = Counter()
    for result in told():
        now, said = result.advice.now, " ".join(result.advice.parts.values())
        if now is None:
            continue
        seen[now.kind] += 1
        first = result.first_place
        if now.kind == "certification":
            assert CATALOG.name_of(now.id) in result.advice.parts["now"], result.command
        elif first is not None and first.status != "on-track":
            assert CATALOG.doing(now.id) in said, (result.command, now.id)
    assert set(seen) == {"certification", "step"}


def test_nobody_under_age_hears_that_they_may_sit() -> None:
    """Whoever is 17 is told neither to take something now nor that it is open today."""
    seen = 0
    for result in told():
        if result.profile.adult in (None, "yes"):
            continue
        seen += 1
        said = " ".join(result.advice.parts.values()).lower()
        assert "any day" not in said, result.command
        assert "sit for it today" not in said, result.command
        assert not re.search(r"\btake the \S+ now\b", said), result.command
    assert seen
