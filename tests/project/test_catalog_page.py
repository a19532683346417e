"""docs/catalog.md, done as it is written: its files are saved, its commands typed, its output seen."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest

from certadvisor import load_catalog
from certadvisor.rules.ranking import rank
from helpers import CATALOG_FILE, person, program, real_catalog
from pages import page, table, words

PAGE = page("catalog.md")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.M | re.S)
GYM = "--setting gym --degree high-school --cpr yes --cpt none --budget 1000"


@dataclass(frozen=True)
class Example:
    """Lines of shell, and what the page says they print."""

    lines: str
    printed: str


def _examples() -> list[Example]:
    following = [*BLOCKS[1:], ("", "")]
    return [
        Example(text, after if kind == "text" else "")
        for (language, text), (kind, after) in zip(BLOCKS, following, strict=True)
        if language == "sh"
    ]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the files of the page."""
    university, gym = (text for language, text in BLOCKS if language == "json")
    (tmp_path / "university.json").write_text(university, encoding="utf-8")
    (tmp_path / "gym.json").write_text(gym, encoding="utf-8")
    less = university.replace('"source": "northfield-offer",', "")
    assert less != university
    (tmp_path / "bad.json").write_text(less, encoding="utf-8")
    for name in ("catalog.json", "my.json"):
        (tmp_path / name).write_bytes(CATALOG_FILE.read_bytes())
    return tmp_path


@pytest.mark.parametrize("example", _examples(), ids=lambda e: e.lines.split("\n")[0][:60])
def test_what_the_page_says_is_what_happens(
    example: Example, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command ends as it should, and prints what the page shows of it."""
    monkeypatch.chdir(desk)
    printed = ""
    for line in example.lines.replace("\\\n", " ").splitlines():
        name, *typed = shlex.split(line, comments=True)
        assert name == "certadvisor"
        done = program(*typed, *(["--no-sureness"] if typed[0] == "recommend" else []))
        assert done.returncode == (1 if "bad.json" in line else 0), done.stderr
        assert done.stdout + done.stderr
        printed += " " + words(done.stdout + done.stderr)
    for line in example.printed.splitlines():
        assert line in printed


def test_the_gyms_list_changes_what_the_page_says_it_changes(desk: Path) -> None:
    """Recognition of what the list does not name falls to what accreditation is worth."""
    before = rank(person(GYM), real_catalog())
    after = rank(person(GYM), load_catalog(overlays=[desk / "gym.json"]))
    one, other = before.of("nasm-cpt"), after.of("nasm-cpt")
    assert one is not None
    assert other is not None
    assert other.values["recognition"] < one.values["recognition"]
    assert other.values["recognition"] > 0


def test_the_page_tells_of_every_part_of_a_catalog() -> None:
    """Whoever writes a catalog finds each of its parts on the page."""
    parts = set(json.loads(CATALOG_FILE.read_text("utf-8")))
    told = set(re.findall(r"`(\w+)`", PAGE.partition("## What is in it")[2]))
    assert parts - {"schema_version"} <= told


def _keys(value: object) -> set[str]:
    """Every key of a schema's properties, at any depth."""
    if isinstance(value, list):
        return {k for one in value for k in _keys(one)}
    if not isinstance(value, dict):
        return set()
    own = value.get("properties")
    named = set(own) if isinstance(own, dict) else set()
    return named | {k for one in value.values() for k in _keys(one)}


def test_the_keys_that_decide_are_keys_of_a_catalog() -> None:
    """Each key the page explains may stand in a catalog, and none of a set or a policy is left out."""
    schema = json.loads((CATALOG_FILE.parent / "docs/schema/catalog.json").read_text("utf-8"))
    rows = table(PAGE.partition("### What decides what")[2], "In")
    told = {
        k for row in rows for key in re.findall(r"`([\w.]+)`", row["Key"]) for k in key.split(".")
    }
    assert len(told) > 20
    assert told <= _keys(schema)
    explained = told | set(re.findall(r"`(\w+)`", " ".join(r["What it decides"] for r in rows)))
    for shape in ("SufficientSet", "Setting"):
        new = set(schema["$defs"][shape]["properties"])
        said_of_all = {"name", "ask", "aliases", "notes", "note", "source", "as_of", "confirmed"}
        assert new - said_of_all <= explained
