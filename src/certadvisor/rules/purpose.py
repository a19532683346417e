"""Three plain questions: does it serve, is there something to put it on, is it covered already?"""

from __future__ import annotations

from typing import Literal

from certadvisor.catalog import types as m
from certadvisor.profile.profile import Profile
from certadvisor.rules.requirements import Candidate, Truth, judge, judge_tree
from certadvisor.values import immutable

LEVEL_ORDER: tuple[m.LevelName, ...] = ("none", "marginal", "useful", "strong", "standard")

PurposeCode = Literal[
    "employer-accepts", "employer-does-not-list", "outside-its-niche", "not-for-setting",
    "not-for-focus", "serves", "serves-as-base", "stands-alone", "open-to-all", "has-base", "lacks-base",
    "base-unknown", "covered", "not-covered",
]  # fmt: skip


@immutable()
class PurposeCheck:
    """One of the three questions: whether it speaks for the certification, and why.

    `covered_by` is the entry of the catalog that makes it unnecessary.
    """

    ok: bool
    code: PurposeCode
    covered_by: m.Cover | None = None


@immutable()
class PurposeChecks:
    """Does it serve, is there a base, is it not covered already?"""

    serves: PurposeCheck
    base: PurposeCheck
    covered: PurposeCheck

    @property
    def veto(self) -> PurposeCheck | None:
        """The first of the three that speaks against it."""
        return next((c for c in (self.serves, self.base, self.covered) if not c.ok), None)

    @property
    def ok(self) -> bool:
        """Whether all three speak for it."""
        return self.veto is None


def level_in(levels: dict[str, m.Level], key: str | None) -> m.LevelName:
    """The level judged for a setting or focus; `none` where nothing is on record."""
    return levels[key].level if key in levels else "none"


def reaches(level: m.LevelName, floor: m.LevelName) -> bool:
    """Whether one level reaches another."""
    return LEVEL_ORDER.index(level) >= LEVEL_ORDER.index(floor)


@immutable()
class Served:
    """The focus that counts, and whether each certification serves.

    `able`: what serves, and what would as a base to start from.
    """

    focus: str | None
    checks: dict[str, PurposeCheck]
    able: frozenset[str]


class PurposeRules:
    """The three questions for one candidate.

    `focus` is the focus that counts: None where none was asked for or nothing serves it.
    `base_first` is decided later, by what is ready or reachable; see `with_base_first`. `served`
    may be shared: what serves hangs on the setting, the focus and the employer alone.
    """

    def __init__(
        self,
        profile: Profile,
        person: Candidate,
        catalog: m.Catalog,
        served: dict[tuple[object, ...], Served] | None = None,
    ) -> None:
        if profile.setting is None:
            raise ValueError("a recommendation needs a setting")
        self.profile = profile
        self.person = person
        self.catalog = catalog
        self.setting_id = profile.setting
        self.setting = catalog.settings[profile.setting]
        self.base_first = False
        served = served if served is not None else {}
        asked = (profile.setting, profile.focus, profile.employer_accepts)
        if asked not in served:
            served[asked] = self._found_serving()
        self._found = served[asked]
        self.focus = self._found.focus
        self.focus_set_aside = self.focus != profile.focus

    def _found_serving(self) -> Served:
        """What serves here, and the focus that counts."""
        certifications, focus = self.catalog.certifications, self.profile.focus
        if (
            focus is not None
            and not self.profile.employer_accepts
            and not any(self._fits(c, focus) for c in certifications.values())
        ):
            focus = None
        checks = {i: self._serves(i, c, focus) for i, c in certifications.items()}
        bases = {i for i, c in certifications.items() if self._could_be_base(c)}
        return Served(
            focus, checks, frozenset(bases).union(i for i, check in checks.items() if check.ok)
        )

    @property
    def able(self) -> frozenset[str]:
        """What serves the setting and the focus, or would do so as a base to start from."""
        return self._found.able

    def with_base_first(self, open_now: frozenset[str]) -> None:
        """Settle whether the base comes first, given what is ready or reachable.

        What is open to all does not count here: its seller asks for nothing to build on, but a
        setting that has a base role does. Where no other add-on serves, the policy's list holds.
        """
        if self.setting.base_role is None or self.profile.employer_accepts:
            return
        serving = {i: self.catalog.certifications[i] for i in self.able if self._found.checks[i].ok}
        add_ons = [c for c in serving.values() if not c.primary and c.open_to_all is None]
        truths = [self.base_truth(c) for c in add_ons] or [self._policy_base()]
        self.base_first = Truth.MET not in truths and not any(
            certification.primary and i in open_now and self._covered(certification).ok
            for i, certification in serving.items()
        )

    def is_base(self, certification: m.Certification) -> bool:
        """Whether it is a base to start from here, judged by the setting alone."""
        return self.base_first and self._could_be_base(certification)

    def _could_be_base(self, certification: m.Certification) -> bool:
        return (
            self.setting.base_role is not None
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
        return self._found.checks[certification_id]

    def _serves(
        self, certification_id: str, certification: m.Certification, focus: str | None
    ) -> PurposeCheck:
        if self.profile.employer_accepts:
            if certification_id in self.profile.employer_accepts:
                return PurposeCheck(True, "employer-accepts")
            return PurposeCheck(False, "employer-does-not-list")
        if certification.niche and focus not in certification.niche:
            return PurposeCheck(False, "outside-its-niche")
        if not self._useful_here(certification):
            return PurposeCheck(False, "not-for-setting")
        if focus is not None and not self._fits(certification, focus):
            return PurposeCheck(False, "not-for-focus")
        return PurposeCheck(True, "serves")

    def _useful_here(self, certification: m.Certification) -> bool:
        """At least useful in the setting; marginal is enough for what is strong in its niche."""
        level, niche = level_in(certification.settings, self.setting_id), self.profile.focus
        strong = niche in certification.niche and reaches(
            level_in(certification.focuses, niche), "strong"
        )
        return reaches(level, "marginal" if strong else self.catalog.policy.serves_from)

    def _fits(self, certification: m.Certification, focus: str) -> bool:
        level = level_in(certification.focuses, focus)
        return self._useful_here(certification) and reaches(level, self.catalog.policy.serves_from)

    def base_truth(self, certification: m.Certification) -> Truth:
        """Whether there is something to build on: by its own list, else by the policy's."""
        if certification.base is not None:
            return judge_tree(certification.base, self.person, self.catalog)
        return self._policy_base()

    def _policy_base(self) -> Truth:
        policy = self.catalog.policy
        trees = [policy.base, policy.base_for_focus.get(str(self.focus), policy.base)]
        return max(judge_tree(tree, self.person, self.catalog) for tree in trees)

    def _base_of(self, certification: m.Certification) -> PurposeCheck:
        if certification.primary:
            return PurposeCheck(True, "stands-alone")
        if certification.open_to_all is not None:
            return PurposeCheck(True, "open-to-all")
        truth = self.base_truth(certification)
        if truth is Truth.MET:
            return PurposeCheck(True, "has-base")
        return PurposeCheck(False, "lacks-base" if truth is Truth.UNMET else "base-unknown")

    def _covered(self, certification: m.Certification) -> PurposeCheck:
        cover = self.cover_of(certification, self.person)
        # What an employer asks for by name is not covered by anything else.
        if cover is None or self.profile.employer_accepts:
            return PurposeCheck(True, "not-covered")
        return PurposeCheck(False, "covered", cover)

    def cover_of(self, certification: m.Certification, person: Candidate) -> m.Cover | None:
        """What of `person` makes a certification unnecessary in the setting, if anything does."""
        return next(
            (
                cover
                for cover in certification.covered_by
                if (not cover.settings or self.setting_id in cover.settings)
                and judge(cover.test, person, self.catalog) is Truth.MET
            ),
            None,
        )
