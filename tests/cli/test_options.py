"""The flags that commands share: `--over` and `--years` mean one thing each, files are kept apart."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest

from certadvisor.cli.main import run
from helpers import CATALOG_FILE

ANSWERS = shlex.split("--setting gym --degree high-school --cpr yes --cpt none --budget 1000")
COMMANDS = {
    "recommend": ["recommend", *ANSWERS, "--no-sureness"],
    "compare": ["compare", "cscs", "nasm-pes"],
    "plan": ["plan", "nasm-cpt", *ANSWERS],
}


def _refusal(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What the program says on its one line when it refuses these words."""
    assert run(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err


@pytest.mark.parametrize("command", COMMANDS)
def test_a_bare_number_of_years_is_refused_with_a_hint(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--years` is experience; `--over` is named for the costs over some years."""
    for given in (["--years", "3"], ["--years", "sport-science=2", "--years", "3", "--over", "3"]):
        err = _refusal([*COMMANDS[command], *given], capsys)
        assert '--years "3" needs the form KIND=N.' in err
        assert "--over 3" in err


@pytest.mark.parametrize("command", COMMANDS)
def test_two_different_horizons_are_refused(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither the first nor the last is taken silently; the same one twice is no contradiction."""
    err = _refusal([*COMMANDS[command], "--over", "3", "--over", "5"], capsys)
    assert '--over "5" contradicts "3" given before.' in err
    assert run([*COMMANDS[command], "--over", "3", "--over", "3"]) == 0


def test_experience_and_horizon_go_together(capsys: pytest.CaptureFixture[str]) -> None:
    """`--years KIND=N` answers a question, `--over N` asks for costs; each is heard."""
    words = [*COMMANDS["recommend"], "--years", "sport-science=2", "--format", "json"]
    assert run([*words, "--over", "2"]) == 0
    out = capsys.readouterr().out
    assert '"sport-science": 2' in out
    assert '"ownership": {' in out


NAMES = ["--catalog", "--overlay", "CERTADVISOR_CATALOG", "CERTADVISOR_OVERLAY"]


@pytest.mark.parametrize("name", NAMES)
def test_a_refusal_names_the_flag_or_variable_that_was_used(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Someone who would write over a file that is read learns where that file is named."""
    monkeypatch.chdir(tmp_path)
    Path("mine.json").write_bytes(CATALOG_FILE.read_bytes())
    words = ["show", "cscs", "--output", "mine.json"]
    if name.startswith("--"):
        words += [name, "mine.json"]
    else:
        others = f"other.json{os.pathsep}" if name.endswith("OVERLAY") else ""
        monkeypatch.setenv(name, f"{others}mine.json")
    assert (
        _refusal(words, capsys)
        == f"certadvisor: {name} and --output name the same file: mine.json\n"
    )
    assert Path("mine.json").read_bytes() == CATALOG_FILE.read_bytes()
