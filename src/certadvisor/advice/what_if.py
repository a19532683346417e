"""What a change to the profile would do: another answer, step, budget or price."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from certadvisor.catalog import types as m
from certadvisor.profile.profile import Profile, contradictions, normalised
from certadvisor.profile.questions import Thresholds, by_name
from certadvisor.rules.eligibility import change_days
from certadvisor.rules.options import OpenOption
from certadvisor.rules.ranking import Ranking, rank
from certadvisor.rules.requirements import gives_of, leaves

Outcome = tuple[tuple[str, str, object, bool], ...]
Change = Mapping[str, Any]
"""New values for some of a profile's answers."""


def outcome(ranking: Ranking) -> Outcome:
    """What counts as a change: the order of the certifications, their groups and required totals."""
    return tuple((j.id, j.group, j.costs.required_total, j.costs.complete) for j in ranking.ranked)


def target_outcome(target: str, ranking: Ranking) -> Outcome:
    """What counts as a change for one certification: its status, steps and bill."""
    judged = ranking.of(target)
    if judged is None:
        return ()
    steps = sorted(judged.pathway.steps) if isinstance(judged, OpenOption) else []
    return (
        (target, judged.status, None, True),
        *((step, judged.status, None, True) for step in steps),
        *((f"{c.item} {c.number}", judged.status, c.amount, True) for c in judged.bill.charges),
    )


def distance(one: Outcome, other: Outcome) -> int:
    """How many certifications change their place, group or price."""
    return sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other))


class WhatIf:
    """Rankings of profiles that differ from one profile by a change; they share its route cache.

    With a `target`, only what changes for that certification counts as a change.
    """

    def __init__(self, ranking: Ranking, target: str | None = None) -> None:
        self.now = ranking
        self._target = target
        self._answers: dict[str, list[tuple[Change, Ranking]]] = {}

    def after(self, change: Change) -> Ranking:
        """The ranking after a change."""
        return rank(self._changed(change), self.now.catalog, self.now.cache)

    def best_after(self, change: Change) -> Ranking:
        """The ranking after a change of what can be first: enough to tell the first place."""
        return rank(self._changed(change), self.now.catalog, self.now.cache, only_able=True)

    def _changed(self, change: Change) -> Profile:
        return normalised(replace(self.now.profile, **change), self.now.catalog)

    def answering(self, name: str) -> list[tuple[Change, Ranking]]:
        """The ranking after each answer to a question that may matter, one of each kind."""
        if name not in self._answers:
            changes = possible(name, self.now.profile, self.now.catalog)
            self._answers[name] = [(change, self.after(change)) for change in changes]
        return self._answers[name]

    def effects(self, name: str) -> list[tuple[Change, int]]:
        """Each answer to a question, with how many certifications it changes."""
        now = self._outcome(self.now)
        return [(change, distance(now, self._outcome(r))) for change, r in self.answering(name)]

    def impact(self, name: str) -> int:
        """The most that any answer to a question could change; 0 where none changes anything."""
        return max((effect for _, effect in self.effects(name)), default=0)

    @cached_property
    def holdable(self) -> list[str]:
        """What else could be held and would change something, certifications first.

        What contradicts an answer is left out, and so is what another question asks for, such
        as a degree. Nobody aims at what they hold, so the target is left out too.
        """
        profile, catalog, now = self.now.profile, self.now.catalog, self._outcome(self.now)
        found: list[str] = []
        for item in (*catalog.certifications, *catalog.steps):
            held = (*profile.holds, item)
            if (
                item in (*profile.holds, self._target)
                or gives_of(catalog.item(item)) != m.Gives()
                or contradictions(replace(profile, holds=held), catalog)
            ):
                continue
            # A certification that is held leaves the ranking, so there is no need to try.
            leaves_ranking = self._target is None and item in catalog.certifications
            if leaves_ranking or self._outcome(self.after({"holds": held})) != now:
                found.append(item)
        return found

    def _outcome(self, ranking: Ranking) -> Outcome:
        return outcome(ranking) if self._target is None else target_outcome(self._target, ranking)

    def open_questions(self) -> tuple[str, ...]:
        """The unanswered questions that could change the outcome, the largest change first."""
        found = {name: self.impact(name) for name in unanswered(self.now.profile, self.now.catalog)}
        return tuple(sorted((n for n in found if found[n]), key=lambda n: -found[n]))


def unanswered(profile: Profile, catalog: m.Catalog) -> list[str]:
    """The questions whose answer is not known, in the order they are listed."""
    questions = by_name(type(profile)).values()
    return [question.name for question in questions if question.is_open(profile, catalog)]


def possible(name: str, profile: Profile, catalog: m.Catalog) -> Iterator[Change]:
    """Each answer to a question that may matter, one of each kind."""
    question = by_name(type(profile))[name]
    for value in question.possible(question, profile, catalog, _thresholds(catalog)):
        yield {name: value}


def _thresholds(catalog: m.Catalog) -> Thresholds:
    found = [leaf for item in catalog.items().values() for leaf in leaves(item.requirements)]
    tests = (test for leaf in found for test in (leaf.test, *leaf.disputed))
    return Thresholds(tuple(tests), tuple(change_days(catalog)))
