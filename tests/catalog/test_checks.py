"""Catalogs and overlays with several planted faults each: all of them are named at once.

Each fault is written as a place, what stands there instead, and words that its line must hold. The
line must name the very place; and no line may speak of anything that was not planted.
"""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from certadvisor.cli.main import run
from helpers import raw_catalog

GONE = object()
"""Stands for a value that is taken out."""


SAME = object()
"""Stands for what was planted above, where that has a second line."""


@dataclass(frozen=True)
class Fault:
    """What is planted at a place, and the words that tell of it, there or at another place."""

    place: str
    value: Any
    words: str
    elsewhere: str = ""

    @property
    def at(self) -> str:
        """The place that must be named."""
        return self.elsewhere or self.place


CSCS = "certifications.cscs"
PES = "certifications.nasm-pes"
RULE = f"{CSCS}.requirements.all[0].any"
CPR = "steps.cpr-aed-class"
LEAF = {"text": "the other one", "source": "article"}


def _asks(*ids: str) -> dict[str, Any]:
    return {**LEAF, "test": {"kind": "credential", "ids": list(ids)}}


SCCC = "certifications.cscca-sccc"

CATALOGS: dict[str, list[Fault]] = {
    "windows": [
        Fault(f"{SCCC}.exam.windows[0].last", "04-30", "is before it begins, 05-01"),
        Fault(f"{SCCC}.exam.windows[0].apply_by", "02-29", "is not a day of every year"),
        Fault(f"{SCCC}.requirements.all[0].by", "06-15", "no window of the exam begins after"),
        Fault(f"{PES}.requirements.all[0].by", "02-15", "no window of the exam begins after"),
    ],
    "sources": [
        Fault(f"{CSCS}.full_name.source", "artcle", 'no source "artcle"; did you mean "article"?'),
        Fault(f"{CSCS}.audience.source", GONE, "a value needs its source"),
        Fault(f"{CSCS}.kind.as_of", "2031", "later than the day its source was read"),
        Fault(f"{CSCS}.settings.gym.source", GONE, "is missing"),
        Fault("sources.article.url", "ftp://achievable.me", "http:// or https://"),
        Fault("sources.nsca-cscs-fees.read", "2999-01", "later than the catalog's own as_of"),
        Fault("sources.ask-first.published", "2026-12", "before it was published",
              "sources.ask-first.read"),
        Fault("sources.afaa-terms.title", GONE, "is missing"),
    ],
    "prices": [
        Fault(f"{CSCS}.fees[0].standard.value", -475, "dollars from 0 to 10,000,000"),
        Fault(f"{CSCS}.fees[0].member.value", "340 USD", '"340 USD" is not a number of dollars'),
        Fault(f"{PES}.fees[0].standard.value", Decimal("699.999"), "more than two decimals"),
        Fault(f"{CSCS}.retake.standard.value", True, '"true" is not a number of dollars'),
        Fault(f"{CPR}.fees[0].standard.low", 100, "is more than the value, 85.5"),
        Fault("certifications.cpss.fees[0].standard.value", 10**8, "10,000,000"),
        Fault("certifications.nasm-cpt.study.price", {"value": None},
              "needs a reason", "certifications.nasm-cpt.study.price.reason"),
        Fault("certifications.nasm-cpt.study.price.ask", SAME, "needs someone to ask"),
    ],
    "a price with two faults": [
        Fault(f"{CSCS}.fees[0].standard", {"value": "free", "aks": "NSCA"}, "number of dollars",
              f"{CSCS}.fees[0].standard.value"),
        Fault(f"{CSCS}.fees[0].standard.aks", "NSCA", 'not a key that belongs here; did you mean "ask"'),
        Fault(f"{CSCS}.fees[0].standard.source", GONE, "a value needs its source"),
    ],
    "keys": [
        Fault(f"{CSCS}.exam.minuts", {"value": 180, "source": "article"},
              'not a key that belongs here; did you mean "minutes"?'),
        Fault(f"{CSCS}.exam.minutes", GONE, "is missing"),
        Fault("roles.trainer.alias", ["box"], 'not a key that belongs here; did you mean "aliases"?'),
        Fault("colour", "blue", "is not a key that belongs here"),
        Fault("focuses.Yoga", {"name": "yoga", "phrase": "yoga"}, '"Yoga" must be lower-case'),
        Fault("issuers.nsca.ask", GONE, "is missing"),
        Fault("policy.groups.do-now", GONE, "is missing"),
    ],
    "types": [
        Fault(f"{CSCS}.name", 7, '"7" must be text'),
        Fault(f"{CSCS}.primary", "yes", '"yes" must be true or false'),
        Fault(f"{CSCS}.aliases", "CSCS", "must be a list"),
        Fault(f"{CSCS}.exam.questions.value", Decimal("220.5"), "must be a whole number"),
        Fault(f"{PES}.exam", [], "must be an object"),
        Fault("roles.trainer", "trainer", "must be an object"),
        Fault("settings.gym.name", None, "must be text"),
        Fault("policy.warn_days", "365", "must be a whole number"),
    ],
    "whole tables": [
        Fault("steps", [], "must be an object"),
        Fault("sources", "article", "must be an object"),
        Fault("roles", GONE, "is missing"),
        Fault("policy", None, "must be an object"),
        Fault("schema_version", 2, "must be 1"),
    ],
    "dates": [
        Fault(f"{RULE}[0].until", "2029-02-30", "is not a day such as 2030-01-01"),
        Fault(f"{RULE}[3].all[0].until", "2029-12-31", "is before it begins, 2030-01-01"),
        Fault(f"{RULE}[2].all[0].since", "0030-01-01", "from the year 1000 to 2999"),
        Fault(f"{RULE}[1].until", 2029, '"2029" must be a day'),
        Fault(f"{CSCS}.full_name.as_of", "2025-13", "not in the calendar"),
        Fault(f"{CSCS}.audience.as_of", "May 2025", "must be a year, month or day"),
        Fault("sources.article.read", "yesterday", "must be a year, month or day"),
    ],
    "references": [
        Fault(f"{CSCS}.issuer", "ncsa", 'no issuer "ncsa"; did you mean "nsca"?'),
        Fault(f"{CSCS}.role", "wizard", 'no role "wizard"'),
        Fault(f"{CSCS}.niche", ["yoga"], 'no focus "yoga"'),
        Fault(f"{CSCS}.settings.moon", {"level": "none", "rationale": "far", "source": "article"},
              'no setting "moon"', f"{CSCS}.settings"),
        Fault("settings.collegiate.employer_rules[0].names", ["cscs", "cscz"],
              'no certification "cscz"; did you mean "cscs"?'),
        Fault("settings.gym.base_role", "coach", 'no role "coach"'),
        Fault("steps.nsca-membership.gives.member", "ncaa", 'no issuer "ncaa"'),
        Fault("steps.sport-science-480-hours.gives.practice", {"sports-science": 480},
              'no activity "sports-science"; did you mean "sport-science"?'),
        Fault(f"{CPR}.requirements", _asks("first-aid"), 'no certification or step "first-aid"',
              f"{CPR}.requirements.test.ids"),
        Fault("policy.trainer_role", "trainr", 'no role "trainr"; did you mean "trainer"?'),
    ],
    "names": [
        Fault(f"{CSCS}.aliases", ["NSCA-CSCS", "NASM PES"], 'the name "NASM-PES" is also one of cscs',
              PES),
        Fault("settings.gym.aliases", ["Army"], 'the name "Army" is also one of tactical',
              "settings.gym"),
        Fault("issuers.issa.aliases", ["N.A.S.M."], 'the name "N.A.S.M." is also one of nasm',
              "issuers.issa"),
        Fault("steps.ace-cpt.aliases", ["NSCA CPT"], 'the name "NSCA-CPT" is also one of ace-cpt',
              "certifications.nsca-cpt"),
    ],
    "circles": [
        Fault("steps.ace-cpt.requirements", _asks("acsm-cpt"), "in a circle", "ace-cpt"),
        Fault("steps.acsm-cpt.requirements", {"any": [_asks("ace-cpt")]}, "acsm-cpt needs ace-cpt",
              "ace-cpt"),
        Fault(f"{CPR}.requirements", {"all": [_asks("cpr-aed-class")]},
              "cpr-aed-class needs cpr-aed-class", "cpr-aed-class"),
        Fault(f"{CSCS}.weeks", {"value": None, "reason": "it varies"}, "someone to ask",
              f"{CSCS}.weeks.ask"),
    ],
    "unknowns and judgements": [
        Fault(f"{PES}.exam.vendor", {"value": None, "ask": "NASM"}, "needs a reason",
              f"{PES}.exam.vendor.reason"),
        Fault(f"{PES}.exam.window.ask", GONE, "needs someone to ask"),
        Fault(f"{PES}.settings.gym.rationale", "", "must not be empty"),
        Fault(f"{CSCS}.settings.gym.level", "great", '"great" must be'),
        Fault(f"{CSCS}.settings.tactical.rationale", "x" * 2001, "at most 2000 characters"),
        Fault(f"{CSCS}.kind.value", "degree", "certification"),
        Fault(f"{CSCS}.ncca.value", "yes", "must be true or false"),
    ],
    "policy": [
        Fault("policy.criteria.fit.weight", -4, "must be at least 0"),
        Fault("policy.presets", {}, "is not a key that belongs here"),
        Fault("policy.soon_weeks", -1, "must be at least 0"),
        Fault("policy.hours_a_week", 0, "must be at least 1"),
        Fault("policy.easier_by", 101, "must be at most 100"),
        Fault("policy.levels.useful.value", "9/10", "useful must not be worth more than strong",
              "policy.levels"),
        Fault("policy.statuses.on-track.value", "5/4", "a share from 0 to 1"),
        Fault("policy.statuses.closed", GONE, "is missing"),
        Fault("policy.recognition[0].named", False, "a row for each", "policy.recognition"),
        Fault("policy.focus_share", Decimal("0.5"), 'a fraction such as "3/4"'),
        Fault("policy.sureness_sum", 1000, "must be at most 100"),
    ],
    "weights of nothing": [
        Fault("policy.criteria.fit.weight", 0, "at least one weight", "policy.criteria"),
        Fault("policy.criteria.recognition.weight", 0, "at least one weight", "policy.criteria"),
        Fault("policy.criteria.readiness.weight", 0, "at least one weight", "policy.criteria"),
        Fault("policy.criteria.affordability.weight", 0, "at least one weight", "policy.criteria"),
        Fault("policy.statuses.ready.value", "1/8", "must not be worth more", "policy.statuses"),
        Fault("policy.warn_days", -1, "must be at least 0"),
    ],
    "requirements": [
        Fault(f"{RULE}[0].test.kind", "diploma", "must have the kind", f"{RULE}[0].test"),
        Fault(f"{RULE}[1].test.stages", ["freshman"], '"freshman" must be', f"{RULE}[1].test.stages[0]"),
        Fault(f"{RULE}[2]", "a degree", "must be an object"),
        Fault(f"{RULE}[3]", {"any": []}, "must not be empty", f"{RULE}[3].any"),
        Fault(f"{RULE}[4].all[0].test", {"kind": "credential"}, "names ids, a role or primary"),
        Fault(f"{CSCS}.requirements.all[1].any[0].within_days", -365, "must be at least 0"),
        Fault(f"{PES}.requirements.all[0].test", {"kind": "practice", "activity": "collegiate",
              "hours": 0}, "must be more than 0", f"{PES}.requirements.all[0].test.hours"),
        Fault(f"{PES}.covered_by[0].test", {}, 'an object with a "kind"'),
    ],
    "durations and counts": [
        Fault(f"{CSCS}.exam.minutes.value", -1, "must be at least 0"),
        Fault(f"{CSCS}.renewal.years.value", 0, "must be at least 1"),
        Fault(f"{CSCS}.exam.pass_rate.value", 590, "must be at most 100"),
        Fault("steps.bachelor.weeks.value", 10**12, "must be at most 1040"),
        Fault("steps.become-senior.weeks_before", -52, "must be at least 0"),
        Fault(f"{CPR}.valid_years.value", 0, "must be at least 1"),
        Fault("steps.sport-science-3-years.gives.years", {"sport-science": -3}, "at least 0",
              "steps.sport-science-3-years.gives.years.sport-science"),
    ],
    "strangers": [
        Fault(f"{CSCS}.issuer", "\x1b[31mred\x07\u202e", 'no issuer "[31mred"'),
        Fault(f"{CSCS}.issuer", SAME, '"[31mred" must be lower-case'),
        Fault(f"{PES}.\x1b[2Jkey", 1, "is not a key that belongs here", f"{PES}.[2Jkey"),
        Fault(f"{CSCS}.name", ["a\nb"], "must be text"),
    ],
}  # fmt: skip

OVERLAYS: dict[str, list[Fault]] = {
    "values of one's own": [
        Fault(f"{PES}.weeks", {"value": 12}, "without a source"),
        Fault(f"{PES}.weeks.source", SAME, "a value needs its source"),
        Fault(f"{CSCS}.audience", {"value": "all", "source": "our-office"}, 'no source "our-office"',
              f"{CSCS}.audience.source"),
        Fault(f"{CSCS}.settings", {"gym": {"level": "strong"}}, "without a source",
              f"{CSCS}.settings.gym"),
        Fault(f"{CSCS}.exam", {"minutes": {"value": -5, "source": "article"}}, "at least 0",
              f"{CSCS}.exam.minutes.value"),
        Fault("settings.gym.notez", ["x"], 'not a key that belongs here; did you mean "note"?'),
    ],
    "what others rest on is taken away": [
        Fault("certifications.cpss", None, 'no certification or step "cpss"',
              "settings.tactical.expectations[1].rule.any[1].all[0].test.ids"),
        Fault("steps.sport-science-480-hours.weeks", None, "is missing"),
        Fault("policy.statuses", {"closed": None}, "is missing", "policy.statuses.closed"),
        Fault("sources", {"x": {"title": "X", "publisher": "x", "official": "yes", "read": "2026"}},
              "must be true or false", "sources.x.official"),
        Fault("sources.x.url", SAME, "is missing"),
    ],
    "a list is replaced as a whole": [
        Fault(f"{CSCS}.fees", [{"label": "exam", "standard": {"value": 310}},
                               {"standard": {"value": "20", "source": "article"}}],
              "without a source", f"{CSCS}.fees[0].standard"),
        Fault(f"{CSCS}.fees[0].standard.source", SAME, "a value needs its source"),
        Fault(f"{CSCS}.fees[1].label", SAME, "is missing"),
        Fault(f"{CSCS}.fees[1].standard.value", SAME, '"20" is not a number of dollars'),
        Fault(f"{CSCS}.niche", ["yoga"], 'no focus "yoga"'),
    ],
    "a name that is taken, a circle, a table": [
        Fault(f"{CSCS}.aliases", ["pes"], 'the name "pes"', PES),
        Fault("steps", {"ace-cpt": {"requirements": {**_asks("ace-cpt"), "all": None}}},
              "ace-cpt needs ace-cpt", "ace-cpt"),
        Fault("focuses", "strength", "must be an object"),
        Fault("as_of", "2026-11-31", "not in the calendar"),
    ],
}  # fmt: skip


# --- planting ------------------------------------------------------------------------------------


def _path(place: str) -> list[str | int]:
    """The keys and indices of a place."""
    found: list[str | int] = []
    for part in place.split("."):
        name = re.sub(r"(\[\d+\])+$", "", part)
        found += [name, *(int(n) for n in re.findall(r"\[(\d+)\]", part))]
    return found


def _plant(data: Any, fault: Fault) -> None:
    """Put a fault into a document, with whatever objects are needed to get there."""
    if fault.value is SAME:
        return
    *way, last = _path(fault.place)
    node = data
    for part in way:
        node = node.setdefault(part, {}) if isinstance(part, str) else node[part]
    if fault.value is not GONE:
        node[last] = copy.deepcopy(fault.value)
    else:
        node.pop(last, None)


def _planted(faults: list[Fault], data: dict[str, Any], folder: Path) -> Path:
    """A file with these faults in it."""
    for fault in faults:
        _plant(data, fault)
    file = folder / "my.json"
    file.write_text(json.dumps(data, default=float), encoding="utf-8")
    return file


def _told(file: Path, *words: str, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    """The place and the words of each line of `certadvisor catalog validate`."""
    assert run(["catalog", "validate", *words]) == 1
    out, err = capsys.readouterr()
    *lines, last = err.splitlines()
    assert out == ""
    assert last.startswith(f"certadvisor: {file}: {len(lines)} problem")
    assert all(line.startswith(f"{file}: ") for line in lines)
    told = [line.removeprefix(f"{file}: ").partition(": ") for line in lines]
    return [(place, words) for place, _, words in told]


def _check(faults: list[Fault], told: list[tuple[str, str]]) -> None:
    """Every fault has its line, and every line its fault."""
    lines = [f"{place}: {words}" for place, words in told]
    unnamed = [f for f in faults if not any(f.at == p and f.words in w for p, w in told)]
    assert not unnamed, lines
    known = {(f.at, f.words) for f in faults}
    unplanted = [t for t in told if not any(t[0] == at and words in t[1] for at, words in known)]
    assert not unplanted


@pytest.mark.parametrize("name", CATALOGS)
def test_every_planted_fault_of_a_catalog_is_named(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All faults in one go, each with the file and the place in it; nothing else is accused."""
    file = _planted(CATALOGS[name], raw_catalog(), tmp_path)
    _check(CATALOGS[name], _told(file, str(file), capsys=capsys))


@pytest.mark.parametrize("name", OVERLAYS)
def test_every_planted_fault_of_an_overlay_is_named(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The overlay is the file that is named, with the place in the catalog under it."""
    file = _planted(OVERLAYS[name], {}, tmp_path)
    _check(OVERLAYS[name], _told(file, "--overlay", str(file), capsys=capsys))


def test_a_broken_catalog_is_named_before_its_overlay(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An overlay is laid over what is sound: the catalog under it is to be mended first."""
    base = _planted(CATALOGS["keys"], raw_catalog(), tmp_path)
    overlay = tmp_path / "overlay.json"
    overlay.write_text('{"colour": "red"}', encoding="utf-8")
    told = _told(base, str(base), "--overlay", str(overlay), capsys=capsys)
    _check(CATALOGS["keys"], told)


@pytest.mark.parametrize("content", ["[]", "3", '"cscs"', "null"])
def test_an_overlay_that_is_no_object_is_refused(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By RFC 7386 it would replace the whole catalog: nobody means that."""
    file = tmp_path / "my.json"
    file.write_text(content, encoding="utf-8")
    assert run(["catalog", "validate", "--overlay", str(file)]) == 1
    assert f"{file}: must hold an object" in capsys.readouterr().err


def test_every_other_command_tells_the_first_fault_and_how_many_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, which says that there is more to see."""
    file = _planted(CATALOGS["prices"], raw_catalog(), tmp_path)
    for words in (["list"], ["show", "cscs"], ["compare", "cscs", "cpss"], ["catalog", "sources"]):
        assert run([*words, "--catalog", str(file)]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith(f"certadvisor: {file}: ")
        assert err.endswith(f" (and {len(_told(file, str(file), capsys=capsys)) - 1} more)\n")
