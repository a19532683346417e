"""Is what someone holds enough: the sets that suffice, and what would complete one."""

from __future__ import annotations

from certadvisor.catalog import types as m
from certadvisor.rules.purpose import PurposeRules, level_in, reaches
from certadvisor.rules.requirements import Candidate, Truth, after, gives_of, judge_tree


def sufficient(person: Candidate, rules: PurposeRules) -> Truth:
    """Whether what `person` holds is enough for the setting and the focus asked for.

    A focus that is the setting's own trade changes nothing; a set of its own, or holding something
    strong in a focus for which one need not train people, stands alone; any other focus asks for
    the setting's set and for something strong in the focus.
    """
    if rules.profile.employer_accepts:
        accepted = set(rules.profile.employer_accepts) & person.holds
        return Truth.MET if accepted else Truth.UNMET
    focus = rules.focus
    if focus is None or focus in rules.setting.own_trade:
        return _best(person, rules, None)
    strong = Truth.MET if any(is_strong(i, rules) for i in person.holds) else Truth.UNMET
    besides = _best(person, rules, None) if _is_hands_on(rules) else Truth.MET
    return max(_best(person, rules, focus), min(strong, besides))


def met_sets(person: Candidate, rules: PurposeRules, truth: Truth) -> list[m.SufficientSet]:
    """The sets of the setting, or of the focus asked for, that have this truth."""
    return [
        one
        for one in rules.setting.sufficient
        if one.focus in (None, rules.focus) and judge_tree(one.rule, person, rules.catalog) is truth
    ]


def completes(item: str, person: Candidate, rules: PurposeRules) -> bool:
    """Whether some set that applies is met with `item` and not without it.

    The setting's own sets do not apply to a focus for which one need not train people.
    """
    if rules.profile.employer_accepts:
        return item in rules.profile.employer_accepts and item not in person.holds
    focus, with_item = rules.focus, after(person, item, gives_of(rules.catalog.item(item)))
    general = focus in rules.setting.own_trade or _is_hands_on(rules)
    return any(
        judge_tree(one.rule, with_item, rules.catalog) is Truth.MET
        and judge_tree(one.rule, person, rules.catalog) is not Truth.MET
        for one in rules.setting.sufficient
        if one.focus == focus or (one.focus is None and general)
    )


def lacks_the_settings_set(person: Candidate, rules: PurposeRules) -> bool:
    """Whether the setting has sets of its own, one has to be met, and none can be."""
    general = [one for one in rules.setting.sufficient if one.focus is None]
    licensed = bool((person.licences or frozenset()) - {"none"})
    unmet = _best(person, rules, None) is Truth.UNMET
    return _is_hands_on(rules) and bool(general) and unmet and not licensed


def has_sets(rules: PurposeRules) -> bool:
    """Whether any source says what suffices in the setting."""
    return bool(rules.profile.employer_accepts or rules.setting.sufficient)


def is_strong(item: str, rules: PurposeRules) -> bool:
    """Whether a credential is at least strong in the focus asked for."""
    credential = rules.catalog.credential(item)
    return credential is not None and reaches(level_in(credential.focuses, rules.focus), "strong")


def _is_hands_on(rules: PurposeRules) -> bool:
    """Whether one trains people there: with every focus but those that say otherwise."""
    return rules.focus is None or rules.catalog.focuses[rules.focus].hands_on


def _best(person: Candidate, rules: PurposeRules, focus: str | None) -> Truth:
    return max(
        (
            judge_tree(one.rule, person, rules.catalog)
            for one in rules.setting.sufficient
            if one.focus == focus
        ),
        default=Truth.UNMET,
    )
