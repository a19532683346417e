"""A certification as judged for one candidate: open by some pathway, or closed."""

from __future__ import annotations

from fractions import Fraction

from certadvisor.catalog import types as m
from certadvisor.rules.cost import Bill, Costs
from certadvisor.rules.eligibility import Pathway
from certadvisor.rules.purpose import PurposeChecks
from certadvisor.rules.scoring import Values
from certadvisor.values import immutable


@immutable()
class _Judged:
    """What is decided about a certification, whether or not a pathway leads to it.

    `completes`: holding it would be enough, where what is held is not. `strong`: at least so in the
    focus asked for.
    """

    id: str
    bill: Bill
    costs: Costs
    purpose: PurposeChecks
    values: Values
    score: Fraction
    group: m.GroupName
    affordable: bool | None
    completes: bool
    strong: bool


@immutable()
class OpenOption(_Judged):
    """A certification that the candidate can get, by the cheapest pathway of the best status."""

    pathway: Pathway
    other_pathways: tuple[Pathway, ...]

    @property
    def status(self) -> m.StatusName:
        """The status of the pathway."""
        return self.pathway.status


@immutable()
class ClosedOption(_Judged):
    """A certification to which no known pathway leads."""

    @property
    def status(self) -> m.StatusName:
        """Closed."""
        return "closed"


Option = OpenOption | ClosedOption
