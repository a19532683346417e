"""Golden situations: what the article, the employers and the rules of the house say, is advised.

The situations are data, in situations.json, to be read and extended by people who do not program.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from certadvisor import Recommendation, recommend
from certadvisor.profile.file import read_answers
from certadvisor.profile.parse import profile_from
from helpers import HERE, TODAY, entry, program, real_catalog

DATA = json.loads((HERE / "situations.json").read_text(encoding="utf-8"), parse_float=Decimal)
SITUATIONS: list[dict[str, Any]] = DATA["situations"]


# --- how an expectation is read -----------------------------------------------------------------


def _first(result: Recommendation) -> str | None:
    return result.first_place.id if result.first_place is not None else None


def _place(result: Recommendation, certification: str) -> int:
    return entry(result, certification).rank


def _expectation(result: Recommendation, start: str) -> bool | None:
    return next(e.met for e in result.expectations if e.text.startswith(start))


def _hours(result: Recommendation, certification: str) -> list[int | None] | None:
    hours = entry(result, certification).effort.hours
    return [hours.low, hours.high] if hours is not None else None


def _gains(result: Recommendation) -> list[str]:
    """What comes first after one of the changes that gain something, each once, by name."""
    again = recommend(result.profile, real_catalog())
    assert again.sureness is not None
    return sorted({str(c.new_first) for c in again.sureness.would_change if c.gains})


def _now(result: Recommendation) -> str | None:
    return result.advice.now.id if result.advice.now is not None else None


WHOLE: dict[str, Callable[[Recommendation], object]] = {
    "first": _first,
    "now": _now,
    "goal": lambda result: result.advice.goal,
    "needed": lambda result: result.advice.needed,
    "beyond": lambda result: result.advice.beyond,
    "equals": lambda result: list(result.advice.equals),
    "gains": _gains,
}
OF_EACH: dict[str, Callable[[Recommendation, str], object]] = {
    "status": lambda result, i: entry(result, i).status,
    "group": lambda result, i: entry(result, i).group,
    "serves": lambda result, i: entry(result, i).purpose.serves.ok,
    "covered": lambda result, i: not entry(result, i).purpose.covered.ok,
    "confirmed": lambda result, i: entry(result, i).confirmed,
    "affordable": lambda result, i: entry(result, i).affordable,
    "total": lambda result, i: entry(result, i).cost.required_total,
    "route": lambda result, i: list(entry(result, i).route),
    "expectations": _expectation,
    "owes": lambda result, i: [o.text for o in entry(result, i).owed],
    "pass_rate": lambda result, i: entry(result, i).effort.pass_rate,
    "hours": _hours,
}
WORDS: dict[str, Callable[[Recommendation], str]] = {
    "text_contains": lambda result: result.advice.text,
    "asks": lambda result: " ".join(result.advice.ask),
}
WORDS_OF_EACH: dict[str, Callable[[Recommendation, str], str]] = {
    "owed": lambda result, i: " ".join(o.text for o in entry(result, i).owed),
    "reason": lambda result, i: " ".join(entry(result, i).reasons),
}


def _is_said(words: str, text: str) -> bool:
    """Whether these words stand in a text, as whole words."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def _before(result: Recommendation, wanted: list[list[str]]) -> None:
    for one, other in wanted:
        assert _place(result, one) < _place(result, other), f"{one} before {other}"


def _not_status(result: Recommendation, wanted: dict[str, str]) -> None:
    for i, status in wanted.items():
        assert entry(result, i).status != status, f"not_status: {i} is {status}"


def _text_lacks(result: Recommendation, wanted: list[str]) -> None:
    for words in wanted:
        assert not _is_said(words, " ".join(result.advice.parts.values())), f"text_lacks: {words}"


def _says(result: Recommendation, wanted: dict[str, list[str]]) -> None:
    for part, some in wanted.items():
        for words in some:
            assert _is_said(words, result.advice.parts.get(part, "")), f"says: {part}: {words}"


OTHERWISE: dict[str, Callable[[Recommendation, Any], None]] = {
    "before": _before,
    "not_status": _not_status,
    "text_lacks": _text_lacks,
    "says": _says,
}


def _check(result: Recommendation, key: str, wanted: Any) -> None:
    if key in WHOLE:
        assert WHOLE[key](result) == wanted, key
    elif key in OTHERWISE:
        OTHERWISE[key](result, wanted)
    elif key == "first_in":
        assert _first(result) in wanted
    elif key == "not_first":
        assert _first(result) not in wanted
    elif key in OF_EACH:
        assert {i: OF_EACH[key](result, i) for i in wanted} == wanted, key
    elif key in WORDS:
        for words in wanted:
            assert words.lower() in WORDS[key](result).lower(), key
    else:
        for i, words in wanted.items():
            assert words.lower() in WORDS_OF_EACH[key](result, i).lower(), key


def _holds(situation: dict[str, Any], folder: Path) -> None:
    file = folder / "answers.json"
    file.write_text(json.dumps(situation["answers"]), encoding="utf-8")
    catalog = real_catalog()
    profile = profile_from(read_answers(file), catalog, TODAY)
    result = recommend(profile, catalog, with_sureness=False)
    for key, wanted in situation["expect"].items():
        _check(result, key, wanted)


# --- the tests ----------------------------------------------------------------------------------


def _cases() -> list[Any]:
    return [
        pytest.param(
            s,
            id=s["name"],
            marks=[pytest.mark.xfail(reason=s["known_gap"])] if "known_gap" in s else [],
        )
        for s in SITUATIONS
    ]


@pytest.mark.parametrize("situation", _cases())
def test_the_advice_agrees_with_the_statement(situation: dict[str, Any], tmp_path: Path) -> None:
    """In each situation the advice says what the quoted statement says."""
    _holds(situation, tmp_path)


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: str(s["name"]))
def test_every_situation_quotes_a_source_of_the_catalog(situation: dict[str, Any]) -> None:
    """A situation without a statement behind it would be taste."""
    assert situation["quote"]
    assert situation["source"] in {*real_catalog().sources, "calibration"}
    assert situation["expect"]
    assert set(situation) <= {
        "name",
        "quote",
        "source",
        "answers",
        "expect",
        "command",
        "known_gap",
    }
    assert set(situation["expect"]) <= set(DATA["about"]["expect"])


def test_no_situation_is_listed_twice() -> None:
    """Names tell situations apart, and each certification and setting stands in one."""
    assert len({s["name"] for s in SITUATIONS}) == len(SITUATIONS)
    text = (HERE / "situations.json").read_text(encoding="utf-8")
    catalog = real_catalog()
    assert [i for i in (*catalog.certifications, *catalog.settings) if f'"{i}"' not in text] == []


# --- a situation of one's own -----------------------------------------------------------------------


SAID = "--on 2026-11-23 --setting tactical --degree senior --degree-field other --cpr no --cpt nasm-cpt --budget 450"


def test_advice_that_seems_wrong_is_saved_as_a_test_that_fails_once_mended(tmp_path: Path) -> None:
    """What was said and what came of it, ready to be sent: only name, quote and source are open."""
    file = tmp_path / "situation.json"
    told = program("recommend", *SAID.split(), "--save-situation", str(file), "--top", "1")
    assert told.returncode == 0, told.stderr
    saved = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    assert set(saved) == {"name", "quote", "source", "answers", "expect", "command"}
    assert set(saved["expect"]) <= set(DATA["about"]["expect"])
    assert saved["answers"]["on"] == "2026-11-23"
    _holds(saved, tmp_path)
    for key, other in [("first", "nasm-wls"), ("needed", not saved["expect"]["needed"])]:
        mended = {**saved, "expect": {**saved["expect"], key: other}}
        with pytest.raises(AssertionError, match=key):
            _holds(mended, tmp_path)


def test_a_situation_that_cannot_be_saved_is_said(tmp_path: Path) -> None:
    """One line, exit code 1, and nothing printed as if all were well."""
    told = program("recommend", *SAID.split(), "--no-sureness", "--save-situation", str(tmp_path))
    assert (told.returncode, told.stdout) == (1, "")
    assert "is a folder" in told.stderr
