"""What depends on what in the catalog, worked out once for all candidates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from certadvisor.catalog import types as m
from certadvisor.rules.cost import list_price
from certadvisor.rules.requirements import (
    KINDS,
    Candidate,
    RuleDays,
    branches_of,
    gives_of,
    in_force,
    leaves,
)

_SPANS: tuple[m.Span, ...] = ("short", "under-way", "long")


@dataclass(frozen=True, slots=True)
class Reach:
    """All that the ways to something can depend on, as far as one step leads to another.

    `items`: what could help to meet its rules; `fields`: the answers that these rules read, of
    `members`, `practice` and `years` only those named; `ends`: the days that some step ends on.
    """

    items: frozenset[str]
    fields: tuple[str, ...]
    issuers: frozenset[str]
    activities: frozenset[str]
    ends: frozenset[str]

    def answers(self, person: Candidate) -> tuple[object, ...]:
        """What a candidate says about all this; who says the same has the same ways."""
        return tuple(self._answer(field, person) for field in self.fields)

    def _answer(self, field: str, person: Candidate) -> object:
        if field == "holds":
            return person.holds & self.items
        if field == "members":
            return person.members & self.issuers
        if field in ("practice", "years"):
            amounts: dict[str, int] = getattr(person, field)
            return tuple((a, amounts[a]) for a in sorted(amounts) if a in self.activities)
        return getattr(person, field)


class Dependencies:
    """Which steps could change a test, and which answers the rules of a certification read."""

    def __init__(self, catalog: m.Catalog) -> None:
        self.items = catalog.items()
        self._trainer_role = catalog.policy.trainer_role
        self._tests = {i: _tests(item) for i, item in self.items.items()}
        self._giving = {
            i: gives for i, item in self.items.items() if (gives := gives_of(item)) != m.Gives()
        }
        self._credentials = {
            i: credential for i in self.items if (credential := catalog.credential(i)) is not None
        }
        self._affecting: dict[m.Test, frozenset[str]] = {}
        self._next: dict[m.Test, frozenset[m.Test]] = {}
        self._certifications = catalog.certifications
        self._for_minors: dict[str, m.Requirement] = {}
        self._trees: dict[tuple[int, RuleDays], tuple[m.Requirement, m.Requirement | None]] = {}
        self._reaches: dict[str, Reach] = {}
        self._asked: dict[int, tuple[m.Leaf, tuple[object, ...]]] = {}
        self._shapes: dict[int, tuple[m.Requirement, int]] = {}
        self._numbers: dict[tuple[object, ...], int] = {}
        self._expenses: dict[str, tuple[int, int, Decimal]] = {}

    def in_force(self, node: m.Requirement, days: RuleDays) -> m.Requirement | None:
        """A tree of the catalog under the rules of two days, worked out once."""
        key = (id(node), days)
        if key not in self._trees:
            # The tree is kept beside what is in force: as long as it lives, its id is its own.
            self._trees[key] = (node, in_force(node, days))
        return self._trees[key][1]

    def asked(self, leaf: m.Leaf) -> tuple[object, ...]:
        """What a leaf asks for, apart from its words and sources."""
        if id(leaf) not in self._asked:
            when = (leaf.need, leaf.due, leaf.within_days, leaf.judged, leaf.since, leaf.until)
            self._asked[id(leaf)] = (leaf, (*when, leaf.test, *leaf.disputed))
        return self._asked[id(leaf)][1]

    def shape(self, node: m.Requirement) -> int:
        """A number that trees share which ask for the same, whatever their words and sources."""
        if id(node) not in self._shapes:
            if isinstance(node, m.Leaf):
                made: tuple[object, ...] = ("leaf", *self.asked(node))
            else:
                made = (type(node).__name__, *(self.shape(b) for b in branches_of(node)))
            self._shapes[id(node)] = (node, self._numbers.setdefault(made, len(self._numbers)))
        return self._shapes[id(node)][1]

    def for_minors(self, certification_id: str) -> m.Requirement:
        """The requirements with an age: where no source states one, whether 18 is it must be asked."""
        if certification_id not in self._for_minors:
            certification = self._certifications[certification_id]
            tree = certification.requirements
            stated = any(isinstance(leaf.test, m.AdultTest) for leaf in leaves(tree))
            self._for_minors[certification_id] = tree if stated else _with_age(certification)
        return self._for_minors[certification_id]

    def steps_affecting(self, leaf: m.Leaf) -> frozenset[str]:
        """The items that could make a difference to some version of a leaf."""
        if not leaf.disputed:
            return self._changing(leaf.test)
        return frozenset().union(*(self._changing(test) for test in (leaf.test, *leaf.disputed)))

    def reads(self, certification_id: str) -> tuple[str, ...]:
        """The candidate's answers that the ways to a certification depend on."""
        return self.reach(certification_id).fields

    def reach(self, item: str) -> Reach:
        """All that the ways to a certification or step depend on."""
        if item not in self._reaches:
            tests = self._read_by(item)
            helping = {i for test in (*tests, ADULT) for i in self._changing(test)}
            fields = {f for test in tests for f in KINDS[test.kind].reads} | {"adult"}
            self._reaches[item] = Reach(
                items=frozenset(helping),
                fields=tuple(sorted(fields)),
                issuers=frozenset(t.issuer for t in tests if isinstance(t, m.MemberTest)),
                activities=frozenset(
                    t.activity for t in tests if isinstance(t, (m.PracticeTest, m.YearsTest))
                ),
                ends=frozenset(
                    str(helper.ends)
                    for i in helping
                    if isinstance(helper := self.items[i], m.Step) and helper.ends is not None
                ),
            )
        return self._reaches[item]

    def expense(self, steps: Iterable[str]) -> tuple[int, int, Decimal]:
        """How much a set of steps asks of anybody: its longest span, unknown prices, list prices in USD."""
        found = [self._expense(step) for step in steps]
        return (
            max((span for span, _, _ in found), default=0),
            sum(unknown for _, unknown, _ in found),
            sum((amount for _, _, amount in found), Decimal(0)),
        )

    def _expense(self, step: str) -> tuple[int, int, Decimal]:
        if step not in self._expenses:
            item = self.items[step]
            amount, known = list_price(item.fees)
            self._expenses[step] = (_SPANS.index(item.span), int(not known), amount)
        return self._expenses[step]

    def _read_by(self, item: str) -> set[m.Test]:
        """The tests of an item's rules, and of those of every step that could help to meet them."""
        seen: set[m.Test] = set()
        waiting = set(self._tests[item])
        while waiting:
            test = waiting.pop()
            seen.add(test)
            waiting |= self._behind(test) - seen
        return seen

    def _behind(self, test: m.Test) -> frozenset[m.Test]:
        """The tests of the rules of every item that could make a difference to a test."""
        if test not in self._next:
            self._next[test] = frozenset(t for i in self._changing(test) for t in self._tests[i])
        return self._next[test]

    def _changing(self, test: m.Test) -> frozenset[str]:
        """The items that, once finished, could make a difference to a test."""
        if test not in self._affecting:
            self._affecting[test] = frozenset(self._found_changing(test))
        return self._affecting[test]

    def _found_changing(self, test: m.Test) -> Iterator[str]:
        if not isinstance(test, m.CredentialTest):
            changed_by = KINDS[test.kind].changed_by
            yield from (i for i, gives in self._giving.items() if changed_by(gives))
            return
        yield from (i for i in test.ids if i in self.items)
        if test.role or test.primary:
            yield from (i for i, c in self._credentials.items() if test.role in (None, c.role))


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
