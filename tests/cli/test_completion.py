"""Completion: the script of each shell, the values after each flag, and real shells where there are."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from certadvisor.profile.profile import QUESTIONS
from helpers import program, real_catalog


def _completed(typed: str) -> list[str]:
    """What is offered at the end of a line."""
    words = f"certadvisor {typed}"
    done = program(
        env={
            "_CERTADVISOR_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
        }
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


CATALOG = real_catalog()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", ["recommend", "compare", "list", "show", "plan", "completion", "catalog"]),
        ("recommend --setting ", list(CATALOG.settings)),
        ("recommend --degree-field ", ["exercise-science", "health-science", "other", "unknown"]),
        ("recommend --degree se", ["senior"]),
        ("recommend --focus cor", ["corrective"]),
        ("recommend --cpt non", ["none"]),
        ("recommend --budget ", ["unlimited"]),
        ("recommend --adult ", ["yes", "no"]),
        ("recommend --holds cscs", ["cscs"]),
        ("recommend --holds cscs,nasm-p", ["cscs,nasm-pes", "cscs,nasm-pbc"]),
        ("recommend --price cpr", ["cpr-aed-class="]),
        ("recommend --member ns", ["nsca", "nsca=student"]),
        ("recommend --practice c", ["collegiate="]),
        ("recommend --why-not csps", ["csps"]),
        ("list --format ", ["table", "json", "csv", "markdown"]),
        ("list --issuer n", ["nsca", "nasm", "ncsf"]),
        ("list --kind ", ["certification", "specialization", "course"]),
        ("show cpr", ["cpr-aed-class"]),
        ("plan tsa", ["tsac-f"]),
        ("compare cscs nasm-pe", ["nasm-pes"]),
        ("completion z", ["zsh"]),
    ],
)
def test_the_values_of_a_flag_are_completed(typed: str, offered: list[str]) -> None:
    """Settings, ids, degrees, forms, steps with a price: nobody has to know them by heart."""
    assert _completed(typed) == offered


def test_every_choice_is_completed() -> None:
    """A new question is completed without a line of code."""
    for question in QUESTIONS:
        if choices := [c.value for c in question.choices(CATALOG)]:
            found = _completed(f"recommend {question.flag} ")
            assert {value.partition("=")[0] for value in found} >= set(choices), question.name


def test_completion_is_quick() -> None:
    """Whoever presses Tab waits for one command and the names of the catalog, not for what checks it."""
    script = (
        "import sys\nfrom certadvisor.cli.main import run\ntry: run([])\n"
        "except SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        encoding="utf-8",
        env={
            **os.environ,
            "_CERTADVISOR_COMPLETE": "complete_bash",
            "COMP_WORDS": "certadvisor show tsa",
            "COMP_CWORD": "2",
        },
        check=True,
    )
    assert done.stdout.split() == ["tsac-f"]
    loaded = set(done.stderr.split())
    assert not loaded & {"pydantic", "rich", "questionary", "certadvisor.cli.recommend"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "pwsh"])
def test_the_script_of_a_shell_needs_no_detection(shell: str) -> None:
    """It is printed for the shell that is named, wherever the program runs."""
    done = program("completion", shell, env={"SHELL": "", "PATH": os.environ["PATH"]})
    assert done.returncode == 0
    assert "_CERTADVISOR_COMPLETE" in done.stdout
    kind = "powershell" if shell == "pwsh" else shell
    assert f"complete_{kind}" in done.stdout


def test_another_shell_is_refused_with_those_there_are() -> None:
    """The message names all four."""
    done = program("completion", "tcsh")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Choose from bash, zsh, fish, powershell." in done.stderr


def test_help_names_the_values_of_every_choice() -> None:
    """Who reads the help of a command needs no other page; the program's names version and codes."""
    said = " ".join(program("recommend", "--help").stdout.split()).replace("- ", "-")
    for name in ("setting", "degree", "degree_field", "cpr", "focus", "licence", "prefer"):
        question = next(q for q in QUESTIONS if q.name == name)
        for choice in question.choices(CATALOG):
            assert choice.value in said, choice.value
    whole = program("--help").stdout
    for text in ("--version", "Exit codes: 0 done; 1", "130 interrupted", "completion"):
        assert text in whole
    assert "shell" not in whole.partition("Commands:")[0]


TRIED = {
    "bash": """
        eval "$(certadvisor completion bash)"
        COMP_WORDS=(certadvisor recommend --setting gy) COMP_CWORD=3
        _certadvisor_completion certadvisor; echo "${COMPREPLY[@]}"
    """,
    "zsh": """
        autoload -U compinit; compinit -u -D
        eval "$(certadvisor completion zsh)"
        _arguments() { print -r -- $1 }
        words=(certadvisor recommend --setting gy) CURRENT=4
        _certadvisor_completion
    """,
    "fish": """
        certadvisor completion fish | source
        complete --do-complete 'certadvisor recommend --setting gy'
    """,
}


@pytest.mark.slow
@pytest.mark.parametrize("shell", TRIED)
def test_a_real_shell_completes(shell: str) -> None:
    """The script that is printed works where it is meant for."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    quiet = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [shell, *quiet, "-c", TRIED[shell]],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PATH": path},
        check=False,
        timeout=60,
    )
    assert "gym" in done.stdout.split() or '"gym"' in done.stdout, done.stderr
