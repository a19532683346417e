"""The printed command gives this very answer again, wherever what shaped it came from."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path
from typing import Any

import pytest

from certadvisor.catalog.place import OVERLAYS, VARIABLE
from certadvisor.cli.interview.flow import Flow
from certadvisor.cli.options import CatalogOptions, request
from helpers import TODAY, process, program, raw_catalog, real_catalog

ANSWERS = "--setting gym --degree bachelor --degree-field other --cpr yes --cpt none --budget 1000"
SAID = [*ANSWERS.split(), "--on", "2026-11-23", "--no-sureness"]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A catalog of one's own, and two overlays with a price each."""
    made = {name: tmp_path / f"{name} file.json" for name in ("catalog", "one", "two")}
    made["catalog"].write_text(json.dumps(raw_catalog(), default=float), encoding="utf-8")
    for name, price in (("one", 111), ("two", 222)):
        fee = {"label": "class", "standard": {"value": price, "source": "article"}}
        patch = {"steps": {"cpr-aed-class": {"fees": [fee]}}}
        made[name].write_text(json.dumps(patch), encoding="utf-8")
    return made


def _answer(*words: str, **environment: str) -> dict[str, Any]:
    done = program("recommend", *words, "--format", "json", env=environment)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("door", ["flags", "environment", "both", "none"])
def test_the_printed_command_gives_this_very_answer_again(
    door: str, files: dict[str, Path]
) -> None:
    """Facts of one's own are named in the command and in `catalog`, also from the environment."""
    one, two = str(files["one"]), str(files["two"])
    flags = ["--catalog", str(files["catalog"]), "--overlay", one, "--overlay", two]
    by_environment = {VARIABLE: str(files["catalog"]), OVERLAYS: os.pathsep.join((one, two))}
    words, environment = {
        "flags": (flags, {}),
        "environment": ([], by_environment),
        "both": (["--overlay", two], {**by_environment, OVERLAYS: one}),
        "none": ([], {}),
    }[door]
    first = _answer(*SAID, *words, "--over", "3", "--why-not", "csps", **environment)
    again = shlex.split(first["command"])
    assert again[:2] == ["certadvisor", "recommend"]
    assert first["catalog"]["overlays"] == ([] if door == "none" else [one, two])
    assert _answer(*again[2:]) == first
    assert _answer(*again[2:], **environment) == first


@pytest.mark.parametrize("command", ["list", "show cscs", "compare cscs nasm-pes"])
def test_every_result_names_the_overlays_in_use(command: str, files: dict[str, Path]) -> None:
    """`catalog` says what else the facts rest on."""
    words = [*command.split(), "--format", "json", "--overlay", str(files["one"])]
    assert json.loads(program(*words).stdout)["catalog"]["overlays"] == [str(files["one"])]


def test_what_stops_an_interview_prints_the_facts_in_use(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After Ctrl-C, the line to go on from names the files and the options, too."""
    monkeypatch.setenv(OVERLAYS, str(files["one"]))
    facts = CatalogOptions(files["catalog"], [files["two"]])
    aim = request(("plan", "cscs"), facts, fastest=True, within="900")
    line = Flow({"cpr": ("yes",)}, real_catalog(), TODAY, aim).command
    wanted = ["--fastest", "--within", "900", "--catalog", str(files["catalog"])]
    overlays = ["--overlay", str(files["one"]), "--overlay", str(files["two"])]
    assert shlex.split(line)[1:] == ["plan", "cscs", "--cpr", "yes", *wanted, *overlays]


def test_a_saved_situation_says_how_it_came_about(files: dict[str, Path], tmp_path: Path) -> None:
    """Whoever gets it sees the command, with the facts that were in use."""
    saved = tmp_path / "situation.json"
    program("recommend", *SAID, "--overlay", str(files["one"]), "--save-situation", str(saved))
    line = json.loads(saved.read_text(encoding="utf-8"))["command"]
    assert shlex.quote(str(files["one"])) in line


def test_the_printed_command_starts_as_the_program_was_started() -> None:
    """Who has no `certadvisor` on the path started a module, and can again."""
    done = process("recommend", *SAID, "--format", "json")
    module = shlex.split(json.loads(done.stdout)["command"])
    assert module[0].startswith("python")
    assert module[1:4] == ["-m", "certadvisor", "recommend"]
    assert _answer(*SAID)["command"].startswith("certadvisor recommend ")


@pytest.mark.parametrize(
    "words",
    [
        "recommend --setting gym --cpr yes --top 3 --price cscs=500",
        "plan cscs --cpr yes --fastest --within 900 --by 2027-05-01 --over 3",
        "list ace cpt --issuer nasm --ready --cpr yes",
        "compare cscs 'nasm pes' --cpr yes --over 2",
    ],
)
def test_the_example_of_what_is_missing_keeps_what_was_given(
    words: str, files: dict[str, Path]
) -> None:
    """What was typed is not to be typed again."""
    given = [*shlex.split(words), "--overlay", str(files["one"])]
    done = program(*given)
    assert done.returncode == 2
    example = shlex.split(done.stderr.splitlines()[-1].removeprefix("  e.g. "))
    assert example[0] == "certadvisor"
    assert set(given) <= set(example)
    assert program(*example[1:]).returncode == 0


def test_saved_answers_do_not_freeze_the_day(tmp_path: Path) -> None:
    """Read again next year, they are about next year, unless a day was given."""
    saved = tmp_path / "me.json"
    program("recommend", *ANSWERS.split(), "--no-sureness", "--save-profile", str(saved))
    assert "on" not in json.loads(saved.read_text(encoding="utf-8"))
    program("recommend", *SAID, "--save-profile", str(saved))
    assert json.loads(saved.read_text(encoding="utf-8"))["on"] == "2026-11-23"
