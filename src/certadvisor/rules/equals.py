"""Equals: certifications that open the same doors, and the order among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from certadvisor.catalog import types as m
from certadvisor.rules.cost import price_for
from certadvisor.rules.options import Option

ORDERED: tuple[m.GroupName, ...] = ("do-now", "not-yet", "later")
"""The groups in which equals stand together; in the others nothing is recommended."""


def alike(one: Option, other: Option, catalog: m.Catalog) -> bool:
    """Whether two open the same doors: same role, fit and recognition, completing the same sets."""
    return _doors(one, catalog) == _doors(other, catalog)


def _doors(option: Option, catalog: m.Catalog) -> tuple[object, ...]:
    values, role = option.values, catalog.certifications[option.id].role
    worth = (values["fit"], values["recognition"])
    return (option.group, role, option.completes, option.strong, *worth)


def together(ranked: Sequence[Option], catalog: m.Catalog) -> list[Option]:
    """The same order, but equals stand at the place of the best of them, in an order of their own.

    That order does not rest on points: a few dollars of a price that may be stale decide nothing.
    """
    blocks: dict[tuple[object, ...], list[Option]] = {}
    for option in ranked:
        key = _doors(option, catalog) if option.group in ORDERED else (option.id,)
        blocks.setdefault(key, []).append(option)
    return [option for block in blocks.values() for option in _ordered(block, catalog)]


def _ordered(equals: list[Option], catalog: m.Catalog) -> list[Option]:
    """Who is open sooner, accredited, cheaper to hold, published, easier; then by id."""
    if len(equals) == 1:
        return equals
    cost = dict(_cost_places(equals, catalog))

    def place(option: Option) -> tuple[object, ...]:
        certification = catalog.certifications[option.id]
        retake = price_for(certification.retake, member=certification.issuer in option.bill.joined)
        rate = certification.exam.pass_rate.known
        return (
            -option.values["readiness"],
            certification.ncca.known is not True,
            not option.costs.complete,
            cost[option.id],
            not option.costs.per_year.complete,
            option.costs.per_year.amount,
            retake.known is None,
            retake.known or Decimal(0),
            rate is None,
            -(rate or Decimal(0)),
            option.id,
        )

    return sorted(equals, key=place)


def _cost_places(equals: list[Option], catalog: m.Catalog) -> Iterator[tuple[str, int]]:
    """The place of each by what it costs to hold it for some years; close prices may share one.

    Study and upkeep count where they are published for all of them. A difference below the policy's
    margin decides nothing where it rests on a price that is not the issuer's own.
    """
    years, margin = catalog.policy.equal_years, catalog.policy.equal_within
    with_study = all(o.costs.study_known for o in equals)
    with_upkeep = all(o.costs.per_year.complete for o in equals)

    def cost(option: Option) -> Decimal:
        known = option.costs.total if with_study else option.costs.required_total
        return known + (years * option.costs.per_year.amount if with_upkeep else 0)

    place, head = 0, min(equals, key=cost)
    for option in sorted(equals, key=cost):
        more = cost(option) - cost(head)
        decides = more * margin.denominator >= cost(head) * margin.numerator
        if more and (decides or not _is_doubtful(head, option, catalog)):
            place, head = place + 1, option
        yield option.id, place


def _is_doubtful(one: Option, other: Option, catalog: m.Catalog) -> bool:
    """Whether a difference in cost rests on a price that is not official."""
    sources = [c.source for o in (one, other) for c in o.costs.charges]
    return any(s in catalog.sources and not catalog.sources[s].official for s in sources)
