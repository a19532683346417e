"""How long the program takes: medians of whole processes, and their ratios to what it rests on.

Ratios travel between machines, milliseconds do not. `python scripts/bench.py [RUNS]`
"""

from __future__ import annotations

import shlex
import statistics
import subprocess
import sys
import time

PROGRAM = ("-m", "certadvisor")
ANSWERS = shlex.split(
    "--setting collegiate --degree bachelor --degree-field exercise-science "
    "--cpr yes --cpt none --budget 1000 --on 2026-11-23"
)
RECOMMEND = (*PROGRAM, "recommend", *ANSWERS)

PYTHON, TYPER, LIBRARIES = "python", "import typer", "import pydantic, rich"
VERSION, TABLE, JSON = "certadvisor --version", "recommend, table", "recommend, json"
TABLE_BARE, JSON_BARE = "recommend, table, --no-sureness", "recommend, json, --no-sureness"

PROCESSES: dict[str, tuple[str, ...]] = {
    PYTHON: ("-c", ""),
    TYPER: ("-c", TYPER),
    LIBRARIES: ("-c", LIBRARIES),
    VERSION: (*PROGRAM, "--version"),
    TABLE: RECOMMEND,
    JSON: (*RECOMMEND, "--format", "json"),
    TABLE_BARE: (*RECOMMEND, "--no-sureness"),
    JSON_BARE: (*RECOMMEND, "--format", "json", "--no-sureness"),
}
RATIOS = (
    (VERSION, PYTHON),
    (VERSION, TYPER),
    (JSON, LIBRARIES),
    (TABLE, LIBRARIES),
    (JSON, JSON_BARE),
    (TABLE, TABLE_BARE),
)


def seconds(words: tuple[str, ...]) -> float:
    """How long one process takes from start to end."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def medians(runs: int) -> dict[str, float]:
    """The median of each process over `runs` rounds; taking turns spreads a busy machine's load."""
    rounds = [{name: seconds(words) for name, words in PROCESSES.items()} for _ in range(runs + 1)]
    # The first round fills caches and is thrown away.
    return {name: statistics.median(r[name] for r in rounds[1:]) for name in PROCESSES}


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    found = medians(runs)
    print(f"median of {runs} runs, milliseconds")
    for name, took in found.items():
        print(f"{name:34}{1000 * took:8.0f}")
    print("\nratios")
    for name, base in RATIOS:
        print(f"{name:24} / {base:34}{found[name] / found[base]:8.2f}")


if __name__ == "__main__":
    main()
