"""The catalog's types: requirements, steps, certifications, settings, policy.

They are immutable and strict. Money is in USD, exact to the cent; durations are in minutes, weeks
or years, as the field says.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal, get_args

from pydantic import Discriminator, Field, Tag, ValidationInfo, field_validator, model_validator

from certadvisor.catalog.facts import (
    AsOf,
    Conflict,
    Count,
    Day,
    Fact,
    Id,
    Percent,
    Price,
    Prose,
    Source,
    Strict,
    UnitShare,
    Url,
    Weeks,
    Weight,
    Years,
)
from certadvisor.catalog.vocabulary import (
    MOST_MONEY,
    CompletedDegree,
    Cpr,
    CriterionName,
    DegreeField,
    DegreeLevel,
    Educated,
    Licence,
    YesNo,
)

# What the types are made of is found here too: `m.Fact`, `m.Cpr`.
__all__ = [
    "MOST_MONEY",
    "Conflict",
    "Cpr",
    "CriterionName",
    "DegreeField",
    "DegreeLevel",
    "Educated",
    "Fact",
    "Licence",
    "Price",
    "Source",
    "Strict",
    "YesNo",
]

Kind = Literal["certification", "specialization", "course certificate"]
Span = Literal["short", "long", "under-way"]
LevelName = Literal["none", "marginal", "useful", "strong", "standard"]
StatusName = Literal["ready", "reachable", "on-track", "long-term", "closed"]
GroupName = Literal["do-now", "not-yet", "later", "not-for-this", "closed"]


class Tier(Strict):
    """One published way to buy the same thing."""

    name: Prose
    price: Price


class Fee(Strict):
    """Something the issuer charges: the list price, and the members' price if there is one.

    `starts_at`: the cheapest of several published tiers, shown as "from".
    """

    label: Prose
    standard: Price
    member: Price | None = None
    starts_at: bool = False
    covers: tuple[Prose, ...] = ()
    tiers: tuple[Tier, ...] = ()
    promotions: tuple[Fact[Prose], ...] = ()


# --- requirements --------------------------------------------------------------------------


class DegreeTest(Strict):
    """A completed degree of at least this level, in one of `fields` and CASCE-accredited if required."""

    kind: Literal["degree"]
    at_least: CompletedDegree
    fields: tuple[DegreeField, ...] = ()
    casce: bool = False


class EnrolledTest(Strict):
    """Enrolled in a bachelor's programme, at one of these stages."""

    kind: Literal["enrolled"]
    stages: tuple[Literal["in-school", "student", "senior"], ...]
    casce: bool = False


class AdultTest(Strict):
    """At least 18 years old."""

    kind: Literal["adult"]


class CprTest(Strict):
    """A current CPR/AED card; `online_only` says whether a card from an online course will do."""

    kind: Literal["cpr"]
    online_only: Literal["met", "not-met", "unknown"]


class CredentialTest(Strict):
    """Holds one of `ids`, or a credential of `role`, accredited or primary if required."""

    kind: Literal["credential"]
    ids: tuple[Id, ...] = ()
    role: Id | None = None
    accredited: bool = False
    primary: bool = False

    @model_validator(mode="after")
    def _names_something(self) -> CredentialTest:
        if not (self.ids or self.role or self.primary):
            raise ValueError("a credential test names ids, a role or primary")
        return self


class LicenceTest(Strict):
    """Holds one of these licences."""

    kind: Literal["licence"]
    any_of: tuple[Licence, ...]


class PracticeTest(Strict):
    """At least `hours` documented hours of an activity."""

    kind: Literal["practice"]
    activity: Id
    hours: int = Field(gt=0, le=100_000)


class YearsTest(Strict):
    """At least `years` years of full-time work in an activity."""

    kind: Literal["years"]
    activity: Id
    years: Years


class MemberTest(Strict):
    """Holds a membership of this issuer."""

    kind: Literal["member"]
    issuer: Id


class EducatedTest(Strict):
    """Where the degree was earned."""

    kind: Literal["educated"]
    where: Educated


class NothingTest(Strict):
    """A version of a rule, found in some source, that requires nothing."""

    kind: Literal["nothing"]


class UnpublishedTest(Strict):
    """A rule that no source states."""

    kind: Literal["unpublished"]


Test = Annotated[
    DegreeTest
    | EnrolledTest
    | AdultTest
    | CprTest
    | CredentialTest
    | LicenceTest
    | PracticeTest
    | YearsTest
    | MemberTest
    | EducatedTest
    | NothingTest
    | UnpublishedTest,
    Field(discriminator="kind"),
]


class Leaf(Strict):
    """One condition with its source and its period.

    `disputed` holds the other versions on record: the leaf is met if all are, not met if none is,
    else not known. `since` and `until` are the first and last day on which it applies.
    `within_days` counts from the exam, for what is due before the certificate. `judged` says on
    which day the period is looked up: that of the exam, or that on which the certificate is issued.
    """

    text: Prose
    test: Test
    disputed: tuple[Test, ...] = ()
    need: Literal["required", "recommended"] = "required"
    due: Literal["purchase", "exam", "certificate"] = "exam"
    within_days: Count | None = None
    due_confirmed: bool = True
    judged: Literal["sitting", "issue"] = "sitting"
    since: Day | None = None
    until: Day | None = None
    source: Id
    as_of: AsOf | None = None
    ask: Prose | None = None
    note: Prose | None = None
    conflicts: tuple[Conflict, ...] = ()

    @field_validator("until")
    @classmethod
    def _is_not_before_since(cls, until: date | None, before: ValidationInfo) -> date | None:
        since = before.data.get("since")
        if since is not None and until is not None and until < since:
            raise ValueError(f"is before it begins, {since}")
        return until


class AllOf(Strict):
    """Every branch must hold."""

    all: tuple[Requirement, ...]


class AnyOf(Strict):
    """One branch is enough."""

    any: tuple[Requirement, ...] = Field(min_length=1)


BRANCHES = ("<all>", "<any>", "<leaf>")


def _branch(value: object) -> str:
    for tag, key in zip(BRANCHES, ("all", "any"), strict=False):
        if (isinstance(value, dict) and key in value) or hasattr(value, key):
            return tag
    return BRANCHES[-1]


Requirement = Annotated[
    Annotated[AllOf, Tag(BRANCHES[0])]
    | Annotated[AnyOf, Tag(BRANCHES[1])]
    | Annotated[Leaf, Tag(BRANCHES[2])],
    Discriminator(_branch),
]


# --- steps ---------------------------------------------------------------------------------


class Gives(Strict):
    """What a finished step changes in the candidate's answers, besides being held itself.

    `stage` and `finishes` are about the degree under way: it reaches a stage, or is completed.
    """

    degree: CompletedDegree | None = None
    degree_field: DegreeField | None = None
    casce: YesNo | None = None
    stage: Literal["senior"] | None = None
    finishes: bool = False
    cpr: Cpr | None = None
    adult: bool | None = None
    member: Id | None = None
    practice: dict[Id, Count] = Field(default_factory=dict)
    years: dict[Id, Count] = Field(default_factory=dict)


class Level(Strict):
    """A judgement, with the one line it rests on and its source.

    `because` says it to a candidate: a whole sentence without the certification's name.
    """

    level: LevelName
    rationale: Prose
    because: Prose | None = None
    source: Id
    as_of: AsOf | None = None


class Credential(Strict):
    """The role of a step that is itself a credential.

    `said` false: the answer names no programme, so only the candidate knows its accreditation.
    """

    role: Id
    ncca: Fact[bool]
    said: bool = True
    settings: dict[Id, Level] = Field(default_factory=dict)
    focuses: dict[Id, Level] = Field(default_factory=dict)


class Step(Strict):
    """Something a candidate can do to meet a requirement.

    No `fees`: nothing is bought. `ends` ties its end to the graduation date or to the 18th birthday,
    `weeks_before` weeks earlier. `attainable` false: may be held, but nobody can set out for it.
    `formality`: it may be done after the exam where the rules allow that.
    """

    name: Prose
    does: Prose
    aliases: tuple[Prose, ...] = ()
    kind: Literal["class", "membership", "credential", "degree", "practice", "under-way"]
    span: Span
    fees: tuple[Fee, ...] = ()
    weeks: Fact[Weeks]
    requirements: Requirement | None = None
    gives: Gives = Gives()
    credential: Credential | None = None
    valid_years: Fact[Years] | None = None
    ends: Literal["graduation", "birthday"] | None = None
    weeks_before: Weeks = 0
    attainable: bool = True
    formality: bool = False
    issuer: Id | None = None
    notes: tuple[Fact[Prose], ...] = ()


# --- certifications ------------------------------------------------------------------------


class StudyHours(Strict):
    """Hours of study that a source gives for people of one background; None: for everyone."""

    background: tuple[DegreeField, ...] = ()
    low: Count | None = None
    high: Count
    source: Id
    as_of: AsOf | None = None
    confirmed: bool = True
    note: Prose | None = None


class Study(Strict):
    """Study material from the issuer (0: included in the fee), and typical hours of study.

    Of `hours`, the first whose background fits counts; no background fits everyone.
    """

    label: Prose
    price: Price
    starts_at: bool = False
    time: Fact[Prose]
    hours: tuple[StudyHours, ...] = ()


class Retake(Strict):
    """What another attempt costs: the whole exam, and one section where that is offered."""

    standard: Price
    member: Price | None = None
    section_standard: Price | None = None
    section_member: Price | None = None
    rules: Fact[Prose]


class Exam(Strict):
    """The exam as published. `pass_rate` is in per cent."""

    minutes: Fact[Count]
    questions: Fact[Count]
    sections: Fact[tuple[Prose, ...]]
    topics: Fact[tuple[Prose, ...]]
    passing_score: Fact[Prose]
    pass_rate: Fact[Percent]
    delivery: Fact[Prose]
    vendor: Fact[Prose]
    window: Fact[Prose]


class Renewal(Strict):
    """What it takes to stay certified. The `fee` falls due once in each cycle of `years`.

    `common_date`: the day on which everyone renews, whenever they were certified; those certified
    in the `newcomer_days` before it may have less to do, or nothing.
    """

    years: Fact[Years]
    units: Fact[Prose]
    fee: Fee
    keep_cpr: Fact[bool]
    common_date: Fact[Day] | None = None
    newcomer_days: Fact[Count] | None = None
    notes: tuple[Fact[Prose], ...] = ()


class Cover(Strict):
    """What makes a certification unnecessary: a test of the candidate, in all or some settings."""

    test: Test
    settings: tuple[Id, ...] = ()
    rationale: Prose
    source: Id


class OpenToAll(Strict):
    """That a certification needs nothing to build on: its source names people outside the profession."""

    text: Prose
    source: Id
    as_of: AsOf | None = None


class Certification(Strict):
    """A catalog entry.

    `primary`: it stands on its own; what is not primary needs a base. `niche`: it serves only
    when one of these focuses is asked for. `span` and `weeks`: as a step towards another one.
    `base`: what its own sources take as something to build on; else the policy's list holds.
    `register_at`: the page where one signs up.
    """

    name: Prose
    full_name: Fact[Prose]
    aliases: tuple[Prose, ...] = ()
    issuer: Id
    kind: Fact[Kind]
    role: Id
    primary: bool
    audience: Fact[Prose]
    fees: tuple[Fee, ...] = Field(min_length=1)
    study: Study
    retake: Retake
    requirements: Requirement
    exam: Exam
    renewal: Renewal
    ncca: Fact[bool]
    accreditation: Fact[Prose]
    settings: dict[Id, Level]
    focuses: dict[Id, Level]
    niche: tuple[Id, ...] = ()
    covered_by: tuple[Cover, ...] = ()
    base: Requirement | None = None
    open_to_all: OpenToAll | None = None
    register_at: Fact[Url] | None = None
    span: Span = "short"
    weeks: Fact[Weeks]
    notes: tuple[Fact[Prose], ...] = ()


# --- settings, issuers, policy -------------------------------------------------------------


class Issuer(Strict):
    """A certifying body, and how to reach it."""

    name: Prose
    full_name: Fact[Prose]
    ask: Prose
    aliases: tuple[Prose, ...] = ()
    notes: tuple[Fact[Prose], ...] = ()


class EmployerExpectation(Strict):
    """What employers in a setting usually expect besides the certification.

    `one_employer`: its source speaks for one employer alone; it is shown, and binds no others.
    """

    text: Prose
    rule: Requirement
    one_employer: bool = False
    source: Id
    as_of: AsOf | None = None
    note: Prose | None = None


class EmployerRule(Strict):
    """The rule of a named employer or league, and the certifications it names or clearly includes."""

    who: Prose
    text: Prose
    names: tuple[Id, ...]
    source: Id
    as_of: AsOf | None = None
    note: Prose | None = None


class SufficientSet(Strict):
    """What one may hold and need no further certificate, and whom the source speaks for.

    `focus`: it answers for that focus, and stands alone; without one it answers for the setting.
    Where the rule hangs on what is not published, its leaf says whom to ask. `lacking`: what the
    set names and the catalog does not have. `confirmed` false: no employer's own words were found.
    """

    speaks_for: Prose
    focus: Id | None = None
    rule: Requirement
    lacking: Prose | None = None
    confirmed: bool = True
    source: Id
    as_of: AsOf | None = None
    note: Prose | None = None


class Setting(Strict):
    """Where the candidate wants to work. `base_role`: the role one starts from there, if any.

    `own_trade`: the focuses that are what one does there anyway; they change nothing.
    """

    name: Prose
    ask: Prose
    aliases: tuple[Prose, ...] = ()
    base_role: Id | None = None
    own_trade: tuple[Id, ...] = ()
    sufficient: tuple[SufficientSet, ...] = ()
    expectations: tuple[EmployerExpectation, ...] = ()
    employer_rules: tuple[EmployerRule, ...] = ()
    notes: tuple[Fact[Prose], ...] = ()


class Topic(Strict):
    """A focus, a role or an activity: its name, and the phrase for it in a sentence."""

    name: Prose
    phrase: Prose
    aliases: tuple[Prose, ...] = ()


class Focus(Topic):
    """A focus. `hands_on` false: one need not train people for it."""

    hands_on: bool = True


class Criterion(Strict):
    """One part of the score; `weight` is a whole number, compared with the other weights."""

    name: Prose
    weight: Weight
    rationale: Prose


class RatedMeaning(Strict):
    """What a level or a status is worth, from 0 to 1, and what it means."""

    value: UnitShare
    meaning: Prose


class RecognitionRow(Strict):
    """One row of the recognition table; the first row that fits counts."""

    named: bool
    accredited: bool
    value: UnitShare
    meaning: Prose


class Policy(Strict):
    """How levels and statuses become a ranking: weights, values and lists, each with its rationale."""

    criteria: dict[CriterionName, Criterion]
    levels: dict[LevelName, RatedMeaning]
    statuses: dict[StatusName, RatedMeaning]
    recognition: tuple[RecognitionRow, ...] = Field(min_length=1)
    serves_from: LevelName
    focus_share: UnitShare
    base: Requirement
    base_for_focus: dict[Id, Requirement] = Field(default_factory=dict)
    trainer_role: Id
    groups: dict[GroupName, Prose]
    sureness_sum: int = Field(gt=0, le=100)
    warn_days: Count
    soon_weeks: Weeks = 26
    wait_weeks: Weeks = 52
    easier_by: Percent = Decimal(20)
    hours_a_week: Count = 6
    equal_years: Years = 2
    equal_within: UnitShare = Fraction(1, 10)

    @field_validator("levels", "statuses")
    @classmethod
    def _is_in_order(
        cls, table: dict[str, RatedMeaning], of: ValidationInfo
    ) -> dict[str, RatedMeaning]:
        rising = get_args(LevelName) if of.field_name == "levels" else get_args(StatusName)[::-1]
        known = [name for name in rising if name in table]
        for lower, higher in pairwise(known):
            if table[lower].value > table[higher].value:
                raise ValueError(f"{lower} must not be worth more than {higher}")
        return table


class Catalog(Strict):
    """All facts and policy: with the profile, the only input of every decision."""

    schema_version: Literal[1]
    version: Prose
    as_of: AsOf
    sources: dict[Id, Source]
    issuers: dict[Id, Issuer]
    roles: dict[Id, Topic]
    activities: dict[Id, Topic]
    settings: dict[Id, Setting] = Field(min_length=1)
    focuses: dict[Id, Focus]
    steps: dict[Id, Step]
    certifications: dict[Id, Certification] = Field(min_length=1)
    policy: Policy

    def credential(self, item: str) -> Credential | Certification | None:
        """The credential that `item` is, or None where it is not one."""
        return self.certifications.get(item) or (
            self.steps[item].credential if item in self.steps else None
        )

    def items(self) -> dict[str, Certification | Step]:
        """Everything that can be done or held: the steps, then the certifications."""
        return {**self.steps, **self.certifications}

    def item(self, item: str) -> Certification | Step:
        """The certification or step with that id.

        Raises:
            KeyError: there is none.
        """
        return self.certifications[item] if item in self.certifications else self.steps[item]

    def name_of(self, item: str) -> str:
        """The short name of a certification or step."""
        return self.item(item).name

    def doing(self, item: str) -> str:
        """What to do for a certification or step, to follow "you still have to …"."""
        entry = self.item(item)
        return entry.does if isinstance(entry, Step) else f"earn the {entry.name}"

    def is_trainer(self, item: str) -> bool:
        """Whether `item` is a personal-training certification: what the `cpt` answer is about."""
        credential = self.credential(item)
        return credential is not None and credential.role == self.policy.trainer_role
