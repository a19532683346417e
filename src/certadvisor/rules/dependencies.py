"""What could make a difference to what: read off the catalog once, whoever the candidate is."""

from __future__ import annotations

from datetime import date

from certadvisor.catalog import types as m
from certadvisor.rules.requirements import gives_of, in_force, leaves

# Which of a candidate's answers each kind of test reads.
_READS: dict[str, tuple[str, ...]] = {
    "degree": ("degrees", "running", "stage"),
    "enrolled": ("degrees", "running", "stage"),
    "adult": ("adult",),
    "cpr": ("cpr",),
    "credential": ("holds", "cpt_said"),
    "licence": ("licences",),
    "practice": ("practice",),
    "years": ("years",),
    "member": ("members",),
    "educated": ("educated",),
    "nothing": (),
    "unpublished": (),
}


class Dependencies:
    """Which items could turn a test, and which answers a certification's rules can read."""

    def __init__(self, catalog: m.Catalog) -> None:
        items = catalog.items()
        tests = {i: _tests(item) for i, item in items.items()}
        self._turned = {
            test: {i for i, item in items.items() if _turns(i, item, test, catalog)}
            for test in {t for found in tests.values() for t in found}
        }
        self._trees: dict[tuple[int, date], m.Requirement | None] = {}
        self._reads = {i: _reads(i, tests, self._turned) for i in catalog.certifications}

    def in_force(self, node: m.Requirement, day: date) -> m.Requirement | None:
        """A tree of the catalog on one day, worked out once."""
        key = (id(node), day)
        if key not in self._trees:
            self._trees[key] = in_force(node, day)
        return self._trees[key]

    def steps_affecting(self, leaf: m.Leaf) -> set[str]:
        """The items that could make a difference to some version of a leaf."""
        return {i for test in (leaf.test, *leaf.disputed) for i in self._turned[test]}

    def reads(self, certification_id: str) -> tuple[str, ...]:
        """The candidate's answers that the ways to a certification depend on."""
        return self._reads[certification_id]


def _tests(item: m.Certification | m.Step) -> set[m.Test]:
    return {t for leaf in leaves(item.requirements) for t in (leaf.test, *leaf.disputed)}


def _turns(item_id: str, item: m.Certification | m.Step, test: m.Test, catalog: m.Catalog) -> bool:
    """Whether finishing an item could make a difference to a test."""
    if isinstance(test, m.CredentialTest):
        credential = catalog.credential(item_id)
        return item_id in test.ids or (
            credential is not None
            and bool(test.role or test.primary)
            and test.role in (None, credential.role)
        )
    gives = gives_of(item)
    return {
        "degree": gives.degree is not None or gives.finishes,
        "enrolled": gives.stage is not None,
        "adult": bool(gives.adult),
        "cpr": gives.cpr is not None,
        "practice": bool(gives.practice),
        "years": bool(gives.years),
        "member": gives.member is not None,
    }.get(test.kind, False)


def _reads(
    start: str, tests: dict[str, set[m.Test]], turned: dict[m.Test, set[str]]
) -> tuple[str, ...]:
    """The answers read by an item's rules, and by those of whatever may be done to meet them."""
    seen: set[str] = set()
    waiting = {start}
    while waiting:
        item = waiting.pop()
        seen.add(item)
        waiting |= {i for test in tests[item] for i in turned[test]} - seen
    return tuple(sorted({field for i in seen for test in tests[i] for field in _READS[test.kind]}))
