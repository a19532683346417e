"""The project keeps its word: what it states in one place is what it states in the others."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from certadvisor import __version__
from helpers import CATALOG_FILE, program

ROOT = CATALOG_FILE.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
README = (ROOT / "README.md").read_text(encoding="utf-8")
WORKFLOW = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")


def _floors(lines: list[str], sign: str) -> set[tuple[str, ...]]:
    """Names and versions of lines such as `rich>=13.7`."""
    return {tuple(line.split(sign)) for line in lines}


def test_the_version_is_one() -> None:
    """The program, the package and the newest entry of the changelog agree."""
    assert program("--version").stdout == f"certadvisor {__version__}\n"
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", changelog, re.M)
    assert newest is not None
    assert newest[1] == __version__


def test_readme_has_two_commands_that_set_themselves_up() -> None:
    """One line for a recommendation without a terminal, one for the tests; .ci/run runs both."""
    first, second = re.findall(r"^```sh\n(python3 -m venv .*)\n```$", README, re.M)
    assert README.count("python3 -m venv") == 2
    assert ".venv/bin/certadvisor recommend --setting" in first
    assert second.endswith(".venv/bin/python -m pytest")


def test_the_floors_tried_are_the_floors_stated() -> None:
    """The lowest versions that pyproject.toml allows are those that the workflow tries."""
    floors = (ROOT / ".ci" / "floors.txt").read_text(encoding="utf-8").splitlines()
    tried = _floors([line for line in floors if line and not line.startswith("#")], "==")
    assert tried == _floors(PROJECT["dependencies"], ">=")
    assert "-c .ci/floors.txt" in WORKFLOW


def test_every_python_that_is_claimed_is_tried() -> None:
    """The classifiers, the floor of Python and the workflow's versions are the same."""
    claimed = re.findall(r":: (3\.\d+)", " ".join(PROJECT["classifiers"]))
    tried = re.search(r"python: \[(.*)\]", WORKFLOW)
    assert tried is not None
    assert re.findall(r"3\.\d+", tried[1]) == claimed
    assert PROJECT["requires-python"] == f">={claimed[0]}"


def test_the_tasks_are_described() -> None:
    """Every task of the Makefile says what it does."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.M)
    assert phony is not None
    described = re.findall(r"^([a-z-]+):.*## \S", text, re.M)
    assert sorted(described) == sorted(phony[1].split())
