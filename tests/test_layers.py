"""The layers: who may know what. Imports tell them, so imports are what is looked at."""

from __future__ import annotations

import ast
import shlex
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import get_args

import pytest

import certadvisor
from certadvisor import models
from helpers import real_catalog

ROOT = Path(certadvisor.__file__).parent
NAME = certadvisor.__name__

# Libraries and the only rooms that may know them. A package stands for all its modules.
COMMAND_LINE = {"cli", "catalog_cli", "flags"}
LIBRARIES = {
    "typer": COMMAND_LINE,
    "rich": {"render"},
    "csv": {"render"},
    "icalendar": {"render"},
    "questionary": {"interview"},
    "prompt_toolkit": {"interview"},
}
# The thin shell: everything that speaks with a person or a file. All other rooms are the core.
SHELL = COMMAND_LINE | {
    "__main__", "catalog_commands", "commands", "interview", "output", "render", "shell", "views",
}  # fmt: skip
# The core's doors to the disk; nothing else in it touches the machine.
DOORS = {"catalog", "files", "profile_file"}
MACHINE = {
    "io",
    "os",
    "pathlib",
    "random",
    "shutil",
    "socket",
    "subprocess",
    "sys",
    "tempfile",
    "time",
}
# Where the decisions are made: no screen and no command line may call them past the library's face.
RULES = {
    "advice", "assess", "conditions", "cost", "eligibility", "impact", "purpose", "reach", "routes",
    "scoring", "sureness",
}  # fmt: skip


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts) or NAME


@cache
def _trees() -> dict[str, ast.Module]:
    """Every module of the package by its name, without the package's own."""
    return {
        _module(p): ast.parse(p.read_text(encoding="utf-8")) for p in sorted(ROOT.rglob("*.py"))
    }


def _imports(tree: ast.AST) -> set[str]:
    """The full names of all that is imported anywhere in a module."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _outside(module: str) -> set[str]:
    """The libraries a module imports."""
    return {name.partition(".")[0] for name in _imports(_trees()[module])} - {NAME}


def _inside(module: str) -> set[str]:
    """The modules of this package that a module imports."""
    full = {f"{NAME}.{other}": other for other in _trees()}
    return {full[name] for name in _imports(_trees()[module]) if name in full} - {module}


def _room(module: str) -> str:
    return module.partition(".")[0]


CORE = sorted(m for m in _trees() if _room(m) not in SHELL and m != NAME)


def test_the_modules_are_found() -> None:
    """The checks below look at the whole package: rules, screens and command line."""
    assert set(_trees()) >= RULES | DOORS | {"cli", "commands", "shell", "__main__"}
    assert set(CORE) >= RULES | DOORS
    assert any(_room(m) == "render" for m in _trees())


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_known_only_where_it_is_needed(library: str) -> None:
    """Only the command line knows typer, only render rich and csv, only the interview questionary."""
    knowing = {_room(module) for module in _trees() if library in _outside(module)}
    assert knowing == LIBRARIES[library]


@pytest.mark.parametrize("module", CORE)
def test_the_core_knows_no_screen_and_no_command_line(module: str) -> None:
    """Deleting the shell leaves a library that still does the whole job."""
    assert {_room(other) for other in _inside(module)} & SHELL == set()


@pytest.mark.parametrize("module", [m for m in CORE if m not in DOORS])
def test_the_core_touches_neither_disk_nor_clock(module: str) -> None:
    """Decisions depend on the catalog and the profile alone: no file, environment, time or chance."""
    assert _outside(module) & MACHINE == set()
    calls = [node.func for node in ast.walk(_trees()[module]) if isinstance(node, ast.Call)]
    names = {f.id for f in calls if isinstance(f, ast.Name)}
    methods = {f.attr for f in calls if isinstance(f, ast.Attribute)}
    assert names & {"open", "print", "input"} == set()
    assert methods & {"today", "now", "utcnow"} == set()


@pytest.mark.parametrize("module", sorted(COMMAND_LINE))
def test_the_command_line_holds_no_rule(module: str) -> None:
    """It parses words and calls the commands; the questions tell it which flags there are."""
    known = _inside(module)
    assert known <= COMMAND_LINE | {"commands", "catalog_commands", "output", "questions"}


@pytest.mark.parametrize(
    "module", [m for m in _trees() if _room(m) in ("render", "views", "shell")]
)
def test_no_screen_decides(module: str) -> None:
    """What is shown was decided before: renderers and views import no rule."""
    assert _inside(module) & RULES == set()


def test_no_two_modules_need_each_other() -> None:
    """The modules can be read one after another."""
    # The package's face finds its names only when asked for them: it stands above all of them.
    order = TopologicalSorter({m: _inside(m) - {NAME} for m in _trees() if m != NAME})
    assert len(list(order.static_order())) == len(_trees()) - 1


# --- what is loaded when the program runs --------------------------------------------------------


def _loaded(program: str, *words: str) -> set[str]:
    """The top-level modules that are loaded once a piece of Python has run."""
    code = f"import sys\nsys.argv = ['certadvisor', *sys.argv[1:]]\n{program}\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, encoding="utf-8", check=True
    )
    return {name.partition(".")[0] for name in done.stderr.split()}


RUN = "from certadvisor.shell import run\nassert run(sys.argv[1:]) == 0"
ANSWERS = shlex.split("--setting gym --degree high-school --cpr yes --cpt none --budget 1000")
SCREENS = {"rich", "questionary", "prompt_toolkit", "icalendar"}


def test_the_library_loads_no_screen_and_no_command_line() -> None:
    """Whoever imports the library pays for neither."""
    loaded = _loaded("import certadvisor.recommendation")
    assert "pydantic" in loaded
    assert loaded & {*SCREENS, "typer", "click"} == set()


def test_version_loads_nothing() -> None:
    """`certadvisor --version` answers at once: no library is loaded for it."""
    loaded = _loaded("from certadvisor.__main__ import main\nmain()", "--version")
    assert NAME in loaded
    assert loaded & {*SCREENS, "pydantic", "typer", "click"} == set()


@pytest.mark.parametrize(
    "words",
    [("recommend", *ANSWERS), ("compare", "cscs", "nasm-pes"), ("show", "cscs"), ("list",)],
    ids=lambda words: words[0],
)
def test_json_loads_no_screen(words: tuple[str, ...]) -> None:
    """Commands load what they need when called: JSON needs neither tables nor prompts."""
    loaded = _loaded(RUN, *words, "--format", "json")
    assert "pydantic" in loaded
    assert loaded & SCREENS == set()


def test_a_table_loads_no_prompts() -> None:
    """Answers given as flags ask nothing, so nothing that asks is loaded."""
    loaded = _loaded(RUN, "recommend", *ANSWERS)
    assert "rich" in loaded
    assert loaded & {"questionary", "prompt_toolkit"} == set()


# --- no rule names an id -------------------------------------------------------------------------


def _answers() -> set[str]:
    """Words that are answers in their own right, whatever the catalog calls its entries."""
    fixed = (models.DegreeLevel, models.DegreeField, models.Licence, models.Cpr, models.YesNo)
    return {word for kind in fixed for word in get_args(kind)}


@pytest.mark.parametrize("module", [m for m in _trees() if m not in (NAME, *COMMAND_LINE)])
def test_no_rule_names_an_entry_of_the_catalog(module: str) -> None:
    """A certification, issuer, setting, focus or step is named in the catalog only."""
    catalog = real_catalog()
    ids = {
        *catalog.items(),
        *catalog.issuers,
        *catalog.settings,
        *catalog.focuses,
        *catalog.sources,
    } - _answers()
    words = {
        node.value
        for node in ast.walk(_trees()[module])
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert words & ids == set()
