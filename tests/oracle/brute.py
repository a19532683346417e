"""The definitions of roads, sureness and plan, written a second time: everything is tried.

Nothing here calls the code that is tested. The rules are those of the design, read off the
catalog as plain JSON; sets of steps are enumerated, all of them, and weightings too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import chain, combinations, pairwise, product
from typing import Any

from certadvisor import Profile

Json = Any
UNMET, UNSAID, UNSOURCED, MET = range(4)
GOOD_ENOUGH = UNSOURCED
"""From here on nothing need be done: a rule that no source states does not lower a status."""

# --- weightings --------------------------------------------------------------------------------


@cache
def weightings(total: int = 40, count: int = 4) -> tuple[tuple[int, ...], ...]:
    """All lists of `count` whole numbers that add up to `total` and never rise, by trying all."""
    return tuple(
        w
        for w in product(range(total + 1), repeat=count)
        if sum(w) == total and all(a >= b for a, b in pairwise(w))
    )


def times_first(
    first: Sequence[str],
    values: Mapping[str, Mapping[str, Fraction]],
    order: Sequence[str],
    considered: Sequence[Sequence[int]],
) -> int:
    """Under how many weightings none has a higher score than the best of `first`, all equals."""
    common = 1
    for mine in values.values():
        for value in mine.values():
            common *= value.denominator // _gcd(common, value.denominator)
    whole = {i: [int(mine[n] * common) for n in order] for i, mine in values.items()}
    won = 0
    for weighting in considered:
        scores = {
            i: sum(w * v for w, v in zip(weighting, mine, strict=True)) for i, mine in whole.items()
        }
        won += max(scores[i] for i in first) == max(scores.values())
    return won


def _gcd(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


# --- the candidate -----------------------------------------------------------------------------

LEVELS = ["none", "high-school", "associate", "bachelor", "master", "doctorate"]


@dataclass(frozen=True)
class Person:
    """What the rules read: a degree is (level, field or None, casce or None)."""

    degrees: tuple[tuple[str, str | None, str | None], ...] | None
    running: tuple[str, str | None, str | None] | None
    stage: str | None
    educated: str | None
    cpr: str | None
    adult: bool
    cpt_said: bool
    holds: frozenset[str]
    licences: frozenset[str] | None
    members: frozenset[str]
    practice: Mapping[str, int] = field(default_factory=dict)
    years: Mapping[str, int] = field(default_factory=dict)


def _is_adult(profile: Profile) -> bool:
    """Whether 18 is reached: assumed, said, or the last day of the month named has come."""
    if profile.adult in (None, "yes", "no"):
        return profile.adult != "no"
    return birthday_of(profile) <= profile.on


def birthday_of(profile: Profile) -> date:
    """The last day of the month in which the candidate turns 18."""
    year, month = map(int, str(profile.adult).split("-"))
    return date(year + (month == 12), month % 12 + 1, 1) - timedelta(days=1)


def windows_of(item: str, world: Json) -> Json:
    """The parts of the year in which an exam is held; none: at any time."""
    return (item_of(item, world).get("exam") or {}).get("windows") or ()


def requirements_of(item: str, person: Person, world: Json) -> Json:
    """The rules of a certification; for a minor one that states no age asks for 18, to be asked."""
    rules = item_of(item, world).get("requirements")
    if person.adult or item not in world["certifications"]:
        return rules
    if any(leaf["test"]["kind"] == "adult" for leaf in leaves(rules)):
        return rules
    source = next((leaf["source"] for leaf in leaves(rules)), item_of(item, world)["issuer"])
    text = "to be old enough: no source states an age, so 18 is taken"
    age = {"text": text, "test": {"kind": "adult"}, "due_confirmed": False, "source": source}
    return _WITH_AGE.setdefault(id(rules), {"all": [age, rules]})


_WITH_AGE: dict[int, Json] = {}
"""Made once: what is remembered of a leaf is kept by its identity."""


def person_of(profile: Profile, world: Json) -> Person:
    """The candidate of a profile; what is held gives what it would give as a step."""
    subject = None if profile.degree_field == "unknown" else profile.degree_field
    studies = profile.degree in ("in-school", "student", "senior")
    in_school = profile.degree == "in-school"
    level = profile.degree if not studies else "none" if in_school else "high-school"
    holds = set(profile.holds) | ({profile.cpt} if profile.cpt not in (None, "none") else set())
    person = Person(
        degrees=None if level is None else ((level, subject, profile.casce),),
        running=("high-school" if in_school else "bachelor", subject, profile.casce)
        if studies
        else None,
        stage=profile.degree if studies else None,
        educated=profile.educated,
        cpr=profile.cpr,
        adult=_is_adult(profile),
        cpt_said=profile.cpt is not None or any(is_trainer(i, world) for i in holds),
        holds=frozenset(holds),
        licences=None if profile.licence is None else frozenset(profile.licence),
        members=frozenset(profile.member or ()),
        practice=dict(profile.practice or {}),
        years=dict(profile.years or {}),
    )
    # In the order of the catalog: certifications, then steps.
    for item in (*world["certifications"], *world["steps"]):
        if item in holds:
            person = finished(person, [item], world)
    return person


def is_trainer(item: str, world: Json) -> bool:
    """Whether it is a personal-training certification."""
    credential = credential_of(item, world)
    return bool(credential) and credential["role"] == world["policy"]["trainer_role"]


def credential_of(item: str, world: Json) -> Json:
    """The certification, or what a step is as a credential."""
    return world["certifications"].get(item) or world["steps"].get(item, {}).get("credential")


def item_of(item: str, world: Json) -> Json:
    """The certification or step of that id."""
    return world["certifications"].get(item) or world["steps"][item]


def finished(person: Person, items: Sequence[str], world: Json) -> Person:
    """The candidate after some steps; nothing reached before is lost."""
    now = dict(vars(person))
    for item in items:
        gives = item_of(item, world).get("gives") or {}
        now["holds"] = now["holds"] | {item}
        if "degree" in gives:
            won = (gives["degree"], gives.get("degree_field"), gives.get("casce"))
            now["degrees"] = (*(now["degrees"] or ()), won)
        if gives.get("finishes") and now["running"] is not None:
            now["degrees"] = (*(now["degrees"] or ()), now["running"])
        if gives.get("stage") and now["running"] is not None:
            now["stage"] = gives["stage"]
        now["cpr"] = gives.get("cpr") or now["cpr"]
        now["adult"] = now["adult"] or bool(gives.get("adult"))
        if gives.get("member"):
            now["members"] = now["members"] | {gives["member"]}
        for what in ("practice", "years"):
            given = gives.get(what) or {}
            now[what] = {**now[what], **{k: max(v, now[what].get(k, 0)) for k, v in given.items()}}
    return Person(**now)


# --- is a rule met? ----------------------------------------------------------------------------


def judge(test: Json, person: Person, world: Json) -> int:
    """One test: not met, not said, no source says, or met."""
    return int(_JUDGES[test["kind"]](test, person, world))


def _degree(test: Json, person: Person, _: Json) -> int:
    if person.degrees is None:
        return UNSAID
    best = UNMET
    for level, subject, casce in person.degrees:
        if LEVELS.index(level) < LEVELS.index(test["at_least"]):
            continue
        fields = test.get("fields") or []
        one = MET if not fields or subject in fields else UNSAID if subject is None else UNMET
        best = max(best, min(one, _casce(casce, test)))
    return best


def _casce(said: str | None, test: Json) -> int:
    if not test.get("casce") or said == "yes":
        return MET
    return UNMET if said == "no" else UNSAID


def _enrolled(test: Json, person: Person, _: Json) -> int:
    if person.degrees is None:
        return UNSAID
    if person.running is None or person.stage not in test["stages"]:
        return UNMET
    return _casce(person.running[2], test)


def _cpr(test: Json, person: Person, _: Json) -> int:
    if person.cpr == "online-only":
        return {"met": MET, "not-met": UNMET, "unknown": UNSOURCED}[test["online_only"]]
    return {"yes": MET, "no": UNMET}.get(person.cpr or "", UNSAID)


def _credential(test: Json, person: Person, world: Json) -> int:
    role, best = test.get("role"), UNMET
    if role == world["policy"]["trainer_role"] and not person.cpt_said:
        best = UNSAID
    for item in person.holds:
        credential = credential_of(item, world)
        if item in test.get("ids", ()):
            return MET
        if credential is None or not (role or test.get("primary")):
            continue
        if role and credential["role"] != role:
            continue
        if test.get("primary") and not credential.get("primary"):
            continue
        best = max(best, _standing(credential) if test.get("accredited") else MET)
    return best


def _standing(credential: Json) -> int:
    fact = credential["ncca"]
    known = fact["value"] if fact.get("confirmed", True) else None
    if known is None:
        return UNSOURCED if credential.get("said", True) else UNSAID
    return MET if known else UNMET


def _licence(test: Json, person: Person, _: Json) -> int:
    if person.licences is None:
        return UNSAID
    return MET if person.licences & set(test["any_of"]) else UNMET


def _amount(had: Mapping[str, int], test: Json, asked: int) -> int:
    if test["activity"] not in had:
        return UNSAID
    return MET if had[test["activity"]] >= asked else UNMET


def _educated(test: Json, person: Person, _: Json) -> int:
    if person.educated is None:
        return UNSAID
    return MET if person.educated == test["where"] else UNMET


_JUDGES: dict[str, Callable[[Json, Person, Json], int]] = {
    "degree": _degree,
    "enrolled": _enrolled,
    "adult": lambda _t, p, _w: MET if p.adult else UNMET,
    "cpr": _cpr,
    "credential": _credential,
    "licence": _licence,
    "practice": lambda t, p, _w: _amount(p.practice, t, t["hours"]),
    "years": lambda t, p, _w: _amount(p.years, t, t["years"]),
    "member": lambda t, p, _w: MET if t["issuer"] in p.members else UNMET,
    "educated": _educated,
    "nothing": lambda _t, _p, _w: MET,
    "unpublished": lambda _t, _p, _w: UNSOURCED,
}


def leaf_holds(leaf: Json, person: Person, world: Json, *, for_exam: bool) -> bool:
    """Whether nothing need be done about a leaf.

    For the exam, what is due after it may wait. What is owed is prepared for even where only
    some sources ask for it; else several versions on record that disagree are "no source says".
    """
    if leaf.get("need") == "recommended":
        return True
    owed = leaf.get("due") == "certificate"
    if owed:
        return for_exam or judge(leaf["test"], person, world) >= GOOD_ENOUGH
    versions = [judge(t, person, world) for t in (leaf["test"], *leaf.get("disputed", ()))]
    if len(versions) == 1 or MET in versions:
        return max(versions) >= GOOD_ENOUGH
    return UNSAID not in versions and UNSOURCED in versions


def leaves(tree: Json) -> Iterator[Json]:
    """All leaves of a tree."""
    if tree is None:
        return
    if "all" in tree or "any" in tree:
        for branch in tree.get("all", tree.get("any")):
            yield from leaves(branch)
    else:
        yield tree


def on_day(tree: Json, day: date, issued: date | None = None) -> Json:
    """The tree as it stands on a day: what does not apply is gone, and what is empty with it.

    What is judged by the day of issue is looked up on `issued`, where that is another day.
    """
    if tree is None:
        return None
    if "all" in tree or "any" in tree:
        key = "all" if "all" in tree else "any"
        kept = [b for b in (on_day(x, day, issued) for x in tree[key]) if b is not None]
        return {key: kept} if kept else None
    if issued is not None and tree.get("judged") == "issue":
        day = issued
    since, until = tree.get("since"), tree.get("until")
    in_time = (since is None or _date(since) <= day) and (until is None or day <= _date(until))
    return tree if in_time else None


def _date(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def holds(tree: Json, person: Person, world: Json, *, for_exam: bool) -> bool:
    """Whether nothing need be done about a tree, as it stands on some day."""
    if tree is None:
        return True
    if "all" in tree:
        return all(holds(b, person, world, for_exam=for_exam) for b in tree["all"])
    if "any" in tree:
        return any(holds(b, person, world, for_exam=for_exam) for b in tree["any"])
    return leaf_holds(tree, person, world, for_exam=for_exam)


# --- walking a set of steps ----------------------------------------------------------------------


def running_weeks(profile: Profile) -> int | None:
    """Whole weeks, begun ones counted, until the first day of the month after graduation.

    A senior who gives no date is taken to graduate within a year.
    """
    if profile.graduates is None:
        return 52 if profile.degree == "senior" else None
    year, month = map(int, profile.graduates.split("-"))
    end = date(year + (month == 12), month % 12 + 1, 1)
    return max(0, -((profile.on - end).days // 7))


def weeks_of(step: str, profile: Profile, world: Json) -> int | None:
    """Typical weeks of a step, None where not known."""
    item = item_of(step, world)
    if item.get("ends") == "graduation":
        left = running_weeks(profile)
        return None if left is None else max(0, left - (item.get("weeks_before") or 0))
    if item.get("ends") == "birthday":
        if profile.adult in (None, "yes", "no"):
            return None
        return max(0, -((profile.on - birthday_of(profile)).days // 7))
    fact = item["weeks"]
    return fact["value"] if fact.get("confirmed", True) else None


def is_under_way(step: str, world: Json) -> bool:
    """Whether it only takes waiting, and costs nothing."""
    return bool(item_of(step, world).get("span") == "under-way")


def is_formality(step: str, world: Json) -> bool:
    """Whether it may be done after the exam, where the rules allow that."""
    return bool(item_of(step, world).get("formality"))


def is_owable(step: str, world: Json) -> bool:
    """Whether one may sit while it is open: a formality, or something under way."""
    return is_formality(step, world) or is_under_way(step, world)


def is_earned(step: str, world: Json) -> bool:
    """Whether it is a certification, a credential or a degree that one sets out for."""
    return step in world["certifications"] or item_of(step, world)["kind"] in (
        "credential",
        "degree",
    )


def wait_for(end: int, leaf: Json) -> int:
    """How many weeks the exam has to wait so that what ends in week `end` still is in time."""
    within = leaf.get("within_days")
    return 0 if within is None else max(0, end - within // 7)


@dataclass(frozen=True)
class Walk:
    """When each step of a set ends (weeks from now), when one sits and when it is issued.

    `sits` and `issued` are None where never.
    """

    ends: Mapping[str, int]
    sits: int | None
    issued: int | None


def periods(profile: Profile, world: Json) -> list[date]:
    """Today, and each later day on which some rule starts or is gone."""
    days = {profile.on}
    for item in (*world["steps"], *world["certifications"]):
        for leaf in leaves(item_of(item, world).get("requirements")):
            if leaf.get("since"):
                days.add(_date(leaf["since"]))
            if leaf.get("until"):
                days.add(_date(leaf["until"]) + timedelta(days=1))
    return sorted(d for d in days if d >= profile.on)


def period_of(weeks: int, profile: Profile, world: Json) -> date:
    """The first day of the period in which something ends so many weeks from now."""
    return max(d for d in periods(profile, world) if d <= day_after(profile, weeks))


def ends_of(steps: Collection[str], profile: Profile, world: Json) -> dict[str, int]:
    """When each step of a set ends that can be done, each begun as soon as it is open.

    A step is judged by the rules of the day it ends. A duration that is not known counts as none.
    """
    start = person_of(profile, world)
    ends: dict[str, int] = {}
    seen, waiting = {0}, [0]
    while waiting:
        now = min(waiting)
        waiting.remove(now)
        grows = True
        while grows:
            before = len(ends)
            done = finished(start, sorted(s for s in ends if ends[s] <= now), world)
            for step in sorted(set(steps) - set(ends)):
                end = now + (weeks_of(step, profile, world) or 0)
                needed = on_day(item_of(step, world).get("requirements"), day_after(profile, end))
                if holds(needed, done, world, for_exam=False):
                    ends[step] = end
                    if end not in seen:
                        seen.add(end)
                        waiting.append(end)
            grows = len(ends) > before
    return ends


def opens(tree: Json, now: int, ends: Mapping[str, int], start: Person, world: Json) -> bool:
    """Whether one may sit in week `now`: what is still open then may be owed, and ends in time."""
    if tree is None:
        return True
    if "all" in tree:
        return all(opens(b, now, ends, start, world) for b in tree["all"])
    if "any" in tree:
        return any(opens(b, now, ends, start, world) for b in tree["any"])
    done = finished(start, sorted(s for s in ends if ends[s] <= now), world)
    if leaf_holds(tree, done, world, for_exam=False):
        return True
    return tree.get("due") == "certificate" and any(
        leaf_holds(tree, finished(start, [step], world), world, for_exam=False)
        and (
            is_formality(step, world) or (is_under_way(step, world) and wait_for(end, tree) <= now)
        )
        for step, end in ends.items()
    )


def walk(
    target: str,
    steps: frozenset[str],
    profile: Profile,
    world: Json,
    rules_of: date,
    *,
    issued: date | None = None,
) -> Walk:
    """Do the steps of a set as soon as each is open, and sit as soon as the exam is.

    The target is judged by the rules of `rules_of`, and what goes by the day of issue by those of
    `issued`; without that day, by those of the first period in which it is then issued. What is
    due after the exam must be met in the end.
    """
    ends = ends_of(steps, profile, world)
    if issued is not None:
        return _walk(target, ends, profile, world, (rules_of, issued))
    later = [d for d in periods(profile, world) if d >= rules_of]
    for day in later:
        found = _walk(target, ends, profile, world, (rules_of, day))
        if found.issued is not None and period_of(found.issued, profile, world) == day:
            return found
    return _walk(target, ends, profile, world, (rules_of, rules_of))


def _walk(
    target: str, ends: Mapping[str, int], profile: Profile, world: Json, days: tuple[date, date]
) -> Walk:
    start = person_of(profile, world)
    tree = on_day(requirements_of(target, start, world), *days)
    if not holds(tree, finished(start, sorted(ends), world), world, for_exam=False):
        return Walk(ends, None, None)
    moments = {0, *ends.values()}
    for leaf in leaves(tree):
        moments |= {wait_for(end, leaf) for end in ends.values()}
    sits = next((n for n in sorted(moments) if opens(tree, n, ends, start, world)), None)
    return Walk(ends, sits, None if sits is None else max(sits, *ends.values(), 0))


def day_after(profile: Profile, weeks: int) -> date:
    """The day so many weeks from the day the advice is for."""
    try:
        return profile.on + timedelta(weeks=weeks)
    except OverflowError:
        return date.max


# --- which steps can matter ---------------------------------------------------------------------


def relevant(target: str, profile: Profile, world: Json) -> list[str]:
    """The steps that could turn some leaf, from the target's leaves on, transitively.

    Every other step leaves all rules on the way as they are, so no minimal set contains it.
    """
    start = person_of(profile, world)
    doable = [
        i
        for i in (*world["steps"], *world["certifications"])
        if i not in start.holds and item_of(i, world).get("attainable", True)
    ]
    found: set[str] = set()
    waiting = [target]
    looked_at = {target}
    while waiting:
        item = waiting.pop()
        rules = item_of(item, world).get("requirements")
        for leaf in leaves(requirements_of(item, start, world) if item == target else rules):
            if leaf_holds(leaf, start, world, for_exam=False):
                continue
            for step in doable:
                if leaf_holds(leaf, finished(start, [step], world), world, for_exam=False):
                    found.add(step)
                    if step not in looked_at:
                        looked_at.add(step)
                        waiting.append(step)
    return sorted(found)


def subsets(items: Sequence[str]) -> Iterator[frozenset[str]]:
    """All subsets, small ones first."""
    sizes = range(len(items) + 1)
    return map(frozenset, chain.from_iterable(combinations(items, n) for n in sizes))


# --- all subsets at once --------------------------------------------------------------------------


class Table:
    """All 2**n subsets of n steps at once: bit m of a whole number speaks for the subset m.

    A formula about "is step i in the set" is then one `&` or `|` of such numbers, and every
    subset is really looked at.
    """

    def __init__(self, steps: Sequence[str]) -> None:
        self.steps = list(steps)
        self.size = 1 << len(steps)
        self.all = (1 << self.size) - 1
        self.has = {s: self._contains(n) for n, s in enumerate(self.steps)}

    def _contains(self, place: int) -> int:
        """The subsets with the step at `place`: 2**place bits off, 2**place bits on, and so on."""
        run = 1 << place
        pattern, width = ((1 << run) - 1) << run, 2 * run
        while width < self.size:
            pattern |= pattern << width
            width *= 2
        return pattern

    def minimal(self, valid: int, needed: Collection[str]) -> list[frozenset[str]]:
        """The subsets in `valid` from which no single step of `needed` can be taken away."""
        reducible = 0
        for place, step in enumerate(self.steps):
            if step not in needed:
                continue
            reducible |= (valid << (1 << place)) & self.has[step]
        left, found = valid & ~reducible & self.all, []
        while left:
            lowest = left & -left
            mask = lowest.bit_length() - 1
            found.append(frozenset(s for n, s in enumerate(self.steps) if mask >> n & 1))
            left ^= lowest
        return found


@dataclass(frozen=True)
class Moment:
    """For which subsets each step is done by some week, and in which some step ends just then."""

    done: dict[str, int]
    ending: int


class Search:
    """The sets of steps from a profile to a target, by looking at every subset of what matters."""

    def __init__(self, target: str, profile: Profile, world: Json) -> None:
        self.target, self.profile, self.world = target, profile, world
        self.start = person_of(profile, world)
        self.steps = relevant(target, profile, world)
        self.table = Table(self.steps)
        self._steps_meeting: dict[tuple[int, bool], int | tuple[str, ...]] = {}
        self._trees: dict[tuple[str, date], Json] = {}
        self.after = {s: finished(self.start, [s], world) for s in self.steps}

    def signature(self) -> tuple[object, ...]:
        """All that the valid sets depend on: two profiles with the same have the same sets."""
        found: list[object] = [self.target, self.profile.on, running_weeks(self.profile)]
        found.append(self.profile.adult)
        for item in (self.target, *self.steps):
            rules = item_of(item, self.world).get("requirements")
            if item == self.target:
                rules = requirements_of(item, self.start, self.world)
            for leaf in leaves(rules):
                for for_exam in (False, True):
                    found.append(self._closing(leaf, for_exam))
        return tuple(found)

    def _closing(self, leaf: Json, for_exam: bool) -> int | tuple[str, ...]:
        """1 where the leaf holds already, else the steps after which it does."""
        key = (id(leaf), for_exam)
        if key not in self._steps_meeting:
            if leaf_holds(leaf, self.start, self.world, for_exam=for_exam):
                self._steps_meeting[key] = 1
            else:
                self._steps_meeting[key] = tuple(
                    s
                    for s in self.steps
                    if leaf_holds(leaf, self.after[s], self.world, for_exam=for_exam)
                )
        return self._steps_meeting[key]

    def _where(self, tree: Json, done: Mapping[str, int], for_exam: bool) -> int:
        """The subsets for which a tree holds, given for which each step is done."""
        if tree is None:
            return self.table.all
        if "all" in tree:
            result = self.table.all
            for branch in tree["all"]:
                result &= self._where(branch, done, for_exam)
            return result
        result = 0
        if "any" in tree:
            for branch in tree["any"]:
                result |= self._where(branch, done, for_exam)
            return result
        closing = self._closing(tree, for_exam)
        if isinstance(closing, int):
            return self.table.all
        for step in closing:
            result |= done[step]
        return result

    def _tree(self, item: str, weeks: int) -> Json:
        day = day_after(self.profile, weeks)
        if (item, day) not in self._trees:
            self._trees[item, day] = on_day(item_of(item, self.world).get("requirements"), day)
        return self._trees[item, day]

    def _times(self) -> list[int]:
        """The weeks at which some step can end: the sums along chains of steps."""
        opens: dict[str, set[str]] = {s: set() for s in self.steps}
        for item in self.steps:
            for leaf in leaves(item_of(item, self.world).get("requirements")):
                closing = self._closing(leaf, False)
                for step in () if isinstance(closing, int) else closing:
                    opens[step].add(item)
        found: set[int] = {0}
        waiting = [(s, 0, frozenset((s,))) for s in self.steps]
        seen: set[tuple[str, int]] = set()
        while waiting:
            step, begun, path = waiting.pop()
            end = begun + (weeks_of(step, self.profile, self.world) or 0)
            if (step, end) not in seen:
                seen.add((step, end))
                found.add(end)
                waiting += [(s, end, path | {s}) for s in opens[step] - path]
        return sorted(found)

    def done(self) -> dict[str, int]:
        """For each step the subsets in which it gets done, each by the rules of the day it ends."""
        rules = (item_of(s, self.world).get("requirements") for s in self.steps)
        dated = any(leaf.get("since") or leaf.get("until") for t in rules for leaf in leaves(t))
        takes = {s: weeks_of(s, self.profile, self.world) or 0 for s in self.steps}
        if not dated:
            # No day matters: let everything take no time.
            takes = dict.fromkeys(self.steps, 0)
        moments: dict[int, Moment] = {}
        done = dict.fromkeys(self.steps, 0)
        for now in self._times() if dated else [0]:
            moments[now] = self._moment(now, done, takes, moments)
            done = moments[now].done
        return done

    def _moment(
        self,
        now: int,
        before: Mapping[str, int],
        takes: Mapping[str, int],
        moments: Mapping[int, Moment],
    ) -> Moment:
        """What is done `now`. A step begins today, or when another step of its subset ends."""
        done, ending, grows = dict(before), 0 if now else self.table.all, True
        while grows:
            grows = False
            for step, weeks in takes.items():
                then = Moment(done, ending) if not weeks else moments.get(now - weeks)
                if then is None:
                    continue
                opened = self._where(self._tree(step, now), then.done, False) & then.ending
                new = self.table.has[step] & opened & ~done[step]
                if new:
                    grows = True
                    done[step] |= new
                    ending |= new
        return Moment(done, ending)

    def may_sit_now(self) -> bool:
        """Whether the exam is open today, at most owing what will be there in time."""
        return may_sit_today(self.target, self.profile, self.world)

    def roads(self) -> list[frozenset[str]]:
        """The minimal sets of steps under the rules of each period that end in that period.

        Minimal: no step can be taken away, but what only takes waiting, which costs nothing and
        may let one sit sooner. A step that only passes the time until a rule changes can be
        taken away, so it is no step towards the target. Whoever may sit today does. Nothing is
        earned for what will come by itself within the policy's weeks.
        """
        done, found = self.done(), []
        needed = [s for s in self.steps if not is_under_way(s, self.world)]
        days = periods(self.profile, self.world)
        ways = {r.before | r.owed for r in Ways(self.profile, self.world).roads(self.target)}
        for day in days[: 1 if self.may_sit_now() else None]:
            for issued in (d for d in days if d >= day):
                rules = requirements_of(
                    self.target, person_of(self.profile, self.world), self.world
                )
                tree = on_day(rules, day, issued)
                valid = self._where(tree, done, True) & self._where(tree, done, False)
                for steps in self.table.minimal(valid, needed):
                    walked = walk(self.target, steps, self.profile, self.world, day, issued=issued)
                    if walked.sits is None or walked.issued is None or steps in found:
                        continue
                    if (
                        period_of(walked.sits, self.profile, self.world) == day
                        and period_of(walked.issued, self.profile, self.world) == issued
                        and any(w <= steps and self._only_waits(steps - w) for w in ways)
                    ):
                        found.append(steps)
        return found

    def _only_waits(self, steps: Collection[str]) -> bool:
        return all(is_under_way(s, self.world) for s in steps)


# --- the roads to an exam, and the status -------------------------------------------------------


@dataclass(frozen=True)
class Option:
    """One way to meet a tree: what is done before the exam, and what may be owed after it.

    The exam waits `wait` weeks at least; `vague`: nobody knows when something owed will end.
    """

    before: frozenset[str] = frozenset()
    owed: frozenset[str] = frozenset()
    wait: int = 0
    vague: bool = False

    def beside(self, other: Option) -> Option:
        """Both."""
        before = self.before | other.before
        return Option(
            before,
            (self.owed | other.owed) - before,
            max(self.wait, other.wait),
            self.vague or other.vague,
        )

    @property
    def steps(self) -> frozenset[str]:
        """All of them."""
        return self.before | self.owed


@dataclass(frozen=True)
class Road:
    """A way to a certificate with its days, in weeks from now, and the status it gives.

    `timed` false: the exam is not before `sits`, and nobody knows when.
    """

    status: str
    before: frozenset[str]
    owed: frozenset[str]
    sits: int
    issued: int
    timed: bool


STATUSES = ("ready", "reachable", "on-track", "long-term", "closed")


class Ways:
    """All ways from a profile to certificates: every step that meets a leaf, every branch.

    `only`: the steps that are looked at.
    """

    def __init__(
        self, profile: Profile, world: Json, only: Callable[[str], bool] | None = None
    ) -> None:
        self.profile, self.world = profile, world
        self.start = person_of(profile, world)
        self.doable = [
            i
            for i in (*world["steps"], *world["certifications"])
            if i not in self.start.holds
            and item_of(i, world).get("attainable", True)
            and (only is None or only(i))
        ]
        self.days = periods(profile, world)
        self.after = {s: finished(self.start, [s], world) for s in self.doable}
        self._ends: dict[frozenset[str], dict[str, int]] = {}
        self._roads: dict[str, tuple[Road, ...]] = {}
        self._meeting: dict[int, tuple[str, ...]] = {}

    # --- what is decided ---

    def status(self, target: str) -> str:
        """The best status that some road gives."""
        found = [r.status for r in self.roads(target)]
        return min(found, key=STATUSES.index, default="closed")

    def best(self, target: str) -> tuple[Road, ...]:
        """The roads of the best status."""
        best = self.status(target)
        return tuple(r for r in self.roads(target) if r.status == best)

    def roads(self, target: str) -> tuple[Road, ...]:
        """All roads, each under the rules of the days on which it sits and is issued."""
        if target not in self._roads:
            rules = requirements_of(target, person_of(self.profile, self.world), self.world)
            found: dict[Road, None] = {}
            for sat in self.days:
                for issued in (d for d in self.days if d >= sat):
                    for option in self.options(on_day(rules, sat, issued), frozenset((target,))):
                        road = self._road(option)
                        if road is not None and (sat, issued) == (
                            self._period(road.sits),
                            self._period(road.issued),
                        ):
                            found[road] = None
            self._roads[target] = tuple(found)
        return self._roads[target]

    def _period(self, weeks: int) -> date:
        return max(d for d in self.days if d <= day_after(self.profile, weeks))

    def _road(self, option: Option) -> Road | None:
        ends = self.ends(option.steps)
        alone = self.ends(option.before)
        if len(ends) < len(option.steps) or len(alone) < len(option.before):
            return None
        sits = max([option.wait, *alone.values()])
        timed = not option.vague and self.is_timed(option.before)
        return Road(
            self._standing(option),
            option.before,
            option.owed,
            sits,
            max([sits, *ends.values()]),
            timed,
        )

    def _standing(self, option: Option) -> str:
        spans = {item_of(s, self.world).get("span", "short") for s in option.before}
        if "long" in spans:
            return "long-term"
        if "under-way" in spans or option.wait or option.vague:
            return "on-track"
        return "reachable" if spans else "ready"

    def ends(self, steps: frozenset[str]) -> dict[str, int]:
        """When each step of a set ends."""
        if steps not in self._ends:
            self._ends[steps] = ends_of(steps, self.profile, self.world)
        return self._ends[steps]

    def is_timed(self, steps: Collection[str]) -> bool:
        """Whether all their durations are known."""
        return all(weeks_of(s, self.profile, self.world) is not None for s in steps)

    # --- trees ---

    def options(self, tree: Json, path: frozenset[str]) -> frozenset[Option]:
        """All ways to meet a tree without what is on the path to it."""
        if tree is None:
            return frozenset((Option(),))
        if "all" in tree:
            found = frozenset((Option(),))
            for branch in tree["all"]:
                more = self.options(branch, path)
                found = self._least({a.beside(b) for a in found for b in more})
            return found
        if "any" in tree:
            branches = [self.options(branch, path) for branch in tree["any"]]
            return self._without_needless(frozenset(chain.from_iterable(branches)))
        return self._without_needless(frozenset(self._leaf(tree, path)))

    def _leaf(self, leaf: Json, path: frozenset[str]) -> Iterator[Option]:
        if leaf_holds(leaf, self.start, self.world, for_exam=False):
            yield Option()
            return
        for step in self.meeting(leaf):
            if step not in path:
                for way in self.to(step, path):
                    yield self._owing(step, way, leaf)

    def meeting(self, leaf: Json) -> tuple[str, ...]:
        """The steps each of which meets a leaf."""
        if id(leaf) not in self._meeting:
            self._meeting[id(leaf)] = tuple(
                s
                for s in self.doable
                if leaf_holds(leaf, self.after[s], self.world, for_exam=False)
            )
        return self._meeting[id(leaf)]

    def _owing(self, step: str, way: Option, leaf: Json) -> Option:
        """A way to a step, as owed after the exam where it may be.

        What the step asks for first stands before the exam, unless all of it may be owed too.
        """
        if leaf.get("due") != "certificate" or not is_owable(step, self.world):
            return way
        rest = way.before - {step}
        late = all(is_owable(s, self.world) for s in rest)
        owed = way.before if late else frozenset((step,))
        if is_formality(step, self.world):
            return Option(way.before - owed, owed)
        timed = self.is_timed(way.before)
        end = self.ends(way.before).get(step, 0)
        return Option(way.before - owed, owed, wait_for(end, leaf) if timed else 0, not timed)

    def to(self, step: str, path: frozenset[str]) -> frozenset[Option]:
        """All ways to a step, itself included, by the rules of any period."""
        rules = item_of(step, self.world).get("requirements")
        trees = {str(t): t for t in (on_day(rules, day) for day in self.days)}
        found: set[Option] = set()
        for tree in trees.values():
            for option in self.options(tree, path | {step}):
                found.add(Option(option.steps | {step}))
        return self._least({o for o in found if len(self.ends(o.before)) == len(o.before)})

    def _without_needless(self, found: frozenset[Option]) -> frozenset[Option]:
        """Nothing is earned for what will come by itself, on a known day, within a year."""
        most = self.world["policy"].get("wait_weeks", 52)
        if any(self._comes_by_itself(o, most) for o in found):
            found = frozenset(
                o for o in found if not any(is_earned(s, self.world) for s in o.steps)
            )
        return self._least(found)

    def _comes_by_itself(self, option: Option, most: int) -> bool:
        return (
            bool(option.steps)
            and not option.vague
            and all(is_under_way(s, self.world) for s in option.steps)
            and self.is_timed(option.steps)
            and max(self.ends(option.steps).values(), default=0) <= most
        )

    def _least(self, found: Collection[Option]) -> frozenset[Option]:
        """Without those that buy something more than another one needs."""
        return frozenset(o for o in found if not any(self._is_more(o, less) for less in found))

    def _is_more(self, one: Option, less: Option) -> bool:
        return (
            less.before <= one.before
            and less.owed <= one.steps
            and less.wait <= one.wait
            and less.vague <= one.vague
            and any(not is_under_way(s, self.world) for s in one.steps - less.steps)
        )


def may_sit_today(target: str, profile: Profile, world: Json) -> bool:
    """Whether nothing is missing before the exam, and what is owed will be there in time."""
    found = Ways(profile, world, only=lambda step: is_owable(step, world))
    return any(road.status == "ready" for road in found.roads(target))


# --- what a set costs ---------------------------------------------------------------------------

Cost = tuple[Decimal, frozenset[tuple[str, int, bool]]]
"""A known sum in USD, and the fees (item, number, for members?) whose amount is not known."""


def fees_of(item: str, profile: Profile, world: Json, members: frozenset[str]) -> Cost:
    """What one item costs whoever is a member there; one's own quote replaces all of it."""
    if item in profile.price:
        return profile.price[item], frozenset()
    entry = item_of(item, world)
    known, unknown = Decimal(0), set()
    for number, fee in enumerate(entry.get("fees") or ()):
        inside = entry.get("issuer") in members and fee.get("member") is not None
        price = fee["member"] if inside else fee["standard"]
        if price["value"] is None or not price.get("confirmed", True):
            unknown.add((item, number, inside))
        else:
            known += Decimal(str(price["value"]))
    return known, frozenset(unknown)


def known(fact: Json) -> Any:
    """What a catalog's value is worth in arithmetic; None where it is unknown or not confirmed."""
    return fact["value"] if fact.get("confirmed", True) else None


def per_year(
    target: str, profile: Profile, joined: frozenset[str], world: Json
) -> tuple[Decimal, bool]:
    """What staying certified costs a year in USD, to the cent, and whether that is all of it."""
    entry = world["certifications"][target]
    renewal, inside = entry["renewal"], entry["issuer"] in joined
    fee = (
        renewal["fee"]["member"]
        if inside and renewal["fee"].get("member")
        else renewal["fee"]["standard"]
    )
    shares: list[Fraction | None] = []
    amount, years = known(fee), known(renewal["years"])
    shares.append(Fraction(str(amount)) / years if amount is not None and years else None)
    cards = [
        Fraction(cost) / valid
        for s, step in world["steps"].items()
        if (step.get("gives") or {}).get("cpr") == "yes"
        and step.get("valid_years")
        and (valid := known(step["valid_years"]))
        for cost, unknown in [fees_of(s, profile, world, frozenset())]
        if not unknown
    ]
    keep = known(renewal["keep_cpr"])
    if keep is None:
        shares.append(None)
    elif keep:
        shares.append(min(cards, default=None))
    total = sum((s for s in shares if s is not None), Fraction(0))
    return Decimal(int(total * 100 + Fraction(1, 2))) / 100, None not in shares


def memberships(steps: frozenset[str], profile: Profile, world: Json) -> list[str]:
    """The memberships this candidate could buy besides, at any price, known or not.

    One for students is not for sale to those who finish their studies on the way.
    """
    person = person_of(profile, world)
    if any((item_of(s, world).get("gives") or {}).get("finishes") for s in steps):
        person = Person(**{**vars(person), "running": None, "stage": None})
    return [
        s
        for s, step in world["steps"].items()
        if (step.get("gives") or {}).get("member")
        and s not in person.holds
        and s not in steps
        and step["gives"]["member"] not in person.members
        and all(_plainly_met(leaf, person, world) for leaf in leaves(step.get("requirements")))
    ]


def _plainly_met(leaf: Json, person: Person, world: Json) -> bool:
    return judge(leaf["test"], person, world) == MET


def costs(
    target: str, steps: frozenset[str], profile: Profile, world: Json
) -> dict[frozenset[str], Cost]:
    """What a set of steps costs, with every set of memberships that might be joined besides."""
    already = person_of(profile, world).members
    found = {}
    for joined in subsets(memberships(steps, profile, world)):
        bought = steps | joined
        members = already | {
            issuer
            for s in bought
            if (issuer := (item_of(s, world).get("gives") or {}).get("member"))
        }
        parts = [fees_of(i, profile, world, frozenset(members)) for i in (target, *bought)]
        unknown = frozenset(u for _, more in parts for u in more)
        found[joined] = (sum((k for k, _ in parts), Decimal(0)), unknown)
    return found


def beats(one: Cost, other: Cost) -> bool:
    """Not dearer, whatever the unknown amounts turn out to be."""
    return one[0] <= other[0] and one[1] <= other[1]
