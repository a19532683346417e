"""The candidate profile: the answers, as given. `None` means not answered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from certadvisor.catalog.types import (
    Catalog,
    Cpr,
    CriterionName,
    DegreeField,
    DegreeLevel,
    Educated,
    Id,
    Licence,
    Money,
    Strict,
    YesNo,
    dollars,
)

# Up to 2999: years can be counted on from there without running out of the calendar.
Month = Annotated[str, StringConstraints(pattern=r"^[12]\d{3}-(0[1-9]|1[0-2])$")]
Today = Annotated[date, Field(le=date(2999, 12, 31))]
Hours = Annotated[int, Field(ge=0, le=100_000)]
Years = Annotated[int, Field(ge=0, le=80)]
Weight = Annotated[int, Field(ge=0, le=1_000)]

FIELDLESS: tuple[DegreeLevel, ...] = ("none", "high-school")
ENROLLED: tuple[DegreeLevel, ...] = ("student", "senior")


def _budget(value: object) -> object:
    return value if value == "unlimited" or value is None else dollars(value)


_Number = Annotated[Decimal, WithJsonSchema({"type": "number"})]
Budget = Annotated[_Number | Literal["unlimited"], BeforeValidator(_budget)]


class Profile(Strict):
    """What the candidate has said. Money in USD, practice in hours, experience in years.

    `holds` includes the personal-training certification named in `cpt`; `price` are the
    candidate's own quotes; `on` is the day the advice is asked for.
    """

    setting: Id | None = None
    degree: DegreeLevel | None = None
    degree_field: DegreeField | Literal["unknown"] | None = None
    cpr: Cpr | None = None
    cpt: Id | None = None
    budget: Budget | None = None
    focus: Id | None = None
    holds: tuple[Id, ...] = ()
    licence: tuple[Licence | Literal["none"], ...] | None = None
    adult: bool | None = None
    member: dict[Id, Literal["full", "student"]] | None = None
    practice: dict[Id, Hours] = Field(default_factory=dict)
    years: dict[Id, Years] = Field(default_factory=dict)
    graduates: Month | None = None
    casce: YesNo | None = None
    educated: Educated | None = None
    price: dict[Id, Money] = Field(default_factory=dict)
    employer_accepts: tuple[Id, ...] = ()
    preset: Id | None = None
    weight: dict[CriterionName, Weight] = Field(default_factory=dict)
    on: Today


def contradictions(profile: Profile, catalog: Catalog) -> list[tuple[str, str]]:
    """Pairs of an answer's name and what is wrong with it beside the other answers."""
    found: list[tuple[str, str]] = []
    trainers = [i for i in profile.holds if catalog.is_trainer(i)]
    if profile.cpt == "none" and trainers:
        found.append(("cpt", f"says none, but you hold {catalog.name_of(trainers[0])}"))
    if profile.degree in FIELDLESS and profile.degree_field is not None:
        found.append(("degree_field", f"does not go with a degree of {profile.degree}"))
    if profile.degree in FIELDLESS and profile.casce == "yes":
        found.append(("casce", f"does not go with a degree of {profile.degree}"))
    if profile.graduates is not None and profile.degree not in (None, *ENROLLED):
        found.append(("graduates", f"does not go with a degree of {profile.degree}"))
    if profile.graduates is not None and profile.graduates < profile.on.isoformat()[:7]:
        found.append(("graduates", f"lies before {profile.on.isoformat()}"))
    if profile.licence and "none" in profile.licence and len(profile.licence) > 1:
        found.append(("licence", "says none and names one"))
    if profile.weight and not any(effective_weights(profile, catalog).values()):
        found.append(("weight", "leaves every weight at 0"))
    return found


def effective_weights(profile: Profile, catalog: Catalog) -> dict[CriterionName, int]:
    """The policy's weights, or those of the preset, with the candidate's own in their place."""
    weights = {name: criterion.weight for name, criterion in catalog.policy.criteria.items()}
    if profile.preset is not None:
        weights |= catalog.policy.presets[profile.preset].weights
    return weights | profile.weight


def normalised(profile: Profile, catalog: Catalog) -> Profile:
    """The same answers in one form: `cpt` is among `holds`, and lists are in catalog order."""
    holds = set(profile.holds)
    if profile.cpt not in (None, "none"):
        holds.add(profile.cpt)
    order = [*catalog.certifications, *catalog.steps]
    held = tuple(i for i in order if i in holds)
    cpt = profile.cpt
    trainers = [i for i in held if catalog.is_trainer(i)]
    if trainers:
        cpt = trainers[0]
    accepts = set(profile.employer_accepts)
    return profile.model_copy(
        update={
            "cpt": cpt,
            "holds": held,
            "licence": None if profile.licence is None else tuple(sorted(set(profile.licence))),
            "member": None if profile.member is None else dict(sorted(profile.member.items())),
            "practice": dict(sorted(profile.practice.items())),
            "years": dict(sorted(profile.years.items())),
            "price": dict(sorted(profile.price.items())),
            "employer_accepts": tuple(i for i in order if i in accepts),
            "weight": {
                n: profile.weight[n] for n in catalog.policy.criteria if n in profile.weight
            },
        }
    )
