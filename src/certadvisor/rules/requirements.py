"""Is a condition met? Three-valued, with the reason where it is not known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from enum import IntEnum
from typing import Any, Literal, NamedTuple

from certadvisor.catalog import types as m
from certadvisor.catalog.vocabulary import DEGREE_LADDER
from certadvisor.profile.profile import UNDER_WAY, Profile
from certadvisor.values import immutable


class Truth(IntEnum):
    """Ordered so that all-of is the least and any-of the greatest of its branches.

    `UNSAID`: the candidate has not said (`answer`). `UNSOURCED`: no source says (`rule`); it
    ranks above, since it does not lower a status.
    """

    UNMET = 0
    UNSAID = 1
    UNSOURCED = 2
    MET = 3

    @property
    def met(self) -> bool | None:
        """True, False, or None where it is not known."""
        return {Truth.UNMET: False, Truth.MET: True}.get(self)

    @property
    def why_unknown(self) -> Literal["answer", "rule"] | None:
        """Who could tell: the candidate's `answer`, a source of the `rule`, or None."""
        if self is Truth.UNSAID:
            return "answer"
        return "rule" if self is Truth.UNSOURCED else None


LEVELS = {level: number for number, level in enumerate(DEGREE_LADDER)}


@immutable()
class Degree:
    """A completed or running degree; `field` and `casce` are None where not said."""

    level: str
    field: str | None = None
    casce: m.YesNo | None = None


@immutable()
class Candidate:
    """The profile as the rules see it; a finished step makes a new one.

    `degrees` is None where not said; `running` is the bachelor's degree under way, at `stage`.
    """

    degrees: tuple[Degree, ...] | None
    running: Degree | None
    stage: str | None
    educated: m.Educated | None
    cpr: m.Cpr | None
    adult: bool
    cpt_said: bool
    holds: frozenset[str]
    licences: frozenset[str] | None
    members: frozenset[str]
    practice: dict[str, int]
    years: dict[str, int]


def candidate(profile: Profile, catalog: m.Catalog) -> Candidate:
    """The candidate of a profile, with what held steps give; adulthood is assumed unless denied."""
    person = _as_answered(profile)
    for item in profile.holds:
        person = after(person, item, gives_of(catalog.item(item)))
    return person


def is_adult(profile: Profile) -> bool:
    """Whether the candidate is 18 on the day of the profile; assumed where nothing was said.

    A month counts from its last day.
    """
    if profile.adult in (None, "yes", "no"):
        return profile.adult != "no"
    return first_day_after(str(profile.adult)) <= profile.on + timedelta(days=1)


def first_day_after(month: str) -> date:
    """The first day of the month after one such as 2027-05."""
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1)


NOTHING_GIVEN = m.Gives()


def gives_of(item: m.Certification | m.Step) -> m.Gives:
    """What finishing a step changes; a certification is only held."""
    return item.gives if isinstance(item, m.Step) else NOTHING_GIVEN


def _as_answered(profile: Profile) -> Candidate:
    field = None if profile.degree_field == "unknown" else profile.degree_field
    under_way = profile.degree in UNDER_WAY
    # A student has a diploma and no degree yet; somebody in school has neither.
    done = "none" if profile.degree == "in-school" else "high-school"
    level = done if under_way else profile.degree
    ends_in = "high-school" if profile.degree == "in-school" else "bachelor"
    return Candidate(
        degrees=None if level is None else (Degree(level, field, profile.casce),),
        running=Degree(ends_in, field, profile.casce) if under_way else None,
        stage=profile.degree if under_way else None,
        educated=profile.educated,
        cpr=profile.cpr,
        adult=is_adult(profile),
        cpt_said=profile.cpt is not None,
        holds=frozenset(profile.holds),
        licences=None if profile.licence is None else frozenset(profile.licence),
        members=frozenset(profile.member or ()),
        practice=profile.practice,
        years=profile.years,
    )


def after(person: Candidate, item: str, gives: m.Gives) -> Candidate:
    """The candidate once `item` is finished. Nothing reached before is lost."""
    degrees, stage = person.degrees, person.stage
    if gives.degree is not None:
        degrees = (*(degrees or ()), Degree(gives.degree, gives.degree_field, gives.casce))
    if gives.finishes and person.running is not None:
        degrees = (*(degrees or ()), person.running)
    if gives.stage is not None and person.running is not None:
        stage = gives.stage
    return replace(
        person,
        degrees=degrees,
        stage=stage,
        cpr=gives.cpr or person.cpr,
        adult=person.adult or bool(gives.adult),
        holds=person.holds | {item},
        members=person.members | {gives.member} if gives.member else person.members,
        practice=_raised(person.practice, gives.practice),
        years=_raised(person.years, gives.years),
    )


def _raised(had: dict[str, int], given: dict[str, int]) -> dict[str, int]:
    return had if not given else had | {k: max(v, had.get(k, 0)) for k, v in given.items()}


# --- one condition -------------------------------------------------------------------------


def _casce(degree: Degree, asked: bool) -> Truth:
    if not asked or degree.casce == "yes":
        return Truth.MET
    return Truth.UNMET if degree.casce == "no" else Truth.UNSAID


def _field(degree: Degree, fields: tuple[str, ...]) -> Truth:
    if not fields or degree.field in fields:
        return Truth.MET
    return Truth.UNSAID if degree.field is None else Truth.UNMET


def _degree(test: m.DegreeTest, person: Candidate, _: m.Catalog) -> Truth:
    return Truth.UNSAID if person.degrees is None else has_degree(test, person.degrees)


def has_degree(test: m.DegreeTest, degrees: tuple[Degree, ...]) -> Truth:
    """Whether one of these completed degrees passes."""
    return max(
        (
            min(_field(degree, test.fields), _casce(degree, test.casce))
            for degree in degrees
            if LEVELS[degree.level] >= LEVELS[test.at_least]
        ),
        default=Truth.UNMET,
    )


def _enrolled(test: m.EnrolledTest, person: Candidate, _: m.Catalog) -> Truth:
    if person.degrees is None:
        return Truth.UNSAID
    if person.running is None or person.stage not in test.stages:
        return Truth.UNMET
    return _casce(person.running, test.casce)


def _cpr(test: m.CprTest, person: Candidate, _: m.Catalog) -> Truth:
    if person.cpr == "online-only":
        return {"met": Truth.MET, "not-met": Truth.UNMET, "unknown": Truth.UNSOURCED}[
            test.online_only
        ]
    return {"yes": Truth.MET, "no": Truth.UNMET}.get(person.cpr or "", Truth.UNSAID)


def _accredited(credential: m.Credential | m.Certification) -> Truth:
    if credential.ncca.known is not None:
        return Truth.MET if credential.ncca.known else Truth.UNMET
    return Truth.UNSOURCED if getattr(credential, "said", True) else Truth.UNSAID


def _credential(test: m.CredentialTest, person: Candidate, catalog: m.Catalog) -> Truth:
    best = Truth.UNMET
    if test.role == catalog.policy.trainer_role and not person.cpt_said:
        best = Truth.UNSAID
    for item in person.holds:
        best = max(best, _counts(test, item, catalog))
    return best


def _counts(test: m.CredentialTest, item: str, catalog: m.Catalog) -> Truth:
    if item in test.ids:
        return Truth.MET
    credential = catalog.credential(item)
    if credential is None or not (test.role or test.primary):
        return Truth.UNMET
    if test.role and credential.role != test.role:
        return Truth.UNMET
    if test.primary and not getattr(credential, "primary", False):
        return Truth.UNMET
    return _accredited(credential) if test.accredited else Truth.MET


def _licence(test: m.LicenceTest, person: Candidate, _: m.Catalog) -> Truth:
    if person.licences is None:
        return Truth.UNSAID
    return Truth.MET if person.licences & set(test.any_of) else Truth.UNMET


def _amount(had: dict[str, int], activity: str, asked: int) -> Truth:
    if activity not in had:
        return Truth.UNSAID
    return Truth.MET if had[activity] >= asked else Truth.UNMET


def _practised(test: m.PracticeTest, person: Candidate, _: m.Catalog) -> Truth:
    return _amount(person.practice, test.activity, test.hours)


def _worked(test: m.YearsTest, person: Candidate, _: m.Catalog) -> Truth:
    return _amount(person.years, test.activity, test.years)


def _educated(test: m.EducatedTest, person: Candidate, _: m.Catalog) -> Truth:
    if person.educated is None:
        return Truth.UNSAID
    return Truth.MET if person.educated == test.where else Truth.UNMET


@immutable()
class TestKind:
    """How one kind of test is decided.

    `reads` names the fields of `Candidate` that it depends on; `changed_by` says whether a step
    that gives this could make a difference (holding a credential is looked at apart).
    """

    judge: Callable[[Any, Candidate, m.Catalog], Truth]
    reads: tuple[str, ...] = ()
    changed_by: Callable[[m.Gives], bool] = lambda _: False


KINDS: dict[str, TestKind] = {
    "degree": TestKind(
        _degree,
        ("degrees", "running", "stage"),
        lambda gives: gives.degree is not None or gives.finishes,
    ),
    "enrolled": TestKind(
        _enrolled,
        ("degrees", "running", "stage"),
        lambda gives: gives.stage is not None,
    ),
    "adult": TestKind(
        lambda _test, person, _: Truth.MET if person.adult else Truth.UNMET,
        ("adult",),
        lambda gives: bool(gives.adult),
    ),
    "cpr": TestKind(_cpr, ("cpr",), lambda gives: gives.cpr is not None),
    "credential": TestKind(_credential, ("holds", "cpt_said")),
    "licence": TestKind(_licence, ("licences",)),
    "practice": TestKind(_practised, ("practice",), lambda gives: bool(gives.practice)),
    "years": TestKind(_worked, ("years",), lambda gives: bool(gives.years)),
    "member": TestKind(
        lambda test, person, _: Truth.MET if test.issuer in person.members else Truth.UNMET,
        ("members",),
        lambda gives: gives.member is not None,
    ),
    "educated": TestKind(_educated, ("educated",)),
    "nothing": TestKind(lambda *_: Truth.MET),
    "unpublished": TestKind(lambda *_: Truth.UNSOURCED),
}
"""The one table by kind of test."""


def judge(test: m.Test, person: Candidate, catalog: m.Catalog) -> Truth:
    """Whether `person` passes one test."""
    return KINDS[test.kind].judge(test, person, catalog)


def judge_leaf(leaf: m.Leaf, person: Candidate, catalog: m.Catalog) -> Truth:
    """One leaf, with every version of it that sources record.

    Met if all versions are; not known for want of a source if only some are.
    """
    if not leaf.disputed:
        return judge(leaf.test, person, catalog)
    truths = [judge(test, person, catalog) for test in (leaf.test, *leaf.disputed)]
    if Truth.MET in truths:
        return Truth.MET if min(truths) is Truth.MET else Truth.UNSOURCED
    # No version is met: what the candidate could say comes before what no source says.
    return next((t for t in (Truth.UNSAID, Truth.UNSOURCED) if t in truths), Truth.UNMET)


# --- trees ---------------------------------------------------------------------------------


class RuleDays(NamedTuple):
    """The days whose rules count: that of the exam, and that on which the certificate is issued."""

    sitting: date
    issue: date

    @classmethod
    def on(cls, day: date) -> RuleDays:
        """One day for both."""
        return cls(day, day)


def applies(leaf: m.Leaf, days: RuleDays) -> bool:
    """Whether the leaf is in force, on the day on which it is judged."""
    day = days.issue if leaf.judged == "issue" else days.sitting
    return (leaf.since is None or leaf.since <= day) and (leaf.until is None or day <= leaf.until)


def in_force(node: m.Requirement, days: RuleDays) -> m.Requirement | None:
    """The tree without the leaves that do not apply on these days; None where nothing is left."""
    if isinstance(node, m.Leaf):
        return node if applies(node, days) else None
    branches = branches_of(node)
    kept = tuple(b for b in (in_force(branch, days) for branch in branches) if b is not None)
    if not kept:
        return None
    if len(kept) == len(branches) and all(a is b for a, b in zip(kept, branches, strict=True)):
        return node
    if isinstance(node, m.AllOf):
        return m.AllOf(all=kept)
    return m.AnyOf(any=kept)


def leaves(node: m.Requirement | None) -> list[m.Leaf]:
    """All leaves of a tree, in order."""
    if node is None:
        return []
    if isinstance(node, m.Leaf):
        return [node]
    return [leaf for branch in branches_of(node) for leaf in leaves(branch)]


def branches_of(node: m.AllOf | m.AnyOf) -> tuple[m.Requirement, ...]:
    """The branches of an inner node."""
    return node.all if isinstance(node, m.AllOf) else node.any


def judge_tree(
    node: m.Requirement | None, person: Candidate, catalog: m.Catalog, *, before_exam: bool = False
) -> Truth:
    """A whole tree of required leaves; recommended ones count as met.

    `before_exam`: what is due after the exam counts as met too.
    """
    if node is None:
        return Truth.MET
    if isinstance(node, m.Leaf):
        if node.need == "recommended" or (before_exam and node.due == "certificate"):
            return Truth.MET
        return judge_leaf(node, person, catalog)
    truths = [
        judge_tree(branch, person, catalog, before_exam=before_exam) for branch in branches_of(node)
    ]
    return min(truths, default=Truth.MET) if isinstance(node, m.AllOf) else max(truths)


def leaves_where(
    node: m.Requirement | None, truth: Callable[[m.Requirement], Truth], *kept: Truth
) -> list[m.Leaf]:
    """The leaves under which every branch, up to the root, has one of these truths."""
    if node is None or truth(node) not in kept:
        return []
    if isinstance(node, m.Leaf):
        return [node]
    return [leaf for branch in branches_of(node) for leaf in leaves_where(branch, truth, *kept)]
