"""CSV: one table for machines and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from certadvisor.catalog.audit import Dated
from certadvisor.show.forms.csv import MARK, render
from certadvisor.show.forms.screen import Screen
from helpers import advised, program

ANSWERS = "--setting gym --degree bachelor --degree-field other --cpr yes --cpt none --budget 1000"
COMMANDS = {
    "recommend": f"recommend {ANSWERS} --no-sureness --over 3",
    "list": "list",
    "compare": "compare cscs nasm-pes",
    "compare for you": f"compare cscs nasm-pes {ANSWERS}",
    "show a certification": "show cscs",
    "show a step": "show cpr-aed-class",
    "plan": "plan cscs --degree senior --degree-field other --cpr no --cpt none",
    "sources": "catalog sources",
    "stale": "catalog stale --older-than 1d",
}


def _table(words: str) -> list[dict[str, str]]:
    done = program(*words.split(), "--format", "csv")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_csv_is_one_table(words: str) -> None:
    """Every row has the columns of the one header; nothing is a mark, a footnote or Python."""
    done = program(*words.split(), "--format", "csv")
    header, *rows = csv.reader(io.StringIO(done.stdout))
    assert rows
    assert len(set(header)) == len(header)
    assert {len(row) for row in rows} == {len(header)}
    said = header.index("text") if "text" in header else None
    cells = {cell for row in rows for n, cell in enumerate(row) if n != said}
    assert not cells & {"True", "False", "None", "yes", "no", "✓", "✗", "●"}
    assert not any(cell.startswith(("✓", "✗", "(", "[", "{")) for cell in cells)


def test_the_columns_are_those_of_the_json() -> None:
    """Ids, plain numbers, true and false: the same values under the same names."""
    rows = _table(COMMANDS["recommend"])
    words = [*COMMANDS["recommend"].split(), "--format", "json"]
    told = json.loads(program(*words).stdout)["recommendations"]
    assert [r["id"] for r in rows] == [a["id"] for a in told]
    for row, entry in zip(rows, told, strict=True):
        assert (row["rank"], row["status"]) == (str(entry["rank"]), entry["status"])
        assert json.loads(row["confirmed"]) is entry["confirmed"]
        assert json.loads(row["purpose_serves_ok"]) is entry["purpose"]["serves"]["ok"]
        assert json.loads(row["cost_required_total"]) == entry["cost"]["required_total"]
        assert json.loads(row["cost_complete"]) is entry["cost"]["complete"]
        assert json.loads(row["contributions_fit"]) == entry["contributions"]["fit"]
        assert json.loads(row["effort_pass_rate"] or "null") == entry["effort"]["pass_rate"]
        assert row["missing"] == "; ".join(entry["missing"])


def test_what_is_compared_and_shown_is_a_value_in_each_row() -> None:
    """240 minutes, $475 as 475, and words only where there is no value."""
    compared = {r["key"]: r for r in _table(COMMANDS["compare"])}
    assert compared["exam_length.minutes"]["cscs"] == "240"
    assert compared["exam_cost.price"]["cscs"] == "475"
    assert compared["exam_cost.members_price"]["cscs"] == "340"
    assert compared["exam_cost.price"]["differs"] == "true"
    assert compared["pass_rate.pass_rate"]["nasm-pes"] == ""
    assert "article" in compared["exam_cost.price"]["cscs_sources"]
    sheet = {r["key"]: r for r in _table(COMMANDS["show a certification"]) if r["value"]}
    assert (sheet["exam.minutes"]["value"], sheet["exam.minutes"]["text"]) == ("240", "4 hours")
    assert sheet["fees[0].standard"]["value"] == "475"
    assert sheet["ncca"]["value"] == "true"
    assert sheet["renewal.common_date"]["value"] == "2026-12-31"


def test_json_carries_values_beside_their_words() -> None:
    """What reads the JSON of `compare` and `show` needs to read no sentence."""
    told = json.loads(program("compare", "cscs", "nasm-pes", "--format", "json").stdout)
    rows = {row["key"]: [cell["data"] for cell in row["cells"]] for row in told["rows"]}
    assert rows["exam_length"][0] == {"minutes": 240, "questions": 220}
    assert rows["exam_cost"][0] == {"members_price": 340, "price": 475}
    assert rows["pass_rate"][1] == {"pass_rate": None}
    assert rows["total"][0] == {"amount": 743, "complete": True}
    facts = json.loads(program("show", "cscs", "--format", "json").stdout)["facts"]
    values: dict[str, Any] = {fact["key"]: fact["value"] for fact in facts}
    assert values["exam.minutes"] == 240
    assert values["ncca"] is True
    assert all(fact["known"] or fact["value"] is None for fact in facts)


@pytest.mark.parametrize(
    ("words", "flags"),
    [
        (f"recommend {ANSWERS} --explain", "--explain adds"),
        (f"recommend {ANSWERS} --explain --why-not cscs", "--explain and --why-not add"),
        ("plan cscs --degree senior --degree-field other --cpr no --cpt none --over 3", "--over"),
    ],
)
def test_several_tables_are_refused_with_json_offered(words: str, flags: str) -> None:
    """Two tables in one file are none that a spreadsheet or a script can read."""
    done = program(*words.split(), "--format", "csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "CSV is one table" in done.stderr
    assert flags in done.stderr
    assert "--format json" in done.stderr


def test_a_file_opens_in_excel_and_a_pipe_is_clean(tmp_path: Path) -> None:
    """Excel knows the alphabet of a .csv file by its first sign; what reads a pipe gets none."""
    file, other = tmp_path / "list.csv", tmp_path / "list.txt"
    piped = program("list", "--format", "csv").stdout
    program("list", "--format", "csv", "--output", str(file))
    program("list", "--format", "csv", "--output", str(other))
    assert file.read_text(encoding="utf-8") == MARK + piped
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert other.read_text(encoding="utf-8") == piped
    assert not piped.startswith(MARK)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "\r+"])
def test_csv_runs_no_formula(start: str) -> None:
    """A text that a spreadsheet would take for a formula gets an apostrophe; a number does not."""
    one = Dated(f"{start}1+1", f'{start}say "a", b', "source", None, -1, 1)
    rows = list(csv.DictReader(io.StringIO(render([one], Screen()))))
    texts = [rows[0]["place"], rows[0]["value"]]
    assert all(text.startswith("'") for text in texts)
    assert rows[0]["age_days"] == "-1"


def test_the_ranking_is_all_there() -> None:
    """Nothing is dropped: a row for each certification, in order."""
    answer = advised(f"{ANSWERS} --on {date(2026, 11, 23)}")
    rows = list(csv.DictReader(io.StringIO(render(answer, Screen()))))
    assert [r["id"] for r in rows] == [a.id for a in answer.recommendations]
