"""Why a certification is not in first place: the first thing that separates the two."""

from __future__ import annotations

from certadvisor.advice.results import Assessment, Recommendation, WhyNot
from certadvisor.advice.wording import over_budget, total_words
from certadvisor.catalog.types import Catalog
from certadvisor.errors import UsageError
from certadvisor.text import listed, plain, sentence


def why_not(certification_id: str, result: Recommendation, catalog: Catalog) -> WhyNot:
    """A veto, a group, or points by criterion: whichever comes first.

    Raises:
        UsageError: the candidate holds it, so it is not in the ranking.
    """
    name = catalog.name_of(certification_id)
    if certification_id in result.held:
        raise UsageError(f"you hold the {name} already, so it is not in the ranking.")
    one = next(a for a in result.recommendations if a.id == certification_id)
    first = result.first_place
    if first is not None and first.id == one.id:
        return WhyNot(one.id, first.id, "first", f"The {name} is in first place.", {})
    if (veto := one.purpose.veto) is not None:
        text = f"the {name} does not qualify here: {veto.reason}"
        return WhyNot(one.id, _id(first), "veto", sentence(text), {})
    if first is None or one.group != first.group:
        text = f"the {name} is not something to do now: {_kept_back(one, result, catalog)}"
        return WhyNot(one.id, _id(first), "group", sentence(text), {})
    if one.id in result.advice.equals and result.profile.prefer is None:
        text = (
            f"the {name} counts as much as the {first.name}: compare what each costs and asks for"
        )
        return WhyNot(one.id, first.id, "group", sentence(text), {})
    return _by_points(one, first)


def _id(first: Assessment | None) -> str | None:
    return first.id if first is not None else None


def _kept_back(one: Assessment, result: Recommendation, catalog: Catalog) -> str:
    """What keeps a certification that serves out of the do-now group."""
    if one.status == "closed":
        return f"no known way leads there; you need {listed(one.missing)}"
    if one.status in ("long-term", "on-track"):
        return f"you still have to {listed([catalog.doing(s) for s in one.route])}"
    if over := over_budget(one.cost, result.profile.budget):
        return f"it costs {total_words(one.cost)}, {over}"
    return "its price is not published"


def _by_points(one: Assessment, first: Assessment) -> WhyNot:
    gaps = {
        g.criterion: g.points - w.points for g, w in zip(first.grounds, one.grounds, strict=True)
    }
    names = {g.criterion: g.name.lower() for g in first.grounds}
    behind = first.score - one.score
    if behind < 0:
        text = (
            f"the {one.name} has more points than the {first.name}, but what suffices, what is "
            "strong in your focus and what you asked to have first come before points"
        )
        return WhyNot(one.id, first.id, "score", sentence(text), gaps)
    if not behind:
        text = f"the {one.name} has the same score as the {first.name}; price breaks the tie"
        return WhyNot(one.id, first.id, "score", sentence(text), gaps)
    more = [f"{plain(gap)} by {names[n]}" for n, gap in gaps.items() if gap > 0]
    less = [f"{plain(-gap)} by {names[n]}" for n, gap in gaps.items() if gap < 0]
    text = (
        f"the {one.name} is {plain(behind)} points behind the {first.name}: it loses {listed(more)}"
    )
    text += f", and gains {listed(less)}" if less else ""
    return WhyNot(one.id, first.id, "score", sentence(text), gaps)
