"""Where candidates are looked at one after the other, and every law is tried on them."""

from __future__ import annotations

import shlex
import tempfile
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import Any

import tally as law
from brute import Json
from certadvisor import Catalog, Profile, recommend, to_json
from certadvisor.advice.next_steps import advise
from certadvisor.advice.plan import plan
from certadvisor.profile.command_line import command_line
from certadvisor.profile.file import profile_text
from certadvisor.profile.profile import FIELDLESS, contradictions, normalised
from certadvisor.rules.days import days_of, pace
from certadvisor.rules.eligibility import RouteCache
from certadvisor.rules.ranking import Ranking, rank
from helpers import program, raw_catalog, real_catalog
from laws import Breaches, advice, days, questions, ranking, whole
from laws import plan as roads
from laws.second import Circumstances, Second
from space import Case, budgets
from tally import EVERY, PLAIN, Tally


@cache
def world() -> Json:
    """The catalog as plain JSON, read once."""
    return raw_catalog()


# --- one candidate ---------------------------------------------------------------------------------


class Desk:
    """Where candidates are looked at, one after the other; what they share is kept."""

    def __init__(self) -> None:
        self.catalog: Catalog = real_catalog()
        self.cache = RouteCache(self.catalog)
        self.tally = Tally()
        self._last: Circumstances | None = None

    def rank(self, profile: Profile, **answers: Any) -> Ranking:
        """The ranking, after some other answers."""
        other = normalised(replace(profile, **answers), self.catalog) if answers else profile
        return rank(other, self.catalog, self.cache)

    def circumstances(self, profile: Profile) -> Circumstances:
        """What rules and prices read of a profile: often the same as for the one before."""
        if self._last is None or _unread(self._last.profile) != _unread(profile):
            self._last = Circumstances(profile, world())
        return self._last

    def look_at(self, case: Case, number: int) -> None:
        """Try all laws on one candidate whose turn it is."""
        profile = case.profile(self.catalog)
        try:
            self._look_at(case, profile, number)
        except Exception:
            last = traceback.format_exc().strip()
            self.tally.note(law.CRASH, iter([last]), profile)
        else:
            self.tally.note(law.CRASH, iter(()))

    def _look_at(self, case: Case, profile: Profile, number: int) -> None:
        assert contradictions(profile, self.catalog) == [], "nobody can say that"
        note, free = self.tally.note, self.rank(profile)
        candidate = self.circumstances(profile)
        second = Second(candidate, profile, {j.id: j.status for j in free.ranked})
        note(law.ONCE, ranking.each_once(free, world()), profile)
        note(law.READY, ranking.ready_with_nothing_missing(free, candidate), profile)
        note(law.OWED, ranking.owes_only_what_can_be_had_in_time(free, candidate), profile)
        note(law.ITEMS, ranking.items_add_up(free), profile)
        note(law.BILL, ranking.billed_as_written_again(free, candidate), profile)
        found = [
            free if budget == "unlimited" else self.rank(profile, budget=budget)
            for budget in budgets(case.cells, free)
        ]
        for one in found:
            self._look_at_one(one, second)
        # Statuses and costs are those of the ranking without a limit, at every budget.
        for less, more in pairwise([*found, free]):
            note(law.MONEY, ranking.no_worse_for_more_money(less, more), less.profile, more.profile)
        self.tally.candidates[case.family] += 1
        self.tally.profiles[case.family] += len(found)
        one = found[number % len(found)]
        note(law.POINTS, ranking.points_add_up(one), one.profile)
        self._look_closer(one, candidate, number, PLAIN if case.family == "product" else 1)

    def _look_at_one(self, found: Ranking, second: Second) -> None:
        """The laws of one ranking at one budget."""
        note, profile, said = self.tally.note, found.profile, advise(found)
        note(law.ORDER, ranking.totally_ordered(found), profile)
        note(law.WITHIN, ranking.affordable_within_the_budget(found), profile)
        note(law.GROUP, ranking.grouped_by_the_first_match(found), profile)
        note(law.POINTLESS, ranking.pointless_after_what_serves(found, second), profile)
        note(law.SECOND, ranking.judged_as_written_again(found, second), profile)
        note(law.ADVICE, advice.advice_agrees_with_its_rows(said, found, second), profile)
        note(law.ENOUGH, advice.takes_nothing_where_nothing_is_needed(said, second), profile)
        note(law.SHORT, advice.says_it_in_a_minute(said), profile)
        note(law.WORDS, advice.speaks_plainly(said), profile)
        self.tally.advice.add(blake2b(said.text.encode(), digest_size=8).digest())

    # --- the dear laws ---

    def _look_closer(
        self, found: Ranking, candidate: Circumstances, number: int, rarer: int
    ) -> None:
        """The laws whose turn it is with the candidate of that number."""
        profile, note = found.profile, self.tally.note
        # Of what may change, candidate after candidate takes the next one.
        turns = {
            name: number // (every * rarer)
            for name, every in EVERY.items()
            if number % (every * rarer) == 0
        }
        if law.AGAIN in turns:
            note(law.AGAIN, ranking.the_same(found, rank(profile, self.catalog)), profile)
        if law.ROADS in turns:
            note(law.ROADS, ranking.stands_where_its_roads_lead(found, candidate), profile)
        if law.LEADS_ON in turns:
            self._followed(found)
        if law.STEP in turns:
            self._after(found, law.STEP, self._one_more(profile), turns[law.STEP])
        if law.ANSWER in turns:
            self._after(found, law.ANSWER, self._truer(profile), turns[law.ANSWER])
        if law.ASKED in turns:
            self._interviewed(_complete(profile))
        if law.PLAN in turns or law.PLAN_SUM in turns:
            self._plans(found, candidate)
        if law.PLAN_STEP in turns:
            self._plans_with_one_more(profile, candidate, turns[law.PLAN_STEP])
        if law.DAYS in turns or law.PACE in turns:
            self._days(found, candidate)
        if law.SHOWN in turns or law.SURE in turns:
            self._whole(found, candidate)
        if law.DOORS in turns:
            person = _complete(profile)
            note(law.DOORS, _doors(person, self.catalog), person)

    def _one_more(self, profile: Profile) -> Iterator[dict[str, Any]]:
        for item in self.catalog.items():
            if item not in profile.holds:
                is_first = profile.cpt == "none" and self.catalog.is_trainer(item)
                cpt = None if is_first else profile.cpt
                yield {"holds": (*profile.holds, item), "cpt": cpt}

    def _truer(self, profile: Profile) -> Iterator[dict[str, Any]]:
        """Answers that are better, or only given at last, and contradict nothing."""
        for change in _better(profile):
            if not contradictions(replace(profile, **change), self.catalog):
                yield change

    def _after(
        self, before: Ranking, name: str, changes: Iterable[dict[str, Any]], turn: int
    ) -> None:
        """Try the law of that name on one of the changes, whose turn it is."""
        choice = [*changes]
        if choice:
            after = self.rank(before.profile, **choice[turn % len(choice)])
            breaches = ranking.never_worse(before, after)
            self.tally.note(name, breaches, before.profile, after.profile)

    def _followed(self, found: Ranking) -> None:
        """Do what the advice says to do now, and ask again."""
        before = (found, advise(found))
        done = advice.followed(before)
        if done is None:
            return
        profile = found.profile
        is_first = profile.cpt == "none" and self.catalog.is_trainer(done)
        then = self.rank(
            profile, holds=(*profile.holds, done), cpt=None if is_first else profile.cpt
        )
        leads = advice.leads_on(before, (then, advise(then)))
        self.tally.note(law.LEADS_ON, leads, profile, then.profile)

    def _interviewed(self, profile: Profile) -> None:
        unmoved = questions.skipped_questions_change_nothing(
            profile, self.catalog, world(), self.rank
        )
        self.tally.note(law.ASKED, unmoved, profile)

    def _plans(self, found: Ranking, candidate: Circumstances) -> None:
        for target in self.catalog.certifications:
            road = plan(target, found.profile, self.catalog)
            reached = roads.leads_to_its_target(road, found, candidate)
            in_turn = roads.each_step_can_be_done_in_its_turn(road, candidate)
            self.tally.note(law.PLAN, _all(reached, in_turn), found.profile)
            added_up = roads.costs_the_sum_of_its_steps(road, candidate)
            no_dearer = roads.no_dearer_than_the_row(road, found, candidate)
            self.tally.note(law.PLAN_SUM, _all(added_up, no_dearer), found.profile)

    def _plans_with_one_more(self, profile: Profile, candidate: Circumstances, turn: int) -> None:
        changes = [*self._one_more(profile)]
        change = changes[turn % len(changes)]
        later = normalised(replace(profile, **change), self.catalog)
        then = Circumstances(later, world())
        for target in self.catalog.certifications:
            before, after = (plan(target, p, self.catalog) for p in (profile, later))
            no_dearer = roads.no_dearer_plan((before, candidate), (after, then))
            self.tally.note(law.PLAN_STEP, no_dearer, profile, later)

    def _days(self, found: Ranking, candidate: Circumstances) -> None:
        profile, hours = found.profile, pace(found.profile, self.catalog)
        tables = {row.id: days_of(row, found) for row in found.open_options}
        kept = days.can_be_kept(found, tables, candidate, hours)
        self.tally.note(law.DAYS, kept, profile)
        quicker = {row.id: days_of(row, found, hours + 1) for row in found.open_options}
        later = self.rank(profile, on=profile.on + timedelta(days=1 + profile.on.toordinal() % 90))
        then = {row.id: days_of(row, later) for row in later.open_options}
        in_time = days.never_later(tables, quicker)
        in_turn = days.never_sooner(found, tables, later, then)
        self.tally.note(law.PACE, _all(in_time, in_turn), profile, later.profile)

    def _whole(self, found: Ranking, candidate: Circumstances) -> None:
        result = recommend(found.profile, self.catalog)
        shown = whole.shows_the_ranking(result, found)
        known = whole.claims_nothing_unknown(result, candidate)
        again = whole.says_it_again(result, found.profile, self.catalog)
        self.tally.note(law.SHOWN, _all(shown, known, again), found.profile)

        def after(answers: Mapping[str, Any]) -> Ranking:
            return self.rank(found.profile, **answers)

        second = Second(candidate, found.profile, {j.id: j.status for j in found.ranked})
        sure = whole.as_sure_as_enumeration_says(result, found, second, after)
        self.tally.note(law.SURE, sure, found.profile)


def _all(*breaches: Breaches) -> Breaches:
    for some in breaches:
        yield from some


def _unread(profile: Profile) -> Profile:
    """The profile without what neither a rule nor a price depends on."""
    return replace(profile, setting=None, focus=None, budget=None, prefer=None, employer_accepts=())


def _complete(profile: Profile) -> Profile:
    """The profile with what the program would not go on without."""
    field = profile.degree_field or (None if profile.degree in FIELDLESS else "unknown")
    return replace(profile, cpt=profile.cpt or "none", degree_field=field)


def _better(profile: Profile) -> Iterator[dict[str, Any]]:
    """Each answer that is better than what the profile says."""
    for name, pairs in ranking.BETTER.items():
        for worse, better in pairs:
            if getattr(profile, name) == worse:
                yield {name: better}
    members = profile.member or {}
    for issuer in questions.joinable(world()):
        if issuer not in members:
            yield {"member": {**members, issuer: "full"}}
    for name in ("practice", "years"):
        had: dict[str, int] = getattr(profile, name)
        for activity in world()["activities"]:
            for asked in questions.asked_for(name, activity, world()):
                if had.get(activity, -1) < asked:
                    yield {name: {**had, activity: asked}}


def _doors(profile: Profile, catalog: Catalog) -> Breaches:
    """The same bytes by flags, by a profile file and by the library.

    The fourth door, the interview at a terminal, is tried in `tests/cli/test_interview.py`.
    """
    library = to_json(recommend(profile, catalog))
    _, command, *flags = shlex.split(command_line(profile))
    by_flags = program(command, *flags, "--format", "json")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "profile.json"
        file.write_text(profile_text(profile), encoding="utf-8")
        by_file = program(command, "--profile", str(file), "--format", "json")
    for door, said in (("flags", by_flags), ("profile file", by_file)):
        if said.stdout != library:
            yield f"by {door} the result is another: {said.stderr or said.stdout[:200]}"


def look_at_some(cases: Sequence[Case], first: int) -> Tally:
    """What is found with some candidates, of whom the first has this number."""
    desk = Desk()
    for number, case in enumerate(cases, first):
        desk.look_at(case, number)
    return desk.tally
