"""The answers in one line, as one would say them."""

from __future__ import annotations

from certadvisor.catalog.types import Catalog
from certadvisor.profile.profile import Profile
from certadvisor.profile.questions import by_name


def you(profile: Profile, catalog: Catalog) -> str:
    """What the candidate has said, in the order it is asked."""
    questions = by_name(type(profile)).values()
    return "; ".join(part for q in questions for part in q.said(profile, catalog))
