"""Every fact of one certification or step, with its source and date."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields, is_dataclass
from typing import Any

import jsonschema
import pytest

from certadvisor import Catalog, to_json
from certadvisor.advice.fact_entries import FactEntry
from certadvisor.advice.fact_sheet import FactSheet, fact_sheet
from certadvisor.catalog import types as m
from certadvisor.catalog.load import validated
from certadvisor.errors import UnknownNameError
from certadvisor.json_text import plain, schema
from certadvisor.rules.requirements import leaves
from certadvisor.show.forms import render
from certadvisor.show.forms.screen import Screen
from certadvisor.show.pages.fact_sheet import document
from helpers import program, raw_catalog

PROMISED = jsonschema.Draft202012Validator(schema(FactSheet))
SHOWN = list(raw_catalog()["certifications"]) + list(raw_catalog()["steps"])


def entry(result: FactSheet, key: str) -> FactEntry:
    """The fact of that key."""
    return next(e for e in result.facts if e.key == key)


def facts_in(node: object) -> list[m.Fact[Any]]:
    """Every fact inside a catalog entry, found independently of the sheet."""
    if isinstance(node, m.Fact):
        return [node]
    inner: list[object] = []
    if is_dataclass(node):
        inner = [getattr(node, f.name) for f in fields(node)]
    elif isinstance(node, dict):
        inner = list(node.values())
    elif isinstance(node, tuple):
        inner = list(node)
    return [fact for one in inner for fact in facts_in(one)]


def rules_in(tree: Any) -> list[str]:
    """The text of every rule in a tree of the result as JSON."""
    if tree is None or "text" in tree:
        return [] if tree is None else [tree["text"]]
    return [text for branch in tree.get("all", tree.get("any")) for text in rules_in(branch)]


@pytest.mark.parametrize("item", SHOWN)
def test_every_fact_rule_and_conflict_of_the_entry_is_shown(catalog: Catalog, item: str) -> None:
    result, node = fact_sheet(item, catalog), catalog.item(item)
    facts = facts_in(node)
    own = [e for e in result.facts if not e.key.startswith(("issuer.", "employers."))]
    assert len([e for e in own if e.section[:5] != "Level" and ".settings." not in e.key
                and ".focuses." not in e.key]) == len(facts)  # fmt: skip
    assert sum(len(e.conflicts) for e in own) == sum(len(f.conflicts) for f in facts)
    assert rules_in(plain(result.requirements)) == [x.text for x in leaves(node.requirements)]


@pytest.mark.parametrize("item", SHOWN)
def test_no_value_is_without_a_source_and_every_unknown_says_so(
    catalog: Catalog, item: str
) -> None:
    result = fact_sheet(item, catalog)
    for fact in result.facts:
        if fact.known:
            assert fact.source in result.sources, fact.key
        else:
            said = ("not published", "not confirmed", "none on record")
            assert any(s in fact.text for s in said), fact.key
            assert fact.ask, fact.key
        assert all(c.source in result.sources for c in fact.conflicts), fact.key


@pytest.mark.parametrize("item", SHOWN)
def test_it_can_be_shown_in_every_form(catalog: Catalog, item: str) -> None:
    result = fact_sheet(item, catalog)
    for form, screen in (
        ("table", Screen(width=80)),
        ("table", Screen(width=45)),
        ("table", Screen(plain=True, encoding="ascii")),
        ("markdown", Screen()),
    ):
        text = render(document(result, catalog), form, screen)
        first = result.facts[0].text if screen.encoding == "utf-8" else result.terms[0].label
        assert first.split()[0] in text
    told = json.loads(to_json(result))
    PROMISED.validate(told)
    assert list(told) == [f.name for f in fields(FactSheet)]


@pytest.mark.parametrize("item", SHOWN)
def test_what_matters_of_one_is_sixty_lines_at_most(item: str) -> None:
    """At 100 columns `show ID` is 60 lines; it says how to see every fact, and where from."""
    text = program("show", item, env={"COLUMNS": "100"}).stdout
    assert len(text.splitlines()) <= 60
    assert f"show {item} --sources" in " ".join(text.split())


def test_every_fact_and_every_source_is_one_flag_away() -> None:
    """--all shows what is left out, with sources; --sources says what the numbers mean."""
    short, sources, full = (
        program("show", "cscs", *x).stdout for x in ([], ["--sources"], ["--all"])
    )
    assert len(short.splitlines()) < len(sources.splitlines()) < len(full.splitlines())
    assert "[1] Choosing between NSCA and NASM certifications" in sources
    assert "53 %" in full
    assert "53 %" not in short
    assert "What it is" in short
    assert "May I?" in short


def test_what_is_not_published_is_said_once_a_section() -> None:
    """Unknown values of a section share a line, and one line says whom to ask."""
    text = program("show", "nasm-pes").stdout
    sections = text.split("──")
    assert [s for s in sections if s.count("Not published") > 1] == []
    assert "Ask NASM (nasm.org) about" in " ".join(text.split())


def test_a_fact_is_shown_with_title_address_date_and_standing_of_its_source(
    catalog: Catalog,
) -> None:
    text = render(document(fact_sheet("cscs", catalog), catalog), "table", Screen(width=120))
    source = catalog.sources["nsca-cscs-prerequisites"]
    assert source.title in text
    assert source.url is not None
    assert source.url in text
    assert "official" in text
    assert "third party" in text
    assert "undated, read 2026-11" in text
    assert "as of 2025" in text


def test_conflicts_stand_below_the_value_with_their_own_source(catalog: Catalog) -> None:
    rate = entry(fact_sheet("cscs", catalog), "exam.pass_rate")
    assert rate.text == "39 %"
    assert {(c.text, c.as_of) for c in rate.conflicts} >= {("38 %", "2022"), ("53 %", "2017")}
    rows = list(csv.DictReader(io.StringIO(program("show", "cscs", "--format", "csv").stdout)))
    also = [r for r in rows if r["key"] == "exam.pass_rate" and r["conflict"] == "true"]
    assert {"38 %", "53 %"} <= {r["text"] for r in also}
    assert all(r["source"] for r in also)


def test_an_unknown_gives_its_reason_and_whom_to_ask(catalog: Catalog) -> None:
    rate = entry(fact_sheet("nasm-pes", catalog), "exam.pass_rate")
    assert (rate.text, rate.known, rate.source) == ("not published", False, None)
    assert rate.reason
    assert rate.ask == "NASM, nasm.org"


def test_amounts_durations_and_days_read_as_a_person_says_them(catalog: Catalog) -> None:
    cscs = fact_sheet("cscs", catalog)
    assert entry(cscs, "fees[0].standard").text == "$475"
    assert entry(cscs, "fees[0].member").label == "Exam, member"
    assert entry(cscs, "exam.minutes").text == "4 hours"
    assert entry(cscs, "renewal.years").text == "3 years"
    assert entry(cscs, "renewal.common_date").text == "31 December 2026"
    assert entry(cscs, "ncca").text == "yes"
    assert entry(fact_sheet("nasm-pes", catalog), "study.price").text == "included"
    assert entry(fact_sheet("nasm-pes", catalog), "fees[0].standard").text == "from $699"
    assert entry(fact_sheet("cpr-aed-class", catalog), "fees[0].standard").text == "$25–85.50"


def test_the_requirements_keep_their_tree_periods_and_due_dates(catalog: Catalog) -> None:
    """The degree rule of the CSCS goes by the day of issue: 30 December 2029 is the last."""
    result = fact_sheet("cscs", catalog)
    told = json.loads(to_json(result))["requirements"]
    first = told["all"][0]["any"][0]
    assert (first["need"], first["due"], first["until"]) == (
        "required",
        "before the exam",
        "2029-12-30",
    )
    text = render(document(result, catalog), "plain", Screen(width=100))
    flat = " ".join(text.split())
    assert "1.6, 1.7 or 1.8 is enough" in flat
    assert "Until 30 December 2029." in flat
    assert "within 365 days after the exam" in flat


def test_levels_carry_their_rationale_and_the_rest_says_none_on_record(catalog: Catalog) -> None:
    result = fact_sheet("tsac-f", catalog)
    tactical = entry(result, "settings.tactical")
    assert tactical.text == "strong"
    assert tactical.note == catalog.certifications["tsac-f"].settings["tactical"].rationale
    assert entry(result, "settings.*").text == "none on record"


def test_what_covers_it_and_what_it_covers_follow_from_the_catalog(catalog: Catalog) -> None:
    covered = {i for c in fact_sheet("cscs", catalog).covers for i in c.ids}
    assert {"nasm-pes", "issa-scc", "ncsf-csc"} <= covered
    assert "cscca-sccc" not in covered
    assert [c.ids for c in fact_sheet("nasm-pes", catalog).covered_by] == [("cscs",)]
    assert fact_sheet("nasm-ces", catalog).covered_by[0].licences == ("pt", "atc")
    text = render(document(fact_sheet("nasm-ces", catalog), catalog), "plain", Screen(width=100))
    assert "PT licence or ATC licence" in text


def test_employers_that_name_it_are_shown_with_their_rule(catalog: Catalog) -> None:
    named = {e.label for e in fact_sheet("cscs", catalog).facts if e.key.startswith("employers.")}
    assert {"NCAA Division I", "Major League Baseball clubs"} <= named


def test_a_seventeenth_certification_is_shown_without_new_code(catalog: Catalog) -> None:
    data = raw_catalog()
    data["certifications"]["new-one"] = {
        **data["certifications"]["nasm-pes"],
        "name": "NEW-ONE",
        "aliases": [],
    }
    result = fact_sheet("New One", validated(data, "changed"))
    assert result.name == "NEW-ONE"
    assert [e.key for e in result.facts] == [e.key for e in fact_sheet("nasm-pes", catalog).facts]


def test_an_unknown_id_gets_a_suggestion(catalog: Catalog) -> None:
    with pytest.raises(UnknownNameError, match=r"Did you mean nasm-pes\?"):
        fact_sheet("nasm-pse", catalog)
    done = program("show", "nasm-pse")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        'certadvisor: no certification or step "nasm-pse". Did you mean nasm-pes?\n'
    )


def test_a_stranger_cannot_put_control_characters_on_the_screen() -> None:
    data = raw_catalog()
    data["certifications"]["cscs"]["audience"]["value"] = "[red]\x1b[31mcoaches[/red]"
    catalog = validated(data, "changed")
    text = render(document(fact_sheet("cscs", catalog), catalog), "table", Screen(width=120))
    assert "\x1b" not in text
    assert "[red]" in text


def test_the_program_shows_json_that_the_library_gives(catalog: Catalog) -> None:
    assert program("show", "PES", "--format", "json").stdout == to_json(
        fact_sheet("nasm-pes", catalog)
    )
