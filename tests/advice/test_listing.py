"""Browsing the catalog: what each filter keeps."""

from __future__ import annotations

import json
import shlex
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from certadvisor import Catalog, Profile, recommend, to_json
from certadvisor.advice.listing import ListFilter, Listing, listing
from certadvisor.errors import MissingAnswersError, UnknownNameError
from certadvisor.json_text import schema
from certadvisor.show.forms import render
from certadvisor.show.forms.screen import Screen
from certadvisor.show.pages.listing import document
from helpers import TODAY, person, program

CPT_SEEKER = "--setting gym --degree high-school --cpr yes --cpt none --budget 1000"


def kept(catalog: Catalog, wanted: ListFilter, flags: str = "") -> list[str]:
    """The ids that a filter keeps."""
    return [c.id for c in listing(catalog, wanted, person(flags)).certifications]


def test_without_a_filter_all_are_listed_once_in_catalog_order(catalog: Catalog) -> None:
    assert kept(catalog, ListFilter()) == list(catalog.certifications)


@pytest.mark.parametrize(
    "issuer", ["nsca", "NSCA", "National Strength and Conditioning Association"]
)
def test_issuer_keeps_that_issuers_under_any_spelling(catalog: Catalog, issuer: str) -> None:
    assert kept(catalog, ListFilter(issuer=issuer)) == [
        "cscs",
        "cpss",
        "nsca-cpt",
        "csps",
        "tsac-f",
    ]


def test_kind_keeps_that_kind(catalog: Catalog) -> None:
    assert kept(catalog, ListFilter(kind="Course-Certificate")) == ["issa-scc"]
    assert kept(catalog, ListFilter(kind="specialization")) == [
        "nasm-ces",
        "nasm-pes",
        "nasm-pbc",
        "nasm-wls",
    ]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (ListFilter(issuer="nsac"), r"Did you mean nsca\?"),
        (ListFilter(issuer="zzz"), "Choose from nsca, nasm, issa, ncsf, cscca"),
        (ListFilter(kind="specialisation"), r"Did you mean specialization\?"),
    ],
)
def test_an_unknown_issuer_or_kind_gets_a_suggestion(
    catalog: Catalog, wanted: ListFilter, said: str
) -> None:
    with pytest.raises(UnknownNameError, match=said):
        listing(catalog, wanted)


def test_setting_and_focus_keep_what_is_at_least_useful_there(catalog: Catalog) -> None:
    tactical = kept(catalog, ListFilter(), "--setting tactical")
    assert set(tactical) == {
        i
        for i, c in catalog.certifications.items()
        if "tactical" in c.settings
        and c.settings["tactical"].level in ("useful", "strong", "standard")
    }
    assert "tsac-f" in tactical
    assert "nasm-pes" not in tactical
    assert kept(catalog, ListFilter(), "--setting gym --focus corrective") == ["nasm-ces"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("tactical",), "tsac-f"),  # its full name
        (("pes",), "nasm-pes"),  # an alias
        (("NASM", "wellness"), "nasm-cwc"),  # all words must occur
        (("sport scientist",), "cpss"),  # its role
        (("nasmpes",), "nasm-pes"),  # without the hyphen
    ],
)
def test_words_are_looked_for_in_names_aliases_audience_and_role(
    catalog: Catalog, words: tuple[str, ...], found: str
) -> None:
    result = kept(catalog, ListFilter(words=words))
    assert found in result
    assert len(result) < len(catalog.certifications)


def test_ready_keeps_what_the_candidate_may_sit_for_now(catalog: Catalog) -> None:
    advice = recommend(person(CPT_SEEKER), catalog, with_sureness=False)
    ready = {a.id for a in advice.recommendations if a.status == "ready"}
    result = listing(catalog, ListFilter(ready=True), person(CPT_SEEKER))
    serving = set(kept(catalog, ListFilter(), "--setting gym"))
    assert {c.id for c in result.certifications} == ready & serving
    assert "nsca-cpt" in ready & serving


def test_ready_never_calls_unpublished_requirements_ready(catalog: Catalog) -> None:
    result = listing(catalog, ListFilter(ready=True), person(CPT_SEEKER))
    statuses = {c.id: c.status for c in result.certifications}
    assert statuses["nsca-cpt"] == "ready"
    assert statuses["nasm-cnc"] == "requirements not published"


@pytest.mark.parametrize("profile", [None, Profile(on=TODAY)])
def test_ready_without_answers_says_what_it_needs(
    catalog: Catalog, profile: Profile | None
) -> None:
    with pytest.raises(MissingAnswersError, match="--setting"):
        listing(catalog, ListFilter(ready=True), profile)


def test_prices_are_the_published_ones_and_unknown_ones_say_so(catalog: Catalog) -> None:
    found = {c.id: c for c in listing(catalog).certifications}
    assert (found["cscs"].price, found["cscs"].price_text) == (Decimal(475), "$475")
    assert found["cscs"].members_price == Decimal(340)
    assert found["nasm-pes"].members_price is None
    assert found["nasm-pes"].price_text == "from $699"
    assert (found["ncsf-csc"].price, found["ncsf-csc"].price_text) == (None, "not published")
    # A practicum fee exists, and its amount is not published.
    assert (found["cscca-sccc"].price, found["cscca-sccc"].price_text) == (None, "at least $470")
    assert [i for i, c in found.items() if c.price is not None and not c.sources] == []


def test_an_empty_list_is_no_error_and_says_how_to_widen_it(catalog: Catalog) -> None:
    result = listing(catalog, ListFilter(words=("zumba",)))
    text = render(document(result, catalog), "table", Screen())
    assert "0 of 16 certifications" in text
    assert "certadvisor list" in text
    done = program("list", "zumba")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("width", [40, 80, 120])
def test_ids_and_prices_are_never_cut(catalog: Catalog, width: int) -> None:
    result = listing(catalog)
    text = render(document(result, catalog), "table", Screen(width=width))
    assert [c.id for c in result.certifications if c.id not in text] == []
    assert [c.id for c in result.certifications if c.price_text not in text] == []


def test_the_json_follows_its_schema(catalog: Catalog) -> None:
    told: dict[str, Any] = json.loads(to_json(listing(catalog)))
    jsonschema.validate(told, schema(Listing))
    assert told["certifications"][0]["price"] == 475


def test_the_program_lists_filtered_and_refuses_unknown_names() -> None:
    done = program("list", "--issuer", "nsca", "--setting", "tactical", "--format", "csv")
    assert done.stdout.startswith("id,name,full_name,issuer,kind,price,price_text,members_price,")
    assert "tsac-f" in done.stdout
    wrong = program("list", "--issuer", "nsac")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    unanswered = program("list", "--ready")
    assert unanswered.returncode == 2
    assert "--degree" in unanswered.stderr


# --- names that nobody has by heart ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "found", "left_out"),
    [
        (("ace",), set(), {"nsca-cpt"}),
        (("tactical",), {"tsac-f"}, {"nasm-wls"}),
        (("tsacf",), {"tsac-f"}, {"cscs"}),
        (("NASM", "pes"), {"nasm-pes"}, {"nasm-ces"}),
        (("coach",), {"cscs", "tsac-f"}, {"nasm-ces"}),
    ],
)
def test_words_are_found_whole(
    catalog: Catalog, words: tuple[str, ...], found: set[str], left_out: set[str]
) -> None:
    """No "ace" in "place"; a name written as one word, and one or many, are found all the same."""
    kept_ids = {c.id for c in listing(catalog, ListFilter(words=words)).certifications}
    assert found <= kept_ids
    assert not left_out & kept_ids


def test_a_kind_goes_by_its_first_word(catalog: Catalog) -> None:
    """`--kind course` is the course certificate."""
    assert program("list", "--kind", "course").returncode == 0
    both = [listing(catalog, ListFilter(kind=k)) for k in ("course", "course certificate")]
    assert both[0] == both[1]


def test_the_steps_are_listed_too(catalog: Catalog) -> None:
    """Whoever is sent to `certadvisor list` for a step finds it there."""
    told = json.loads(program("list", "--steps", "--format", "json").stdout)
    jsonschema.validate(told, schema(Listing))
    assert [s["id"] for s in told["steps"]] == list(catalog.steps)
    assert told["certifications"] == []
    table = program("list", "--steps", "cpr").stdout
    assert "cpr-aed-class" in table
    assert "bachelor" not in table
    none = program("list", "--steps", "zumba")
    assert "0 of 33 steps" in none.stdout
    wrong = program("list", "--steps", "--issuer", "nsca")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    lost = program("show", "nosuchthing")
    assert "certadvisor list --steps" in lost.stderr


@pytest.mark.parametrize("words", ["show nasm", "plan NASM", "compare nasm cscs", "show 'Nasm'"])
def test_an_issuer_in_place_of_a_certification_names_what_it_issues(
    words: str, catalog: Catalog
) -> None:
    """Who types NASM means one of its certifications."""
    done = program(*shlex.split(words))
    assert (done.returncode, done.stdout) == (2, "")
    issued = [i for i, c in catalog.certifications.items() if c.issuer == "nasm"]
    assert f"NASM issues {', '.join(issued)}." in done.stderr
