"""Would the tests notice? Change the core in one place at a time and run the tests that reach it.

    python scripts/mutate.py                      # everything, on two processes
    python scripts/mutate.py --slice 1/8          # every eighth mutant, starting with the first
    python scripts/mutate.py --module rules.routes --module rules.cost
    python scripts/mutate.py --only rules.cost:41.2  # one mutant; --show prints them and runs nothing

At the end it prints the score of each module and every mutant that lived. One that changes nothing
is marked in the source, see docs/mutants.md; a mark whose mutants were all noticed is out of date.

A library was tried first. mutmut 3.8 forks from a process in which the tests have run: what they
keep in caches comes from the code as it was, so that their mutants seem to live. Its fork server
has clean caches, but runs the tests in no particular order; both collect all tests anew for every
mutant (two seconds here), and neither swaps min and max, drops a statement, or drops one part of
a condition. Here the tests are collected once; each mutant is a fork in which one function has
other code, and the tests that reach the changed line are run until the first one fails.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from mutants import CORE, MODULES, ROOT, Mutant, function_of, mutants

TESTS = ("profile", "rules", "advice")
FIRST = (
    # What takes the rules one at a time, and then what the rules are written a second time for.
    (
        "rules/test_requirements.py", "rules/test_scoring.py", "rules/test_cost.py",
        "rules/test_routes.py", "rules/test_eligibility.py", "advice/test_next_steps.py",
        "advice/test_what_if.py", "advice/test_reasons.py", "advice/test_plan.py",
    ),
    (
        "purpose_score_group_order_and_bill", "every_leaf_shown_is_judged", "ready_is_what_misses",
        "share_basis_and_rival", "every_sentence_of_the_advice", "in_a_small_catalog_beats",
        "on_the_real_catalog_beats", "people_are_told",
    ),
)  # fmt: skip
LEFT_OUT = (
    # These start a process, which would run the code as it is.
    "public_names_stay",
    # These take long, and what they try is tried by quicker ones beside them.
    "the_points_of_the_criteria", "getting_it_is_the_first_year_of", "each_ground_is_its_value",
    "every_reason_is_a_whole", "not_confirmed_says_whom_to_ask",
)  # fmt: skip


class Runner:
    """A pytest plugin that runs the collected tests again and again, each time in a fork."""

    def __init__(self, wanted: list[Mutant], jobs: int, seconds: float, log: Path) -> None:
        self.wanted, self.jobs, self.most, self.log = wanted, jobs, seconds, log
        self.reach: dict[str, list[str]] = defaultdict(list)
        self.seconds: dict[str, float] = {}
        self.killers: dict[str, Counter[str]] = defaultdict(Counter)
        self.results: dict[str, str] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Learn which test reaches what, then try every mutant."""
        from hypothesis import HealthCheck, Phase, settings

        few = settings(
            parent=settings.get_profile("repeatable"), phases=[Phase.generate], max_examples=10
        )
        settings.register_profile("mutants", few, suppress_health_check=list(HealthCheck))
        settings.load_profile("mutants")
        self.items = {i.nodeid: i for i in session.items if not any(w in i.name for w in LEFT_OUT)}
        began = time.monotonic()
        known = self.log.with_suffix(".reach.json")
        files = [*CORE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), ROOT / "catalog.json"]
        newest = max(file.stat().st_mtime for file in files)
        if known.exists() and known.stat().st_mtime > newest:
            self.seconds, reach = json.loads(known.read_text(encoding="utf-8"))
            self.reach |= reach
        else:
            self._in_forks(list(range(self.jobs)), self._watch, self._learn)
            known.write_text(json.dumps([self.seconds, self.reach]), encoding="utf-8")
        print(
            f"{len(self.items)} tests take {sum(self.seconds.values()):.0f} s", file=sys.__stderr__
        )
        self._in_forks(self.wanted, self._try, self._note)
        print(f"{time.monotonic() - began:.0f} s in all", file=sys.__stderr__)
        return True

    def _in_forks(self, tasks: list, work: Callable, done: Callable) -> None:  # type: ignore[type-arg]
        """Do each task in a process of its own, so many at a time; `done` gets what it wrote."""
        running: dict[int, tuple[object, int]] = {}
        waiting = list(reversed(tasks))
        while waiting or running:
            while waiting and len(running) < self.jobs:
                task = waiting.pop()
                ours, theirs = os.pipe()
                pid = os.fork()
                if not pid:
                    try:
                        os.write(theirs, work(task).encode())
                        os._exit(0)
                    except BaseException:
                        traceback.print_exc(file=sys.__stderr__)
                        os._exit(1)
                os.close(theirs)
                running[pid] = (task, ours)
            pid, status = os.wait()
            task, ours = running.pop(pid)
            if os.WIFEXITED(status) and status:
                raise SystemExit("a fork failed, see above")
            with os.fdopen(ours, encoding="utf-8") as file:
                done(task, file.read() if not status else f"ended by signal {status}")

    def _watch(self, share: int) -> str:
        """Run a share of the tests and write down what each reaches, and its CPU seconds."""
        import coverage

        watch = coverage.Coverage(data_file=None, config_file=False, include=[f"{CORE}/*"])
        seconds: dict[str, float] = {}
        uses: dict[str, set[str]] = defaultdict(set)
        lent: dict[str, float] = defaultdict(float)
        under_way = [""]

        def timed(name: str, work: Callable[[], object]) -> None:
            under_way.append(name)
            watch.switch_context(name)
            start = time.process_time()
            work()
            seconds[name] = time.process_time() - start + lent[name]
            under_way.pop()
            watch.switch_context(under_way[-1])

        def noted(cached: Callable[..., object]) -> Callable[..., object]:
            """What a test takes from a cache it reaches too, though another one filled it."""

            def call(*args: object) -> object:
                name, user = f"{cached.__module__}.{cached.__name__}{args}", under_way[-1]
                if name not in seconds:
                    timed(name, lambda: cached(*args))
                elif name not in uses[user]:
                    lent[user] += seconds[name]
                uses[user].add(name)
                return cached(*args)

            return call

        for module in [m for m in sys.modules.values() if getattr(m, "__file__", None)]:
            if Path(str(module.__file__)).is_relative_to(ROOT / "tests"):
                for name, value in list(vars(module).items()):
                    if hasattr(value, "cache_clear") and name != "real_catalog":
                        setattr(module, name, noted(value))
        watch.start()
        for nodeid, item in list(self.items.items())[share :: self.jobs]:
            timed(nodeid, partial(self._passes_unchanged, item))
        watch.stop()
        data = watch.get_data()
        reach: dict[str, dict[int, list[str]]] = {}
        for file in data.measured_files():
            by_line = data.contexts_by_lineno(file)
            name = ".".join(Path(file).relative_to(CORE).with_suffix("").parts)
            reach[name] = {
                line: [n for n in seconds if n in self.items and _takes(n, uses) & {*names}]
                for line, names in by_line.items()
            }
        path = self.log.with_suffix(f".{share}")
        path.write_text(json.dumps([seconds, reach]), encoding="utf-8")
        return str(path)

    def _learn(self, _share: object, path: str) -> None:
        seconds, reach = json.loads(Path(path).read_text(encoding="utf-8"))
        Path(path).unlink()
        self.seconds |= seconds
        for module, lines in reach.items():
            for line, nodeids in lines.items():
                self.reach[f"{module}:{line}"] += nodeids

    def _reaching(self, mutant: Mutant) -> list[str]:
        """The tests that reach a mutant; the first line of a long condition does not run itself."""
        lines = range(mutant.line, mutant.line + 3)
        found = (self.reach.get(f"{mutant.module}:{line}", []) for line in lines)
        return next(filter(None, found), [])

    def _order(self, mutant: Mutant) -> list[str]:
        """The tests that reach a mutant: what killed its neighbours, `FIRST`, the quick and unlike."""
        reaching = self._reaching(mutant)
        near = self.killers[f"{mutant.module}.{mutant.function}"]
        there = self.killers[mutant.module]
        # A test that goes where few others go sees more of what a function does.
        rare: Counter[str] = Counter()
        for line in {line for _, _, line in mutant.code.co_lines() if line is not None}:
            others = self.reach[f"{mutant.module}:{line}"]
            rare.update(dict.fromkeys(others, 1 / max(1, len(others))))
        alike: Counter[str] = Counter()
        worth: dict[str, float] = {}
        for nodeid in sorted(reaching, key=lambda n: (-rare[n], self.seconds[n], n)):
            name = nodeid.partition("[")[0]
            alike[name] += 1
            worth[nodeid] = rare[nodeid] / (self.seconds[nodeid] + 0.02) / alike[name]

        def place(nodeid: str) -> tuple[object, ...]:
            kind = next((n for n, some in enumerate(FIRST) if any(w in nodeid for w in some)), 9)
            return (-near[nodeid], kind, -there[nodeid], -worth[nodeid], nodeid)

        spent, chosen = 0.0, []
        for nodeid in sorted(worth, key=place):
            # What takes one rule at a time is quick, and there is much of it: half is its share.
            most = self.most / 2 if place(nodeid)[1] == 0 else self.most
            if spent + self.seconds[nodeid] <= most:
                spent += self.seconds[nodeid]
                chosen.append(nodeid)
        return chosen

    def _try(self, mutant: Mutant) -> str:
        """The test that fails with a mutant in place, or nothing."""
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
        function_of(mutant).__code__ = mutant.code
        for nodeid in self._order(mutant):
            # A mutant that runs for ever is ended by the signal.
            signal.setitimer(signal.ITIMER_PROF, 10 + 10 * self.seconds[nodeid])
            if not self._passes(self.items[nodeid]):
                return nodeid
        return ""

    def _note(self, task: object, killer: str) -> None:
        assert isinstance(task, Mutant)
        self.results[task.name] = killer
        if killer in self.items:
            self.killers[f"{task.module}.{task.function}"][killer] += 1
            self.killers[task.module][killer] += 1
        with self.log.open("a", encoding="utf-8") as file:
            file.write(json.dumps([task.name, killer, task.text, task.change]) + "\n")
        if not killer and not task.harmless:
            print(f"LIVES {len(self._reaching(task))} tests, {said(task)}", file=sys.__stderr__)

    def _passes_unchanged(self, item: pytest.Item) -> None:
        if not self._passes(item):
            print(
                f"left out, as it fails with no change at all: {item.nodeid}", file=sys.__stderr__
            )
            del self.items[item.nodeid]

    def _passes(self, item: pytest.Item) -> bool:
        return not any(r.failed for r in runtestprotocol(item, log=False))


def _takes(nodeid: str, uses: dict[str, set[str]]) -> set[str]:
    return {nodeid}.union(*(_takes(name, uses) for name in uses.get(nodeid, ())))


def main() -> None:
    """Run the mutants that are asked for and print the score of each module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--module", action="append", choices=MODULES)
    parser.add_argument("--slice", default="1/1", help="K/N: every N-th mutant, from the K-th on")
    parser.add_argument("--only", action="append", help="the name of one mutant, repeatable")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=15, help="of tests for one mutant")
    parser.add_argument("--log", type=Path, default=Path("mutants.jsonl"))
    parser.add_argument("--again", type=Path, help="only what lived in this log")
    parser.add_argument("--show", action="store_true", help="print the mutants, run nothing")
    asked = parser.parse_args()
    first, step = map(int, asked.slice.split("/"))
    found = [m for name in asked.module or MODULES for m in mutants(name)[first - 1 :: step]]
    found = [m for m in found if not asked.only or m.name in asked.only]
    if asked.again:
        lines = [json.loads(line) for line in asked.again.read_text("utf-8").splitlines()]
        lived = {name: not killer for name, killer, *_ in lines}
        found = [m for m in found if lived.get(m.name)]
    if asked.show:
        for m in found:
            print(f"{m.name}  {m.change}")
        print(len(found), Counter(m.module for m in found))
        return
    runner = Runner(found, asked.jobs, asked.seconds, asked.log)
    os.chdir(ROOT)
    folders = [f"tests/{name}" for name in TESTS]
    pytest.main(
        ["-n0", "-q", "--capture=sys", "-p", "no:cacheprovider", *folders], plugins=[runner]
    )
    report(found, runner.results)


def said(mutant: Mutant) -> str:
    """A mutant in three lines."""
    return f"{mutant.name}\n    {mutant.text}\n    {mutant.change}"


def report(found: list[Mutant], killers: dict[str, str]) -> None:
    """Print what lived, which marks are out of date, and the score of each module."""
    lived = [m for m in found if not killers[m.name]]
    for m in lived:
        print(f"{'harmless: ' + m.harmless if m.harmless else 'LIVES'}\n  {said(m)}")
    places = {(m.module, m.line) for m in lived}
    marked = {(m.module, m.line): m.text for m in found if m.harmless}
    for place, text in marked.items():
        if place not in places:
            print(f"the mark is out of date, as all is noticed: {place[0]}:{place[1]}\n  {text}")
    of = Counter(m.module for m in found)
    left = Counter(m.module for m in lived)
    harmless = Counter(m.module for m in lived if m.harmless)
    print(f"{'module':20} {'tried':>6} {'noticed':>8} {'harmless':>9} {'score':>7}")
    for name in [*of, ""]:
        tried, lives, fine = (c[name] if name else c.total() for c in (of, left, harmless))
        noticed = tried - lives
        print(
            f"{name or 'in all':20} {tried:6} {noticed:8} {fine:9} {noticed / max(1, tried):7.1%}"
        )


if __name__ == "__main__":
    main()
