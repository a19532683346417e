"""The catalog's types: facts with their sources, certifications, steps, settings, policy.

Immutable, strict, and ignorant of files, rules and screens. Money is in USD,
exact to the cent; durations are in minutes, weeks or years as the field says.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, Generic, Literal, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from typing_extensions import TypeAliasType

from certadvisor.catalog.vocabulary import (
    ID,
    LONGEST_ID,
    MOST_MONEY,
    MOST_WEIGHT,
    MOST_YEARS_OF_WORK,
    CompletedDegree,
    Cpr,
    CriterionName,
    DegreeField,
    DegreeLevel,
    Educated,
    Licence,
    YesNo,
    dollars,
)

__all__ = [
    "MOST_MONEY",
    "Cpr",
    "CriterionName",
    "DegreeField",
    "DegreeLevel",
    "Educated",
    "Licence",
    "YesNo",
]

T = TypeVar("T")

Kind = Literal["certification", "specialization", "course certificate"]
Span = Literal["short", "long", "under-way"]
LevelName = Literal["none", "marginal", "useful", "strong", "standard"]
StatusName = Literal["ready", "reachable", "on-track", "long-term", "closed"]
GroupName = Literal["do-now", "not-yet", "later", "not-for-this", "closed"]

AS_OF = r"^[12][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?$"
URL = r"^https?://\S+$"

Id = Annotated[str, StringConstraints(pattern=ID, max_length=LONGEST_ID)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Url = Annotated[str, StringConstraints(pattern=URL, max_length=500)]


def _share(value: object) -> Fraction:
    try:
        share = Fraction(value) if isinstance(value, str | int | Fraction) else None
    except (ValueError, ZeroDivisionError):
        share = None
    if share is None or not 0 <= share <= 1:
        raise ValueError('is not a share from 0 to 1, written as a fraction such as "3/4"')
    return share


def _day(value: object) -> object:
    if isinstance(value, str):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise ValueError("is not a day such as 2030-01-01") from None
        # Far from both ends of the calendar, so that weeks can be counted from any day.
        if not 1000 <= day.year < 3000:
            raise ValueError("is not a day from the year 1000 to 2999")
        return day
    return value


def _dated(value: str) -> str:
    year, month, day = [*(int(part) for part in value.split("-")), 1, 1][:3]
    try:
        date(year, month, day)
    except ValueError:
        raise ValueError("is not in the calendar") from None
    return value


def is_later(one: str, other: str) -> bool:
    """Whether one year, month or day is surely after another; 2026-11 is not after 2026."""
    known = min(len(one), len(other))
    return one[:known] > other[:known]


AsOf = Annotated[
    str,
    StringConstraints(pattern=AS_OF),
    AfterValidator(_dated),
]
Count = TypeAliasType("Count", Annotated[int, Field(ge=0, le=100_000)])
Weeks = TypeAliasType("Weeks", Annotated[int, Field(ge=0, le=1_040)])
Years = TypeAliasType("Years", Annotated[int, Field(ge=1, le=MOST_YEARS_OF_WORK)])
Weight = TypeAliasType("Weight", Annotated[int, Field(ge=0, le=MOST_WEIGHT)])
Day = Annotated[date, BeforeValidator(_day)]
Money = Annotated[Decimal, BeforeValidator(dollars), WithJsonSchema({"type": "number"})]
Percent = TypeAliasType("Percent", Annotated[Money, Field(le=100)])
Share = Annotated[
    Fraction, BeforeValidator(_share), WithJsonSchema({"type": ["string", "integer"]})
]


class Strict(BaseModel):
    """The base of all catalog types: strict, frozen, unknown keys refused."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", arbitrary_types_allowed=True
    )


# --- facts and sources ---------------------------------------------------------------------


class Source(Strict):
    """Where a value was read. `published` is None for an undated page."""

    title: Text
    publisher: Text
    url: Url | None
    official: bool
    published: AsOf | None = None
    read: AsOf

    @field_validator("read")
    @classmethod
    def _is_after_publication(cls, read: str, before: ValidationInfo) -> str:
        published = before.data.get("published")
        if published is not None and is_later(published, read):
            raise ValueError(f"is before it was published, {published}")
        return read


class Conflict(Strict):
    """A value another source gives for the same fact; shown, never used."""

    value: Any
    source: Id
    as_of: AsOf | None = None
    note: Text | None = None


NEEDED = {
    "source": "is missing: a value needs its source",
    "reason": "is missing: an unknown value needs a reason",
    "ask": "is missing: an unknown value needs somebody to ask",
}


class Fact(Strict, Generic[T]):
    """A value with its source and date, or an unknown with its reason and whom to ask.

    `confirmed` false: the value is shown as not confirmed and enters no arithmetic.
    """

    value: T | None = None
    source: Id | None = Field(None, validate_default=True)
    as_of: AsOf | None = None
    confirmed: bool = True
    reason: Text | None = Field(None, validate_default=True)
    ask: Text | None = Field(None, validate_default=True)
    note: Text | None = None
    conflicts: tuple[Conflict, ...] = ()

    # Checked key by key, not at the end: so a value that is wrong hides no missing source.
    @field_validator("source", "reason", "ask")
    @classmethod
    def _is_sourced_or_unknown(cls, said: str | None, before: ValidationInfo) -> str | None:
        unknown = before.data.get("value", "wrong") is None
        if said is None and unknown is (before.field_name != "source"):
            raise ValueError(NEEDED[str(before.field_name)])
        return said

    @property
    def known(self) -> T | None:
        """The value where it may be relied on, else None."""
        return self.value if self.confirmed else None


class Price(Fact[Money]):
    """An amount in USD. `low` is the lower end where sources give a range; `value` the upper."""

    low: Money | None = None

    @field_validator("low")
    @classmethod
    def _is_the_lower_end(cls, low: Decimal | None, before: ValidationInfo) -> Decimal | None:
        value = before.data.get("value")
        if low is not None and value is not None and low > value:
            raise ValueError(f"is more than the value, {value}")
        return low


class Tier(Strict):
    """One published way to buy the same thing."""

    name: Text
    price: Price


class Fee(Strict):
    """Something the issuer charges: the list price, and the members' price if there is one.

    `starts_at`: the cheapest of several published tiers, shown as "from".
    """

    label: Text
    standard: Price
    member: Price | None = None
    starts_at: bool = False
    covers: tuple[Text, ...] = ()
    tiers: tuple[Tier, ...] = ()
    promotions: tuple[Fact[Text], ...] = ()


# --- requirements --------------------------------------------------------------------------


class DegreeTest(Strict):
    """A completed degree, at least at this level; in one of `fields` and CASCE-accredited if so asked."""

    kind: Literal["degree"]
    at_least: CompletedDegree
    fields: tuple[DegreeField, ...] = ()
    casce: bool = False


class EnrolledTest(Strict):
    """Enrolled in a bachelor's programme, at one of these stages."""

    kind: Literal["enrolled"]
    stages: tuple[Literal["student", "senior"], ...]
    casce: bool = False


class AdultTest(Strict):
    """At least 18 years old."""

    kind: Literal["adult"]


class CprTest(Strict):
    """A current CPR/AED card; `online_only` says what a card without hands-on practice counts as."""

    kind: Literal["cpr"]
    online_only: Literal["met", "not-met", "unknown"]


class CredentialTest(Strict):
    """Holds one of `ids`, or a credential of `role` (accredited or primary, where asked)."""

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
    """At least so many documented hours of an activity."""

    kind: Literal["practice"]
    activity: Id
    hours: int = Field(gt=0, le=100_000)


class YearsTest(Strict):
    """At least so many years of full-time work in an activity."""

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
    """A recorded version of a rule that asks nothing."""

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
    `within_days` counts from the exam, for what is due before the certificate.
    """

    text: Text
    test: Test
    disputed: tuple[Test, ...] = ()
    need: Literal["required", "recommended"] = "required"
    due: Literal["purchase", "exam", "certificate"] = "exam"
    within_days: Count | None = None
    due_confirmed: bool = True
    since: Day | None = None
    until: Day | None = None
    source: Id
    as_of: AsOf | None = None
    ask: Text | None = None
    note: Text | None = None
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

    `stage` and `finishes` speak of the degree under way: it reaches a stage, or ends.
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
    """A judgement, with the one line it rests on and its source."""

    level: LevelName
    rationale: Text
    source: Id
    as_of: AsOf | None = None


class Credential(Strict):
    """What a step makes of its holder, where the step is itself a credential.

    `said` false: the answer does not name a programme, so its standing is the candidate's to tell.
    """

    role: Id
    ncca: Fact[bool]
    said: bool = True
    settings: dict[Id, Level] = Field(default_factory=dict)
    focuses: dict[Id, Level] = Field(default_factory=dict)


class Step(Strict):
    """Something a candidate can do to meet a requirement.

    No `fees`: nothing is bought. `ends` ties the end of a running degree to the graduation date,
    `weeks_before` weeks earlier. `attainable` false: may be held, but is no route.
    """

    name: Text
    does: Text
    aliases: tuple[Text, ...] = ()
    kind: Literal["class", "membership", "credential", "degree", "practice", "under-way"]
    span: Span
    fees: tuple[Fee, ...] = ()
    weeks: Fact[Weeks]
    requirements: Requirement | None = None
    gives: Gives = Gives()
    credential: Credential | None = None
    valid_years: Fact[Years] | None = None
    ends: Literal["graduation"] | None = None
    weeks_before: Weeks = 0
    attainable: bool = True
    issuer: Id | None = None
    notes: tuple[Fact[Text], ...] = ()


# --- certifications ------------------------------------------------------------------------


class Study(Strict):
    """Study material from the issuer (0: included in the fee), and typical hours of study."""

    label: Text
    price: Price
    starts_at: bool = False
    time: Fact[Text]


class Retake(Strict):
    """What sitting again costs: the whole exam, and one section where that is offered."""

    standard: Price
    member: Price | None = None
    section_standard: Price | None = None
    section_member: Price | None = None
    rules: Fact[Text]


class Exam(Strict):
    """The exam as published. `pass_rate` is in per cent."""

    minutes: Fact[Count]
    questions: Fact[Count]
    sections: Fact[tuple[Text, ...]]
    topics: Fact[tuple[Text, ...]]
    passing_score: Fact[Text]
    pass_rate: Fact[Percent]
    delivery: Fact[Text]
    vendor: Fact[Text]
    window: Fact[Text]


class Renewal(Strict):
    """What staying certified takes. `fee` recurs once per cycle of `years`.

    `common_date`: a day on which everyone renews, whatever the day of certification;
    whoever was certified within `newcomer_days` before it may have less to do, or nothing.
    """

    years: Fact[Years]
    units: Fact[Text]
    fee: Fee
    keep_cpr: Fact[bool]
    common_date: Fact[Day] | None = None
    newcomer_days: Fact[Count] | None = None
    notes: tuple[Fact[Text], ...] = ()


class Cover(Strict):
    """What makes a certification superfluous: a test on the candidate, in all or some settings."""

    test: Test
    settings: tuple[Id, ...] = ()
    rationale: Text
    source: Id


class Certification(Strict):
    """A catalog entry.

    `primary`: it stands on its own; what is not primary needs a base. `niche`: it serves only
    when one of these focuses is asked for. `span` and `weeks`: as a step towards another one.
    """

    name: Text
    full_name: Fact[Text]
    aliases: tuple[Text, ...] = ()
    issuer: Id
    kind: Fact[Kind]
    role: Id
    primary: bool
    audience: Fact[Text]
    fees: tuple[Fee, ...] = Field(min_length=1)
    study: Study
    retake: Retake
    requirements: Requirement
    exam: Exam
    renewal: Renewal
    ncca: Fact[bool]
    accreditation: Fact[Text]
    settings: dict[Id, Level]
    focuses: dict[Id, Level]
    niche: tuple[Id, ...] = ()
    covered_by: tuple[Cover, ...] = ()
    span: Span = "short"
    weeks: Fact[Weeks]
    notes: tuple[Fact[Text], ...] = ()


# --- settings, issuers, policy -------------------------------------------------------------


class Issuer(Strict):
    """A certifying body, and where to ask it."""

    name: Text
    full_name: Fact[Text]
    ask: Text
    aliases: tuple[Text, ...] = ()
    notes: tuple[Fact[Text], ...] = ()


class Expectation(Strict):
    """What employers in a setting usually ask for besides the certificate at hand."""

    text: Text
    rule: Requirement
    source: Id
    as_of: AsOf | None = None
    note: Text | None = None


class EmployerRule(Strict):
    """A named employer's or league's rule, and the certifications it names or plainly counts."""

    who: Text
    text: Text
    names: tuple[Id, ...]
    source: Id
    as_of: AsOf | None = None
    note: Text | None = None


class Setting(Strict):
    """Where the candidate wants to work. `base_role`: the role one starts from there, if any."""

    name: Text
    ask: Text
    aliases: tuple[Text, ...] = ()
    base_role: Id | None = None
    expectations: tuple[Expectation, ...] = ()
    employer_rules: tuple[EmployerRule, ...] = ()
    notes: tuple[Fact[Text], ...] = ()


class Named(Strict):
    """A focus, a role or an activity: its name, and how to speak of it in a sentence."""

    name: Text
    phrase: Text
    aliases: tuple[Text, ...] = ()


class Criterion(Strict):
    """One dimension of the score; `weight` is a whole share."""

    name: Text
    weight: Weight
    rationale: Text


class RatedMeaning(Strict):
    """A named ordinal with its worth (0 to 1) and its meaning."""

    value: Share
    meaning: Text


class Preset(Strict):
    """A named set of weights, for those to whom something else matters most."""

    weights: dict[CriterionName, Weight]
    rationale: Text


class RecognitionRow(Strict):
    """One row of the recognition table; the first that fits counts."""

    named: bool
    accredited: bool
    value: Share
    meaning: Text


class Policy(Strict):
    """How judgements become a rank: weights, values and lists, each with its rationale."""

    criteria: dict[CriterionName, Criterion]
    presets: dict[Id, Preset] = Field(default_factory=dict)
    levels: dict[LevelName, RatedMeaning]
    statuses: dict[StatusName, RatedMeaning]
    recognition: tuple[RecognitionRow, ...] = Field(min_length=1)
    serves_from: LevelName
    enough: LevelName
    focus_share: Share
    base: Requirement
    trainer_role: Id
    groups: dict[GroupName, Text]
    sureness_sum: int = Field(gt=0, le=100)
    warn_days: Count

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
    """All that is known: the one input, beside the candidate profile, of every decision."""

    schema_version: Literal[1]
    version: Text
    as_of: AsOf
    sources: dict[Id, Source]
    issuers: dict[Id, Issuer]
    roles: dict[Id, Named]
    activities: dict[Id, Named]
    settings: dict[Id, Setting] = Field(min_length=1)
    focuses: dict[Id, Named]
    steps: dict[Id, Step]
    certifications: dict[Id, Certification] = Field(min_length=1)
    policy: Policy

    def credential(self, item: str) -> Credential | Certification | None:
        """What makes `item` a credential, or None where it is not one."""
        return self.certifications.get(item) or (
            self.steps[item].credential if item in self.steps else None
        )

    def items(self) -> dict[str, Certification | Step]:
        """Everything that can be done or held: the steps, then the certifications."""
        return {**self.steps, **self.certifications}

    def item(self, item: str) -> Certification | Step:
        """The certification or step of that id.

        Raises:
            KeyError: there is neither.

        """
        return self.certifications[item] if item in self.certifications else self.steps[item]

    def name_of(self, item: str) -> str:
        """The short name of a certification or step."""
        return self.item(item).name

    def doing(self, item: str) -> str:
        """What one does for a certification or step, as in "you still have to …"."""
        entry = self.item(item)
        return entry.does if isinstance(entry, Step) else f"earn the {entry.name}"

    def is_trainer(self, item: str) -> bool:
        """Whether `item` is a personal-training certification: what the `cpt` answer is about."""
        credential = self.credential(item)
        return credential is not None and credential.role == self.policy.trainer_role
