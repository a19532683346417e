"""docs/catalog.md, done as it is written: its files are saved, its commands typed, its output seen."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from certadvisor import load_catalog
from certadvisor.rules.ranking import rank
from helpers import CATALOG_FILE, person, real_catalog
from pages import page, words

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
    """A folder with the files of the page, and the program on the path."""
    university, gym = (text for language, text in BLOCKS if language == "json")
    (tmp_path / "university.json").write_text(university, encoding="utf-8")
    (tmp_path / "gym.json").write_text(gym, encoding="utf-8")
    less = university.replace('"source": "northfield-offer",', "")
    assert less != university
    (tmp_path / "bad.json").write_text(less, encoding="utf-8")
    for name in ("catalog.json", "my.json"):
        (tmp_path / name).write_bytes(CATALOG_FILE.read_bytes())
    start = tmp_path / "certadvisor"
    start.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m certadvisor "$@"\n', encoding="utf-8")
    start.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("example", _examples(), ids=lambda e: e.lines.split("\n")[0][:60])
def test_what_the_page_says_is_what_happens(example: Example, desk: Path) -> None:
    """Each command ends as it should, and prints what the page shows of it."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("CERTADVISOR_")}
    done = subprocess.run(
        ["sh", "-ec", example.lines],
        cwd=desk,
        env={**clean, "PATH": f"{desk}{os.pathsep}{os.environ['PATH']}", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == (1 if "bad.json" in example.lines else 0), done.stderr
    printed = words(done.stdout + done.stderr)
    assert printed
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
