"""What to aim at, what lies further off, and what the goal puts off."""

from __future__ import annotations

from certadvisor.catalog import types as m
from certadvisor.rules.ranking import Ranking
from small import Json, catalog_of, cert, held, leaf, ranking_in, serving, step

LINE = "--degree none --cpr no --cpt none --licence none --budget unlimited "
DEGREE = leaf({"kind": "degree", "at_least": "bachelor"})
LONG = step(200, span="long", kind="degree", gives={"degree": "bachelor"})
COVER = {"test": held("goal")["test"], "rationale": "it is", "source": "article"}


def _aims(
    steps: dict[str, Json], setting: Json | None = None, line: str = LINE, /, **certifications: Json
) -> Ranking:
    return ranking_in(catalog_of(steps, None, setting, **certifications), line)


def _goal(ranking: Ranking) -> tuple[str | None, str | None]:
    """The ids of the goal and of what lies beyond it."""
    return (
        ranking.goal.id if ranking.goal is not None else None,
        ranking.beyond.id if ranking.beyond is not None else None,
    )


def _enough(*ids: str) -> Json:
    return {"sufficient": [{"speaks_for": "all", "rule": held(*ids), "source": "article"}]}


def test_the_goal_completes_a_set_and_without_sets_serves_best() -> None:
    """However well another one serves that completes none; where none completes one, the best."""
    made = {"goal": cert("standard"), "other": cert("useful")}
    assert _goal(_aims({}, **made)) == ("goal", None)
    assert _goal(_aims({}, _enough("other"), **made)) == ("other", None)
    assert _goal(_aims({"x": step(1)}, _enough("x"), **made)) == ("goal", None)


def test_with_a_focus_the_goal_is_strong_in_it() -> None:
    """Useful in it is not enough where something strong is left, set or no set."""
    made = {
        "goal": {**cert("standard"), **serving("standard", strength="useful")},
        "other": {**cert("useful"), **serving("useful", strength="strong")},
    }
    focus = f"{LINE} --focus strength"
    assert _goal(_aims({}, _enough("goal"), focus, **made)) == ("other", None)
    own = {**_enough("goal"), "own_trade": ["strength"]}
    assert _goal(_aims({}, own, focus, **made)) == ("goal", None)


def test_what_is_long_term_is_the_goal_only_if_its_step_is_expected() -> None:
    """Else it lies further off; one employer's wish is no expectation of the setting."""
    made = {"goal": cert("standard", rule=held("long")), "other": cert("useful")}
    wish = {"text": "a degree", "rule": DEGREE, "source": "article"}
    assert _goal(_aims({"long": LONG}, **made)) == ("other", "goal")
    assert _goal(_aims({"long": LONG}, {"expectations": [wish]}, **made)) == ("goal", None)
    one = {"expectations": [{**wish, "one_employer": True}]}
    assert _goal(_aims({"long": LONG}, one, **made)) == ("other", "goal")
    practice = step(200, span="long", kind="practice")
    assert _goal(_aims({"long": practice}, {"expectations": [wish]}, **made)) == ("other", "goal")


def test_what_is_long_term_is_the_goal_where_nothing_else_remains() -> None:
    """And then nothing lies beyond it."""
    made = {"goal": cert("standard", rule=held("long")), "other": serving("none")}
    assert _goal(_aims({"long": LONG}, **made)) == ("goal", None)


def test_what_is_closed_or_covered_is_no_goal() -> None:
    """Held is left out of the ranking anyway."""
    shut = {"x": step(1, attainable=False)}
    made = {"goal": cert("standard", rule=held("x")), "other": cert("useful")}
    assert _goal(_aims(shut, **made)) == ("other", None)
    covered = cert("standard", covered_by=[{**COVER, "test": held("y")["test"]}])
    line = f"{LINE} --holds y"
    found = _aims({"y": step(1)}, None, line, goal=covered, other=cert("useful"))
    assert _goal(found) == ("other", None)


def test_of_two_equal_goals_the_earlier_one_is_chosen() -> None:
    """Whatever it costs, and before the order of the ranking."""
    steps = {"slow": step(20), "quick": step(10)}
    made = {
        "goal": cert("strong", "1", held("slow")),
        "other": cert("strong", "900", held("quick")),
    }
    ranking = _aims(steps, **made)
    assert _goal(ranking) == ("other", None)
    same = {i: {**one, "requirements": {"all": []}} for i, one in made.items()}
    assert _goal(_aims({}, **same))[0] == _aims({}, **same).ranked[0].id


# --- what the goal makes unnecessary -------------------------------------------------------------


def _group_of_other(wait: Json, setting: Json | None = None, *, covers: bool = True) -> str:
    """The group of `other`, which the goal covers, while the goal takes this step."""
    other = cert("useful", covered_by=[COVER] if covers else [])
    ranking = _aims({"wait": wait}, setting, goal=cert("standard", rule=held("wait")), other=other)
    found = ranking.of("other")
    assert ranking.goal is not None
    assert ranking.goal.id == "goal"
    assert found is not None
    return found.group


def test_what_the_goal_will_cover_waits_while_that_is_on_track_with_a_day() -> None:
    """Not if the day is unknown, nothing is waited for, or the goal covers it not."""
    waiting = step(70, span="under-way")
    assert _group_of_other(waiting) == "not-yet"
    assert _group_of_other(waiting, covers=False) == "do-now"
    assert _group_of_other(step(None, span="under-way")) == "do-now"
    assert _group_of_other(step(20)) == "do-now"


def test_what_completes_a_set_itself_does_not_wait_for_the_goal() -> None:
    """Students in a gym are not told to wait two years."""
    waiting: Json = step(70, span="under-way")
    assert _group_of_other(waiting, _enough("goal", "other")) == "do-now"
    assert _group_of_other(waiting, _enough("goal")) == "not-yet"


def test_the_goal_is_regardless_of_the_budget() -> None:
    """What can be paid is settled by the groups."""
    made = {"goal": cert("standard", "900"), "other": cert("useful", "10")}
    line = LINE.replace("unlimited", "100")
    ranking = _aims({}, None, line, **made)
    assert _goal(ranking) == ("goal", None)
    assert ranking.first_place is not None
    assert ranking.first_place.id == "other"
    found: m.GroupName | None = ranking.goal.group if ranking.goal else None
    assert found == "not-yet"
