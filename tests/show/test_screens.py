"""What people are promised about output: whole prices, nothing dropped, no surprises in a terminal."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certadvisor.advice.labels import label_of
from certadvisor.advice.results import Recommendation
from certadvisor.advice.wording import total_words
from certadvisor.rules.requirements import leaves
from certadvisor.show.document import (
    KEEP,
    Cell,
    Column,
    Document,
    Grid,
    Heading,
    Line,
    Row,
    Verbatim,
)
from certadvisor.show.forms import render
from certadvisor.show.forms.layout import MeasuredText
from certadvisor.show.forms.lines import columns, wrapped
from certadvisor.show.forms.screen import NARROWEST, UNKNOWN_WIDTH, WIDEST, Screen, screen_for
from certadvisor.show.pages.profile import you
from certadvisor.show.pages.recommend import document
from helpers import advised as computed
from helpers import person, real_catalog

PEOPLE = {
    "short of money": "--setting collegiate --degree bachelor --degree-field exercise-science"
    " --cpr yes --cpt none --budget 450",
    "well prepared": "--setting collegiate --degree bachelor --degree-field exercise-science"
    " --cpr yes --cpt none --budget 1000",
    "starting out": "--setting gym --degree high-school --cpr no --cpt none --budget 1000",
    "a trainer": "--setting gym --degree high-school --cpr yes --cpt nasm-cpt --budget 1000"
    " --focus strength",
    "has it already": "--setting collegiate --degree bachelor --degree-field exercise-science"
    " --cpr yes --cpt none --budget unlimited --holds cscs",
    "a student": "--setting tactical --degree student --degree-field other --cpr online-only"
    " --cpt other --budget 800 --graduates 2028-05",
}
WIDTHS = (*range(NARROWEST, 130, 6), 59, 60, 61, 79, 100, 119, 120, 160, 200, WIDEST)
SIGNS = "✓ ✗ ● … – ¹ · ─"
HOSTILE = "[red]x[/red] :smile: \x1b[31m\x07<b>|`*_~ [a](b)\u202e\n=1"


@cache
def advised(line: str) -> Recommendation:
    """The advice for a line of flags, computed once."""
    return computed(line)


@pytest.fixture(scope="module", params=PEOPLE.values(), ids=[*PEOPLE])
def answer(request: pytest.FixtureRequest) -> Recommendation:
    """The advice for one of the people above."""
    return advised(request.param)


@pytest.fixture(scope="module")
def screens(answer: Recommendation) -> dict[int, str]:
    """The answer with --all at every width."""
    return {width: shown(answer, width=width) for width in WIDTHS}


@pytest.fixture(scope="module")
def in_short(answer: Recommendation) -> dict[int, str]:
    """The answer at every width."""
    return {width: shown(answer, everything=False, width=width) for width in WIDTHS}


def shown(
    answer: Recommendation, form: str = "table", *, everything: bool = True, **screen: object
) -> str:
    """An answer as it is put out, with --all if not said otherwise."""
    page = document(answer, real_catalog(), everything=everything)
    return render(page, form, Screen(**screen))  # type: ignore[arg-type]


def _markdown_rows(answer: Recommendation) -> dict[str, str]:
    """The lines of the Markdown table by the certification they are about."""
    lines = [n for n in shown(answer, "markdown").splitlines() if n.startswith("|")]
    names = [a.name for a in answer.recommendations]
    return {name: next(n for n in lines if f"| {name}" in n) for name in names}


def one_cell(text: str, *, whole: bool = False) -> Document:
    """A document in which `text` stands wherever a text can stand."""
    columns = (Column("Name", "name"), Column(text, "b", whole=whole))
    rows = (Row((Cell("first"), Cell(text, "good", note=text)), section=text, marked=True),)
    return Document(
        (
            Heading(text),
            Line(text, label=text),
            Line(text),
            Grid(columns, rows, title=text),
            Verbatim(text, text),
        )
    )


def amounts(text: str) -> list[str]:
    return re.findall(r"\$[\d,]+(?:\.\d\d)?", text)


# --- the answer ------------------------------------------------------------------------------


def test_a_price_is_never_cut_or_wrapped(answer: Recommendation, screens: dict[int, str]) -> None:
    """At every width each certification's cost stands on one line, as often as it is there."""
    costs = [total_words(a.cost) for a in answer.recommendations]
    plain = shown(answer, width=NARROWEST, plain=True)
    for cost in set(costs):
        for text in (plain, *screens.values()):
            assert text.count(cost) >= costs.count(cost)


def test_every_amount_is_the_same_at_every_width(
    screens: dict[int, str], in_short: dict[int, str]
) -> None:
    """A narrow screen shows the same amounts as a wide one, digit for digit."""
    for texts in (screens, in_short):
        widest = sorted(amounts(texts[WIDEST]))
        assert widest
        assert [width for width, text in texts.items() if sorted(amounts(text)) != widest] == []


def test_without_all_what_is_worth_considering_is_shown_and_the_rest_counted(
    answer: Recommendation, in_short: dict[int, str]
) -> None:
    """Each option that serves has a row with its cost; one line says how many more --all shows."""
    worth = [a for a in answer.recommendations if a.group in ("do-now", "not-yet", "later")]
    for text in in_short.values():
        assert [a.name for a in worth if a.name not in text] == []
        assert [a.name for a in worth if total_words(a.cost) not in text] == []
        rest = len(answer.recommendations) - len(worth)
        assert f"{rest} more" in text
        assert "--all shows them" in " ".join(text.split())


def test_every_certification_appears_at_every_width(
    answer: Recommendation, screens: dict[int, str]
) -> None:
    """None of the ranked or held is left out, however narrow the screen."""
    names = [a.name for a in answer.recommendations]
    names += [real_catalog().name_of(i) for i in answer.held if i in real_catalog().certifications]
    assert len(names) == len(real_catalog().certifications)
    for width, text in screens.items():
        assert [n for n in names if n not in text] == [], width


def test_no_line_is_wider_than_the_screen(
    screens: dict[int, str], in_short: dict[int, str]
) -> None:
    """A terminal never has to break a line, the command to copy and single long words aside."""
    for width, text in (*screens.items(), *in_short.items()):
        lines = text.splitlines()[:-1]
        assert [ln for ln in lines if len(ln) > width and " " in ln.strip()] == [], width


def test_every_sentence_of_the_advice_is_there(answer: Recommendation) -> None:
    """The advice is put out whole, whatever the form of the screen."""
    for width in (30, 80, 120):
        for plain in (False, True):
            for everything in (False, True):
                page = shown(answer, everything=everything, width=width, plain=plain)
                text = " ".join(page.split())
                assert all(part in text for part in answer.advice.parts.values())
    assert answer.command in shown(answer, width=30).splitlines()[-1]


def test_groups_are_told_apart_by_their_titles(answer: Recommendation) -> None:
    """Each group that has a certification is titled once, in the order of the ranking."""
    text = " ".join(shown(answer, width=WIDEST).split())
    titles = dict.fromkeys(real_catalog().policy.groups[a.group] for a in answer.recommendations)
    places = [text.index(f"── {title} ──") for title in titles]
    assert places == sorted(places)


def test_top_cuts_the_table_and_says_so() -> None:
    """With --top the rest is missing from the table only, and its number is given."""
    answer = advised(PEOPLE["well prepared"])
    text = render(document(answer, real_catalog(), top=3), "table", Screen(width=120))
    assert answer.recommendations[2].name in text
    assert answer.recommendations[-1].name not in text
    assert "13 more" in text


def test_what_is_not_known_is_not_shown_as_a_number() -> None:
    """An unpublished price reads so, an incomplete one "at least", never $0."""
    answer = advised(PEOPLE["short of money"])
    text = shown(answer, width=120)
    assert "$0" not in text
    assert any(not a.cost.complete and not a.cost.required_total for a in answer.recommendations)
    assert "not published" in text
    assert "at least $" in text


def test_unpublished_requirements_are_not_called_ready() -> None:
    """Where no requirement is published, the status says that instead."""
    answer = advised(PEOPLE["well prepared"])
    rows = _markdown_rows(answer)
    unpublished = [a.name for a in answer.recommendations if not a.published]
    assert unpublished
    assert all("requirements not published" in rows[name] for name in unpublished)


def test_a_known_zero_reads_free() -> None:
    """What an employer pays costs nothing, and says so."""
    answer = advised(f"{PEOPLE['well prepared']} --price cscs=0")
    assert "| free" in _markdown_rows(answer)["CSCS"]


def test_each_prerequisite_is_a_few_words() -> None:
    """What the table says of a requirement is shorter than the rule, and fits a narrow screen."""
    catalog = real_catalog()
    found = {
        label_of(leaf.test, catalog)
        for item in catalog.items().values()
        for leaf in leaves(item.requirements)
    }
    assert [label for label in found if not 2 < len(label) <= 40] == []


def test_the_summary_names_every_answer() -> None:
    """Whatever was said is said back in the first line."""
    profile = person(
        "--setting gym --degree senior --degree-field other --cpr online-only --cpt none"
        " --budget unlimited --focus nutrition --holds cscs --licence rd --member nsca=student"
        " --practice special-populations=250 --years sport-science=3 --graduates 2028-05"
        " --casce no --educated elsewhere --adult no --price nasm-cnc=649"
        " --employer-accepts nasm-cnc --weight affordability=3"
    )
    said = you(profile, real_catalog())
    for word in (
        "final year", "another field", "2028-05", "without CASCE", "outside the US", "not yet 18",
        "online course", "no CPT", "CSCS", "RD", "NSCA student member", "250 hours", "3 years",
        "no spending limit", "NASM-CNC at $649", "gym", "nutrition coaching", "employer accepts",
        "affordability weighing 3",
    ):  # fmt: skip
        assert word in said


# --- the screen ------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """Standard output as a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen_with(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Screen]:
    """The screen a terminal (or a pipe) gets under these variables."""

    def made(*, terminal: bool = True, plain: bool = False, **variables: str) -> Screen:
        for name in ("NO_COLOR", "TERM", "COLUMNS", "FORCE_COLOR", "CI", "TERMINAL_WIDTH"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {"TERM": "xterm-256color", **variables}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "stdout", Terminal() if terminal else io.StringIO())
        return screen_for(None, plain=plain)

    return made


def test_every_colour_can_be_read_on_a_light_and_on_a_dark_background(
    answer: Recommendation,
) -> None:
    """Only bold, green, red and magenta: yellow is lost on white, dim and grey on either."""
    text = shown(answer, colour=True) + shown(answer, everything=False, colour=True)
    assert set(re.findall(r"\x1b\[([\d;]*)m", text)) <= {"0", "1", "31", "32", "35"}


def test_one_open_rule_does_not_colour_what_stands_beside_it() -> None:
    """A sign has a colour of its own; the words beside it have none."""
    text = shown(advised(PEOPLE["a student"]), everything=False, colour=True)
    assert "\x1b[35m?\x1b[0m " in text
    assert "\x1b[32m✓\x1b[0m " in text


def test_a_terminal_gets_colour(screen_with: Callable[..., Screen]) -> None:
    assert screen_with().colour
    assert "\x1b[" in shown(advised(PEOPLE["a trainer"]), colour=True)


@pytest.mark.parametrize(
    "circumstances",
    [
        {"NO_COLOR": "1"},
        {"NO_COLOR": "1", "FORCE_COLOR": "1"},
        {"TERM": "dumb"},
        {"terminal": False},
        {"terminal": False, "FORCE_COLOR": "1", "CI": "true", "TERMINAL_WIDTH": "x"},
        {"plain": True},
    ],
    ids=str,
)
def test_where_colour_is_unwanted_there_is_no_escape_code(
    screen_with: Callable[..., Screen], circumstances: dict[str, str | bool], answer: Recommendation
) -> None:
    """Not even bold: NO_COLOR, a dumb terminal, a pipe and --plain get text alone."""
    screen = screen_with(**circumstances)
    text = render(document(answer, real_catalog()), "table", screen)
    assert "\x1b" not in text
    assert answer.command in text


@pytest.mark.parametrize(
    ("columns", "width"),
    [
        ("", UNKNOWN_WIDTH),
        ("80", 80),
        ("3", NARROWEST),
        ("99999", WIDEST),
        ("-4", UNKNOWN_WIDTH),
        ("wide", UNKNOWN_WIDTH),
    ],
)
def test_a_pipe_takes_its_width_from_columns_if_that_is_sensible(
    screen_with: Callable[..., Screen], columns: str, width: int
) -> None:
    assert screen_with(terminal=False, COLUMNS=columns).width == width


def test_a_file_is_the_same_whatever_the_terminal(
    screen_with: Callable[..., Screen],
) -> None:
    """--output gives the same bytes from any window."""
    screen_with(COLUMNS="61")
    assert screen_for(Path("answer.txt"), plain=False) == Screen()


FORMS = ("table", "markdown")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8", "shift_jis"])
@pytest.mark.parametrize("form", FORMS)
def test_output_can_always_be_encoded(form: str, encoding: str) -> None:
    """Signs that a terminal does not have are spelt; nothing fails and no sign is lost."""
    answer = advised(PEOPLE["short of money"])
    for plain in (False, True):
        text = shown(answer, form, encoding=encoding, plain=plain, width=80)
        assert text.encode(encoding).decode(encoding) == text
    for text in (SIGNS, HOSTILE, "日本 é"):
        render(one_cell(text), form, Screen(encoding=encoding)).encode(encoding)


def test_met_and_unmet_differ_in_ascii() -> None:
    """Where there is no ✓, words say the same."""
    said = Screen(encoding="ascii").say("✓ degree, ✗ card…")
    assert said == "yes degree, no card..."


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_a_sign_stays_with_its_word(encoding: str) -> None:
    """No line ends in the ✓ of a word on the next one."""
    text = ", ".join(f"{sign}{KEEP}{word}" for sign in "✓✗" for word in ("a", "long", "degree"))
    for width in WIDTHS:
        for plain in (False, True):
            screen = Screen(width=width, encoding=encoding, plain=plain)
            lines = render(Document((Line(text), Line(text, "Has"))), "table", screen).splitlines()
            assert [ln for ln in lines if ln.endswith(("✓", "✗", "yes", "no"))] == []


def test_a_stream_with_an_odd_encoding_gets_ascii(
    screen_with: Callable[..., Screen], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Odd(Terminal):
        encoding = "no-such-encoding"

    screen_with()
    monkeypatch.setattr(sys, "stdout", Odd())
    assert screen_for(None, plain=False).encoding == "ascii"


# --- lines -----------------------------------------------------------------------------------


@given(
    st.lists(st.text("ab日$-", min_size=1, max_size=12), max_size=12),
    st.integers(1, 40),
    st.integers(0, 4),
)
def test_lines_are_counted_as_they_are_broken(words: list[str], width: int, inset: int) -> None:
    """What a text is said to take is what it takes, and no line is wider that could be broken."""
    text = " ".join(words)
    lines = wrapped(text, width, rest=" " * inset)
    assert MeasuredText(text).lines(width, inset) == len(lines)
    assert " ".join(lines).split() == words
    assert [ln for ln in lines if columns(ln) > width and " " in ln.strip()] == []


def test_a_column_of_wide_signs_stays_straight() -> None:
    """A sign that takes two columns of a terminal counts as two."""
    rows = tuple(Row((Cell(name), Cell("|"))) for name in ("日本語", "abcdef", "é"))
    page = Document((Grid((Column("Name", "name"), Column("Mark", "mark")), rows),))
    lines = render(page, "table", Screen(width=80)).splitlines()[1:]
    assert {columns(line.partition("|")[0]) for line in lines} == {8}


# --- text from strangers ---------------------------------------------------------------------


@pytest.mark.parametrize("width", [20, 59, 80, 200])
@pytest.mark.parametrize("plain", [False, True])
def test_markup_is_shown_as_it_is_and_control_characters_are_not(width: int, plain: bool) -> None:
    """A name in a catalog can colour, hide or forge nothing."""
    text = render(one_cell(HOSTILE), "table", Screen(width=width, plain=plain))
    assert "[red]x[/red]" in text
    assert ":smile:" in text
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e]", text)


def test_a_line_break_in_a_text_forges_no_line() -> None:
    """A text from the catalog stays on the line it is given, or is wrapped as one."""
    forged = Document((Line("nice\nAdvice: buy", "Note"),))
    assert render(forged, "table", Screen(plain=True)) == "Note: nice Advice: buy\n"


def cells_of(line: str) -> int:
    return len(re.split(r"(?<!\\)\|", line)) - 2


def test_every_row_of_a_markdown_table_has_the_same_cells(answer: Recommendation) -> None:
    table = [line for line in shown(answer, "markdown").splitlines() if line.startswith("|")]
    assert len(table) > len(answer.recommendations)
    assert len({cells_of(line) for line in table}) == 1


def test_markdown_shows_text_from_the_catalog_as_text() -> None:
    """No tag, link, emphasis, code or extra cell comes out of a name."""
    text = render(one_cell(HOSTILE), "markdown", Screen())
    table = [line for line in text.splitlines() if line.startswith("|")]
    outside_code = re.sub(r"^(`{3,})\n.*?\n\1$", "", text, flags=re.S | re.M)
    assert {cells_of(line) for line in table} == {2}
    assert "<b>" not in outside_code
    assert not re.search(r"(?<!\\)\[", outside_code)
    assert not re.search(r"(?<!\\)[`_~]", outside_code)


def test_markdown_code_cannot_be_closed_from_inside() -> None:
    """A command with backticks stays one block of code."""
    lines = render(Document((Verbatim("a ``` b"),)), "markdown", Screen()).splitlines()
    assert lines == ["````", "a ``` b", "````"]


@pytest.mark.parametrize("start", ["# title", "- item", "1. item", "+ item", "> quote"])
def test_markdown_makes_no_title_or_list_of_a_line(start: str) -> None:
    text = render(Document((Line(start),)), "markdown", Screen())
    assert not re.match(r"\s*([#>+-]|\d+\.)", text)


# --- tables ----------------------------------------------------------------------------------


def test_a_marked_row_is_marked_in_every_form() -> None:
    """A difference is seen without colour."""
    columns = (Column("Row", "row"), Column("Value", "value"))
    rows = (Row((Cell("same"), Cell("1"))), Row((Cell("other"), Cell("2")), marked=True))
    made = Document((Grid(columns, rows),))
    for screen in (Screen(width=80), Screen(width=30), Screen(plain=True)):
        assert "● other" in render(made, "table", screen)
        assert "● same" not in render(made, "table", screen)
    assert "● other" in render(made, "markdown", Screen())


def test_what_has_no_room_becomes_cards() -> None:
    """A table whose prices would be cut is put out as labelled lines instead."""
    columns = (
        Column("Name", "name"),
        *(Column(f"Price {n}", f"p{n}", whole=True) for n in range(6)),
    )
    price = "at least $1,234.50"
    made = Document((Grid(columns, (Row((Cell("x"), *[Cell(price)] * 6)),)),))
    assert f"Price 5: {price}" in render(made, "table", Screen(width=80))
    assert f"Price 5: {price}" not in render(made, "table", Screen(width=140))
    assert render(made, "table", Screen(width=140)).count(price) == 6


def test_an_empty_table_is_put_out_in_every_form() -> None:
    """A list that found nothing still has its header, and fails on no screen."""
    made = Document((Grid((Column("Name", "Name"),), ()),))
    for form in FORMS:
        assert "Name" in render(made, form, Screen(width=80))
    assert render(made, "table", Screen(width=30)).strip() == ""


def test_the_picture_is_drawn_by_the_program_and_the_same_each_time(tmp_path: Path) -> None:
    """scripts/picture.py gives the same SVG twice, from real rows, and fetches nothing."""
    script = Path(__file__).parents[2] / "scripts" / "picture.py"
    code = f"import runpy; print(runpy.run_path({str(script)!r})['picture']())"
    drawn = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, cwd=tmp_path, encoding="utf-8",
            env={"PYTHONIOENCODING": "utf-8", "PATH": ""},
        ).stdout
        for _ in range(2)
    ]  # fmt: skip
    assert drawn[0] == drawn[1]
    assert "CSCS" in drawn[0]
    assert "font-face" not in drawn[0]
