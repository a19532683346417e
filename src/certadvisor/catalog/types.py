"""The catalog's types: requirements, steps, certifications, settings, policy.

They are immutable and strict. Money is in USD, exact to the cent; durations are in minutes, weeks
or years, as the field says.
"""

# No `from __future__ import annotations`: `reading` needs the types themselves, and soon.
from dataclasses import field
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from certadvisor.catalog.facts import (
    AsOf,
    Conflict,
    Count,
    Day,
    DayOfYear,
    Fact,
    HoursAWeek,
    Id,
    Limits,
    Percent,
    Price,
    Prose,
    Source,
    ToldBy,
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
from certadvisor.values import immutable

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
    "YesNo",
]

Kind = Literal["certification", "specialization", "course certificate"]
Span = Literal["short", "long", "under-way"]
LevelName = Literal["none", "marginal", "useful", "strong", "standard"]
StatusName = Literal["ready", "reachable", "on-track", "long-term", "closed"]
GroupName = Literal["do-now", "not-yet", "later", "not-for-this", "closed"]


@immutable(kw_only=True)
class Tier:
    """One published way to buy the same thing."""

    name: Prose
    price: Price


@immutable(kw_only=True)
class Fee:
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


@immutable(kw_only=True)
class DegreeTest:
    """A completed degree of at least this level, in one of `fields` and CASCE-accredited if required."""

    kind: Literal["degree"]
    at_least: CompletedDegree
    fields: tuple[DegreeField, ...] = ()
    casce: bool = False


@immutable(kw_only=True)
class EnrolledTest:
    """Enrolled in a bachelor's programme, at one of these stages."""

    kind: Literal["enrolled"]
    stages: tuple[Literal["in-school", "student", "senior"], ...]
    casce: bool = False


@immutable(kw_only=True)
class AdultTest:
    """At least 18 years old."""

    kind: Literal["adult"]


@immutable(kw_only=True)
class CprTest:
    """A current CPR/AED card; `online_only` says whether a card from an online course will do."""

    kind: Literal["cpr"]
    online_only: Literal["met", "not-met", "unknown"]


@immutable(kw_only=True)
class CredentialTest:
    """Holds one of `ids`, or a credential of `role`, accredited or primary if required."""

    kind: Literal["credential"]
    ids: tuple[Id, ...] = ()
    role: Id | None = None
    accredited: bool = False
    primary: bool = False


@immutable(kw_only=True)
class LicenceTest:
    """Holds one of these licences."""

    kind: Literal["licence"]
    any_of: tuple[Licence, ...]


@immutable(kw_only=True)
class PracticeTest:
    """At least `hours` documented hours of an activity."""

    kind: Literal["practice"]
    activity: Id
    hours: Annotated[int, Limits(over=0, most=100_000)]


@immutable(kw_only=True)
class YearsTest:
    """At least `years` years of full-time work in an activity."""

    kind: Literal["years"]
    activity: Id
    years: Years


@immutable(kw_only=True)
class MemberTest:
    """Holds a membership of this issuer."""

    kind: Literal["member"]
    issuer: Id


@immutable(kw_only=True)
class EducatedTest:
    """Where the degree was earned."""

    kind: Literal["educated"]
    where: Educated


@immutable(kw_only=True)
class NothingTest:
    """A version of a rule, found in some source, that requires nothing."""

    kind: Literal["nothing"]


@immutable(kw_only=True)
class UnpublishedTest:
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
    ToldBy("kind"),
]


@immutable(kw_only=True)
class Leaf:
    """One condition with its source and its period.

    `disputed` holds the other versions on record: the leaf is met if all are, not met if none is,
    else not known. `since` and `until` are the first and last day on which it applies.
    `within_days` counts from the exam, for what is due before the certificate. `judged` says on
    which day the period is looked up: that of the exam, or that on which the certificate is issued.
    `by`: where the exam has windows, the last day to prove it, in the year of the exam.
    """

    text: Prose
    test: Test
    disputed: tuple[Test, ...] = ()
    need: Literal["required", "recommended"] = "required"
    due: Literal["purchase", "exam", "certificate"] = "exam"
    within_days: Count | None = None
    by: DayOfYear | None = None
    due_confirmed: bool = True
    judged: Literal["sitting", "issue"] = "sitting"
    since: Day | None = None
    until: Day | None = None
    source: Id
    as_of: AsOf | None = None
    ask: Prose | None = None
    note: Prose | None = None
    conflicts: tuple[Conflict, ...] = ()


@immutable(kw_only=True)
class AllOf:
    """Every branch must hold."""

    all: tuple["Requirement", ...]


@immutable(kw_only=True)
class AnyOf:
    """One branch is enough."""

    any: Annotated[tuple["Requirement", ...], Limits(1)]


Requirement = Annotated[AllOf | AnyOf | Leaf, ToldBy("key")]


# --- steps ---------------------------------------------------------------------------------


@immutable(kw_only=True)
class Gives:
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
    practice: dict[Id, Count] = field(default_factory=dict)
    years: dict[Id, Count] = field(default_factory=dict)


@immutable(kw_only=True)
class Level:
    """A judgement, with the one line it rests on and its source.

    `because` says it to a candidate: a whole sentence without the certification's name.
    """

    level: LevelName
    rationale: Prose
    because: Prose | None = None
    source: Id
    as_of: AsOf | None = None


@immutable(kw_only=True)
class Credential:
    """The role of a step that is itself a credential.

    `said` false: the answer names no programme, so only the candidate knows its accreditation.
    """

    role: Id
    ncca: Fact[bool]
    said: bool = True
    settings: dict[Id, Level] = field(default_factory=dict)
    focuses: dict[Id, Level] = field(default_factory=dict)


@immutable(kw_only=True)
class Step:
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


@immutable(kw_only=True)
class StudyHours:
    """Hours of study that a source gives for people of one background; None: for everyone."""

    background: tuple[DegreeField, ...] = ()
    low: Count | None = None
    high: Count
    source: Id
    as_of: AsOf | None = None
    confirmed: bool = True
    note: Prose | None = None


@immutable(kw_only=True)
class Study:
    """Study material from the issuer (0: included in the fee), and typical hours of study.

    Of `hours`, the first whose background fits counts; no background fits everyone.
    """

    label: Prose
    price: Price
    starts_at: bool = False
    time: Fact[Prose]
    hours: tuple[StudyHours, ...] = ()


@immutable(kw_only=True)
class Retake:
    """What another attempt costs: the whole exam, and one section where that is offered."""

    standard: Price
    member: Price | None = None
    section_standard: Price | None = None
    section_member: Price | None = None
    rules: Fact[Prose]


@immutable(kw_only=True)
class Window:
    """A part of every year in which the exam is held once; on which day is not known beforehand.

    `apply_by`: the last day to apply, in the same year. Years to come are taken to be as past ones.
    """

    first: DayOfYear
    last: DayOfYear
    apply_by: DayOfYear | None = None
    source: Id
    as_of: AsOf | None = None
    note: Prose | None = None


@immutable(kw_only=True)
class Exam:
    """The exam as published. `pass_rate` is in per cent; without `windows` it is held at any time."""

    minutes: Fact[Count]
    questions: Fact[Count]
    sections: Fact[tuple[Prose, ...]]
    topics: Fact[tuple[Prose, ...]]
    passing_score: Fact[Prose]
    pass_rate: Fact[Percent]
    delivery: Fact[Prose]
    vendor: Fact[Prose]
    window: Fact[Prose]
    windows: tuple[Window, ...] = ()


@immutable(kw_only=True)
class Renewal:
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


@immutable(kw_only=True)
class Cover:
    """What makes a certification unnecessary: a test of the candidate, in all or some settings."""

    test: Test
    settings: tuple[Id, ...] = ()
    rationale: Prose
    source: Id


@immutable(kw_only=True)
class OpenToAll:
    """That a certification needs nothing to build on: its source names people outside the profession."""

    text: Prose
    source: Id
    as_of: AsOf | None = None


@immutable(kw_only=True)
class Certification:
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
    fees: Annotated[tuple[Fee, ...], Limits(1)]
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


@immutable(kw_only=True)
class Issuer:
    """A certifying body, and how to reach it."""

    name: Prose
    full_name: Fact[Prose]
    ask: Prose
    aliases: tuple[Prose, ...] = ()
    notes: tuple[Fact[Prose], ...] = ()


@immutable(kw_only=True)
class EmployerExpectation:
    """What employers in a setting usually expect besides the certification.

    `one_employer`: its source speaks for one employer alone; it is shown, and binds no others.
    """

    text: Prose
    rule: Requirement
    one_employer: bool = False
    source: Id
    as_of: AsOf | None = None
    note: Prose | None = None


@immutable(kw_only=True)
class EmployerRule:
    """The rule of a named employer or league, and the certifications it names or clearly includes."""

    who: Prose
    text: Prose
    names: tuple[Id, ...]
    source: Id
    as_of: AsOf | None = None
    note: Prose | None = None


@immutable(kw_only=True)
class SufficientSet:
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


@immutable(kw_only=True)
class Setting:
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


@immutable(kw_only=True)
class Topic:
    """A focus, a role or an activity: its name, and the phrase for it in a sentence."""

    name: Prose
    phrase: Prose
    aliases: tuple[Prose, ...] = ()


@immutable(kw_only=True)
class Focus(Topic):
    """A focus. `hands_on` false: one need not train people for it."""

    hands_on: bool = True


@immutable(kw_only=True)
class Criterion:
    """One part of the score; `weight` is a whole number, compared with the other weights."""

    name: Prose
    weight: Weight
    rationale: Prose


@immutable(kw_only=True)
class RatedMeaning:
    """What a level or a status is worth, from 0 to 1, and what it means."""

    value: UnitShare
    meaning: Prose


@immutable(kw_only=True)
class RecognitionRow:
    """One row of the recognition table; the first row that fits counts."""

    named: bool
    accredited: bool
    value: UnitShare
    meaning: Prose


@immutable(kw_only=True)
class Policy:
    """How levels and statuses become a ranking: weights, values and lists, each with its rationale."""

    criteria: dict[CriterionName, Criterion]
    levels: dict[LevelName, RatedMeaning]
    statuses: dict[StatusName, RatedMeaning]
    recognition: Annotated[tuple[RecognitionRow, ...], Limits(1)]
    serves_from: LevelName
    focus_share: UnitShare
    base: Requirement
    base_for_focus: dict[Id, Requirement] = field(default_factory=dict)
    trainer_role: Id
    groups: dict[GroupName, Prose]
    sureness_sum: Annotated[int, Limits(over=0, most=100)]
    warn_days: Count
    soon_weeks: Weeks = 26
    wait_weeks: Weeks = 52
    easier_by: Percent = Decimal(20)
    hours_a_week: HoursAWeek = 6
    equal_years: Years = 2
    equal_within: UnitShare = Fraction(1, 10)


@immutable(kw_only=True)
class Catalog:
    """All facts and policy: with the profile, the only input of every decision."""

    schema_version: Literal[1]
    version: Prose
    as_of: AsOf
    sources: dict[Id, Source]
    issuers: dict[Id, Issuer]
    roles: dict[Id, Topic]
    activities: dict[Id, Topic]
    settings: Annotated[dict[Id, Setting], Limits(1)]
    focuses: dict[Id, Focus]
    steps: dict[Id, Step]
    certifications: Annotated[dict[Id, Certification], Limits(1)]
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
