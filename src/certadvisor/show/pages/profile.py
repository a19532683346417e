"""The answers in one line, as one would say them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from certadvisor.advice.labels import LICENCES
from certadvisor.catalog import types as m
from certadvisor.profile.profile import FIELDLESS, Profile
from certadvisor.text import listed, plural, usd

DEGREES: dict[m.DegreeLevel, str] = {
    "none": "no high-school diploma",
    "high-school": "high-school diploma",
    "associate": "associate's degree",
    "student": "in a bachelor's programme",
    "senior": "in the final year of a bachelor's programme",
    "bachelor": "bachelor's degree",
    "master": "master's degree",
    "doctorate": "doctorate",
}
FIELDS = {
    "exercise-science": " in exercise science",
    "health-science": " in a health science",
    "other": " in another field",
    "unknown": " (field not known)",
}
CPR: dict[m.Cpr, str] = {
    "yes": "hands-on CPR/AED",
    "online-only": "CPR/AED from an online course",
    "no": "no CPR/AED card",
    "unknown": "CPR/AED card not known",
}
CASCE = {
    "yes": "a CASCE-accredited programme",
    "no": "a programme without CASCE accreditation",
}
EDUCATED = {"us": "a degree from the US", "elsewhere": "a degree from outside the US"}


def you(profile: Profile, catalog: m.Catalog) -> str:
    """What the candidate has said, in the order it is asked."""
    return "; ".join(
        [*_needed(profile, catalog), *_credentials(profile, catalog), *_more(profile, catalog)]
    )


def _needed(profile: Profile, catalog: m.Catalog) -> Iterator[str]:
    if profile.setting is not None:
        yield f"for {catalog.settings[profile.setting].name}"
    if profile.degree is not None:
        fieldless = profile.degree in FIELDLESS or profile.degree_field is None
        yield DEGREES[profile.degree] + ("" if fieldless else FIELDS[str(profile.degree_field)])
    if profile.cpr is not None:
        yield CPR[profile.cpr]
    if profile.cpt == "none":
        yield "no CPT"
    if isinstance(profile.budget, Decimal):
        yield f"{usd(profile.budget)} to spend"
    elif profile.budget is not None:
        yield "no spending limit"


def _credentials(profile: Profile, catalog: m.Catalog) -> Iterator[str]:
    if profile.focus is not None:
        yield f"above all {catalog.focuses[profile.focus].phrase}"
    if profile.holds:
        yield f"holding {listed([catalog.name_of(i) for i in profile.holds])}"
    for issuer, kind in (profile.member or {}).items():
        yield f"{catalog.issuers[issuer].name} {'student ' if kind == 'student' else ''}member"
    if profile.licence and "none" not in profile.licence:
        yield f"licensed as {listed([LICENCES[i] for i in profile.licence if i != 'none'])}"
    for activity, hours in profile.practice.items():
        yield f"{plural(hours, 'hour')} of {catalog.activities[activity].phrase}"
    for activity, years in profile.years.items():
        yield f"{plural(years, 'year')} of {catalog.activities[activity].phrase}"


def _more(profile: Profile, catalog: m.Catalog) -> Iterator[str]:
    if profile.graduates is not None:
        yield f"graduating {profile.graduates}"
    if profile.casce in CASCE:
        yield CASCE[profile.casce]
    if profile.educated is not None:
        yield EDUCATED[profile.educated]
    if profile.adult is False:
        yield "not yet 18"
    for item, amount in profile.price.items():
        yield f"{catalog.name_of(item)} at {usd(amount)}"
    if profile.employer_accepts:
        yield f"employer accepts {listed([catalog.name_of(i) for i in profile.employer_accepts])}"
    for name, weight in profile.weight.items():
        yield f"{catalog.policy.criteria[name].name.lower()} weighing {weight}"
