"""What a recommendation and a comparison consist of: the shapes that JSON and screens show.

Money is in USD (`None`: not known), scores and points are in tenths of 100.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from certadvisor.catalog.types import GroupName, Kind, StatusName
from certadvisor.json_text import JsonNumber
from certadvisor.profile.profile import Profile
from certadvisor.values import immutable

Usd = Annotated[Decimal, JsonNumber()]
"""Money or points: a JSON number with at most two decimals."""

Why = Literal["answer", "rule"] | None
Basis = Literal["weightings", "only-choice", "preference", "none"]


@immutable(kw_only=True)
class StatedProfile(Profile):
    """The profile as given, and what was assumed where nothing was."""

    assumed: tuple[str, ...] = ()


@immutable()
class Condition:
    """A leaf of the requirements, answered for the candidate. `step` would meet it.

    `label` says in a few words what `text` says in full.
    """

    text: str
    label: str
    need: Literal["required", "recommended"]
    due: str
    met: bool | None
    why_unknown: Why
    step: str | None
    source: str


@immutable()
class AllConditions:
    """Every branch must hold."""

    all: tuple[AllConditions | AnyCondition | Condition, ...]


@immutable()
class AnyCondition:
    """One branch is enough."""

    any: tuple[AllConditions | AnyCondition | Condition, ...]


Requirements = AllConditions | AnyCondition | Condition


@immutable()
class Answered:
    """One of the three plain questions of purpose, with its reason."""

    ok: bool
    reason: str


@immutable()
class Purpose:
    """Does it serve, is there a base, is it not covered already?"""

    serves: Answered
    base: Answered
    covered: Answered

    @property
    def veto(self) -> Answered | None:
        """The first of the three that speaks against it."""
        return next((a for a in (self.serves, self.base, self.covered) if not a.ok), None)

    @property
    def ok(self) -> bool:
        """Whether all three speak for it."""
        return self.veto is None


@immutable()
class CostItem:
    """One line of the bill. `amount` None: not published or not confirmed; it then has no source."""

    label: str
    need: Literal["required", "study"]
    amount: Usd | None
    source: str | None


@immutable()
class PerYear:
    """What staying certified costs a year, on average."""

    amount: Usd
    complete: bool


@immutable()
class Cost:
    """What it costs this candidate. Not `complete`: the totals are "at least".

    `price_known`: some of its own price is published, not only that of steps towards it.
    """

    required_total: Usd
    total: Usd
    complete: bool
    price_known: bool
    study_known: bool
    currency: Literal["USD"]
    items: tuple[CostItem, ...]
    with_one_retake: Usd | None
    per_year: PerYear


@immutable()
class Due:
    """Something to pay on a day (ISO), in USD; None where the amount is not known."""

    day: str
    text: str
    amount: Usd | None


@immutable()
class YearCost:
    """The costs of one year of holding; at least that where not `complete`."""

    year: int
    amount: Usd
    complete: bool
    dues: tuple[Due, ...]


@immutable()
class Ownership:
    """What it costs over the years. `education`: units to earn, whose price is not in the sum."""

    years: tuple[YearCost, ...]
    total: Usd
    complete: bool
    education: str | None


@immutable()
class CriterionReason:
    """What one criterion gave: its value from 0 to 1 (a fraction), weight, points and reason."""

    criterion: str
    name: str
    value: str
    weight: int
    points: Usd
    reason: str


@immutable()
class WhyNot:
    """What separates a certification from the first place, first things first."""

    id: str
    first: str | None
    by: Literal["first", "veto", "group", "score"]
    text: str
    points: dict[str, Usd]


@immutable()
class StudyEffort:
    """What it takes besides money: per cent who pass, hours of study, weeks; None: not known."""

    pass_rate: Usd | None
    pass_rate_year: str | None
    hours: HoursRange | None
    weeks: int | None
    sources: tuple[str, ...]


@immutable()
class HoursRange:
    """Hours of study; `low` is None where only an upper end is published."""

    low: int | None
    high: int


@immutable()
class Owed:
    """What is due later than the exam, and what it costs."""

    text: str
    due: str
    amount: Usd | None


@immutable()
class Assessment:
    """One certification judged for one candidate.

    Days (ISO), None where nobody can say: the first on which the rules allow the exam
    (`earliest_on`), that after study (`realistic_on`), and that of the certificate (`issued_on`).
    """

    rank: int
    id: str
    name: str
    issuer: str
    kind: Kind | None
    group: GroupName
    status: StatusName
    confirmed: bool
    published: bool
    affordable: bool | None
    score: Usd
    contributions: dict[str, Usd]
    grounds: tuple[CriterionReason, ...]
    purpose: Purpose
    cost: Cost
    effort: StudyEffort
    register: str | None
    requirements: Requirements
    route: tuple[str, ...]
    missing: tuple[str, ...]
    earliest_on: str | None
    realistic_on: str | None
    issued_on: str | None
    owed: tuple[Owed, ...]
    reasons: tuple[str, ...]
    sources: tuple[str, ...]
    ownership: Ownership | None = None


@immutable()
class Expectation:
    """What posts in the setting usually ask for, judged for the candidate."""

    text: str
    met: bool | None
    source: str


ExpectedAfter = Literal["met", "by-it", "on-the-way", "open", "unknown"]
"""An expectation: met today, met by the certification advised, by a step on the way to it, or not."""


@immutable()
class Now:
    """What to do first."""

    kind: Literal["certification", "step"]
    id: str


@immutable()
class Advice:
    """What follows from the ranking."""

    now: Now | None
    goal: str | None
    beyond: str | None
    needed: bool | None
    equals: tuple[str, ...]
    ask: tuple[str, ...]
    text: str
    parts: dict[str, str]


@immutable()
class FirstPlaceShare:
    """Under how many of the weightings considered the first place leads."""

    won: int
    of: int


@immutable()
class Separation:
    """What keeps the rival behind: points by a criterion, or a group and its reason."""

    by: Literal["score", "group", "cost", "time", "recognition"]
    criterion: str | None
    points: Usd | None
    text: str


@immutable()
class Rival:
    """The nearest to the first place."""

    id: str
    separated_by: Separation


@immutable()
class SingleChange:
    """One change: of the budget, of an unpublished price, a step taken, or a question answered.

    `value` is what the answer of that name, or the price of `key`, would be.
    """

    kind: Literal["budget", "price", "step", "answer"]
    key: str
    value: object
    text: str


@immutable()
class WouldChange:
    """A change after which the first place is gained, lost (`new_first` None) or another one.

    `gains`: it gives a first place where there is none, or one of higher fit and recognition.
    `cost` in USD, None where it is not known.
    """

    change: SingleChange
    new_first: str | None
    gains: bool
    cost: Usd | None


@immutable()
class Sureness:
    """How sure the first place is; `basis` says what the share rests on."""

    first_place_share: FirstPlaceShare | None
    basis: Basis
    rival: Rival | None
    would_change: tuple[WouldChange, ...]


@immutable()
class CatalogStamp:
    """Which facts the advice rests on; `overlays` are the files laid over the catalog, in order."""

    version: str
    as_of: str
    overlays: tuple[str, ...] = ()


@immutable()
class Recommendation:
    """All certifications, ranked for one candidate, with the advice that follows."""

    schema_version: Literal[2]
    catalog: CatalogStamp
    profile: StatedProfile
    expectations: tuple[Expectation, ...]
    recommendations: tuple[Assessment, ...]
    held: tuple[str, ...]
    advice: Advice
    sureness: Sureness | None
    open_questions: tuple[str, ...]
    command: str
    why_not: WhyNot | None = None

    @property
    def first_place(self) -> Assessment | None:
        """The first of the do-now group; None where there is none, or nothing more is needed."""
        first = self.recommendations[0] if self.recommendations else None
        first = None if self.advice.needed is False else first
        return first if first is not None and first.group == "do-now" else None

    @property
    def target(self) -> Assessment | None:
        """What the advice works towards: the first place, else the goal."""
        goal = (a for a in self.recommendations if a.id == self.advice.goal)
        return self.first_place or next(goal, None)


# --- the plan ------------------------------------------------------------------------------

PlanState = Literal["open", "held", "closed", "out-of-reach"]


@immutable()
class PlannedStep:
    """One step of a plan.

    Weeks count from the day the advice is for, at least so many where `timed` is false, as soon as
    all can be done; `starts_on` and `ends_on` (ISO) are the days to plan with, beside study and in
    time to be valid. `spent` is the known sum up to and with it, in USD; `after` are the steps it
    waits for.
    """

    number: int
    id: str
    kind: Literal["certification", "step"]
    text: str
    cost: Usd | None
    weeks: int | None
    start_week: int
    end_week: int
    starts_on: str
    ends_on: str
    timed: bool
    after: tuple[str, ...]
    unlocks: tuple[str, ...]
    due: str | None
    spent: Usd


@immutable()
class PlannedStudy:
    """The study before an exam on the road, from day to day (ISO); None where its length is not known.

    `cost` in USD is that of the issuer's material; it is not in the required total.
    """

    id: str
    text: str
    hours: HoursRange | None
    weeks: int | None
    starts_on: str | None
    ends_on: str | None
    cost: Usd | None


@immutable()
class Wish:
    """Whether a plan keeps to what was wished; `met` None: nobody can say.

    `spare`: days or USD that are left, negative where they lack; None where that is not known.
    """

    kind: Literal["by", "within"]
    limit: str
    met: bool | None
    spare: Usd | None
    text: str


@immutable()
class MaybeCheaper:
    """Another road that may turn out cheaper: what it adds, its known sum, what is not published."""

    steps: tuple[str, ...]
    known: Usd
    unknown: tuple[str, ...]


@immutable()
class Plan:
    """The road to one certification.

    Days (ISO), None where nobody can say: the first on which the rules allow the exam
    (`earliest_on`), that after study at `hours_a_week` (`realistic_on`), and that of the
    certificate (`issued_on`). In any case the exam is `not_before` that day; where it is held on
    some day of a window, that opens on `window_opens` and the days are its last one.
    """

    target: str
    name: str
    state: PlanState
    status: StatusName | None
    confirmed: bool
    steps: tuple[PlannedStep, ...]
    required_total: Usd
    complete: bool
    weeks: int
    timed: bool
    hours_a_week: int
    earliest_on: str | None
    realistic_on: str | None
    not_before: str | None
    window_opens: str | None
    issued_on: str | None
    studies: tuple[PlannedStudy, ...]
    wishes: tuple[Wish, ...]
    proven_cheapest: bool
    ways_compared: int
    may_be_cheaper: tuple[MaybeCheaper, ...]
    rules: tuple[str, ...]
    deadlines: tuple[Due, ...]
    expectations: tuple[Expectation, ...]
    ownership: Ownership | None
    text: str
