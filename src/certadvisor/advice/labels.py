"""Requirements in two or three words, for tables. The catalog has the full text."""

from __future__ import annotations

from certadvisor.catalog import types as m
from certadvisor.text import listed, plural

DEGREES = {
    "high-school": "diploma",
    "associate": "associate's",
    "bachelor": "bachelor's",
    "master": "master's",
    "doctorate": "doctorate",
}
LICENCES: dict[m.Licence, str] = {"pt": "PT", "pta": "PTA", "atc": "ATC", "rd": "RD"}
MOST_NAMES = 2


def label_of(test: m.Test, catalog: m.Catalog) -> str:
    """What a requirement asks for, in a few words."""
    match test:
        case m.DegreeTest():
            field = "" if not test.fields or "other" in test.fields else " in the field"
            return DEGREES[test.at_least] + field + (" (CASCE)" if test.casce else "")
        case m.EnrolledTest():
            return "final-year student" if "student" not in test.stages else "student"
        case m.AdultTest():
            return "age 18"
        case m.CprTest():
            return "CPR/AED"
        case m.CredentialTest():
            return _credential(test, catalog)
        case m.LicenceTest():
            return f"{'/'.join(LICENCES[i] for i in test.any_of)} licence"
        case m.PracticeTest():
            return f"{test.hours} h of practice"
        case m.YearsTest():
            return f"{plural(test.years, 'year')} of work"
        case m.MemberTest():
            return f"{catalog.issuers[test.issuer].name} member"
        case m.EducatedTest():
            return "US degree" if test.where == "us" else "degree from abroad"
        case m.NothingTest():
            return "none required"
        case m.UnpublishedTest():
            return "an unpublished rule"


def _credential(test: m.CredentialTest, catalog: m.Catalog) -> str:
    if test.role is not None:
        is_trainer = test.role == catalog.policy.trainer_role
        what = "CPT" if is_trainer else f"{catalog.roles[test.role].name} certification"
        return f"NCCA-accredited {what}" if test.accredited else what
    if not test.ids:
        return "a primary certification"
    names = [catalog.name_of(i) for i in test.ids[:MOST_NAMES]]
    return listed([*names, "others"] if len(test.ids) > MOST_NAMES else names, "or")
