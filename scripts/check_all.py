"""Try the laws on the whole answer space of the real catalog, and print what was tried.

`python scripts/check_all.py [--slice K/N] [--jobs N]`. A slice takes every Nth candidate, beginning
with the Kth; the same ones every time. The exit code is 1 if a law is broken anywhere: the first
breaches of each are printed with the command line that shows them.

`tests/oracle/space.py` says which candidates there are, `tests/oracle/laws` what must hold for them. Laws that
are dear are tried on a share of the candidates, every so manyth; the table says on which.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "oracle"))

from desk import look_at_some, world
from helpers import real_catalog
from space import Case, families
from tally import EVERY, LAWS, PLAIN, Tally

CHUNK = 120
"""Candidates that are looked at together, so that what they share is worked out once."""


def look_at_all(cases: Sequence[Case], jobs: int) -> Tally:
    """What is found with all candidates, in so many processes."""
    tally, firsts = Tally(), range(0, len(cases), CHUNK)
    chunks = [cases[first : first + CHUNK] for first in firsts]
    if jobs == 1:
        for found in map(look_at_some, chunks, firsts):
            tally.add(found)
        return tally
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        for found in pool.map(look_at_some, chunks, firsts):
            tally.add(found)
    return tally


def report(tally: Tally) -> Iterator[str]:
    """The counts, and the first breaches of each law."""
    yield f"{'candidates':<12}{'count':>9}{'with their budgets':>20}"
    for family, count in tally.candidates.items():
        yield f"{family:<12}{count:>9,}{tally.profiles[family]:>20,}"
    yield f"{'all':<12}{tally.candidates.total():>9,}{tally.profiles.total():>20,}"
    yield ""
    yield f"{'law':<68}{'on':>8}{'tried':>10}{'broken':>8}"
    for law in LAWS:
        share = f"1 in {EVERY[law]:,}" if law in EVERY else "all"
        yield f"{law:<68}{share:>8}{tally.tried[law]:>10,}{tally.broken[law]:>8,}"
    yield f"(in the product {PLAIN} times rarer, where it is not all)"
    yield ""
    for law, texts in tally.shown.items():
        yield f"broken: {law}"
        yield from texts
    yield f"distinct advice texts: {len(tally.advice):,}"
    yield f"laws broken: {tally.broken.total():,} times"


def _slice(text: str) -> tuple[int, int]:
    number, _, of = text.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise argparse.ArgumentTypeError("must be K/N with K from 1 to N, such as 3/20")
    return int(number), int(of)


def main(words: Sequence[str] | None = None) -> int:
    """Try, and print; the exit code is 1 if a law is broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--slice", type=_slice, default=(1, 1), metavar="K/N")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    chosen = parser.parse_args(words)
    first, step = chosen.slice
    began = time.monotonic()
    cases = [*islice(families(world(), real_catalog()), first - 1, None, step)]
    tally = look_at_all(cases, chosen.jobs)
    catalog = real_catalog()
    print(f"catalog {catalog.version}, slice {first}/{step}, {chosen.jobs} processes\n")
    print("\n".join(report(tally)))
    print(f"seconds: {time.monotonic() - began:.0f}")
    return 1 if tally.broken else 0


if __name__ == "__main__":
    sys.exit(main())
