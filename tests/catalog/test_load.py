"""The catalog is the product: data alone decides, and data that is wrong is named with its place."""

from __future__ import annotations

import ast
import copy
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest

from certadvisor import Catalog, load_catalog
from certadvisor.catalog import types as m
from certadvisor.catalog.facts import AS_OF
from certadvisor.catalog.load import validated
from certadvisor.catalog.names import certification_names
from certadvisor.errors import DataError
from certadvisor.profile.profile import BY_NAME
from helpers import CATALOG_FILE, HERE, advised, entry, person, program, raw_catalog, real_catalog

SIXTEEN = [
    "cscs", "cpss", "nsca-cpt", "csps", "tsac-f",
    "nasm-cpt", "nasm-cnc", "nasm-csnc", "nasm-cwc", "nasm-ces", "nasm-pes", "nasm-pbc", "nasm-wls",
    "issa-scc", "ncsf-csc", "cscca-sccc",
]  # fmt: skip


# --- what is in it ------------------------------------------------------------------------------


def test_all_sixteen_are_there() -> None:
    """The sixteen certifications of the article, under their ids."""
    assert sorted(real_catalog().certifications) == sorted(SIXTEEN)


@pytest.mark.parametrize(
    ("spelling", "id_"),
    [
        ("pes", "nasm-pes"), ("NASM PES", "nasm-pes"), ("nasm_pes", "nasm-pes"),
        ("sccc", "cscca-sccc"), ("CSCCA-SCCC", "cscca-sccc"), ("tsac", "tsac-f"),
        ("TSAC F", "tsac-f"), ("Cscs", "cscs"), ("ces", "nasm-ces"), ("csc", "ncsf-csc"),
    ],
)  # fmt: skip
def test_common_spellings_resolve(spelling: str, id_: str) -> None:
    """Names resolve without regard to case, spaces and hyphens."""
    assert certification_names(real_catalog()).resolve(spelling) == id_


def _nodes(node: Any, place: str) -> Iterator[tuple[str, Any]]:
    if is_dataclass(node):
        yield place, node
        for name in (f.name for f in fields(node)):
            yield from _nodes(getattr(node, name), f"{place}.{name}")
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _nodes(value, f"{place}.{key}")
    elif isinstance(node, tuple):
        for index, value in enumerate(node):
            yield from _nodes(value, f"{place}[{index}]")


def test_every_value_has_a_source_and_every_unknown_a_reason() -> None:
    """No value is shown without a source; what is unknown says why and whom to ask."""
    facts = [(p, n) for p, n in _nodes(real_catalog(), "catalog") if isinstance(n, m.Fact)]
    assert len(facts) > 200
    for place, fact in facts:
        if fact.value is None:
            assert fact.reason, place
            assert fact.ask, place
        else:
            assert fact.source in real_catalog().sources, place


def test_days_are_dates_and_what_dates_a_fact_is_text() -> None:
    """As `load_catalog` says: a day is a date; a year, month or day of a page stays text."""
    days, stamps = [], []
    for place, node in _nodes(real_catalog(), "catalog"):
        for name in (f.name for f in fields(node)):
            value = getattr(node, name)
            if name in ("as_of", "published", "read"):
                assert value is None or re.fullmatch(AS_OF, value), place
                stamps.append(value)
            elif name in ("since", "until") or isinstance(value, date):
                assert value is None or type(value) is date, place
                days.append(value)
            elif isinstance(node, m.Conflict):
                continue
            else:
                said = isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)
                assert not said, f"{place}.{name} is a day in text"
    assert {type(day) for day in days} == {date, type(None)}
    assert any(fact.known for fact in _common_dates())
    assert {len(stamp) for stamp in stamps if stamp} == {4, 7, 10}


def _common_dates() -> list[m.Fact[date]]:
    renewals = [c.renewal.common_date for c in real_catalog().certifications.values()]
    return [fact for fact in renewals if fact is not None]


def test_every_level_above_none_rests_on_a_source() -> None:
    """A judgement carries its rationale and the source it rests on."""
    levels = [(p, n) for p, n in _nodes(real_catalog(), "catalog") if isinstance(n, m.Level)]
    assert levels
    for place, level in levels:
        if level.level != "none":
            assert level.rationale.strip(), place
            assert level.source in real_catalog().sources, place


def test_every_requirement_and_employer_rule_names_its_source() -> None:
    """A rule can be checked against where it was read."""
    kinds = (m.Leaf, m.EmployerRule, m.EmployerExpectation, m.Cover)
    for place, node in _nodes(real_catalog(), "catalog"):
        if isinstance(node, kinds):
            assert node.source in real_catalog().sources, place


# --- no rule in the source names anything of the catalog ------------------------------------------


def _vocabulary() -> set[str]:
    """The answers of the profile: words of the models themselves, not of the catalog."""
    types = (m.DegreeLevel, m.DegreeField, m.Licence, m.Cpr, m.Kind, m.Span)
    return {word for kind in types for word in get_args(kind)}


def _literals(file: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def test_no_rule_in_the_source_names_an_id_of_the_catalog() -> None:
    """Whatever needs an id stands in the catalog; only example commands in help name one."""
    catalog = real_catalog()
    tables = (catalog.items(), catalog.issuers, catalog.settings, catalog.focuses,
              catalog.activities, catalog.roles)  # fmt: skip
    ids = {i for table in tables for i in table} - _vocabulary()
    telling = {i for i in ids if i in {*catalog.items(), *catalog.issuers}} - {"other-ncca"}
    found = []
    for file in sorted((HERE.parent / "src" / "certadvisor").rglob("*.py")):
        for line, text in _literals(file):
            words = set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", text.lower()))
            named = {text} & ids or (set() if "certadvisor " in text else words & telling)
            found += [f"{file.name}:{line}: {name}" for name in sorted(named)]
    assert found == []


# --- a seventeenth certification and a fourth setting ----------------------------------------------


def _grown() -> dict[str, Any]:
    """The catalog with one certification, one issuer and one setting more, made from their like."""
    data = raw_catalog()
    data["issuers"]["alpine"] = {**data["issuers"]["issa"], "name": "Alpine", "aliases": []}
    coach = copy.deepcopy(data["certifications"]["tsac-f"])
    coach |= {"name": "ALP-SC", "aliases": ["alpine coach"], "issuer": "alpine"}
    coach["settings"] = {"mountain": {**coach["settings"]["tactical"], "level": "standard"}}
    data["certifications"]["alp-sc"] = coach
    mountain = copy.deepcopy(data["settings"]["collegiate"])
    mountain |= {"name": "a mountain rescue service", "ask": "mountain rescue", "aliases": ["alps"]}
    mountain["employer_rules"][0]["names"] = ["alp-sc"]
    data["settings"]["mountain"] = mountain
    return data


@pytest.fixture(scope="module")
def grown() -> Catalog:
    """A catalog that has grown by data alone."""
    return validated(_grown(), "grown.json")


@pytest.fixture(scope="module")
def grown_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same in a file."""
    file = tmp_path_factory.mktemp("catalog") / "grown.json"
    file.write_text(json.dumps(_grown(), default=float), encoding="utf-8")
    return str(file)


LINE = "--degree high-school --cpr yes --cpt none --budget 1000 --setting alps"


def test_a_new_setting_and_certification_are_asked_about(grown: Catalog) -> None:
    """The choices of the questions are those of the catalog."""
    assert "mountain" in {c.value for c in BY_NAME["setting"].choices(grown)}
    assert "alp-sc" in {c.value for c in BY_NAME["holds"].choices(grown)}
    assert person(LINE + " --holds Alpine-Coach", grown).holds == ("alp-sc",)


def test_a_new_certification_is_recommended_in_the_new_setting(grown: Catalog) -> None:
    """It takes its place by its own levels, and the others keep theirs elsewhere."""
    result = advised(LINE, grown)
    assert len(result.recommendations) == len(SIXTEEN) + 1
    assert result.first_place is not None
    assert result.first_place.id == "alp-sc"
    assert "ALP-SC" in result.advice.text
    assert entry(result, "tsac-f").purpose.serves.ok is False
    old = advised(LINE.replace("alps", "tactical"), grown)
    assert entry(old, "alp-sc").group == "not-for-this"
    before = [a.id for a in advised(LINE.replace("alps", "tactical")).recommendations]
    assert [a.id for a in old.recommendations if a.id != "alp-sc"] == before


@pytest.mark.parametrize(
    "words",
    [
        f"recommend {LINE}", "compare alp-sc cscs", "show alp-sc", "list --setting mountain",
        f"plan alp-sc {LINE}",
    ],
)  # fmt: skip
def test_the_program_shows_what_a_catalog_of_ones_own_adds(words: str, grown_file: str) -> None:
    """Recommended, compared, shown, listed and planned for, from the data alone."""
    done = program(*words.split(), "--catalog", grown_file, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert "alp-sc" in done.stdout
    assert json.loads(done.stdout)


def test_the_catalog_can_be_named_by_the_environment(grown_file: str) -> None:
    """CERTADVISOR_CATALOG does what --catalog does."""
    done = program("show", "alp-sc", "--format", "json", env={"CERTADVISOR_CATALOG": grown_file})
    assert done.returncode == 0


# --- data that is wrong ---------------------------------------------------------------------------

CSCS = ("certifications", "cscs")
Change = Callable[[dict[str, Any]], object]


def _set(*path: str | int, to: object) -> Change:
    def change(data: dict[str, Any]) -> None:
        node: Any = data
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = to

    return change


def _drop(*path: str | int) -> Change:
    def change(data: dict[str, Any]) -> None:
        node: Any = data
        for key in path[:-1]:
            node = node[key]
        del node[path[-1]]

    return change


def _circle(data: dict[str, Any]) -> None:
    source = {"source": "article", "text": "the other one"}
    for one, other in (("ace-cpt", "acsm-cpt"), ("acsm-cpt", "ace-cpt")):
        test = {"kind": "credential", "ids": [other]}
        data["steps"][one]["requirements"] = {**source, "test": test}


WRONG: dict[str, tuple[Change, str, str]] = {
    "a price in words": (
        _set(*CSCS, "fees", 0, "standard", "value", to="340 USD"),
        "certifications.cscs.fees[0].standard.value", '"340 USD" is not a number of dollars',
    ),
    "a price below nothing": (
        _set(*CSCS, "fees", 0, "standard", "value", to=-1),
        "certifications.cscs.fees[0].standard.value", "0 to 10,000,000",
    ),
    "a price of three decimals": (
        _set(*CSCS, "fees", 0, "standard", "value", to=Decimal("1.005")),
        "certifications.cscs.fees[0].standard.value", "two decimals",
    ),
    "a price that is yes": (
        _set(*CSCS, "fees", 0, "standard", "value", to=True),
        "certifications.cscs.fees[0].standard.value", "is not a number of dollars",
    ),
    "an unknown key": (
        _set(*CSCS, "colour", to="blue"), "certifications.cscs.colour", "not a key",
    ),
    "a missing key": (_drop(*CSCS, "issuer"), "certifications.cscs.issuer", "missing"),
    "a missing table": (_drop("policy"), "policy", "missing"),
    "a word for a number": (
        _set(*CSCS, "renewal", "years", "value", to="3"),
        "certifications.cscs.renewal.years.value", "whole number",
    ),
    "a number for a word": (_set(*CSCS, "name", to=7), "certifications.cscs.name", "text"),
    "a word for yes or no": (
        _set(*CSCS, "primary", to="yes"), "certifications.cscs.primary", "true or false",
    ),
    "a list for an object": (_set("steps", to=[]), "steps", "object"),
    "an object for a list": (_set(*CSCS, "fees", to={}), "certifications.cscs.fees", "list"),
    "a day that is none": (
        _set("steps", "cpr-aed-class", "requirements",
             to={"text": "x", "test": {"kind": "adult"}, "source": "article", "since": "2030-02-30"}),
        "steps.cpr-aed-class.requirements.since", "2030-01-01",
    ),
    "a value without a source": (
        _drop(*CSCS, "fees", 0, "standard", "source"),
        "certifications.cscs.fees[0].standard", "source",
    ),
    "an unknown without a reason": (
        _set(*CSCS, "fees", 0, "standard", to={"value": None}),
        "certifications.cscs.fees[0].standard", "reason",
    ),
    "a level without a source": (
        _drop(*CSCS, "settings", "collegiate", "source"),
        "certifications.cscs.settings.collegiate.source", "missing",
    ),
    "a level that is none of the five": (
        _set(*CSCS, "settings", "collegiate", "level", to="great"),
        "certifications.cscs.settings.collegiate.level", "great",
    ),
    "an unknown source": (
        _set(*CSCS, "full_name", "source", to="hearsay"),
        "certifications.cscs.full_name.source", 'no source "hearsay"',
    ),
    "an unknown issuer": (
        _set(*CSCS, "issuer", to="acme"), "certifications.cscs.issuer", 'no issuer "acme"',
    ),
    "an unknown role": (
        _set(*CSCS, "role", to="wizard"), "certifications.cscs.role", 'no role "wizard"',
    ),
    "an unknown setting": (
        _set(*CSCS, "settings", "moon", to={"level": "none", "rationale": "x", "source": "article"}),
        "certifications.cscs.settings", 'no setting "moon"',
    ),
    "an unknown focus": (
        _set(*CSCS, "niche", to=["yoga"]), "certifications.cscs.niche", 'no focus "yoga"',
    ),
    "an unknown id in a rule": (
        _set("settings", "collegiate", "employer_rules", 0, "names", to=["cscz"]),
        "settings.collegiate.employer_rules[0].names", 'no certification "cscz"',
    ),
    "an alias that is somebody else's": (
        _set(*CSCS, "aliases", to=["NASM PES"]), "certifications.", "is also one of",
    ),
    "one id for a step and a certification": (
        lambda d: d["steps"].update(cscs=d["steps"]["ace-cpt"]), "steps.cscs", "same id",
    ),
    "an id in capitals": (
        lambda d: d["certifications"].update(ABC=d["certifications"].pop("cscs")),
        "certifications.ABC", "ABC",
    ),
    "two that ask for each other": (_circle, "ace-cpt", "circle"),
    "a policy without a status": (
        _drop("policy", "statuses", "closed"), "policy.statuses.closed", "missing",
    ),
    "a share above one": (
        _set("policy", "statuses", "ready", "value", to="5/4"),
        "policy.statuses.ready.value", "share from 0 to 1",
    ),
    "weights of nothing": (
        lambda d: [c.update(weight=0) for c in d["policy"]["criteria"].values()],
        "policy.criteria", "above 0",
    ),
    "a gap in the table of recognition": (
        _drop("policy", "recognition", 0), "policy.recognition", "a row for each",
    ),
    "another schema": (_set("schema_version", to=2), "schema_version", "2"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named_with_its_file_and_place(name: str) -> None:
    """An error names the file, the path inside it and what was expected, on one line."""
    change, place, words = WRONG[name]
    data = raw_catalog()
    change(data)
    with pytest.raises(DataError) as caught:
        validated(data, "my.json")
    line = next((p for p in caught.value.problems if place in p and words in p), None)
    assert line is not None, caught.value.problems
    assert str(caught.value).startswith("my.json: ")
    assert "\n" not in str(caught.value)


def test_all_problems_are_told_not_only_the_first() -> None:
    """Whoever corrects a catalog sees everything that is wrong with it."""
    data = raw_catalog()
    data["certifications"]["cscs"]["fees"][0]["standard"]["value"] = "free"
    data["certifications"]["cscs"]["issuer"] = "acme"
    data["colour"] = "blue"
    with pytest.raises(DataError) as caught:
        validated(data, "my.json")
    assert len(caught.value.problems) >= 3
    assert "more)" in str(caught.value)


def test_what_a_stranger_wrote_is_printed_safely() -> None:
    """Control characters of a bad value never reach the terminal."""
    data = raw_catalog()
    data["certifications"]["cscs"]["issuer"] = "\x1b[31mred\x07\u202e"
    with pytest.raises(DataError) as caught:
        validated(data, "my\x1b[2J.json")
    assert not set("\x1b\x07\u202e\n") & set(str(caught.value))


# --- files that are no catalog ---------------------------------------------------------------------

NO_FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "blank": (b" \n\n", "empty"),
    "truncated": (b'{"schema_version": 1, "version"', "not JSON"),
    "not JSON": (b"setting = 1", "not JSON"),
    "not UTF-8": (b'{"version": "caf\xe9"}', "UTF-8"),
    "a list": (b"[]", "must be an object"),
    "a number": (b"1", "must be an object"),
    "null": (b"null", "must be an object"),
    "a key twice": (b'{"version": "1", "version": "2"}', '"version" twice'),
    "not a number": (b'{"version": NaN}', "NaN"),
    "too deep": (b"[" * 10_000 + b"]" * 10_000, "deep"),
    "a number of ten thousand digits": (b'{"version": ' + b"9" * 10_000 + b"}", ""),
    "too large": (b" " * 5_000_001, "5 MB"),
}


@pytest.mark.parametrize("name", NO_FILES)
def test_a_file_that_is_no_catalog_is_refused_by_name(name: str, tmp_path: Path) -> None:
    """Whatever is wrong with the file, the error names it and says what, on one line."""
    content, words = NO_FILES[name]
    file = tmp_path / "my.json"
    file.write_bytes(content)
    with pytest.raises(DataError) as caught:
        load_catalog(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    """Neither is a catalog."""
    with pytest.raises(DataError, match="no such file"):
        load_catalog(tmp_path / "none.json")
    with pytest.raises(DataError, match="folder"):
        load_catalog(tmp_path)
    with pytest.raises(DataError, match="not a usable file name"):
        load_catalog(tmp_path / "a\0b")


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    """Editors that write one are forgiven."""
    file = tmp_path / "bom.json"
    file.write_bytes(b"\xef\xbb\xbf" + CATALOG_FILE.read_bytes())
    assert load_catalog(file) == real_catalog()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b"\xff\xfe", "not UTF-8"),
        (b"{}", "schema_version: is missing"),
    ],
)
def test_the_program_ends_with_one_line_and_code_1(
    content: bytes, words: str, tmp_path: Path
) -> None:
    """Bad data is the file's fault: exit 1, file and place, no traceback."""
    file = tmp_path / "my.json"
    file.write_bytes(content)
    done = program("show", "cscs", "--catalog", str(file), "--format", "json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "my.json" in done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_answer_from_facts_of_ones_own_says_so(tmp_path: Path) -> None:
    """Another catalog and each overlay are named first, also from the environment; without, nothing."""
    catalog, overlay = tmp_path / "mine.json", tmp_path / "prices.json"
    catalog.write_text(json.dumps(raw_catalog(), default=float), encoding="utf-8")
    overlay.write_text('{"settings": {"gym": {"name": "our own gym"}}}', encoding="utf-8")
    for words in (["list"], ["show", "cscs"], ["compare", "cscs", "pes"]):
        told = program(*words, "--catalog", str(catalog), "--overlay", str(overlay)).stdout
        assert told.startswith("Facts of the catalog mine.json, changed by prices.json.")
        told = program(*words, env={"CERTADVISOR_OVERLAY": str(overlay)}).stdout
        assert told.startswith("Facts changed by prices.json.")
        assert "prices.json" not in program(*words).stdout


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2028-01-01", "more than a year before 1 January 2028: check prices and rules"),
        ("2020-01-01", "on 1 January 2020 others may have held"),
        ("2026-12-24", ""),
    ],
)
def test_facts_that_are_far_from_the_day_say_so(day: str, said: str) -> None:
    """A year and more before or after the day of the advice."""
    told = " ".join(program("list", "--on", day).stdout.split())
    assert said in told
    assert ("The facts are of" in told) is bool(said)


# --- overlays that are none ---------------------------------------------------------------------


def test_a_misspelt_id_in_an_overlay_gets_a_suggestion(tmp_path: Path) -> None:
    """What has no name is no new entry, and what a new one would lack is not what is wrong."""
    file = tmp_path / "mine.json"
    patch = {"certifications": {"cscz": {"aliases": ["c"]}}, "settings": {"gim": {"ask": "gym"}}}
    file.write_text(json.dumps(patch), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_catalog(CATALOG_FILE, [file])
    assert caught.value.problems == [
        'certifications.cscz: is not there; did you mean "cscs"?',
        'settings.gim: is not there; did you mean "gym"?',
    ]


def test_a_whole_catalog_is_no_overlay() -> None:
    """It says which flag it is for."""
    with pytest.raises(DataError, match="give it with --catalog"):
        load_catalog(CATALOG_FILE, [CATALOG_FILE])
