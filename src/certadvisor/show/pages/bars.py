"""Shares as bars, for those who look rather than read; every bar stands beside its words."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

FULL, PART, EMPTY = "█", "▒", "░"


def bar(
    share: Fraction | Decimal, also: Fraction | Decimal | None = None, *, size: int = 20
) -> str:
    """`share` of 1 as a bar of so many characters; `also`: a larger share that includes it."""
    full = _filled(share, size)
    part = 0 if also is None else _filled(also, size) - full
    return FULL * full + PART * part + EMPTY * (size - full - part)


def _filled(share: Fraction | Decimal, size: int) -> int:
    """How many characters; one at least for anything above zero."""
    if share <= 0:
        return 0
    return min(max(round(share * size), 1), size)
