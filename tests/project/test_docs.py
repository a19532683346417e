"""The pages say what the program does: figures, commands, flags, examples, schemas."""

from __future__ import annotations

import ast
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest

from certadvisor import Catalog, load_catalog
from certadvisor.advice.plan import plan
from certadvisor.catalog.vocabulary import Preference
from certadvisor.cli.app import command_line
from certadvisor.profile.profile import effective_weights
from certadvisor.rules import scoring
from certadvisor.rules.effort import effort_of
from certadvisor.rules.options import OpenOption, Option
from certadvisor.rules.ranking import rank
from certadvisor.text import usd
from helpers import CATALOG_FILE, answers_in, person, program
from pages import words as on_one_line

ROOT = CATALOG_FILE.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SCORING = (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]

Row = dict[str, str]


# --- reading a page ------------------------------------------------------------------------------


def _blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.M | re.S)


def _cells(line: str) -> list[str]:
    return [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]


@cache
def _tables(page: str) -> list[list[Row]]:
    """The tables of a page, each row by the titles of its columns."""
    found = []
    for block in re.findall(r"(?:^\|.*\n)+", page, re.M):
        titles, _, *lines = block.splitlines()
        found.append([dict(zip(_cells(titles), _cells(x), strict=True)) for x in lines])
    return found


def _table(*titles: str) -> list[Row]:
    """The one table of docs/scoring.md with these columns."""
    (found,) = [t for t in _tables(SCORING) if list(t[0]) == list(titles)]
    return found


def _by(rows: list[Row], column: str = "") -> dict[str, Row]:
    return {row[column]: row for row in rows}


def _commands(page: str) -> Iterator[list[str]]:
    """The words of each line of shell on a page that calls the program."""
    for block in _blocks(page, "sh"):
        for line in block.splitlines():
            if "certadvisor " in line:
                yield shlex.split(line[line.rindex("certadvisor ") :])


# --- docs/scoring.md, worked out again -----------------------------------------------------------

TWO = {"CSCS": "cscs", "TSAC-F": "tsac-f"}
FIRST, SECOND, THIRD = [shlex.join(words[2:]) for words in _commands(SCORING)]
SETTING = person(FIRST).setting or ""


def _judged(line: str, certification: str, catalog: Catalog) -> Option:
    found = rank(person(line), catalog).of(certification)
    assert found is not None
    return found


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


def _amount(amount: Decimal | None, unknown: str = "not published") -> str:
    return unknown if amount is None else usd(amount)


def test_scoring_page_states_the_catalog(catalog: Catalog) -> None:
    """What the page says of the two certifications stands in the catalog."""
    rows = _by(_table("", *TWO, "where it stands"))
    named = {i for rule in catalog.settings[SETTING].employer_rules for i in rule.names}
    for name, item in TWO.items():
        certification = catalog.certifications[item]
        assert rows["level in the setting"][name] == certification.settings[SETTING].level
        accredited = "yes" if certification.ncca.known else "not confirmed"
        assert rows["accredited by the NCCA"][name] == accredited
        assert rows["named by an employer rule of the setting"][name] == _yes(item in named)
        enough = f"--cpt none --holds {item}"
        alone = rank(person(FIRST.replace("--cpt none", enough)), catalog)
        assert rows["enough by itself"][name] == _yes(alone.needed is False)
        mine = effort_of(certification, alone.eligibility.person)
        assert rows["pass rate"][name] == f"{mine.pass_rate} %"
        hours = "not published" if mine.hours is None else f"{mine.hours[0]}–{mine.hours[1]}"
        assert rows["hours of study with a degree in exercise science"][name] == hours
        for title, price in (
            ("exam fee, non-member", certification.fees[0].standard),
            ("study material", certification.study.price),
            ("full retake, non-member", certification.retake.standard),
        ):
            assert rows[title][name] == _amount(price.known)


def test_scoring_page_states_the_policy(catalog: Catalog) -> None:
    """Levels, statuses, recognition, weights and numbers are those of the catalog, in its order."""
    policy = catalog.policy
    assert [tuple(r.values()) for r in _table("level", "value", "meaning")] == [
        (name, str(v.value), v.meaning) for name, v in policy.levels.items()
    ]
    assert [tuple(r.values()) for r in _table("status", "value", "meaning")] == [
        (name, str(v.value), v.meaning) for name, v in policy.statuses.items()
    ]
    assert [tuple(r.values()) for r in _table("criterion", "weight", "why")] == [
        (name, str(c.weight), c.rationale) for name, c in policy.criteria.items()
    ]
    table = _table("named by an employer rule in the setting", "NCCA-accredited", "value")
    assert [tuple(r.values()) for r in table] == [
        ("yes" if r.named else "no", "yes" if r.accredited else "not confirmed", str(r.value))
        for r in policy.recognition
    ]
    assert f"It serves from *{policy.serves_from}* on." in SCORING
    numbers = _table("in the policy", "number", "what for")
    assert [r["in the policy"] for r in numbers] == [
        "focus_share", "soon_weeks", "wait_weeks", "warn_days", "equal_years", "equal_within", "easier_by",
    ]  # fmt: skip
    for row in numbers:
        assert row["number"] == str(getattr(policy, row["in the policy"]))


def test_scoring_page_states_status_and_cost(catalog: Catalog) -> None:
    """Status and all four sums are what the program works out."""
    status = next(t for t in _tables(SCORING) if list(t[0]) == ["", *TWO] and t[0][""] == "status")
    costs = _by(
        next(t for t in _tables(SCORING) if list(t[0]) == ["", *TWO] and "total" in t[0][""])
    )
    for name, item in TWO.items():
        found = _judged(FIRST, item, catalog)
        assert status[0][name] == found.status
        assert costs["required total"][name] == usd(found.costs.required_total)
        note = "" if found.costs.study_known else ", study material not published"
        assert costs["total with study material"][name] == usd(found.costs.total) + note
        assert costs["with one retake"][name] == _amount(found.costs.with_one_retake, "not known")
        assert costs["a year, to stay certified"][name] == usd(found.costs.per_year.amount)


def test_scoring_page_says_who_needs_another_one(catalog: Catalog) -> None:
    """Whether more is needed, the goal and the first place, by what is held: sets that suffice."""
    rows = _table("holds", "needed", "goal", "first place")
    assert {row["needed"] for row in rows} == {"yes", "no"}
    for row in rows:
        holds = "--cpt none" if row["holds"] == "none" else f"--holds {row['holds']}"
        ranking = rank(person(FIRST.replace("--cpt none", holds)), catalog)
        assert row["needed"] == _yes(ranking.needed is not False)
        for title, found in (("goal", ranking.goal), ("first place", ranking.first_place)):
            assert row[title] == ("none" if found is None else catalog.name_of(found.id))


def test_scoring_page_orders_by_preference(catalog: Catalog) -> None:
    """The first place under each preference; all are there."""
    rows = {r["--prefer"]: r["first place"] for r in _table("--prefer", "first place")}
    assert tuple(rows) == get_args(Preference)
    for preference, name in rows.items():
        found = rank(person(f"{FIRST} --prefer {preference}"), catalog).first_place
        assert found is not None
        assert TWO[name] == found.id


def test_scoring_page_names_the_goal_and_the_easier_rival(catalog: Catalog) -> None:
    """The goal is the highest fit and recognition; the gap of the pass rates is as stated."""
    ranking = rank(person(FIRST), catalog)
    assert ranking.goal is not None
    assert ranking.goal is ranking.first_place
    for name, item in TWO.items():
        values = _judged(FIRST, item, catalog).values
        assert f"{values['fit']} + {values['recognition']} for the {name}" in on_one_line(SCORING)
    rates = [catalog.certifications[i].exam.pass_rate.known for i in TWO.values()]
    assert None not in rates
    mine, theirs = (rate or Decimal(0) for rate in rates)
    assert f"{theirs} − {mine} = {theirs - mine} points more pass it" in on_one_line(SCORING)
    assert theirs - mine >= catalog.policy.easier_by


def test_scoring_page_works_the_score(catalog: Catalog) -> None:
    """Value, exact points and points shown of each criterion, and both sums."""
    titles = [f"{name} {what}" for name in TWO for what in ("value", "points", "shown")]
    rows = _by(_table("criterion", "weight", *titles), "criterion")
    weights = effective_weights(person(FIRST), catalog)
    assert {n: str(w) for n, w in weights.items()} | {"score": str(sum(weights.values()))} == {
        n: row["weight"] for n, row in rows.items()
    }
    for name, item in TWO.items():
        found = _judged(FIRST, item, catalog)
        shown = scoring.points(found.values, weights)
        for criterion, value in found.values.items():
            row = rows[criterion]
            assert Fraction(row[f"{name} value"]) == value
            exact = 100 * value * weights[criterion] / sum(weights.values())
            assert Fraction(row[f"{name} points"]) == exact
            assert Decimal(row[f"{name} shown"]) == shown[criterion]
        assert Fraction(rows["score"][f"{name} points"]) == 100 * found.score
        assert Decimal(rows["score"][f"{name} shown"]) == sum(shown.values())


def test_scoring_page_states_the_places(catalog: Catalog) -> None:
    """Who is first, in which group, with which score."""
    ranked = rank(person(FIRST), catalog).ranked
    weights = effective_weights(person(FIRST), catalog)
    for row in _table("place", "certification", "group", "score"):
        found = ranked[int(row["place"]) - 1]
        assert TWO[row["certification"]] == found.id
        assert row["group"] == found.group
        assert Decimal(row["score"]) == sum(scoring.points(found.values, weights).values())


def test_scoring_page_without_a_cpr_card(catalog: Catalog) -> None:
    """The class is owed, so it is in the cost, and the status stays."""
    rows = _by(_table("--cpr no", *TWO), "--cpr no")
    for name, item in TWO.items():
        found = _judged(FIRST.replace("--cpr yes", "--cpr no"), item, catalog)
        (step,) = found.bill.charges[1:]
        assert rows["status"][name] == found.status
        assert rows["CPR/AED class"][name] == _amount(step.amount)
        assert rows["required total"][name] == usd(found.costs.required_total)


def test_scoring_page_at_the_edge_of_the_budget(catalog: Catalog) -> None:
    """A budget equal to the total is enough; a cent less is not."""
    titles = [f"{name} {what}" for name in TWO for what in ("group", "score")]
    for row in _table("--budget", *titles, "first place"):
        line = FIRST.replace("--budget 1000", f"--budget {row['--budget']}")
        ranking = rank(person(line), catalog)
        weights = effective_weights(person(line), catalog)
        assert ranking.first_place is not None
        assert ranking.first_place.id == TWO[row["first place"]]
        for name, item in TWO.items():
            found = _judged(line, item, catalog)
            assert row[f"{name} group"] == found.group
            points = scoring.points(found.values, weights)
            assert Decimal(row[f"{name} score"]) == sum(points.values())


def test_scoring_page_with_a_focus(catalog: Catalog) -> None:
    """With a focus, the fit is one third the setting's level and two thirds the focus's."""
    profile = person(SECOND)
    assert catalog.policy.focus_share == Fraction(2, 3)
    titles = ("", "level in the gym", "level in strength", "fit", "completes a set", "group")
    rows = _by(_table(*titles))
    by_name = {c.name: i for i, c in catalog.certifications.items()}
    for name, row in rows.items():
        found = _judged(SECOND, by_name[name], catalog)
        certification = catalog.certifications[found.id]
        assert row["level in the gym"] == certification.settings[profile.setting or ""].level
        assert row["level in strength"] == certification.focuses[profile.focus or ""].level
        assert Fraction(row["fit"]) == found.values["fit"]
        assert row["completes a set"] == _yes(found.completes)
        assert row["group"] == found.group
    ranking = rank(profile, catalog)
    assert ranking.goal is not None
    assert ranking.goal is ranking.first_place
    assert ranking.goal.id == by_name["NASM-PES"]
    assert ranking.beyond is not None
    assert ranking.beyond.id == by_name["CSCS"]


def test_scoring_page_waits_for_what_is_under_way(catalog: Catalog) -> None:
    """Weeks to graduation and to the final year, the day that gives, and the group."""
    rows = _table(
        "--graduates", "weeks to graduation", "weeks to the final year", "CSCS opens on", "CSCS group"
    )  # fmt: skip
    assert {row["CSCS group"] for row in rows} == {"do-now", "not-yet"}
    said = next(w for w in THIRD.split() if w.startswith("20"))
    assert said in {row["--graduates"] for row in rows}
    for row in rows:
        line = THIRD.replace(said, row["--graduates"])
        found, profile = _judged(line, "cscs", catalog), person(line)
        assert isinstance(found, OpenOption)
        year, month = map(int, row["--graduates"].split("-"))
        ends = date(year + month // 12, month % 12 + 1, 1)
        weeks = -(-(ends - profile.on).days // 7)
        final = weeks - catalog.steps["become-senior"].weeks_before
        assert (int(row["weeks to graduation"]), int(row["weeks to the final year"])) == (
            weeks, final,
        )  # fmt: skip
        assert profile.on + timedelta(weeks=final) == found.pathway.sits_on
        assert row["CSCS opens on"] == str(found.pathway.sits_on)
        assert row["CSCS group"] == found.group
        assert (found.group == "do-now") == (final <= catalog.policy.soon_weeks)


# --- commands, flags, examples -------------------------------------------------------------------


def _flags_of(command: Any) -> set[str]:
    return {o for p in command.params for o in (*p.opts, *p.secondary_opts) if o.startswith("--")}


def _all_commands() -> dict[str, Any]:
    found: dict[str, Any] = {}
    waiting: list[tuple[tuple[str, ...], Any]] = [((), command_line())]
    while waiting:
        words, command = waiting.pop()
        inner = getattr(command, "commands", None)
        if inner is None:
            found[" ".join(words)] = command
        else:
            waiting += [((*words, name), one) for name, one in inner.items()]
    return found


EVERYTHING = _all_commands()
PROGRAM_FLAGS = {flag for c in EVERYTHING.values() for flag in _flags_of(c)} | {
    "--version",
    "--help",
}
# Flags of other programs that the pages call.
OTHER_FLAGS = {"--check", "--module", "--only", "--slice"}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_pages_name_only_flags_that_exist(page: Path) -> None:
    """No page promises a flag that the program does not have."""
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", page.read_text(encoding="utf-8")))
    assert named - PROGRAM_FLAGS - OTHER_FLAGS == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_pages_call_only_commands_that_exist(page: Path) -> None:
    """Each line of shell that calls the program names a command, and only flags of that command."""
    for words in _commands(page.read_text(encoding="utf-8")):
        name = next((n for n in EVERYTHING if words[1 : 1 + len(n.split())] == n.split()), None)
        assert name is not None, words
        assert {w for w in words if w.startswith("--")} <= _flags_of(EVERYTHING[name]) | {"--help"}


@pytest.mark.parametrize("name", EVERYTHING)
def test_every_command_is_documented(name: str) -> None:
    """Each command says what it does and gives an example; each flag and argument has its help."""
    command = EVERYTHING[name]
    assert command.help
    assert command.epilog
    assert [p.opts for p in command.params if not p.help] == []
    assert f"## `certadvisor {name}`" in (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", ["schema", "reference", "digest"])
def test_made_pages_are_up_to_date(script: str) -> None:
    """docs/schema, docs/commands.md and the catalog's digest are what the code and the catalog give."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / f"{script}.py"), "--check"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_catalog_fits_its_published_schema() -> None:
    """docs/schema/catalog.json is what the program prints, and an editor can check the catalog by it."""
    schema = (ROOT / "docs" / "schema" / "catalog.json").read_text(encoding="utf-8")
    assert program("catalog", "schema").stdout == schema
    jsonschema.Draft202012Validator(json.loads(schema)).validate(
        json.loads(CATALOG_FILE.read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize("surely", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_readme_examples_run(surely: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of the README that has its answers ends well and prints something.

    How sure the advice is takes most of the time, so the slow tier runs them with that.
    """
    monkeypatch.chdir(tmp_path)
    examples = [w for w in _commands(README) if w[1:] != ["recommend"]]
    assert len(examples) > 5
    for words in examples:
        done = program(*_typed(words, surely))
        assert done.returncode == 0, (words, done.stderr)
        assert done.stdout


def _typed(words: list[str], surely: bool) -> list[str]:
    """The words after the program's name; how sure the advice is may be left out."""
    recommends = words[1] == "recommend"
    return [*words[1:], *(["--no-sureness"] if recommends and not surely else [])]


@pytest.mark.parametrize("name", ["scoring.md", "sureness.md", "plan.md"])
def test_examples_of_the_pages_run(name: str) -> None:
    """Every command that a page works by hand ends well, and prints what the page quotes of it."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    examples = list(_commands(text))
    assert examples
    printed = ""
    for words in examples:
        done = program(*_typed(words, surely=name == "sureness.md"))
        assert done.returncode == 0, (words, done.stderr)
        printed += on_one_line(done.stdout)
    quoted = re.findall(r'The screen says: "([^"]+)"', on_one_line(text))
    assert [q for q in quoted if q not in printed] == []
    assert bool(quoted) == (name == "sureness.md")


def test_plan_page_waits_for_what_is_under_way(catalog: Catalog) -> None:
    """Steps before and after the exam, and the weeks, for each month of graduation."""
    text = (ROOT / "docs" / "plan.md").read_text(encoding="utf-8")
    (line,) = [shlex.join(w[3:]) for w in _commands(text) if "--graduates" in w]
    titles = ["graduates", "before the exam", "weeks to the exam", "after the exam"]
    (rows,) = [t for t in _tables(text) if list(t[0]) == titles]
    (said,) = re.findall(r"--graduates (\S+)", line)
    assert said in {row["graduates"] for row in rows}
    for row in rows:
        found = plan("cscs", person(line.replace(said, row["graduates"])), catalog)
        steps = [step.id for step in found.steps]
        exam = steps.index("cscs")
        assert row["before the exam"] == (", ".join(steps[:exam]) or "nothing")
        assert row["after the exam"] == (", ".join(steps[exam + 1 :]) or "nothing")
        assert int(row["weeks to the exam"]) == found.weeks


def test_readme_library_example_runs() -> None:
    """The library example prints the advice and a line for each certification."""
    (code,) = _blocks(README, "python")
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert "CSCS" in done.stdout.splitlines()[0]
    assert len(done.stdout.splitlines()) == 17


def test_readme_counts_are_those_of_the_catalog(catalog: Catalog) -> None:
    """How many certifications there are, and how many have no price."""
    certifications = catalog.certifications.values()
    without = [c for c in certifications if all(f.standard.known is None for f in c.fees)]
    assert f"{len(without)} of the {len(certifications)} have no price" in README
    issuers = {catalog.issuers[c.issuer].name for c in certifications}
    assert f"({', '.join(i.name for i in catalog.issuers.values() if i.name in issuers)})" in README
    shares = [f"({c.weight})" for c in catalog.policy.criteria.values()]
    assert re.findall(r"\((\d)(?: shares)?\)", README) == [s.strip("()") for s in shares]


def test_links_lead_somewhere() -> None:
    """Every file that a page points to is there, and so is every heading."""
    for page in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            if target.startswith(("http", "mailto:")):
                continue
            file, _, heading = target.partition("#")
            path = page.parent / file if file else page
            assert path.exists(), f"{page.name}: {target}"
            if heading:
                titles = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.M)
                assert heading in {t.lower().replace(" ", "-").replace("`", "") for t in titles}


# --- CONTRIBUTING: the examples are done ---------------------------------------------------------


PRICE, CERTIFICATION, SITUATION = (json.loads(block) for block in _blocks(CONTRIBUTING, "json"))


def _file(example: Any, folder: Path) -> Path:
    """An example as a file of its own, to be laid over the catalog."""
    file = folder / "example.json"
    file.write_text(json.dumps(example), encoding="utf-8")
    return file


GYM = "--setting gym --degree high-school --cpr yes --cpt none --budget 1000"


def test_contributing_adds_a_certification(tmp_path: Path) -> None:
    """The example entry is all it takes: it is listed, shown, compared and recommended."""
    overlay = _file(CERTIFICATION, tmp_path)
    (new,) = CERTIFICATION["certifications"]
    for words in (
        ["list"],
        ["show", new],
        ["compare", new, "cscs"],
        ["recommend", *GYM.split(), "--no-sureness"],
    ):
        done = program(*words, "--overlay", str(overlay))
        assert done.returncode == 0, done.stderr
        assert new in done.stdout.lower()
    ranking = rank(person(GYM), load_catalog(overlays=[overlay]))
    assert new in {j.id for j in ranking.ranked if j.group == "do-now"}


def test_contributing_corrects_a_price(tmp_path: Path) -> None:
    """The corrected price is what the candidate then pays, with its new source."""
    before, after = load_catalog(), load_catalog(overlays=[_file(PRICE, tmp_path)])
    ((item, change),) = PRICE["certifications"].items()
    (fee,) = change["fees"]
    paid = _judged(FIRST, item, after).bill.charges[0]
    assert paid.amount == fee["standard"]["value"] != _judged(FIRST, item, before).bill.total
    assert paid.source == fee["standard"]["source"]
    assert (
        fee["standard"]["conflicts"][0]["value"]
        == before.certifications[item].fees[0].standard.value
    )


def test_contributing_situation_is_one_that_is_tested() -> None:
    """The example of a situation stands in the file whose situations are all tried."""
    data = json.loads((ROOT / "tests" / "situations.json").read_text(encoding="utf-8"))
    assert SITUATION in data["situations"]
    assert answers_in(" ".join(f"--{k} '{v}'" for k, v in SITUATION["answers"].items()))


# --- docs/reliability.md: what it names is there ---------------------------------------------------


def test_every_test_that_a_page_names_exists_in_the_tier_it_says() -> None:
    """A promise whose test has gone would be held by nothing, and a slow one is not run each time."""
    functions = [
        node
        for file in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    slow = {f.name for f in functions if "pytest.mark.slow" in map(ast.unparse, f.decorator_list)}
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    named = dict(re.findall(r"`(test_\w+)`( \(slow\))?", text))
    assert len(named) > 40
    assert named.keys() - {f.name for f in functions} == set()
    assert {name for name, tier in named.items() if tier} == named.keys() & slow


def test_where_is_what_names_things_that_exist() -> None:
    """Each answer of the table in CONTRIBUTING.md is an object in the room it names."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    table = page.partition("**Where is what.**")[2]
    named = re.findall(r"^\| .+ \| `([\w.]+)` \|$", table, re.M)
    assert len(named) >= 15
    for name in named:
        module, _, thing = name.rpartition(".")
        assert hasattr(import_module(f"certadvisor.{module}"), thing), name
