"""The layers: who may know what. Imports tell them, so imports are what is looked at."""

from __future__ import annotations

import ast
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

import certadvisor
from certadvisor.catalog import types as models
from certadvisor.cli.app import COMMANDS, command_line
from helpers import CATALOG_FILE, real_catalog

ROOT = Path(certadvisor.__file__).parent
NAME = certadvisor.__name__

# Where decisions are made: they depend on the catalog and the profile alone.
ROOMS = ("rules", "advice")


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts) or NAME


@cache
def _trees() -> dict[str, ast.Module]:
    """Every module of the package by its name, without the package's own."""
    return {
        _module(p): ast.parse(p.read_text(encoding="utf-8")) for p in sorted(ROOT.rglob("*.py"))
    }


def _room(module: str) -> str:
    return module.partition(".")[0]


def test_the_rooms_are_layered() -> None:
    """Who may know whom stands in pyproject.toml; import-linter holds it."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT.parents[1],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("module", [m for m in _trees() if _room(m) in ROOMS])
def test_decisions_depend_on_their_inputs_alone(module: str) -> None:
    """No rule and no advice opens a file, prints, asks or looks at a clock."""
    calls = [node.func for node in ast.walk(_trees()[module]) if isinstance(node, ast.Call)]
    names = {f.id for f in calls if isinstance(f, ast.Name)}
    methods = {f.attr for f in calls if isinstance(f, ast.Attribute)}
    assert names & {"open", "print", "input"} == set()
    assert methods & {"today", "now", "utcnow"} == set()


# --- what is loaded when the program runs --------------------------------------------------------


def _loaded(program: str, *words: str, env: Mapping[str, str] | None = None) -> set[str]:
    """The modules of this package, and the top-level ones of others, once some Python has run."""
    code = f"import sys\nsys.argv = ['certadvisor', *sys.argv[1:]]\n{program}\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, **(env or {})},
    )
    names = done.stderr.split()
    return {name if name.startswith(NAME) else name.partition(".")[0] for name in names}


RUN = "from certadvisor.cli.main import run\nassert run(sys.argv[1:]) == 0"
ANSWERS = shlex.split("--setting gym --degree high-school --cpr yes --cpt none --budget 1000")
SCREENS = {"rich", "questionary", "prompt_toolkit", "icalendar"}


def test_the_library_loads_no_screen_and_no_command_line() -> None:
    """Whoever imports the library pays for neither."""
    loaded = _loaded("import certadvisor.advice.recommend")
    assert loaded & {*SCREENS, "typer", "click", "pydantic"} == set()


def test_version_loads_nothing() -> None:
    """`certadvisor --version` answers at once: no library is loaded for it."""
    loaded = _loaded("from certadvisor.__main__ import main\nmain()", "--version")
    assert NAME in loaded
    assert loaded & {*SCREENS, "pydantic", "typer", "click"} == set()


NOT_FOR_HELP = {"pydantic", "rich", "questionary", f"{NAME}.catalog.types", f"{NAME}.catalog.load"}


@pytest.mark.parametrize("words", ["--help", "recommend --help", "show -h", "catalog diff --help"])
def test_help_loads_no_catalog(words: str) -> None:
    """Help reads no facts, so neither their types nor what checks them is loaded."""
    loaded = _loaded(RUN, *words.split())
    assert loaded & NOT_FOR_HELP == set()


@pytest.mark.parametrize("typed", ["", "recommend --d", "list --format "])
def test_completion_loads_no_catalog(typed: str) -> None:
    """Whoever presses Tab waits for the command line alone."""
    words = f"certadvisor {typed}"
    loaded = _loaded(
        "from certadvisor.cli.main import run\ntry: run([])\nexcept SystemExit: pass",
        env={
            "_CERTADVISOR_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
        },
    )
    assert loaded & NOT_FOR_HELP == set()


def test_only_the_command_that_is_named_is_made() -> None:
    """The others stay on disk; where none is named, all are there."""
    rooms = {f"{NAME}.cli.{name}" for name in COMMANDS}
    assert _loaded(RUN, "show", "cscs") & rooms == {f"{NAME}.cli.show"}
    assert _loaded(RUN, "--help") & rooms == rooms
    assert [*command_line(["plan", "cscs"]).commands] == ["plan"]
    assert [*command_line(["moon"]).commands] == [*COMMANDS]


def test_a_catalog_from_elsewhere_loads_what_checks_it(tmp_path: Path) -> None:
    """One byte more than the one we ship, and pydantic is called in."""
    mine = tmp_path / "mine.json"
    mine.write_bytes(CATALOG_FILE.read_bytes() + b" ")
    words = ("show", "cscs", "--format", "json", "--catalog")
    assert "pydantic" not in _loaded(RUN, *words, str(CATALOG_FILE))
    assert "pydantic" in _loaded(RUN, *words, str(mine))


def test_json_loads_no_screen() -> None:
    """Commands load what they need when called: JSON needs neither tables nor prompts.

    Nor pydantic, since the catalog that we ship is known to be sound.
    """
    commands = (
        ["recommend", *ANSWERS],
        ["compare", "cscs", "nasm-pes"],
        ["show", "cscs"],
        ["list"],
    )
    loaded = _loaded("; ".join([
        "from certadvisor.cli.main import run",
        *(f"assert run({[*words, '--format', 'json']}) == 0" for words in commands),
    ]))  # fmt: skip
    assert loaded & {*SCREENS, "pydantic"} == set()


def test_a_table_loads_no_prompts() -> None:
    """Answers given as flags ask nothing, so nothing that asks is loaded; without colour, no rich."""
    loaded = _loaded(RUN, "recommend", *ANSWERS)
    assert "rich" not in loaded
    assert loaded & {"questionary", "prompt_toolkit"} == set()


# --- no rule names an id -------------------------------------------------------------------------


def _answers() -> set[str]:
    """Words that are answers in their own right, whatever the catalog calls its entries."""
    fixed = (models.DegreeLevel, models.DegreeField, models.Licence, models.Cpr, models.YesNo)
    return {word for kind in fixed for word in get_args(kind)}


@pytest.mark.parametrize("module", [m for m in _trees() if m != NAME])
def test_no_rule_names_an_entry_of_the_catalog(module: str) -> None:
    """A certification, issuer, setting, focus or step is named in the catalog only."""
    catalog = real_catalog()
    ids = {
        *catalog.items(),
        *catalog.issuers,
        *catalog.settings,
        *catalog.focuses,
        *catalog.sources,
    }
    # A source may be called like a part of the file, such as its policy.
    ids -= _answers() | {f.name for f in fields(models.Catalog)}
    words = {
        node.value
        for node in ast.walk(_trees()[module])
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert words & ids == set()
