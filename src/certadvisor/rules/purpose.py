"""Three plain questions: does it serve, is there something to put it on, is it covered already?"""

from __future__ import annotations

from certadvisor.catalog import types as m
from certadvisor.profile.profile import Profile
from certadvisor.rules.outcomes import Answered, Purpose
from certadvisor.rules.requirements import Candidate, Truth, judge, judge_tree

LEVEL_ORDER: tuple[m.LevelName, ...] = ("none", "marginal", "useful", "strong", "standard")


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
                certification.primary and self.answers(i).ok
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

    def answers(self, certification_id: str) -> Purpose:
        """The three answers with their reasons."""
        certification = self.catalog.certifications[certification_id]
        return Purpose(
            serves=self._serves_now(certification_id, certification),
            base=self._base_of(certification),
            covered=self._covered(certification),
        )

    def serves(self, certification_id: str) -> Answered:
        """Does it serve the setting and the focus asked for, whatever the base?"""
        certification = self.catalog.certifications[certification_id]
        if self.profile.employer_accepts:
            ok = certification_id in self.profile.employer_accepts
            return Answered(
                ok, "your employer accepts it" if ok else "your employer does not list it"
            )
        focus = self.catalog.focuses[self.focus] if self.focus is not None else None
        if certification.niche and self.focus not in certification.niche:
            niche = " or ".join(self.catalog.focuses[f].phrase for f in certification.niche)
            return Answered(False, f"made for {niche}: a niche you did not ask for")
        if not self._useful_here(certification):
            here = certification.settings.get(self.setting_id)
            why = f": {here.rationale}" if here is not None else ""
            return Answered(False, f"not made for {self.setting.name}{why}")
        if (
            focus is not None
            and self.focus is not None
            and not self._fits(certification, self.focus)
        ):
            return Answered(False, f"not made for {focus.phrase}")
        return Answered(True, self._why_it_serves(certification))

    def _serves_now(self, certification_id: str, certification: m.Certification) -> Answered:
        if self.is_base(certification):
            return Answered(True, certification.settings[self.setting_id].rationale)
        return self.serves(certification_id)

    def _why_it_serves(self, certification: m.Certification) -> str:
        here = certification.settings[self.setting_id].rationale
        if self.focus is None or self.focus not in certification.focuses:
            return here
        return f"{here}. {certification.focuses[self.focus].rationale}"

    def _useful_here(self, certification: m.Certification) -> bool:
        level = level_in(certification.settings, self.setting_id)
        return at_least(level, self.catalog.policy.serves_from)

    def _fits(self, certification: m.Certification, focus: str) -> bool:
        level = level_in(certification.focuses, focus)
        return self._useful_here(certification) and at_least(level, self.catalog.policy.serves_from)

    def _base_of(self, certification: m.Certification) -> Answered:
        if certification.primary:
            return Answered(True, "it stands on its own")
        if self.base is Truth.MET:
            return Answered(True, "you have something to put it on")
        reason = "needs a first certification or degree: you do not have one yet"
        if self.base is not Truth.UNMET:
            reason = "needs a first certification or degree: whether yours counts is not known"
        return Answered(False, reason)

    def _covered(self, certification: m.Certification) -> Answered:
        for cover in certification.covered_by:
            if cover.settings and self.setting_id not in cover.settings:
                continue
            if judge(cover.test, self._person, self.catalog) is Truth.MET:
                return Answered(False, f"covered by what you hold: {cover.rationale}")
        return Answered(True, "nothing you hold covers it")


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
