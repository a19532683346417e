"""Three plain questions: does it serve, is there something to put it on, is it covered already?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from certadvisor.catalog import types as m
from certadvisor.profile.profile import Profile
from certadvisor.rules.requirements import Candidate, Truth, judge, judge_tree

LEVEL_ORDER: tuple[m.LevelName, ...] = ("none", "marginal", "useful", "strong", "standard")

PurposeCode = Literal[
    "employer-accepts", "employer-does-not-list", "outside-its-niche", "not-for-setting",
    "not-for-focus", "serves", "serves-as-base", "stands-alone", "has-base", "lacks-base",
    "base-unknown", "covered", "not-covered",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PurposeCheck:
    """One of the three questions: whether it speaks for the certification, and why.

    `covered_by` is the entry of the catalog that makes it unnecessary.
    """

    ok: bool
    code: PurposeCode
    covered_by: m.Cover | None = None


@dataclass(frozen=True, slots=True)
class PurposeChecks:
    """Does it serve, is there a base, is it not covered already?"""

    serves: PurposeCheck
    base: PurposeCheck
    covered: PurposeCheck

    @property
    def ok(self) -> bool:
        """Whether all three speak for it."""
        return self.serves.ok and self.base.ok and self.covered.ok

    @property
    def veto(self) -> PurposeCheck | None:
        """The first of the three that speaks against it."""
        return next((c for c in (self.serves, self.base, self.covered) if not c.ok), None)


def level_in(levels: dict[str, m.Level], key: str | None) -> m.LevelName:
    """The level judged for a setting or focus; `none` where nothing is on record."""
    return levels[key].level if key in levels else "none"


def at_least(level: m.LevelName, floor: m.LevelName) -> bool:
    """Whether one level reaches another."""
    return LEVEL_ORDER.index(level) >= LEVEL_ORDER.index(floor)


class PurposeRules:
    """The three questions for one candidate.

    `focus` is the focus that counts: None where none was asked for or nothing serves it.
    `base_first` is decided later, by what is ready or reachable; see `with_base_first`.
    """

    def __init__(self, profile: Profile, person: Candidate, catalog: m.Catalog) -> None:
        if profile.setting is None:
            raise ValueError("a recommendation needs a setting")
        self.profile = profile
        self._person = person
        self.catalog = catalog
        self.setting_id = profile.setting
        self.setting = catalog.settings[profile.setting]
        self.focus = profile.focus
        self.focus_set_aside = (
            profile.focus is not None
            and not profile.employer_accepts
            and not any(self._fits(c, profile.focus) for c in catalog.certifications.values())
        )
        if self.focus_set_aside:
            self.focus = None
        self.base = judge_tree(catalog.policy.base, person, catalog)
        self.base_first = False

    def with_base_first(self, open_now: frozenset[str]) -> None:
        """Settle whether the base comes first, given what is ready or reachable."""
        role = self.setting.base_role
        self.base_first = (
            role is not None
            and not self.profile.employer_accepts
            and self.base is not Truth.MET
            and not any(
                certification.primary and self.checks(i).ok
                for i, certification in self.catalog.certifications.items()
                if i in open_now
            )
        )

    def is_base(self, certification: m.Certification) -> bool:
        """Whether it is a base to start from here, judged by the setting alone."""
        return (
            self.base_first
            and certification.primary
            and certification.role == self.setting.base_role
            and self._useful_here(certification)
        )

    def checks(self, certification_id: str) -> PurposeChecks:
        """The three answers for one certification."""
        certification = self.catalog.certifications[certification_id]
        as_base = PurposeCheck(True, "serves-as-base") if self.is_base(certification) else None
        return PurposeChecks(
            serves=as_base or self.serves(certification_id),
            base=self._base_of(certification),
            covered=self._covered(certification),
        )

    def serves(self, certification_id: str) -> PurposeCheck:
        """Does it serve the setting and the focus asked for, whatever the base?"""
        certification = self.catalog.certifications[certification_id]
        if self.profile.employer_accepts:
            if certification_id in self.profile.employer_accepts:
                return PurposeCheck(True, "employer-accepts")
            return PurposeCheck(False, "employer-does-not-list")
        if certification.niche and self.focus not in certification.niche:
            return PurposeCheck(False, "outside-its-niche")
        if not self._useful_here(certification):
            return PurposeCheck(False, "not-for-setting")
        if self.focus is not None and not self._fits(certification, self.focus):
            return PurposeCheck(False, "not-for-focus")
        return PurposeCheck(True, "serves")

    def _useful_here(self, certification: m.Certification) -> bool:
        level = level_in(certification.settings, self.setting_id)
        return at_least(level, self.catalog.policy.serves_from)

    def _fits(self, certification: m.Certification, focus: str) -> bool:
        level = level_in(certification.focuses, focus)
        return self._useful_here(certification) and at_least(level, self.catalog.policy.serves_from)

    def _base_of(self, certification: m.Certification) -> PurposeCheck:
        if certification.primary:
            return PurposeCheck(True, "stands-alone")
        if self.base is Truth.MET:
            return PurposeCheck(True, "has-base")
        return PurposeCheck(False, "lacks-base" if self.base is Truth.UNMET else "base-unknown")

    def _covered(self, certification: m.Certification) -> PurposeCheck:
        for cover in certification.covered_by:
            if cover.settings and self.setting_id not in cover.settings:
                continue
            if judge(cover.test, self._person, self.catalog) is Truth.MET:
                return PurposeCheck(False, "covered", cover)
        return PurposeCheck(True, "not-covered")


def is_enough(
    levels_here: dict[str, m.Level],
    levels_focus: dict[str, m.Level],
    purposes: PurposeRules,
    policy: m.Policy,
) -> bool:
    """Whether a held credential is already what the setting, and the focus asked for, call for."""
    if not at_least(level_in(levels_here, purposes.setting_id), policy.enough):
        return False
    return purposes.focus is None or at_least(level_in(levels_focus, purposes.focus), policy.enough)
