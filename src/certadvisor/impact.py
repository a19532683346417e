"""What an answer not yet given could change: groups, order, required totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from certadvisor import models as m
from certadvisor.assess import Ranking, rank
from certadvisor.conditions import leaves
from certadvisor.eligibility import change_days
from certadvisor.profile import ENROLLED, FIELDLESS, Profile, normalised

Outcome = tuple[tuple[str, str, object, bool], ...]


def outcome(ranking: Ranking) -> Outcome:
    """What counts as a change: who stands where, in which group, at what required total."""
    return tuple((j.id, j.group, j.cost.required_total, j.cost.complete) for j in ranking.ranked)


def distance(one: Outcome, other: Outcome) -> int:
    """How many certifications a change moves, regroups or reprices."""
    return sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other))


def unanswered(profile: Profile) -> list[str]:
    """The questions whose answer is not known, in the order they are listed."""
    enrolled = profile.degree in ENROLLED
    fieldless = profile.degree in FIELDLESS
    open_ = {
        "degree_field": not fieldless and profile.degree_field in (None, "unknown"),
        "cpr": profile.cpr in (None, "unknown"),
        "member": not profile.member,
        "licence": profile.licence is None,
        "practice": True,
        "years": True,
        "graduates": enrolled and profile.graduates is None,
        "casce": not fieldless and profile.casce in (None, "unknown"),
        "educated": not fieldless and profile.educated is None,
    }
    return [name for name, is_open in open_.items() if is_open]


def possible(name: str, profile: Profile, catalog: m.Catalog) -> Iterator[Profile]:
    """The profile with each answer to one open question, one of each kind that may matter."""
    for update in _updates(name, profile, catalog):
        yield normalised(profile.model_copy(update=update), catalog)


def _updates(name: str, profile: Profile, catalog: m.Catalog) -> Iterator[Mapping[str, object]]:
    if name == "degree_field":
        yield from ({name: f} for f in ("exercise-science", "health-science", "other"))
    elif name == "cpr":
        yield from ({name: a} for a in ("yes", "no", "online-only"))
    elif name == "casce":
        yield from ({name: a} for a in ("yes", "no"))
    elif name == "educated":
        yield from ({name: a} for a in ("us", "elsewhere"))
    elif name == "licence":
        yield from ({name: (a,)} for a in ("none", "pt", "pta", "atc", "rd"))
    elif name == "graduates":
        yield from ({name: month} for month in _months(profile, catalog))
    elif name == "member":
        for issuer in {s.gives.member for s in catalog.steps.values()} - {None}:
            yield {name: {issuer: "full"}}
    elif name in ("practice", "years"):
        had: dict[str, int] = getattr(profile, name)
        for activity, amounts in _amounts(name, catalog).items():
            if activity not in had:
                yield from ({name: {**had, activity: n}} for n in sorted({0, *amounts}))


def _months(profile: Profile, catalog: m.Catalog) -> list[str]:
    """Months of graduation on either side of each change of a rule, a final year apart."""
    days = [profile.on + timedelta(days=31)]
    for day in change_days(catalog):
        if day > profile.on:
            days += [day + timedelta(days=d) for d in (-400, -31, 31, 400)]
    return sorted({d.isoformat()[:7] for d in days if d > profile.on})


def _amounts(name: str, catalog: m.Catalog) -> dict[str, set[int]]:
    """The hours or years that some requirement asks for, by activity."""
    found: dict[str, set[int]] = {}
    for item in catalog.items().values():
        for leaf in leaves(item.requirements):
            for test in (leaf.test, *leaf.disputed):
                if isinstance(test, m.PracticeTest) and name == "practice":
                    found.setdefault(test.activity, set()).add(test.hours)
                elif isinstance(test, m.YearsTest) and name == "years":
                    found.setdefault(test.activity, set()).add(test.years)
    return found


def impact(name: str, ranking: Ranking) -> int:
    """The most that any answer to a question could change; 0 where none changes anything."""
    now = outcome(ranking)
    return max(
        (
            distance(now, outcome(rank(profile, ranking.catalog, ranking.memory)))
            for profile in possible(name, ranking.profile, ranking.catalog)
        ),
        default=0,
    )


def open_questions(ranking: Ranking) -> tuple[str, ...]:
    """The unanswered questions that could change the outcome, those that change most first."""
    found = {name: impact(name, ranking) for name in unanswered(ranking.profile)}
    return tuple(sorted((n for n in found if found[n]), key=lambda n: -found[n]))
