"""Whatever comes in, through whichever door: an answer, or one line that says what is wrong.

By default a few examples, the same ones every time. CERTADVISOR_FUZZ=N tries N times as many and
others each time; a failure tells the seed, which CERTADVISOR_FUZZ_SEED takes to try the same again.
What such runs have found stands at the end, by name.
"""

from __future__ import annotations

import io
import json
import os
import random
import shlex
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from certadvisor import Catalog, load_catalog
from certadvisor.catalog.load import validated
from certadvisor.cli.main import run
from certadvisor.cli.options import FORMS
from certadvisor.errors import DataError
from certadvisor.profile.file import checked_answers, profile_text
from certadvisor.profile.parse import profile_from
from certadvisor.profile.profile import BY_NAME, QUESTIONS
from certadvisor.rules.ranking import rank
from certadvisor.text import printable
from helpers import CATALOG_FILE, TODAY, profiles, real_catalog

FUZZ = int(os.environ.get("CERTADVISOR_FUZZ", "1"))
SEED = int(os.environ.get("CERTADVISOR_FUZZ_SEED", random.SystemRandom().randrange(10**6)))


def fuzzed(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """So many examples, the same ones every time; or FUZZ times as many by the seed."""

    def marked(test: Callable[..., None]) -> Callable[..., None]:
        test = settings(max_examples=examples * FUZZ, derandomize=FUZZ == 1)(test)
        return test if FUZZ == 1 else seed(SEED)(test)

    return marked


def _random(salt: int) -> random.Random:
    return random.Random(salt if FUZZ == 1 else SEED + salt)


@pytest.fixture(autouse=True)
def _told_seed() -> None:
    """With a failure goes the seed that led to it."""
    print(f"CERTADVISOR_FUZZ_SEED={SEED}")


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for files that are written over and over."""
    return tmp_path_factory.mktemp("fuzz")


# --- what is put in -------------------------------------------------------------------------------

NASTY = [
    "", " ", "\n", "a\nb", "\x00", "\x1b[31mred\x1b[0m", "\x9b2J", "\u202eabc", "\u200b", "\ud800", "e\u0301",
    "[red]x[/red]", "[/]", ":smile:", "=1+1", "+1", "-1", "@SUM(A1)", "\t|", "|", "`", "<b>", "# x", "${x}",
    "%s", "{0}", "none", "None", "null", "true", "unlimited", "1e400", "NaN", "-0", "9" * 50, "0x10", "１２",
    "½", "3/4", "1/0", "2030-01-01", "2030-02-30", "0000-00-00", "2026-13", "2026-11", "http://x", "ftp://x",
    "x" * 3_000, "🏋" * 3, "漢字", "a" * 61, "--", "-", "--help", "=", "a=b", "cscs=1", "nsca=full",
]  # fmt: skip
NUMBERS = [0, -1, 1, 2, 100, 10**7, 10**9, 10**30, -(10**30), 0.5, 1e-9, 85.125, 1e300]
TEXTS = st.sampled_from(NASTY) | st.text(st.characters(exclude_characters="/\\"), max_size=12)
LEAVES = st.none() | st.booleans() | st.sampled_from(NUMBERS) | st.integers() | TEXTS
JUNK = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@cache
def _vocabulary() -> tuple[str, ...]:
    """Every word that is an answer to some question, or the id of something."""
    catalog = real_catalog()
    choices = {c.value for q in QUESTIONS for c in (*q.choices(catalog), *q.values)}
    ids = {*catalog.items(), *catalog.issuers, *catalog.settings, *catalog.focuses}
    return tuple(sorted(choices | ids))


WORDS = st.deferred(lambda: st.sampled_from(_vocabulary()))
ANSWER = WORDS | st.sampled_from([900, 0, 475.5, "2027-05", "2030-01-01", "unlimited", "$1,200"])
PAIRS = st.dictionaries(WORDS, ANSWER, max_size=2)
VALUE = ANSWER | st.lists(WORDS, max_size=3) | PAIRS | st.booleans() | JUNK
NAMES = st.deferred(lambda: st.sampled_from([*BY_NAME, *(n.replace("_", "-") for n in BY_NAME)]))


# --- what comes out -------------------------------------------------------------------------------


def _check_refusal(error: DataError, file: str) -> None:
    """A line that names the file for each problem on one line, without control characters."""
    assert str(error).startswith(f"{file}: ")
    assert error.problems
    for line in (*str(error).splitlines(), *error.problems):
        assert line == printable(line)
        assert len(line) < 2_000


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


def _run(*words: str) -> Ended:
    """Run the program in this process, without a terminal."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), mock.patch("sys.stdin", io.StringIO()):
        try:
            code = run(list(words))
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
    return Ended(code, out.getvalue(), err.getvalue())


def _check_ending(ended: Ended) -> None:
    """One of the exit codes there are; if it failed, a line on stderr says why, and is clean."""
    assert ended.code in (0, 1, 2, 130)
    assert (ended.code == 0) == (ended.err == "")
    assert "Traceback" not in ended.err
    for line in ended.err.splitlines():
        assert line == printable(line)
    assert not set("\x00\x07\x1b\x9b\u202e") & set(ended.out)


# --- profiles -------------------------------------------------------------------------------------


@fuzzed(150)
@given(content=st.dictionaries(NAMES | TEXTS, VALUE, max_size=8) | JUNK)
def test_any_json_as_a_profile_is_read_or_refused(content: Any, scratch: Path) -> None:
    """An answer that is allowed, or one line with the file and the answer that is wrong."""
    file = scratch / "me.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    try:
        answers = checked_answers(file, real_catalog(), TODAY)
    except DataError as error:
        _check_refusal(error, str(file))
    else:
        profile = profile_from(answers, real_catalog(), TODAY)
        if profile.setting and profile.degree and profile.cpr and profile.cpt:
            assert rank(profile, real_catalog()).ranked


@fuzzed(5)
@given(profile=profiles(), form=st.sampled_from(FORMS))
def test_any_answers_are_answered_in_every_form(profile: Any, form: str, scratch: Path) -> None:
    """Whoever does not contradict themselves gets a result."""
    file = scratch / "me.json"
    file.write_text(profile_text(profile), encoding="utf-8")
    _check_ending(ended := _run("recommend", "--profile", str(file), "--no-sureness", "-f", form))
    assert ended.code == 0 or "missing" in ended.err


# --- catalogs -------------------------------------------------------------------------------------

Json = Any
KINDS = ("like", "like", "like", "like", "junk", "gone", "again", "none", "other type", "swap")


@dataclass(frozen=True)
class Mutation:
    """A change of a document: the way down to a place, what is done there, and with what."""

    way: tuple[int, ...]
    kind: str
    junk: Json
    pick: int


MUTATIONS = st.lists(
    st.builds(
        Mutation,
        st.lists(st.integers(0, 200), min_size=2, max_size=12).map(tuple),
        st.sampled_from(KINDS),
        JUNK,
        st.integers(0, 1_000),
    ),
    min_size=1,
    max_size=4,
)
TEXT = CATALOG_FILE.read_text(encoding="utf-8")


def _fresh() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(TEXT, parse_float=Decimal)
    return data


@cache
def _alike() -> dict[str, list[Json]]:
    """The values of the catalog by their keys: each may stand where another one does."""
    found: dict[str, list[Json]] = {}
    waiting: list[Json] = [_fresh()]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            for key, value in node.items():
                found.setdefault(key, []).append(value)
        waiting += (
            node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
        )
    return found


def _children(node: Json) -> list[tuple[Any, Json]]:
    if isinstance(node, dict):
        return list(node.items())
    return list(enumerate(node)) if isinstance(node, list) else []


def _place(data: Json, way: tuple[int, ...]) -> tuple[Json, Any]:
    """Where a way leads to: an object or list, and a key or index in it."""
    holder, key = data, next(iter(data))
    node = data
    for step in way:
        children = _children(node)
        if not children:
            break
        holder, (key, node) = node, children[step % len(children)]
    return holder, key


def _mutate(data: Json, mutation: Mutation) -> None:
    holder, key = _place(data, mutation.way)
    old = holder[key]
    if mutation.kind == "gone":
        del holder[key]
    elif mutation.kind == "again" and isinstance(holder, list):
        holder.insert(key, old)
    elif mutation.kind == "again":
        holder[f"{key}-2"] = old
    else:
        holder[key] = _other(mutation, holder, key, old)


def _other(mutation: Mutation, holder: Json, key: Any, old: Json) -> Json:
    """What stands in place of a value."""
    if mutation.kind == "like":
        alike = _alike().get(key, [old]) if isinstance(key, str) else list(holder)
        return json.loads(json.dumps(alike[mutation.pick % len(alike)], default=float))
    if mutation.kind == "none":
        return None
    if mutation.kind == "swap":
        return holder[_children(holder)[mutation.pick % len(holder)][0]]
    if mutation.kind == "other type":
        return [[old], {"value": old}, str(old), {}, [], 3, True][mutation.pick % 7]
    return mutation.junk


def _sound(data: Json, file: str) -> Catalog | None:
    """The catalog, or None where it is refused with all its problems."""
    try:
        return validated(data, file)
    except DataError as error:
        _check_refusal(error, file)
        return None


@contextmanager
def _in_use(catalog: Catalog) -> Iterator[None]:
    """The commands take this catalog for the one in use, and the real one for another."""

    def loaded(path: object = None, *_: object) -> Catalog:
        return real_catalog() if str(path) == "real.json" else catalog

    with mock.patch("certadvisor.catalog.load.load_catalog", loaded):
        yield


def _use(catalog: Catalog, rnd: random.Random) -> None:
    """Do with a catalog what can be done, each in one of the forms; two things of many by default."""
    answers = [
        "--setting",
        rnd.choice(list(catalog.settings)),
        "--cpt",
        "none",
        "--on",
        "2026-11-23",
    ]
    degree = rnd.choice(["none", "senior", "bachelor"])
    answers += [
        "--degree",
        degree,
        "--cpr",
        rnd.choice(["yes", "no", "unknown"]),
        "--budget",
        "700",
    ]
    answers += (
        [] if degree == "none" else ["--degree-field", rnd.choice(["other", "exercise-science"])]
    )
    items = rnd.sample(list(catalog.certifications), min(2, len(catalog.certifications)))
    lines = [
        ["recommend", *answers, "--explain", "--no-sureness"],
        ["show", rnd.choice(list(catalog.items()))],
        ["list"],
        ["list", *answers, "--ready"],
        ["compare", *items, *answers],
        ["plan", items[0], *answers],
        ["catalog", "sources"],
        ["catalog", "stale"],
        ["catalog", "diff", "real.json", "other.json"],
    ]
    made = [[*words, "--format", rnd.choice(FORMS)] for words in lines]
    made += [["catalog", "validate", "other.json"]]
    made += [["plan", items[-1], *answers, "--format", "mermaid"]]
    with _in_use(catalog):
        for words in made if FUZZ > 1 else rnd.sample(made, 2):
            _check_ending(_run(*words))


@fuzzed(15)
@given(mutations=MUTATIONS, salt=st.integers(0, 1_000))
def test_a_changed_catalog_works_in_every_form_or_is_refused(
    mutations: list[Mutation], salt: int
) -> None:
    """Replaced, taken out, doubled, of another type: it loads and all commands work, or it is
    refused by name with every problem at its place."""
    data = _fresh()
    for mutation in mutations:
        if data:
            _mutate(data, mutation)
    catalog = _sound(data, "other.json")
    if catalog is not None:
        _use(catalog, random.Random(salt))


@fuzzed(8)
@given(mutations=MUTATIONS, salt=st.integers(0, 1_000))
def test_any_overlay_works_or_is_refused(
    mutations: list[Mutation], salt: int, scratch: Path
) -> None:
    """A part of the catalog, changed, laid over it: it works, or is refused as a whole by name."""
    patch: Json = {}
    for mutation in mutations:
        patch = _patch(_fresh(), mutation.way, mutation, patch)
    file = scratch / "overlay.json"
    file.write_text(json.dumps(patch, default=float), encoding="utf-8")
    try:
        catalog = load_catalog(CATALOG_FILE, [file])
    except DataError as error:
        _check_refusal(error, str(file))
    else:
        _use(catalog, random.Random(salt))


def _patch(node: Json, way: tuple[int, ...], mutation: Mutation, patch: Json) -> Json:
    """A patch that changes the value at the end of a way, on top of another patch."""
    if not isinstance(node, dict) or not node or not way:
        return _other(mutation, [node], 0, node)
    key, value = _children(node)[way[0] % len(node)]
    made = dict(patch) if isinstance(patch, dict) else {}
    made[key] = _patch(value, way[1:], mutation, made.get(key))
    return made


# --- words on the command line --------------------------------------------------------------------

COMMANDS = ["recommend", "compare", "list", "show", "plan", "catalog"]
PARTS = ["validate", "schema", "sources", "stale", "diff", "path"]
FLAGS = [
    *(q.flag for q in QUESTIONS), "--format", "-f", "--output", "-o", "--catalog", "--overlay", "--profile",
    "--save-profile", "--save-situation", "--top", "--explain", "--why-not", "--sureness", "--no-sureness", "--no-input",
    "--plain", "--issuer", "--kind", "--ready", "--fastest", "--within", "--by", "--ics", "--older-than",
    "--help", "-h", "--version", "--",
]  # fmt: skip
FILES = [
    "real.json",
    "me.json",
    "overlay.json",
    "none.json",
    "made.txt",
    ".",
    "a/b",
    "/dev/null",
    "/dev/full",
]
WHOLE = shlex.split("--setting gym --degree none --cpr yes --cpt none --budget 700")
WORD = st.one_of(
    st.sampled_from(COMMANDS + PARTS),
    st.sampled_from(FLAGS),
    st.sampled_from(FLAGS),
    WORDS,
    st.sampled_from([*FORMS, "mermaid"]),
    st.sampled_from(FILES),
    st.builds("{}={}".format, WORDS, st.sampled_from(["1", "yes", "student", "", "-1", "640"])),
    TEXTS,
)
LINES = st.builds(
    lambda command, part, whole, rest: [*command, *part, *whole, *rest],
    st.sampled_from([[], *([c] for c in COMMANDS)]),
    st.sampled_from([[], [], *([p] for p in PARTS)]),
    st.sampled_from([[], WHOLE]),
    st.lists(WORD, max_size=7),
)


@fuzzed(60)
@given(words=LINES)
def test_any_words_on_the_command_line_end_in_one_of_the_exit_codes(
    words: list[str], scratch: Path
) -> None:
    """An answer, or a clean line on stderr; never a traceback."""
    contents = {"real.json": TEXT, "me.json": '{"cpr": "no"}', "overlay.json": "{}"}
    for name, content in contents.items():
        (scratch / name).write_text(content, encoding="utf-8")
    with chdir(scratch):
        _check_ending(_run(*words))


# --- bytes ----------------------------------------------------------------------------------------

PROFILE = b"""{"setting": "gym", "degree": "bachelor", "degree_field": "other", "cpr": "yes", "cpt": "none",
"budget": 560.50, "holds": ["cscs"], "practice": {"collegiate": 640}, "on": "2026-11-23", "adult": true}"""
TOML = b"""setting = "gym"
degree = "bachelor"
degree-field = "other" # in words
budget = 560.50
holds = ["cscs"]
on = 2026-11-23

[practice]
collegiate = 640
"""
OVERLAY = b"""{"settings": {"gym": {"name": "our gym"}}, "certifications": {"cscs": {"weeks":
{"value": 12, "source": "article", "as_of": "2025", "note": "From our own office: so long it took
the last three of our students, who worked beside it; ask us before you count on it."}}}}""".replace(
    b"\n", b" "
)
PIECES = [
    b"{", b"}", b"[", b"]", b'"', b",", b":", b"\\", b"\\u", b"\\ud800", b"null", b"true", b"1e999", b"-", b"0",
    b"9" * 5_000, b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\n", b"#", b"=", b'"""', b"[[x]]",
    b"NaN", b"//", b"[" * 3_000, b'{"a":' * 3_000, b"1979-05-27T07:32:00Z", b"0x1F", b"inf", b"\x1b[2J",
]  # fmt: skip


def _mutated(raw: bytes, rnd: random.Random) -> bytes:
    """The bytes with a few changes, most of them small."""
    made = bytearray(raw)
    for _ in range(rnd.choice([1, 1, 1, 2, 5])):
        at = rnd.randrange(len(made) + 1)
        to = min(len(made), at + rnd.choice([1, 1, 2, 8, 100]))
        change = rnd.randrange(6)
        if change == 0:
            made[at:to] = b""
        elif change == 1:
            made[at:at] = rnd.choice(PIECES)
        elif change == 2:
            made[at:to] = rnd.randbytes(to - at)
        elif change == 3:
            made[at:at] = made[at:to]
        elif change == 4:
            made[at:to] = rnd.choice(PIECES)
        else:
            digits = [n for n in range(at, min(len(made), at + 500)) if chr(made[n]).isdigit()]
            for n in digits[:1]:
                made[n] = rnd.choice(b"0123456789-.e")
    return bytes(made) if rnd.random() < 0.95 else bytes(made[: rnd.randrange(len(made) + 1)])


LOADERS: dict[str, tuple[str, bytes, int, Callable[[Path], object]]] = {
    "a catalog": ("c.json", TEXT.encode(), 40, load_catalog),
    "an overlay": ("o.json", OVERLAY, 25, lambda file: load_catalog(CATALOG_FILE, [file])),
    "a profile": ("me.json", PROFILE, 400, lambda file: checked_answers(file, real_catalog(), TODAY)),
    "a TOML profile": (
        "me.toml", TOML, 400, lambda file: checked_answers(file, real_catalog(), TODAY),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LOADERS)
def test_changed_bytes_load_or_are_refused(name: str, scratch: Path) -> None:
    """Whatever has happened to a file: it is read, or one line names it and says what is wrong."""
    file_name, raw, times, load = LOADERS[name]
    file, rnd = scratch / file_name, _random(len(name))
    refused = 0
    for number in range(times * FUZZ):
        file.write_bytes(_mutated(raw, rnd))
        try:
            load(file)
        except DataError as error:
            _check_refusal(error, str(file))
            refused += 1
        except Exception as error:
            kept = scratch / "fails"
            kept.write_bytes(file.read_bytes())
            pytest.fail(f"{error!r} for number {number} of seed {SEED}, kept as {kept}")
    assert 0 < refused < times * FUZZ


# --- what was found -------------------------------------------------------------------------------


def test_no_words_at_all_show_the_help() -> None:
    """Once a traceback: there was no word to look at."""
    for words in ([], ["catalog"]):
        ended = _run(*words)
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.startswith("Usage: ")
        assert "Commands:" in ended.out


def test_a_share_that_differs_is_told_as_json() -> None:
    """Once a traceback: a fraction is no JSON number, so it is written as in the catalog."""
    data = _fresh()
    data["policy"]["focus_share"] = "1/2"
    with _in_use(validated(data, "other.json")):
        ended = _run("catalog", "diff", "real.json", "other.json", "--format", "json")
    assert ended.code == 0
    told = {d["place"]: (d["before"], d["after"]) for d in json.loads(ended.out)}
    assert told["policy.focus_share"] == ("2/3", "1/2")


FOUND: dict[str, tuple[tuple[str | int, ...], Json, str]] = {
    "a month 13, by which no age can be told": (
        ("certifications", "cscs", "full_name", "as_of"), "2025-13", "not in the calendar",
    ),
    "a last day after which there is none": (
        ("certifications", "cscs", "requirements", "all", 0, "any", 0, "until"), "9999-12-31", "2999",
    ),
    "a cycle of no years, by which a fee cannot be divided": (
        ("certifications", "cscs", "renewal", "years", "value"), 0, "at least 1",
    ),
    "weeks beyond the calendar": (("steps", "bachelor", "weeks", "value"), 10**9, "at most 1040"),
    "a row of the table that is asked for by a list": (
        ("policy", "recognition", 0, "named"), [], "must be true or false",
    ),
    "weights of nothing": (
        ("policy", "criteria"),
        {name: {**one, "weight": 0} for name, one in _fresh()["policy"]["criteria"].items()},
        "at least one weight",
    ),
    "hours of an activity that there is not": (
        ("steps", "sport-science-480-hours", "gives", "practice"), {"yoga": 1}, 'no activity "yoga"',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_what_once_broke_a_command_is_refused_on_loading(name: str) -> None:
    """Each of these loaded, or ended in a traceback, and is now a problem with its place."""
    way, value, words = FOUND[name]
    data = _fresh()
    holder: Json = data
    for key in way[:-1]:
        holder = holder[key]
    holder[way[-1]] = value
    with pytest.raises(DataError) as caught:
        validated(data, "my.json")
    _check_refusal(caught.value, "my.json")
    assert any(words in problem for problem in caught.value.problems)
