"""The group of a certification."""

from __future__ import annotations

import pytest

from certadvisor.catalog import types as m
from certadvisor.rules.purpose import PurposeCheck, PurposeChecks
from certadvisor.rules.ranking import group_of


@pytest.mark.parametrize(
    ("status", "serves", "within", "group"),
    [
        ("closed", True, True, "closed"),
        ("closed", False, None, "closed"),
        ("ready", False, True, "not-for-this"),
        ("long-term", False, True, "not-for-this"),
        ("long-term", True, False, "later"),
        ("on-track", True, True, "not-yet"),
        ("reachable", True, None, "not-yet"),
        ("ready", True, False, "not-yet"),
        ("reachable", True, True, "do-now"),
        ("ready", True, True, "do-now"),
    ],
)
def test_the_first_reason_from_the_far_end_names_the_group(
    status: m.StatusName, serves: bool, within: bool | None, group: str
) -> None:
    """Closed, not for this, later, not yet, do now."""
    purpose = PurposeChecks(
        PurposeCheck(serves, "serves"),
        PurposeCheck(True, "has-base"),
        PurposeCheck(True, "not-covered"),
    )
    assert group_of(status, purpose, within) == group
