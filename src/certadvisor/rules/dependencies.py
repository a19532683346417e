"""What depends on what in the catalog, worked out once for all candidates."""

from __future__ import annotations

from certadvisor.catalog import types as m
from certadvisor.rules.requirements import KINDS, RuleDays, gives_of, in_force, leaves


class Dependencies:
    """Which steps could change a test, and which answers the rules of a certification read."""

    def __init__(self, catalog: m.Catalog) -> None:
        items = catalog.items()
        tests = {i: _tests(item) for i, item in items.items()}
        self._affecting = {
            test: {i for i, item in items.items() if _could_change(i, item, test, catalog)}
            for test in {ADULT, *(t for found in tests.values() for t in found)}
        }
        self._certifications = catalog.certifications
        self._for_minors: dict[str, m.Requirement] = {}
        self._trees: dict[tuple[int, RuleDays], m.Requirement | None] = {}
        self._reads = {i: _answers_read(i, tests, self._affecting) for i in catalog.certifications}

    def in_force(self, node: m.Requirement, days: RuleDays) -> m.Requirement | None:
        """A tree of the catalog under the rules of two days, worked out once."""
        key = (id(node), days)
        if key not in self._trees:
            self._trees[key] = in_force(node, days)
        return self._trees[key]

    def for_minors(self, certification_id: str) -> m.Requirement:
        """The requirements with an age: where no source states one, whether 18 is it must be asked."""
        if certification_id not in self._for_minors:
            certification = self._certifications[certification_id]
            tree = certification.requirements
            stated = any(isinstance(leaf.test, m.AdultTest) for leaf in leaves(tree))
            self._for_minors[certification_id] = tree if stated else _with_age(certification)
        return self._for_minors[certification_id]

    def steps_affecting(self, leaf: m.Leaf) -> set[str]:
        """The items that could make a difference to some version of a leaf."""
        return {i for test in (leaf.test, *leaf.disputed) for i in self._affecting[test]}

    def reads(self, certification_id: str) -> tuple[str, ...]:
        """The candidate's answers that the ways to a certification depend on."""
        return self._reads[certification_id]


ADULT = m.AdultTest(kind="adult")


def _with_age(certification: m.Certification) -> m.Requirement:
    age = m.Leaf(
        text="to be old enough: no source states an age, so 18 is taken",
        test=ADULT,
        due_confirmed=False,
        source=next((x.source for x in leaves(certification.requirements)), certification.issuer),
    )
    return m.AllOf(all=(age, certification.requirements))


def _tests(item: m.Certification | m.Step) -> set[m.Test]:
    return {t for leaf in leaves(item.requirements) for t in (leaf.test, *leaf.disputed)}


def _could_change(
    item_id: str, item: m.Certification | m.Step, test: m.Test, catalog: m.Catalog
) -> bool:
    """Whether finishing an item could make a difference to a test."""
    if not isinstance(test, m.CredentialTest):
        return KINDS[test.kind].changed_by(gives_of(item))
    credential = catalog.credential(item_id)
    return item_id in test.ids or (
        credential is not None
        and bool(test.role or test.primary)
        and test.role in (None, credential.role)
    )


def _answers_read(
    start: str, tests: dict[str, set[m.Test]], affecting: dict[m.Test, set[str]]
) -> tuple[str, ...]:
    """The answers read by an item's rules, and by those of every step that could help to meet them."""
    seen: set[str] = set()
    waiting = {start}
    while waiting:
        item = waiting.pop()
        seen.add(item)
        waiting |= {i for test in tests[item] for i in affecting[test]} - seen
    return tuple(
        sorted({"adult"} | {f for i in seen for test in tests[i] for f in KINDS[test.kind].reads})
    )
