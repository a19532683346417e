"""Advice as a situation: the answers and what came of them, in the form of tests/situations.json."""

from __future__ import annotations

from certadvisor.advice.results import Recommendation
from certadvisor.json_text import to_json
from certadvisor.profile.file import given_in

NAME = "Say here in one sentence what the advice should be, and correct what is expected below"


def situation_text(result: Recommendation) -> str:
    """One situation as JSON: it passes as it is, and fails once what is expected is corrected.

    `quote` and `source` are for the reader who disagrees to fill in: advice rests on statements.
    """
    ranked, advice, first = result.recommendations, result.advice, result.first_place
    expect = {
        "first": first.id if first is not None else None,
        "now": advice.now.id if advice.now is not None else None,
        "goal": advice.goal,
        "needed": advice.needed,
        "status": {a.id: a.status for a in ranked},
        "group": {a.id: a.group for a in ranked},
        "total": {a.id: a.cost.required_total for a in ranked},
    }
    return to_json(
        {
            "name": NAME,
            "quote": "",
            "source": "",
            "answers": given_in(result.profile),
            "expect": expect,
            "command": result.command,
        }
    )
