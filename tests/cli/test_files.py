"""Files that are written and read: what is said, what is refused, and systems that are not POSIX."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import jsonschema
import pytest

from certadvisor import files
from certadvisor.errors import DataError
from certadvisor.files import write_text
from certadvisor.profile.file import file_schema
from helpers import process, program, raw_catalog

ANSWERS = "--setting gym --degree bachelor --degree-field other --cpr yes --cpt none --budget 1000"


# --- --output ----------------------------------------------------------------------------------------


def test_a_file_that_is_replaced_is_named(tmp_path: Path) -> None:
    """What is overwritten is said on stderr; a new file needs no word."""
    file = tmp_path / "a.txt"
    first = program("show", "cscs", "--output", str(file))
    assert (first.returncode, first.stderr) == (0, "")
    again = program("show", "cscs", "--output", str(file))
    assert (again.returncode, again.stderr) == (0, f"certadvisor: replaced {file}\n")


@pytest.mark.parametrize(
    ("name", "form", "hint"),
    [
        ("x.html", "json", "Try --format markdown --output x.md."),
        ("x.HTM", "table", "Try --format markdown"),
        ("x.json", "table", "Add --format json"),
        ("x.csv", "json", "Add --format csv"),
        ("x.md", "csv", "Add --format markdown"),
    ],
)
def test_a_name_that_promises_another_form_says_what_to_type(
    name: str, form: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody opens a table as JSON, or waits for a page in HTML."""
    monkeypatch.chdir(tmp_path)
    done = program("list", "--format", form, "--output", name)
    assert done.returncode == 2
    assert hint in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", ["list --format csv", "catalog schema"])
def test_a_hyphen_is_standard_output(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`-o -` writes no file of that name."""
    monkeypatch.chdir(tmp_path)
    assert program(*words.split(), "-o", "-").stdout == program(*words.split()).stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("is_opened", [False, True])
def test_a_pipe_that_nobody_reads_is_left(
    is_opened: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody comes to read it, or somebody comes and does not read: the program does not hang."""
    monkeypatch.setattr(files, "MAX_SECONDS", 0.1)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK) if is_opened else None
    began = time.monotonic()
    with pytest.raises(DataError, match="is a pipe that"):
        write_text(pipe, "x" * 1_000_000)
    assert time.monotonic() - began < 5
    if reader is not None:
        os.close(reader)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_that_is_read_late_gets_it_all(tmp_path: Path) -> None:
    """Whoever comes within ten seconds misses nothing."""
    pipe, read = tmp_path / "pipe", list[str]()
    os.mkfifo(pipe)

    def later() -> None:
        time.sleep(0.2)
        read.append(pipe.read_text(encoding="utf-8"))

    reader = threading.Thread(target=later)
    reader.start()
    write_text(pipe, "é\n" * 100_000)
    reader.join()
    assert read == ["é\n" * 100_000]


# --- folders -----------------------------------------------------------------------------------------


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The message names the folder, not only the file in it."""
    done = program("list", "--output", str(tmp_path / "gone" / "a.txt"))
    assert done.returncode == 1
    assert f"there is no folder {tmp_path / 'gone'}" in done.stderr


def test_a_folder_in_which_one_may_not_write_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rights of the folder are what is missing, not those of a file that is not there yet."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "_replace", refused)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(DataError, match=f"you may not write in the folder {tmp_path}"):
        write_text(tmp_path / "a.txt", "text")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the folder one is in")
def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    """Who stands in a folder that was deleted hears just that."""
    script = "import os, sys; os.rmdir(os.getcwd()); from certadvisor.__main__ import main; main()"
    gone = tmp_path / "gone"
    gone.mkdir()
    for words in (["list", "--output", "a.txt"], ["show", "cscs", "-o", "b"]):
        gone.mkdir(exist_ok=True)
        code = script.replace("main()", "sys.exit(main())")
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            cwd=gone,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        assert done.returncode == 1
        assert "the folder you are in is gone" in done.stderr


# --- what an editor checks files by --------------------------------------------------------------------


def test_every_file_we_read_may_name_its_schema(tmp_path: Path) -> None:
    """`"$schema"` lets an editor complete and check; it changes nothing."""
    catalog, overlay, answers = (tmp_path / f"{n}.json" for n in ("catalog", "overlay", "me"))
    named = {"$schema": "./catalog.schema.json"}
    catalog.write_text(json.dumps({**named, **raw_catalog()}, default=float), encoding="utf-8")
    overlay.write_text(json.dumps({**named, "settings": {}}), encoding="utf-8")
    answers.write_text(json.dumps({**named, "budget": 1000}), encoding="utf-8")
    words = ["--catalog", str(catalog), "--overlay", str(overlay), "--profile", str(answers)]
    listed = [program("list", *w, "--format", "csv").stdout for w in (words, [])]
    assert listed[0] == listed[1]
    toml = tmp_path / "me.toml"
    toml.write_text('"$schema" = "x"\nbudget = 1000\n', encoding="utf-8")
    assert program("list", "--profile", str(toml)).returncode == 0
    published = json.loads(program("catalog", "schema").stdout)
    jsonschema.validate(
        {**named, **json.loads(json.dumps(raw_catalog(), default=float))}, published
    )


def test_saved_answers_fit_the_published_schema(tmp_path: Path) -> None:
    """docs/schema/profile.json is what an editor may check a file of answers by."""
    file = tmp_path / "me.json"
    more = "--holds cscs --price nasm-pes=650 --practice collegiate=20 --member nsca --weight fit=2"
    words = f"recommend {ANSWERS} --no-sureness {more} --save-profile {file}"
    assert program(*words.split()).returncode == 0
    promised = jsonschema.Draft202012Validator(file_schema())
    answers = json.loads(file.read_text(encoding="utf-8"))
    promised.validate({"$schema": "profile.json", **answers})
    assert not promised.is_valid({"degre": "none"})
    assert not promised.is_valid({"degree": "phd"})


@pytest.mark.parametrize(
    "flag", ["--profile", "--catalog", "--overlay", "--output", "--save-profile"]
)
def test_an_empty_file_name_is_refused_by_its_flag(flag: str) -> None:
    """`--profile ''` is no folder: it names nothing."""
    done = program("recommend", *ANSWERS.split(), flag, "")
    assert (done.returncode, done.stderr) == (2, f"certadvisor: {flag} names no file.\n")


# --- other systems ---------------------------------------------------------------------------------------


WITHOUT_POSIX = """
import importlib.util, os, select, signal, sys
for module, names in {
    os: ("O_NONBLOCK", "O_NOCTTY", "mkfifo", "killpg", "fork", "getuid", "openpty"),
    select: ("poll",),
    signal: ("SIGHUP", "SIGALRM", "SIGKILL"),
}.items():
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
class Refused:
    def find_spec(self, name, *_):
        if name in ("termios", "fcntl", "pty", "tty", "pwd", "grp", "resource"):
            raise ModuleNotFoundError(name=name)
sys.meta_path.insert(0, Refused())
found = importlib.util.find_spec
importlib.util.find_spec = lambda n, *a: None if n in ("termios", "fcntl") else found(n, *a)
for name in ("termios", "fcntl", "pty", "tty"):
    sys.modules.pop(name, None)
import certadvisor.cli.interview.plain
from certadvisor.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize(
    "words",
    [
        f"recommend {ANSWERS} --no-sureness --save-profile me.json --output out.json --format json",
        f"plan cscs {ANSWERS} --ics road.ics --catalog catalog.json",
        "list --format csv --output list.csv",
        "completion powershell",
    ],
)
def test_the_program_runs_where_there_is_no_posix(words: str, tmp_path: Path) -> None:
    """Signals, terminals and pipes that POSIX alone has are not needed: this is Windows, simulated."""
    (tmp_path / "catalog.json").write_text(
        json.dumps(raw_catalog(), default=float), encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_POSIX, *words.split()],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("words", ["--help", "recommend --help", "catalog diff -h"])
def test_optimised_python_keeps_the_help(words: str) -> None:
    """PYTHONOPTIMIZE=2 leaves docstrings out, and no word of the help."""
    best = process(*words.split(), env={"PYTHONOPTIMIZE": "2"})
    assert (best.returncode, best.stdout) == (0, program(*words.split()).stdout)


@pytest.mark.slow
def test_optimised_python_gives_the_same_answer() -> None:
    """Nothing that decides stands in an assertion or a docstring."""
    words = [*f"recommend {ANSWERS} --on 2026-11-23 --format csv".split()]
    best = process(*words, env={"PYTHONOPTIMIZE": "2"})
    assert (best.returncode, best.stdout) == (0, program(*words).stdout)
