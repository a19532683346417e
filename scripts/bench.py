"""How long the program takes, how that grows with the catalog, and how long an interview waits.

CPU time as ratios to `import typer`, which travel between machines; seconds do not.
`python scripts/bench.py [RUNS]` takes a few minutes and only reports.
"""

from __future__ import annotations

import math
import os
import resource
import shlex
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from certadvisor.advice.plan import plan
from certadvisor.advice.recommend import recommend
from certadvisor.catalog.load import load_catalog, validated
from certadvisor.catalog.types import Catalog
from certadvisor.cli.interview.flow import Flow
from certadvisor.files import read_json
from certadvisor.profile.profile import Profile
from certadvisor.rules.ranking import rank
from multiplied import multiplied

CATALOG_FILE = Path(__file__).parent.parent / "catalog.json"
TODAY = date(2026, 11, 23)
PERSON: dict[str, Any] = {
    "setting": "collegiate",
    "degree": "bachelor",
    "degree_field": "exercise-science",
    "cpr": "yes",
    "cpt": "none",
    "budget": 1000,
    "on": TODAY,
}
TYPER = ("-c", "import typer")
ANSWERS = (
    "--setting collegiate --degree bachelor --degree-field exercise-science "
    "--cpr yes --cpt none --budget 1000 --on 2026-11-23"
)
COMMANDS = {
    "recommend --format json": (f"recommend {ANSWERS} --format json", 2.6),
    "recommend, piped table": (f"recommend {ANSWERS}", 2.6),
    "recommend, colour terminal": (f"recommend {ANSWERS}", 3.0),
    "show, piped": ("show cscs", 2.2),
    "compare": ("compare cscs nasm-pes", 2.2),
    "list": ("list", 2.2),
    "plan": (f"plan cscs {ANSWERS}", 2.2),
    "recommend --help": ("recommend --help", 1.5),
    "--version": ("--version", 0.5),
}
"""Each command with the most that it should take, as a ratio to `import typer`."""
ON_A_TERMINAL = ("recommend, colour terminal",)

SIZES = (1, 4, 8, 16)
"""How many of each certification and step a grown catalog has."""
WITH_SURENESS_UP_TO = 4


def cpu(words: tuple[str, ...], *, terminal: bool = False) -> float:
    """The seconds of CPU that one process takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    if terminal:
        _on_a_terminal([sys.executable, *words])
    else:
        subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _on_a_terminal(words: list[str]) -> None:
    """Run a process that writes to a terminal, and read what it writes."""
    ours, theirs = os.openpty()
    environment = {**os.environ, "TERM": "xterm-256color"}
    with subprocess.Popen(words, stdout=theirs, stderr=theirs, env=environment):
        os.close(theirs)
        try:
            while os.read(ours, 65536):
                pass
        except OSError:
            # This is how a terminal says that nobody writes any more.
            pass
    os.close(ours)


def processes(runs: int) -> None:
    """Print the median of each command's CPU time over that of `import typer` just before it."""
    print(f"\nwhole processes: CPU / import typer, median of {runs} pairs")
    for name, (line, goal) in COMMANDS.items():
        words = ("-m", "certadvisor", *shlex.split(line))
        cpu(words)
        pairs = [(cpu(words, terminal=name in ON_A_TERMINAL), cpu(TYPER)) for _ in range(runs)]
        ratio = statistics.median(one / base for one, base in pairs)
        print(f"{name:30}{ratio:8.2f}   to reach {goal}", flush=True)


def seconds(work: Callable[[], object]) -> float:
    """The seconds of CPU that some work in this process takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def growth() -> None:
    """Print how long catalogs multiplied from the real one take, and the exponent from 64 to 256."""
    raw, rows = read_json(CATALOG_FILE), {}
    print("\ngrowth: CPU seconds of rank, recommend without and with sureness, and plan")
    for copies in SIZES:
        catalog = validated(multiplied(raw, copies), "multiplied")
        rows[copies] = _times(catalog, with_sureness=copies <= WITH_SURENESS_UP_TO)
        times = "".join(f"{took:10.3f}" for took in rows[copies])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{len(catalog.certifications):6}{times}   {peak} MB", flush=True)
    few, many = SIZES[1], SIZES[-1]
    found = (_exponent(a, b, many / few) for a, b in zip(rows[few], rows[many], strict=True))
    print(f"{'exponent':>8}{''.join(f'{e:10.2f}' for e in found)}")


def _times(catalog: Catalog, *, with_sureness: bool) -> tuple[float, ...]:
    profile = Profile(**PERSON)
    return (
        seconds(lambda: rank(profile, catalog)),
        seconds(lambda: recommend(profile, catalog, with_sureness=False)),
        seconds(lambda: recommend(profile, catalog)) if with_sureness else math.nan,
        seconds(lambda: plan("csps", profile, catalog)),
    )


def _exponent(few: float, many: float, factor: float) -> float:
    return math.log(many / few) / math.log(factor)


def interview() -> None:
    """Print the longest wait between two questions of an interview, for two people."""
    print("\ninterview: CPU seconds before each question; to reach 0.1")
    catalog = load_catalog(CATALOG_FILE)
    nobody = {"setting": "gym", "degree": "none", "cpr": "no", "cpt": "none", "budget": "1000"}
    student = {"degree": "student", "degree_field": "exercise-science", "cpr": "yes"}
    for answers in (nobody, {**nobody, "setting": "collegiate", **student}):
        flow, waits = Flow({}, catalog, TODAY), []
        while True:
            began = time.process_time()
            part = flow.next()
            waits.append(time.process_time() - began)
            if part is None:
                break
            said = answers.get(part.question.name)
            flow.accept(part, (said,) if said is not None else ())
        print(" ".join(f"{wait:.3f}" for wait in waits), flush=True)


def main() -> None:
    """Measure and print."""
    processes(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
    growth()
    interview()


if __name__ == "__main__":
    main()
