"""Every string, file and output of a stranger: each is taken, or refused in one line, and no more.

What terminals do to the program is in `test_terminal_life`.
"""

from __future__ import annotations

import contextlib
import copy
import csv
import io
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import icalendar
import pytest
from markdown_it import MarkdownIt

from certadvisor import Catalog, files, load_catalog
from certadvisor.catalog.load import validated
from certadvisor.catalog.names import certification_names
from certadvisor.cli.main import run
from certadvisor.errors import DataError, UnknownNameError
from certadvisor.files import write_text
from certadvisor.profile.file import read_answers
from certadvisor.rules.ranking import rank
from helpers import CATALOG_FILE, TODAY, person, program, raw_catalog, real_catalog

Json = dict[str, Any]
ON = ("--on", TODAY.isoformat())
ANSWERS = (
    *("--setting", "collegiate", "--degree", "senior", "--degree-field", "exercise-science"),
    *("--cpr", "no", "--cpt", "none", "--budget", "900", *ON),
)


def _may_everything() -> bool:
    """Whether permissions do not count for whoever runs the tests, as for root."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "closed"
        file.touch(mode=0)
        return os.access(file, os.R_OK)


WITH_PERMISSIONS = pytest.mark.skipif(_may_everything(), reason="root may read and write all")
SLOW = pytest.mark.slow
MOST_MEMORY = 200_000_000
"""Bytes that the program may take, whatever it is given."""


def _file(folder: Path, content: bytes | str, name: str = "my.json") -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def _refusal(read: Callable[[], object]) -> str:
    """The one line with which something is refused."""
    with pytest.raises(DataError) as caught:
        read()
    assert str(caught.value).isprintable()
    return str(caught.value)


# --- strings of a catalog, in every output ---------------------------------------------------------

ESCAPES = "\x1b]8;;http://x\x07\x1b[31mA\x9b31m\u202e\u2066\u200b\u2028\x00\x7f"
FORMULAS = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "＝1"]
MARKDOWN = [
    "[a](javascript:alert(1)) ![i](http://e) <b>h</b> `c` **b** _i_ ~~s~~ <http://a> &lt; \\",
    *("# h", "- l", "1. l", "1) l", "    code", "> q", "---", "[x]: http://e", "```\n", "a | b"),
]
EVILS = [
    ESCAPES,
    *FORMULAS,
    *MARKDOWN,
    "[red]x[/red] [link=http://e]y[/link] :smile: [/] ",
    "<script>alert(1)</script></td>",
    '"]; click s1 "javascript:x" %%{init: {"theme": "dark"}}%% #quot; `m`\n  s1 --> s2 ',
    "x\r\nEND:VEVENT\r\nBEGIN:VALARM\r\n;,\\n:",
    "{0} %s {x.__class__} $(id) `id` ';",
    "e\u0301 \ufb01 \u0661 \U0001f600 \u05e9\u05dc\u05d5\u05dd ",
]
PROSE = {
    *("title", "publisher", "note", "reason", "ask", "label", "text", "name", "does", "rationale"),
    *("who", "meaning", "phrase", "version", "aliases", "covers"),
}


def _poisoned(evils: list[str]) -> Json:
    """The catalog with one evil after another before every text that is free."""
    count = iter(range(10**6))

    def walked(node: Any, key: str, holder: Json) -> Any:
        if isinstance(node, dict):
            return {k: walked(v, k, node) for k, v in node.items()}
        if isinstance(node, list):
            return [walked(v, key, holder) for v in node]
        is_fact = key == "value" and "source" in holder and isinstance(node, str) and "full" in node
        if isinstance(node, str) and (key in PROSE or is_fact):
            number = next(count)
            return f"{evils[number % len(evils)]}{number} {node}"[:2000]
        return node

    made: Json = walked(raw_catalog(), "", {})
    made["policy"]["groups"] = {k: f"{evils[0]} {k}" for k in made["policy"]["groups"]}
    for number, entry in enumerate(made["certifications"].values()):
        entry["full_name"]["value"] = f"{evils[number % len(evils)]}{number}"
        entry["name"] = f"{evils[-1 - number % len(evils)]}{number} {entry['name']}"
    return made


COMMANDS: dict[str, tuple[str, ...]] = {
    "recommend": ("recommend", *ANSWERS, "--no-sureness", "--explain", "--why-not", "nasm-pes"),
    "show": ("show", "cscs"),
    "compare": ("compare", "cscs", "nasm-pes", "cpss"),
    "plan": ("plan", "cscs", *ANSWERS),
    "sources": ("catalog", "sources"),
}


def _said(*words: str, encoding: str = "utf-8") -> str:
    """What the program says on standard output, which is a file in that encoding."""
    told = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    with contextlib.redirect_stdout(told):
        assert run(list(words)) == 0
    told.seek(0)
    return told.read()


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], str]:
    """What a command says in a form of a catalog whose every text is an attack; run once each."""
    folder = tmp_path_factory.mktemp("poisoned")
    file = _file(folder, json.dumps(_poisoned(EVILS), default=float))

    @cache
    def said(command: str, form: str) -> str:
        flags = ["--plain"] if form == "plain" else ["--format", form]
        words = [*COMMANDS[command]]
        if form == "csv" and "--explain" in words:
            # An explanation is a table of its own.
            words = words[: words.index("--explain")]
        return _said(*words, *flags, "--catalog", str(file))

    return said


Poisoned = Callable[[str, str], str]
FORMS = ("table", "plain", "json", "csv", "markdown")


@pytest.mark.parametrize("form", FORMS)
def test_no_escape_and_no_control_character_leaves_the_program(
    form: str, poisoned: Poisoned
) -> None:
    """No ESC, C0, C1, DEL, bidirectional or invisible sign of a catalog is in any form of output."""
    told = "".join(poisoned(command, form) for command in COMMANDS)
    hidden = {c for c in told if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")}
    assert hidden == {"\n"}
    assert "8;;http://x" in told


@pytest.mark.parametrize("form", ["table", "plain"])
def test_rich_markup_is_text(form: str, poisoned: Poisoned) -> None:
    """Brackets and colons of a catalog colour, link and draw nothing: they are shown."""
    text = " ".join("".join(poisoned(command, form) for command in COMMANDS).split())
    assert "[red]x[/red] [link=http://e]y[/link] :smile: [/]" in text


def test_no_cell_of_a_csv_is_a_formula(poisoned: Poisoned) -> None:
    """Whatever a text begins with, no spreadsheet runs it."""
    told = [poisoned(command, "csv") for command in COMMANDS]
    cells = [c for text in told for row in csv.reader(io.StringIO(text)) for c in row]
    assert {"'=", "'+", "'-", "'@", "'＝"} <= {c[:2] for c in cells}
    assert [c for c in cells if c.strip() and c.lstrip()[0] in "=+-@＝＋－＠"] == []


OURS = {"heading", "paragraph", "table", "thead", "tbody", "tr", "th", "td", "strong"}
"""What the program itself writes in Markdown, beside text and fenced commands."""


def test_markdown_and_html_of_a_catalog_are_text(poisoned: Poisoned) -> None:
    """No link, image, tag, list, quotation or code block comes out of a text of the catalog."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    blocks = [b for c in COMMANDS for b in parser.parse(poisoned(c, "markdown"))]
    tokens = [*blocks, *(inner for block in blocks for inner in block.children or ())]
    kinds = {t.type.removesuffix("_open").removesuffix("_close") for t in tokens}
    assert kinds <= OURS | {"inline", "text", "text_special", "softbreak", "fence"}
    shown = "".join(t.content for t in tokens if t.type in ("text", "text_special"))
    for evil in ("<script>alert(1)</script></td>", "[a](javascript:alert(1)) ![i](http://e) <b>"):
        assert evil in shown


def test_json_holds_what_the_catalog_says_in_plain_ascii(poisoned: Poisoned) -> None:
    """A text is the same once it is parsed, and nothing but ASCII stands in the file."""
    told = [poisoned(command, "json") for command in COMMANDS]
    assert all(re.fullmatch(r"[\n -~]*", text) for text in told)
    assert any(ESCAPES in value for text in told for value in _strings(json.loads(text)))


def _strings(node: Any) -> Iterator[str]:
    """All texts of a piece of JSON."""
    if isinstance(node, str):
        yield node
    for inner in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        yield from _strings(inner)


def test_a_diagram_has_no_line_of_the_catalogs_making(poisoned: Poisoned) -> None:
    """Each line of a Mermaid diagram is one task, and there is no directive in it."""
    first, title, form, *lines = poisoned("plan", "mermaid").splitlines()
    assert (first, form) == ("gantt", "  dateFormat YYYY-MM-DD")
    name, day = r"""[^:;#%<>`"{}]*""", r"\d{4}-\d\d-\d\d"
    assert re.fullmatch(rf"  title {name}", title)
    task = rf"  {name} :(milestone, )?\w+, {day}, ({day}|0d)"
    assert [n for n in lines if not re.fullmatch(task, n)] == []
    assert len(lines) > 3


def test_a_calendar_has_no_part_of_the_catalogs_making(tmp_path: Path) -> None:
    """A text stays in its own line of the calendar: only whole-day entries, each with its reminder."""
    evil = "x\r\nEND:VEVENT\r\nBEGIN:VALARM\r\n;,\\n:\x1b\u202e"
    file, ics = _file(tmp_path, json.dumps(_poisoned([evil]), default=float)), tmp_path / "a.ics"
    _said("plan", "cscs", *ANSWERS, "--catalog", str(file), "--ics", str(ics))
    parts = icalendar.Calendar.from_ical(ics.read_bytes()).walk()
    events = (len(parts) - 1) // 2
    assert [p.name for p in parts] == ["VCALENDAR", *["VEVENT", "VALARM"] * events]
    assert len(parts) > 2
    texts = [str(p["summary" if p.name == "VEVENT" else "description"]) for p in parts[1:]]
    assert all("END:VEVENT" in text and text.isprintable() for text in texts)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "ftp://e.org",
            "//e.org",
        ),
        *("https:e.org", " https://e.org", "https://e.org/a b", "HTTPS://e.org\n", "\x1bhttps://e"),
    ],
)
def test_only_http_addresses_are_taken(url: str) -> None:
    """A source's address is one that a browser fetches, and nothing that it would run."""
    data = raw_catalog()
    data["sources"]["article"]["url"] = url
    assert "sources.article.url" in _refusal(lambda: validated(data, "my.json"))


def test_markdown_makes_no_link_of_other_addresses() -> None:
    """GitHub makes links of bare addresses: not of ftp ones, which would be no http(s)."""
    from certadvisor.show.forms.markdown import escaped

    assert escaped("see ftp://e.org or https://e.org") == r"see ftp\://e.org or https://e.org"


# --- names -----------------------------------------------------------------------------------------

FORMS_OF_A_NAME = [unicodedata.normalize(form, "Café Résumé") for form in ("NFC", "NFD")]


def _with_aliases(**aliases: list[str]) -> Json:
    data = raw_catalog()
    for entry, names in aliases.items():
        data["certifications"][entry]["aliases"] += names
    return data


@pytest.mark.parametrize("stored", FORMS_OF_A_NAME, ids=["NFC", "NFD"])
@pytest.mark.parametrize(
    "typed", [*FORMS_OF_A_NAME, "ＣＡＦÉ résumé"], ids=["NFC", "NFD", "full width"]
)
def test_a_name_resolves_in_any_normal_form(stored: str, typed: str) -> None:
    """Whether an accent is a sign of its own is nothing that one sees."""
    catalog = validated(_with_aliases(cscs=[stored]), "my.json")
    assert certification_names(catalog).resolve(typed) == "cscs"


def test_names_that_look_the_same_are_refused() -> None:
    """Two entries whose names differ in the normal form alone could not be told apart."""
    data = _with_aliases(cscs=FORMS_OF_A_NAME[:1], cpss=FORMS_OF_A_NAME[1:])
    assert "is also one of" in _refusal(lambda: validated(data, "my.json"))


def test_a_name_without_letters_is_nobodys_name() -> None:
    """An alias of signs alone does not answer to every other sign."""
    catalog = validated(_with_aliases(cscs=["!!!"]), "my.json")
    with pytest.raises(UnknownNameError):
        certification_names(catalog).resolve("--")


# --- data ------------------------------------------------------------------------------------------

BIG = "x" * 1_000_000
SEVERAL = json.dumps({f"k{n}": 1 for n in range(90_000)})
DATA: dict[str, tuple[bytes, str]] = {
    "NUL": (b'{"setting": "a\0b"}', "NUL"),
    "a lone surrogate": (b'{"setting": "\\ud800"}', "surrogate"),
    "a lone surrogate as a key": (b'{"\\udfff": 1}', "surrogate"),
    "a surrogate in the bytes": (b'{"setting": "\xed\xa0\x80"}', "not UTF-8"),
    "UTF-16": ("\ufeff{}".encode("utf-16-le"), "not UTF-8"),
    "UTF-16 without a mark": ('{"setting": "gym"}'.encode("utf-16-le"), "not UTF-8"),
    "UTF-32": ('{"setting": "gym"}'.encode("utf-32"), "not UTF-8"),
    "two marks": (b"\xef\xbb\xbf\xef\xbb\xbf{}", "not JSON"),
    "an archive": (b"PK\x03\x04\x14\xff\xfe", "not UTF-8"),
    "nesting of 10,000 lists": (b'{"a": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "too deep"),
    "nesting of 10,000 objects": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "too deep"),
    "nesting of 100": (b'{"a": ' + b"[" * 100 + b"]" * 100 + b"}", "too deep"),
    "1e400": (b'{"budget": 1e400}', "1e400, which is out of range"),
    "1e-400": (b'{"budget": 1e-400}', "out of range"),
    "an exponent beyond all": (b'{"budget": 1e99999999999999999999}', "out of range"),
    "a number of 10,000 digits": (b'{"budget": ' + b"9" * 10_000 + b"}", "out of range"),
    "10,000 decimals": (b'{"budget": 0.' + b"9" * 10_000 + b"}", "out of range"),
    "Infinity": (b'{"budget": -Infinity}', "not a JSON number"),
    "a key twice": (b'{"cpr": "no", "cpr": "yes"}', '"cpr" twice'),
    "a key twice, escaped": (b'{"cpr": "no", "c\\u0070r": "yes"}', '"cpr" twice'),
    "100,000 entries": (b'{"holds": [' + b"1," * 100_000 + b"1]}", "100,000 values"),
    "100,000 objects": (b'{"holds": [' + b"{}," * 100_000 + b"1]}", "100,000 values"),
    "90,000 keys": (SEVERAL.encode(), "90,000 entries"),
    "90,000 in a list": (b'{"holds": [' + b"1," * 90_000 + b"1]}", "90,001 entries"),
    "a key of 1 MB": (json.dumps({BIG: 1}).encode(), "xxx…"),
    "escapes": (b'{"\\u001b[31m\\u202e\\u009b\\n": 1}', "[31m"),
    "5 MB and a byte": (b" " * 5_000_001, "larger than 5 MB"),
}
DOORS: dict[str, Callable[[Path], object]] = {
    "catalog": load_catalog,
    "overlay": lambda file: load_catalog(CATALOG_FILE, [file]),
    "profile": read_answers,
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", DATA)
def test_data_that_nobody_means_is_refused_in_a_line(kind: str, door: str, tmp_path: Path) -> None:
    """As a catalog, an overlay or a profile: the file and what is wrong with it, and no traceback."""
    content, words = DATA[kind]
    file = _file(tmp_path, content)
    said = _refusal(lambda: DOORS[door](file))
    assert said.startswith(f"{file}: ")
    if kind not in ("a key of 1 MB", "escapes") or door != "catalog":
        assert words in said
    assert len(said) < len(str(file)) + 200


TOML: dict[str, tuple[bytes, str]] = {
    "nesting by dots": (b"setting." + b"a." * 10_000 + b"a = 1", "too deep"),
    "nesting by lists": (b"setting = " + b"[" * 10_000 + b"]" * 10_000, "too deep"),
    "nesting by tables": (b"[setting." + b"a." * 50 + b"a]\na = " + b"[" * 20 + b"]" * 20, "deep"),
    "1e400": (b"budget = 1e400", "out of range"),
    "an exponent beyond all": (b"budget = 1e99999999999999999999", "out of range"),
    "a number of 10,000 digits": (b"budget = " + b"9" * 10_000, "not TOML that can be read"),
    "10,000 hexadecimal digits": (b"budget = 0x" + b"f" * 10_000, "out of range"),
    "an answer twice": (b'degree-field = "other"\ndegree_field = "unknown"', "degree_field"),
    "a table twice": (b"[price]\n[price]", "not TOML"),
    "a day that is none": (b"on = 2026-02-30", "not TOML"),
    "a lone surrogate": (b'setting = "\\ud800"', "not TOML"),
    "NUL": (b'setting = "a\0b"', "NUL"),
    "UTF-16": ('setting = "gym"'.encode("utf-16"), "not UTF-8"),
    "lone CRs": (b'setting = "gym"\rcpr = "no"', "not TOML"),
    "10,000 keys": (b"".join(b"k%d = 1\n" % n for n in range(9_000)), "9,000 entries"),
    "more than anybody answers": (b"#" * 100_001, "larger than 0.1 MB"),
}


@pytest.mark.parametrize("kind", TOML)
def test_toml_that_nobody_means_is_refused_in_a_line(kind: str, tmp_path: Path) -> None:
    """The same holds for answers in TOML."""
    content, words = TOML[kind]
    file = _file(tmp_path, content, "me.toml")
    said = _refusal(lambda: read_answers(file))
    assert said.startswith(f"{file}: ")
    assert words in said


def test_an_answer_under_two_spellings_is_refused(tmp_path: Path) -> None:
    """`degree-field` and `degree_field` are the same answer: neither silently wins."""
    file = _file(tmp_path, '{"degree-field": "other", "degree_field": "unknown"}')
    assert '"degree_field" twice' in _refusal(lambda: read_answers(file))


@pytest.mark.parametrize("end", ["\r", "\r\n"], ids=["CR", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no BOM", "BOM"])
def test_files_of_other_systems_are_read(end: str, mark: str, tmp_path: Path) -> None:
    """A byte-order mark and other line ends change nothing: catalog, overlay and profile."""
    text = CATALOG_FILE.read_text(encoding="utf-8").replace("\n", end)
    assert load_catalog(_file(tmp_path, mark + text)) == real_catalog()
    patch = _file(tmp_path, f'{mark}{{{end}"version":{end}"mine"{end}}}', "overlay.json")
    assert load_catalog(CATALOG_FILE, [patch]).version == "mine"
    answers = _file(tmp_path, f'{mark}{{{end}"setting":{end}"gym"{end}}}', "me.json")
    assert read_answers(answers) == {"setting": ("gym",)}


def test_a_string_of_a_megabyte_is_cut_where_it_is_told(tmp_path: Path) -> None:
    """In a catalog it is too long for a text; as an answer it is no answer. The line stays short."""
    data = raw_catalog()
    data["certifications"]["cscs"]["name"] = BIG
    said = _refusal(lambda: validated(data, "my.json"))
    assert "certifications.cscs.name" in said
    assert len(said) < 300
    file = _file(tmp_path, json.dumps({"setting": BIG, "holds": [BIG], "price": {BIG: BIG}}))
    done = program("recommend", "--profile", str(file))
    assert (done.returncode, done.stdout) == (1, "")
    assert max(map(len, done.stderr.splitlines())) < 600


def test_many_problems_are_counted_and_not_listed() -> None:
    """A catalog in which everything is wrong is told so in a line, not in a hundred thousand."""
    data = raw_catalog()
    data["certifications"] = {f"k{n}": {} for n in range(2_000)}
    with pytest.raises(DataError, match="problems, too many to list") as caught:
        validated(data, "my.json")
    assert len(caught.value.problems) < 5_000


HEAVY: dict[str, Callable[[], str]] = {
    "lists": lambda: "[" + "[]," * 1_600_000 + "1]",
    "one string": lambda: json.dumps({"version": "x" * 4_900_000}),
    "wrong entries": lambda: json.dumps(
        {t: {f"k{n}": {} for n in range(2_000)} for t in ("certifications", "steps", "sources")}
        | {"settings": {f"k{n}": {"notes": [{}] * 20} for n in range(1_500)}}
    ),
}


# A process is charged with the memory of the one it was forked from: here with that of a small one.
MEASURING = (
    "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:]); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(done.returncode)"
)


@pytest.mark.slow
@pytest.mark.parametrize("kind", HEAVY)
def test_no_catalog_takes_much_memory(kind: str, tmp_path: Path) -> None:
    """Whatever stands in five megabytes, the program stays under 200 MB, and says what is wrong."""
    file = _file(tmp_path, HEAVY[kind]())
    command = [sys.executable, "-m", "certadvisor", "show", "cscs", "--catalog", str(file)]
    done = subprocess.run(
        [sys.executable, "-c", MEASURING, *command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    unit = 1 if sys.platform == "darwin" else 1024
    assert 10_000_000 < int(done.stdout) * unit < MOST_MEMORY


def test_an_answer_may_be_repeated_but_not_without_end(capsys: pytest.CaptureFixture[str]) -> None:
    """The same word ten thousand times is one answer; a thousand and one different ones are none."""
    words = ["recommend", *ANSWERS, "--no-sureness", "--format", "json"]
    assert run([*words, *["--holds", "cpss"] * 10_000]) == 0
    assert json.loads(capsys.readouterr().out)["held"] == ["cpss"]
    spelled = [w for n in range(1_001) for w in ("--holds", "c" + "-" * n + "pss")]
    assert run([*words, *spelled]) == 2
    assert "too many" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("x" * 100_000,),
        ("--" + "x" * 100_000,),
        ("show", "x" * 100_000),
        ("show", "a", "x" * 100_000),
    ],
    ids=["a command", "a flag", "an id", "too many words"],
)
def test_a_word_of_any_length_is_refused_in_a_short_line(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """What was typed is said again, but not all of it."""
    assert run([*words]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert len(err) < 400


# --- requirements that lead into each other ----------------------------------------------------------


def _steps(count: int, test: Json, **more: Any) -> Json:
    """A catalog with so many more steps, each of which asks for what all of them give."""
    data = raw_catalog()
    leaf = {"text": "t", "source": "article", "test": test}
    weeks = {"value": 1, "source": "article"}
    for n in range(count):
        data["steps"][f"s{n}"] = {
            "name": f"s{n}",
            "does": "d",
            "kind": "credential",
            "span": "short",
            "weeks": weeks,
            "requirements": leaf,
            **copy.deepcopy(more),
        }
    data["certifications"]["cscs"]["requirements"] = leaf
    return data


def _ranked(data: Json) -> None:
    line = "--setting gym --degree high-school --cpr yes --cpt none --budget 1000"
    catalog = validated(data, "my.json")
    rank(person(line, catalog), catalog)


def test_a_step_that_asks_for_itself_is_refused() -> None:
    """By its id the circle is seen when the catalog is read."""
    data = _steps(1, {"kind": "credential", "ids": ["s0"]})
    assert "go in a circle: s0 needs s0" in _refusal(lambda: validated(data, "my.json"))


MEMBER: tuple[Json, Json] = (
    {"kind": "member", "issuer": "nsca"},
    {"gives": {"member": "nsca"}},
)
ROLE: tuple[Json, Json] = (
    {"kind": "credential", "role": "nutrition-coach"},
    {"credential": {"role": "nutrition-coach", "ncca": {"value": True, "source": "article"}}},
)


@pytest.mark.parametrize(("test", "gives"), [MEMBER, ROLE], ids=["membership", "role"])
def test_steps_that_ask_for_each_other_end_the_search(test: Json, gives: Json) -> None:
    """Where what is asked for is no id, nobody goes round and round, however many steps there are."""
    for count in (3, 12, 300):
        _ranked(_steps(count, test, **gives))


def test_a_rule_that_can_be_met_in_endless_ways_is_answered() -> None:
    """Six conditions with six steps for each make 46,656 ways: the easiest are compared."""
    data = _steps(36, {"kind": "nothing"})
    leaf = {"text": "t", "source": "article"}
    data["certifications"]["cscs"]["requirements"] = {
        "all": [
            {"any": [{**leaf, "test": {"kind": "credential", "ids": [f"s{6 * a + b}"]}} for b in range(6)]}
            for a in range(6)
        ]
    }  # fmt: skip
    _ranked(data)


def test_a_thousand_steps_in_a_row_are_refused() -> None:
    """Nobody means that: it is said in a line, and not found out by running out of memory."""
    data = _steps(1_000, {"kind": "nothing"})
    leaf = {"text": "t", "source": "article"}
    for n in range(1, 1_000):
        test = {"kind": "credential", "ids": [f"s{n - 1}"]}
        data["steps"][f"s{n}"]["requirements"] = {**leaf, "test": test}
    test = {"kind": "credential", "ids": ["s999"]}
    data["certifications"]["cscs"]["requirements"] = {**leaf, "test": test}
    assert "wait for each other in a row" in _refusal(lambda: _ranked(data))


# --- files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero", "/dev/full", "/dev/urandom"])
def test_a_device_is_no_file(device: str, door: str) -> None:
    """Nothing is read from what never ends, or is never more than empty."""
    if not Path(device).exists():
        pytest.skip("there is no such device here")
    assert _refusal(lambda: DOORS[door](Path(device))) == f"{device}: is not a file of text"


@pytest.mark.parametrize("door", DOORS)
def test_a_folder_and_what_is_not_there_are_refused(door: str, tmp_path: Path) -> None:
    """A folder, a link to nowhere, a link to itself, a file used as a folder, an endless name."""
    (tmp_path / "nowhere").symlink_to("none")
    (tmp_path / "itself").symlink_to("itself")
    (tmp_path / "file").touch()
    wanted = {
        "": "is a folder, not a file",
        "none": "no such file or directory",
        "nowhere": "no such file or directory",
        "itself": "symbolic links",
        "file/x": "not a directory",
        "x" * 300: "name too long",
        "a\0b": "not a usable file name",
    }
    for name, words in wanted.items():
        path = Path(f"{tmp_path}/{name}")
        said = _refusal(lambda path=path: DOORS[door](path))  # type: ignore[misc]
        assert said.endswith(words) or words in said


@WITH_PERMISSIONS
@pytest.mark.parametrize("door", DOORS)
def test_a_file_that_may_not_be_read_is_refused(door: str, tmp_path: Path) -> None:
    """The reason is that of the system."""
    file = _file(tmp_path, "{}")
    file.chmod(0)
    assert _refusal(lambda: DOORS[door](file)) == f"{file}: permission denied"


@pytest.mark.parametrize("door", DOORS)
def test_a_file_that_changes_while_it_is_read_is_refused(
    door: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the old and half of the new is neither."""
    file = _file(tmp_path, '{"setting": "gym"}')
    read = os.read

    def changing(fd: int, most: int) -> bytes:
        chunk = read(fd, most)
        if os.path.sameopenfile(fd, watched):
            file.write_text("{}" * 50, encoding="utf-8")
        return chunk

    with file.open("rb") as opened:
        watched = opened.fileno()
        monkeypatch.setattr(os, "read", changing)
        assert "changed while it was read" in _refusal(lambda: DOORS[door](file))


def test_a_file_that_vanishes_while_it_is_read_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was opened stays open: the name is needed no more."""
    file = _file(tmp_path, '{"setting": "gym"}')
    fstat = os.fstat

    def vanishing(fd: int) -> os.stat_result:
        file.unlink(missing_ok=True)
        return fstat(fd)

    monkeypatch.setattr(os, "fstat", vanishing)
    assert read_answers(file) == {"setting": ("gym",)}
    assert not file.exists()


@contextlib.contextmanager
def _pipe(folder: Path, *chunks: bytes, closing: bool = True) -> Iterator[Path]:
    """A named pipe into which somebody writes; `closing` false: and leaves it open."""
    path, done = folder / "pipe", threading.Event()
    os.mkfifo(path)

    def write() -> None:
        with contextlib.suppress(BrokenPipeError), path.open("wb", buffering=0) as pipe:
            for chunk in chunks:
                pipe.write(chunk)
            if not closing:
                done.wait()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield path
    finally:
        done.set()
        writer.join()


@pytest.mark.parametrize("door", DOORS)
def test_a_pipe_is_read_to_its_end(door: str, tmp_path: Path) -> None:
    """Process substitution and `/dev/stdin` work for every file that is read."""
    whole = CATALOG_FILE.read_bytes()
    contents = {"catalog": whole, "overlay": b'{"version": "mine"}', "profile": b'{"cpr": "no"}'}
    content = contents[door]
    with _pipe(tmp_path, content[: len(content) // 2], content[len(content) // 2 :]) as pipe:
        found = DOORS[door](pipe)
    if isinstance(found, Catalog):
        assert found.version == (real_catalog().version if door == "catalog" else "mine")
    else:
        assert found == {"cpr": ("no",)}


@pytest.mark.parametrize("door", DOORS)
def test_a_pipe_without_end_is_cut_off(door: str, tmp_path: Path) -> None:
    """More than 5 MB are never read, however much is offered."""
    with _pipe(tmp_path, *[b" " * 1_000_000] * 20) as pipe:
        assert _refusal(lambda: DOORS[door](pipe)).endswith(" MB")


@pytest.mark.parametrize("door", DOORS)
def test_a_pipe_that_nobody_writes_into_is_left(
    door: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program waits for ten seconds in all, not for ever; here for a tenth of one."""
    assert files.MAX_SECONDS == 10
    monkeypatch.setattr(files, "MAX_SECONDS", 0.1)
    silent = tmp_path / "silent"
    os.mkfifo(silent)
    words = "is a pipe that was not written to its end in 0.1 seconds"
    assert _refusal(lambda: DOORS[door](silent)) == f"{silent}: {words}"
    with _pipe(tmp_path, b'{"cpr":', closing=False) as pipe:
        assert _refusal(lambda: DOORS[door](pipe)) == f"{pipe}: {words}"


def test_the_program_reads_its_catalog_from_standard_input() -> None:
    """`--catalog /dev/stdin` takes what is piped in."""
    done = subprocess.run(
        [sys.executable, "-m", "certadvisor", "catalog", "validate", "/dev/stdin"],
        input=CATALOG_FILE.read_bytes(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


# --- outputs ---------------------------------------------------------------------------------------

OUTPUTS: dict[str, tuple[str, ...]] = {
    "--output": ("show", "cscs", "--format", "json", "--output"),
    "--save-profile": ("recommend", *ANSWERS, "--no-sureness", "--save-profile"),
    "--ics": ("plan", "cscs", *ANSWERS, "--ics"),
}


def _shell(line: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """A line of shell with the program as `$P`."""
    return subprocess.run(
        ["/bin/sh", "-c", line],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "P": f"{sys.executable} -m certadvisor"},
        check=False,
        timeout=60,
        **more,
    )


@pytest.mark.parametrize(
    "words",
    [
        ("recommend", *ANSWERS, "--output", "one", "--save-profile", "./one"),
        ("recommend", *ANSWERS, "--save-situation", "link", "--save-profile", "one"),
        ("recommend", "--profile", "one", "--save-situation", "one"),
        ("recommend", "--profile", "one", "--output", "link"),
        ("recommend", *ANSWERS, "--overlay", "one", "--save-profile", "one"),
        ("compare", "cscs", "nasm-pes", "--profile", "one", "--output", "one"),
        ("list", "--profile", "one", "--output", "one"),
        ("show", "cscs", "--catalog", "one", "--output", "one"),
        ("catalog", "sources", "--overlay", "two", "--overlay", "one", "--output", "one"),
        ("catalog", "diff", "one", "two", "--output", "link"),
        ("catalog", "diff", "two", "one", "--output", "one"),
        ("plan", "cscs", *ANSWERS, "--ics", "one", "--output", "one"),
        ("plan", "cscs", "--profile", "one", "--ics", "one"),
    ],
    ids=" ".join,
)
def test_two_things_are_never_written_into_one_file(
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nor anything over a file that is read: the last one written would be all there is."""
    monkeypatch.chdir(tmp_path)
    Path("one").write_text("what was there", encoding="utf-8")
    Path("link").symlink_to("one")
    assert run([*words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    named = r"(--\S+|A|B)"
    assert re.fullmatch(rf"certadvisor: {named} and --\S+ name the same file: \S+\n", err)
    assert Path("one").read_text(encoding="utf-8") == "what was there"


@pytest.mark.parametrize("variable", ["CERTADVISOR_CATALOG", "CERTADVISOR_OVERLAY"])
@pytest.mark.parametrize("words", [("list",), ("recommend", *ANSWERS), ("catalog", "schema")])
def test_nothing_is_written_over_a_catalog_that_the_environment_names(
    words: tuple[str, ...],
    variable: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A command line need not show which catalog it reads."""
    one = tmp_path / "one"
    one.write_text("what was there", encoding="utf-8")
    monkeypatch.setenv(variable, f"elsewhere{os.pathsep}{one}" if "OVER" in variable else f"{one}")
    assert run([*words, "--output", str(one)]) == 2
    assert capsys.readouterr().err.endswith(f" and --output name the same file: {one}\n")
    assert one.read_text(encoding="utf-8") == "what was there"


def test_answers_may_be_saved_where_they_were_read_and_streams_named_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A profile is brought up to date so; a stream keeps nothing that could be lost."""
    monkeypatch.chdir(tmp_path)
    words = ("recommend", "--no-sureness", "--no-input", "--output", "/dev/null")
    assert run([*words, *ANSWERS, "--save-profile", "me.json"]) == 0
    assert run([*words, "--profile", "me.json", "--budget", "7", "--save-profile", "me.json"]) == 0
    assert json.loads(Path("me.json").read_text(encoding="utf-8"))["budget"] == 7
    assert run([*words, *ANSWERS, "--save-situation", "/dev/null"]) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk here")
@pytest.mark.parametrize("flag", OUTPUTS)
def test_a_full_disk_is_told(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1, and the name of what cannot be written."""
    assert run([*OUTPUTS[flag], "/dev/full"]) == 1
    out, err = capsys.readouterr()
    assert (out, err) == (
        "",
        "certadvisor: /dev/full: cannot be written: no space left on device\n",
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk here")
@pytest.mark.parametrize(
    "words", ["--version", pytest.param("--help", marks=SLOW), "show cscs --format json"]
)
def test_a_full_disk_behind_standard_output_is_told(words: str) -> None:
    """Exit 1 and one line, for much and for little output."""
    done = _shell(f"$P {words} > /dev/full")
    assert (done.returncode, done.stderr) == (
        1, "certadvisor: cannot write: no space left on device\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "--version",
        *(pytest.param(w, marks=SLOW) for w in ("--help", "show cscs")),
        "show cscs -o /dev/stdout",
    ],
)
def test_a_closed_pipe_ends_quietly(words: str) -> None:
    """Whoever reads a line and goes has seen enough: nothing is said, and nothing is wrong."""
    done = _shell(f"{{ $P {words}; echo $? >&2; }} | true")
    assert done.stderr == "0\n"


@pytest.mark.parametrize("words", ["--version", "show cscs"])
def test_a_closed_standard_output_is_told(words: str) -> None:
    """What can be written nowhere is no success."""
    done = _shell(f"$P {words} >&-")
    assert (done.returncode, done.stderr) == (1, "certadvisor: cannot write: bad file descriptor\n")


@pytest.mark.slow
def test_what_needs_no_stream_does_without(tmp_path: Path) -> None:
    """Closed or full streams keep no file from being written, and no exit code from being right."""
    file = tmp_path / "a.txt"
    assert _shell(f"$P show cscs --output {file} <&- >&- 2>&-").returncode == 0
    assert file.read_text(encoding="utf-8").startswith("CSCS")
    assert _shell("$P show nonsense 2>&-").returncode == 2
    assert _shell("$P catalog validate /dev/null >&- 2>&-").returncode == 1


def test_what_is_no_file_is_written_straight(tmp_path: Path) -> None:
    """A named pipe gets the text and stays a pipe; /dev/null stays what it is."""
    pipe, read = tmp_path / "pipe", list[str]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    write_text(pipe, "é\n" * 50_000)
    reader.join()
    assert read == ["é\n" * 50_000]
    assert pipe.is_fifo()
    write_text(Path("/dev/null"), "text")
    assert not Path("/dev/null").is_file()


@pytest.mark.slow
def test_standard_output_may_be_named(tmp_path: Path) -> None:
    """`--output /dev/stdout` is standard output: a pipe, or a file that keeps what it holds."""
    plain = _said("show", "cscs", "--format", "markdown")
    assert _shell("$P show cscs --format markdown --output /dev/stdout | cat").stdout == plain
    assert (
        _shell("exec 3>&1; $P show cscs --format markdown --output /dev/fd/3 | cat").stdout == plain
    )
    log = _file(tmp_path, "before\n", "log")
    done = _shell(f"$P show cscs --format markdown --output /dev/stdout >> {log}")
    assert (done.returncode, done.stderr) == (0, "")
    assert log.read_text(encoding="utf-8") == f"before\n{plain}"


def test_a_link_is_followed(tmp_path: Path) -> None:
    """What it leads to is written, old or new; the link stays. One that leads to itself is refused."""
    old, new, itself = tmp_path / "old", tmp_path / "new", tmp_path / "itself"
    old.write_text("before", encoding="utf-8")
    old.chmod(0o640)
    for target in (old, new):
        link = tmp_path / f"to-{target.name}"
        link.symlink_to(target.name)
        write_text(link, "text")
        assert link.is_symlink()
        assert target.read_text(encoding="utf-8") == "text"
    assert old.stat().st_mode & 0o777 == 0o640
    itself.symlink_to("itself")
    assert _refusal(lambda: write_text(itself, "text")) == f"{itself}: is a link to itself"
    assert itself.is_symlink()


@WITH_PERMISSIONS
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    """Nothing new is made there, and what is there stays as it was."""
    folder = tmp_path / "folder"
    folder.mkdir()
    old = _file(folder, "before")
    folder.chmod(0o555)
    for target in (old, folder / "new"):
        said = _refusal(lambda target=target: write_text(target, "text"))  # type: ignore[misc]
        assert said == f"{target}: cannot be written: permission denied"
    folder.chmod(0o755)
    assert [f.name for f in folder.iterdir()] == [old.name]
    assert old.read_text(encoding="utf-8") == "before"


@pytest.mark.parametrize("flag", OUTPUTS)
def test_a_disk_that_fills_up_leaves_the_old_file(
    flag: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A write that fails half-way is told, leaves no half, and nothing beside the old file."""
    old = _file(tmp_path, "before")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        code = run([*OUTPUTS[flag], str(old)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert code == 1
    assert capsys.readouterr().err == f"certadvisor: {old}: cannot be written: file too large\n"
    assert [f.name for f in tmp_path.iterdir()] == [old.name]
    assert old.read_text(encoding="utf-8") == "before"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-16"])
def test_json_is_the_same_whatever_can_be_shown(encoding: str) -> None:
    """A locale without UTF-8 takes nothing from it, and breaks nothing."""
    words = ("show", "cscs", "--format", "json")
    assert _said(*words, encoding=encoding) == _said(*words)


def test_a_path_is_shown_as_far_as_it_can_be() -> None:
    """In letters that cannot be shown, with escapes, or in no encoding at all."""
    words = ("catalog", "path", "--catalog", "日\x1b[31m\udcff.json")
    assert _said(*words) == "日[31m.json\n"
    assert _said(*words, encoding="ascii") == "?[31m.json\n"
