"""Certifications side by side: the article's table, what differs, and what is unknown."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

import jsonschema
import pytest

from certadvisor import Catalog, Comparison, Profile, compare, recommend, to_json
from certadvisor.advice.compare import ComparedRow
from certadvisor.advice.fact_words import Value
from certadvisor.catalog.load import validated
from certadvisor.errors import UnknownNameError, UsageError
from certadvisor.json_text import schema
from certadvisor.show.forms import render
from certadvisor.show.forms.screen import Screen
from certadvisor.show.pages.compare import document
from helpers import TODAY, entry, grids, person, program, raw_catalog

NOBODY = Profile(on=TODAY)
GRADUATE = (
    "--degree bachelor --degree-field exercise-science --cpr yes --cpt none "
    "--budget 450 --setting collegiate"
)


def side_by_side(catalog: Catalog, *ids: str, profile: Profile = NOBODY) -> Comparison:
    """A comparison on the day of the tests."""
    return compare(ids, catalog, profile)


def row(result: Comparison, key: str) -> ComparedRow:
    """The row of that key."""
    return next(r for r in result.rows if r.key == key)


def texts(result: Comparison, key: str) -> list[str]:
    """What a row says of each certification."""
    return [v.text for v in row(result, key).cells]


@pytest.fixture
def everything(catalog: Catalog) -> list[Comparison]:
    """All sixteen, a few at a time."""
    ids = list(catalog.certifications)
    return [side_by_side(catalog, *ids[n : n + 4]) for n in range(0, len(ids), 4)]


# --- the article's table -------------------------------------------------------------------

ARTICLE: list[tuple[str, list[str], list[str]]] = [
    # Article: Exam cost | $340 for NSCA members, $475 for non-members | $699+ |
    ("exam_cost", ["$340 for NSCA members", "$475 for non-members"], ["from $699"]),
    # Article: Study materials cost | $268+ (Essential collection) | Included in exam cost |
    ("study_cost", ["from $268", "ssential collection"], ["included"]),
    # Article: Prerequisites | Bachelor's degree, CPR/AED certification | CPT, Certified Sports Nutrition
    # Coach, or similar credential (recommended), 4-year degree (recommended) |
    ("prerequisites", ["bachelor's degree"], ["no prerequisite is mandatory"]),
    ("prerequisites_owed", ["CPR/AED", "within 365 days after the exam"], ["nothing on record"]),
    (
        "prerequisites_recommended",
        [],
        ["NASM-CPT", "Certified Sports Nutrition Coach", "bachelor's degree"],
    ),
    # Article: Exam length | 4 hours, 220 multiple-choice questions | 90 minutes, 100 ...
    ("exam_length", ["4 hours", "220 questions"], ["90 minutes", "100 questions"]),
    # Article: Exam topics | Exercise science, sport psychology, nutrition, ... | Coaching and ... |
    (
        "exam_topics",
        [
            "Exercise science",
            "Sport psychology",
            "Nutrition",
            "Exercise technique",
            "Program design",
            "Organization and administration",
            "Testing and evaluation",
        ],
        [
            "Coaching and sport psychology",
            "Sport science",
            "Athlete assessments, testing and monitoring",
            "Integrated training model components",
            "Program design",
            "Nutrition and supplements",
        ],
    ),
    # Article: Exam passing score | 70% | 70% |: for the CSCS a scaled 70, says NSCA
    ("passing_score", ["scaled score of 70"], ["70 %"]),
    # Article: Exam pass rate (2025) | 39% | Not reported |
    ("pass_rate", ["39 % (2025)"], ["not published"]),
    # Article: Qualifications awarded | ... collegiate athletics, professional sports teams, tactical
    # units, and performance gyms. | Enhances existing personal training certifications ... |
    (
        "qualifies_for",
        ["strength coach", "college or professional team", "military", "gym"],
        ["performance specialist", "gym", "on top of a first certification"],
    ),
    ("audience", ["athletes", "tactical units", "performance gyms"], ["trainers", "athletes"]),
]


@pytest.mark.parametrize(("key", "first", "second"), ARTICLE, ids=[a[0] for a in ARTICLE])
def test_every_row_of_the_articles_table_is_there_with_its_figures(
    catalog: Catalog, key: str, first: list[str], second: list[str]
) -> None:
    cscs, pes = texts(side_by_side(catalog, "cscs", "nasm-pes"), key)
    assert [w for w in first if w not in cscs] == []
    assert [w for w in second if w not in pes] == []


def test_what_else_decides_is_there_too(catalog: Catalog) -> None:
    """Total, retake, recertification, accreditation, delivery, settings, time, kind, issuer."""
    result = side_by_side(catalog, "cscs", "nasm-pes")
    assert texts(result, "total") == ["from $743 for non-members", "from $699"]
    assert "$250" in texts(result, "retake")[0]
    assert "every 3 years; 6.0 CEUs; $65 for NSCA members" in texts(result, "renewal")[0]
    assert texts(result, "settings.gym") == ["useful", "strong"]
    assert texts(result, "focuses.strength") == ["standard", "strong"]
    keys = {r.key for r in result.rows}
    assert keys >= {"accreditation", "delivery", "time", "renewal_cpr", "kind", "issuer"}


def test_what_decides_most_comes_first(catalog: Catalog) -> None:
    """Whether one may sit comes before the price, and the price before the exam."""
    keys = [r.key for r in side_by_side(catalog, "cscs", "nasm-pes").rows]
    order = [keys.index(k) for k in ("prerequisites", "exam_cost", "exam_length", "settings.gym")]
    assert order == sorted(order)


# --- what is known, what differs -----------------------------------------------------------


def cells(results: list[Comparison]) -> list[tuple[str, str, Value]]:
    """Every cell with its certification and row."""
    return [
        (i, r.key, v)
        for result in results
        for r in result.rows
        for i, v in zip(result.ids, r.cells, strict=True)
    ]


def test_no_value_of_the_sixteen_is_shown_without_a_source(everything: list[Comparison]) -> None:
    assert [(i, k) for i, k, v in cells(everything) if v.known and not v.sources] == []


def test_every_source_cited_can_be_looked_up_in_the_result(everything: list[Comparison]) -> None:
    for result in everything:
        cited = {c.source for _, _, v in cells([result]) for c in v.sources}
        assert cited == set(result.sources)


def test_every_unknown_of_the_sixteen_says_so_and_whom_to_ask(
    everything: list[Comparison],
) -> None:
    said = ("not published", "not confirmed", "none on record")
    unknown = [(i, k, v) for i, k, v in cells(everything) if not v.known]
    assert len(unknown) > 100
    assert [(i, k, v.text) for i, k, v in unknown if not any(s in v.text for s in said)] == []
    assert [(i, k) for i, k, v in unknown if not v.ask] == []


def test_rows_are_marked_exactly_where_the_certifications_differ(
    everything: list[Comparison], catalog: Catalog
) -> None:
    for result in everything:
        for r in result.rows:
            assert r.differs == (len({v.text for v in r.cells}) > 1), r.key
    shown = grids(document(everything[0], catalog, everything=True))[0].rows
    assert [r.marked for r in shown] == [r.differs for r in everything[0].rows]
    assert {r.marked for r in shown} == {True, False}


def test_the_rules_shown_are_those_of_the_day(catalog: Catalog) -> None:
    """Until 2029-12-31 any bachelor's degree opens the CSCS; then it must be CASCE-accredited."""
    for day, casce in (("2029-12-31", False), ("2030-01-01", True)):
        result = side_by_side(catalog, "cscs", "nasm-pes", profile=person(f"--on {day}"))
        assert ("CASCE" in texts(result, "prerequisites")[0]) is casce


def test_without_a_profile_the_day_is_that_of_the_catalog(catalog: Catalog) -> None:
    assert compare(["cscs", "nasm-pes"], catalog).on == catalog.as_of


# --- for you -------------------------------------------------------------------------------


def test_with_a_profile_rows_for_you_come_first_and_agree_with_recommend(catalog: Catalog) -> None:
    profile = person(GRADUATE)
    result = side_by_side(catalog, "cscs", "nasm-pes", profile=profile)
    yours = [r for r in result.rows if r.key.startswith("you.")]
    assert list(result.rows[: len(yours)]) == yours
    advice = entry(recommend(profile, catalog, with_sureness=False), "cscs")
    assert texts(result, "you.status")[0] == advice.status
    assert texts(result, "you.cost")[0] == f"${advice.cost.required_total}"
    assert texts(result, "you.affordable")[0] == "no"
    assert texts(result, "you.score")[0] == f"{advice.score:.1f}"
    assert texts(result, "you.serves")[1].startswith("no: ")


def test_without_a_setting_there_are_no_rows_for_you(catalog: Catalog) -> None:
    result = side_by_side(catalog, "cscs", "nasm-pes")
    assert [r for r in result.rows if r.key.startswith("you.")] == []


def test_what_you_hold_says_that_you_hold_it(catalog: Catalog) -> None:
    profile = person(f"{GRADUATE} --holds cscs")
    assert texts(side_by_side(catalog, "cscs", "cscca-sccc", profile=profile), "you.status")[0] == (
        "you hold it"
    )


def test_an_unknown_price_is_unknown_for_you_too(catalog: Catalog) -> None:
    result = side_by_side(catalog, "ncsf-csc", "cscca-sccc", profile=person(GRADUATE))
    value = row(result, "you.cost").cells[0]
    assert (value.known, value.ask) == (False, catalog.issuers["ncsf"].ask)


# --- the verdict ---------------------------------------------------------------------------


def test_the_verdict_on_cscs_and_pes_agrees_with_the_article(catalog: Catalog) -> None:
    """Article: CSCS for "sports or tactical environments", PES for a CPT holder in a gym."""
    first, second = side_by_side(catalog, "cscs", "nasm-pes").verdict.split(";")
    assert first.startswith("Take the CSCS for a college or professional team")
    assert "military, police or fire service" in first
    assert "gym" not in first
    assert second.startswith(" take the NASM-PES for a gym")
    assert "hold an NCCA-accredited personal-training certification" in second
    assert "have no bachelor's degree" in second


def test_of_two_equal_ones_the_verdict_names_what_each_has_over_the_other(
    catalog: Catalog,
) -> None:
    verdict = side_by_side(catalog, "nsca-cpt", "nasm-cpt").verdict
    assert (
        "NSCA-CPT for a gym, a studio or your own practice if you want the lower price" in verdict
    )
    assert "$435 against $899" in verdict


def test_where_nothing_separates_two_the_verdict_says_so(catalog: Catalog) -> None:
    verdict = side_by_side(catalog, "nasm-cnc", "nasm-csnc").verdict
    assert "nutrition coaching" in verdict
    assert "nothing on record separates them" in verdict


def test_the_verdict_follows_the_catalog(catalog: Catalog) -> None:
    """No template for one certification: other levels, another verdict."""
    data = raw_catalog()
    data["certifications"]["nasm-pes"]["settings"]["tactical"]["level"] = "standard"
    verdict = side_by_side(validated(data, "changed"), "cscs", "nasm-pes").verdict
    first, second = verdict.split(";")
    assert "military" not in first or "military" in second
    assert verdict != side_by_side(catalog, "cscs", "nasm-pes").verdict


def test_every_pair_gets_a_verdict_that_names_both(catalog: Catalog) -> None:
    for pair in combinations(catalog.certifications, 2):
        verdict = side_by_side(catalog, *pair).verdict
        assert [i for i in pair if f"the {catalog.name_of(i)}" not in verdict] == []
        assert verdict.endswith(".")


# --- what may be compared ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ([], "Try: certadvisor compare cscs "),
        (["pes"], "not 1. Try: certadvisor compare nasm-pes cscs"),
        (["cscs", "pes", "NASM PES"], "nasm-pes is named twice. Try: certadvisor compare cscs"),
        (["cscs", "cpss", "csps", "pes", "ces", "tsac"], "not 6. Try: certadvisor compare cscs"),
    ],
)
def test_two_to_five_different_ones_or_the_line_to_type(
    catalog: Catalog, ids: list[str], said: str
) -> None:
    with pytest.raises(UsageError) as error:
        compare(ids, catalog)
    assert said in str(error.value)


def test_five_can_be_compared_under_any_spelling(catalog: Catalog) -> None:
    result = compare(["CSCS", "pes", "Tsac F", "sccc", "NCSF-CSC"], catalog)
    assert result.ids == ("cscs", "nasm-pes", "tsac-f", "cscca-sccc", "ncsf-csc")


def test_an_unknown_name_gets_a_suggestion(catalog: Catalog) -> None:
    with pytest.raises(UnknownNameError, match=r"Did you mean nasm-pes\?"):
        compare(["cscs", "nasm-pse"], catalog)


# --- forms ---------------------------------------------------------------------------------


def test_the_json_follows_its_schema_and_has_the_same_keys_for_all(catalog: Catalog) -> None:
    result = side_by_side(catalog, "cscs", "nasm-pes", profile=person(GRADUATE))
    told: dict[str, Any] = json.loads(to_json(result))
    jsonschema.validate(told, schema(Comparison))
    other = json.loads(to_json(side_by_side(catalog, "nasm-cwc", "issa-scc")))
    assert list(told) == list(other)
    assert {tuple(r) for r in told["rows"]} == {tuple(r) for r in other["rows"]}


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("plain", [False, True])
def test_the_screen_begins_with_the_verdict_and_shows_figures_and_sources(
    catalog: Catalog, width: int, plain: bool
) -> None:
    result = side_by_side(catalog, "cscs", "nasm-pes")
    page = document(result, catalog, everything=True, with_sources=True)
    text = render(page, "table", Screen(width=width, plain=plain))
    flat = " ".join(text.split())
    assert {"$340", "$475", "$699,"} <= set(flat.split())
    assert all(source.title in flat for source in result.sources.values())
    assert 0 < flat.index(result.verdict) < 120
    assert "NASM (nasm.org) about the NASM-PES" in flat


def test_what_decides_is_one_screen_and_the_rest_is_one_flag_away(catalog: Catalog) -> None:
    """Verdict and eight rows take at most 50 lines at 100 columns; every other row is counted."""
    for pair in (
        ("cscs", "nasm-pes"),
        ("cscs", "tsac-f"),
        ("cscs", "cscca-sccc"),
        ("nsca-cpt", "nasm-cpt"),
    ):
        result = side_by_side(catalog, *pair)
        text = render(document(result, catalog), "table", Screen(width=100))
        assert len(text.splitlines()) <= 50
        rows = grids(document(result, catalog))[0].rows
        assert len(rows) == 8
        assert f"{len(result.rows) - 8} more rows: --all" in text


def test_five_stay_a_table_on_a_narrow_screen(catalog: Catalog) -> None:
    """At 80 columns five certifications stand side by side, under their names."""
    five = ("cscs", "nasm-pes", "nsca-cpt", "tsac-f", "csps")
    text = render(document(side_by_side(catalog, *five), catalog), "table", Screen(width=80))
    names = [catalog.name_of(i) for i in five]
    assert any(line.split() == names for line in text.splitlines())
    assert max(map(len, text.splitlines())) <= 80


def test_the_program_compares_and_says_what_to_type(catalog: Catalog) -> None:
    done = program("compare", "cscs", "pes", "--on", "2026-11-23", "--format", "json")
    assert done.returncode == 0
    assert done.stdout == to_json(side_by_side(catalog, "cscs", "nasm-pes"))
    wrong = program("compare", "cscs")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "certadvisor compare cscs" in wrong.stderr
    half = program("compare", "cscs", "pes", "--setting", "gym")
    assert half.returncode == 2
    assert all(flag in half.stderr for flag in ("--degree", "--cpr", "--cpt", "--budget"))


def test_the_public_names_are_what_they_say_whatever_was_imported_before() -> None:
    """A module of the same name must not take their place."""
    import certadvisor.advice.compare
    import certadvisor.advice.recommend

    assert {"compare", "recommend", "Comparison"} <= set(certadvisor.__all__)
    assert callable(certadvisor.compare)
    assert callable(certadvisor.recommend)
