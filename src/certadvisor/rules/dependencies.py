"""What depends on what in the catalog, worked out once for all candidates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from decimal import Decimal

from certadvisor.catalog import types as m
from certadvisor.rules.cost import list_price
from certadvisor.rules.requirements import (
    KINDS,
    NOTHING_GIVEN,
    Candidate,
    Degree,
    RuleDays,
    Truth,
    branches_of,
    gives_of,
    has_degree,
    in_force,
    leaves,
)
from certadvisor.values import immutable

_SPANS: tuple[m.Span, ...] = ("short", "under-way", "long")


@immutable()
class Reach:
    """All that the ways to something can depend on, as far as one step leads to another.

    `items`: what could help to meet its rules; `fields`: the answers that these rules read, of
    `members`, `licences`, `practice` and `years` only those named, of completed degrees how `degree_tests` turn
    out (kept in `truths`), of a running one only its `parts`; `ends`: the days that some step ends on.
    """

    items: frozenset[str]
    fields: tuple[str, ...]
    issuers: frozenset[str]
    licences: frozenset[str]
    activities: frozenset[str]
    degree_tests: tuple[m.DegreeTest, ...]
    parts: tuple[str, ...]
    ends: tuple[str, ...]
    truths: dict[tuple[Degree, ...], tuple[Truth, ...]] = field(default_factory=dict)

    def answers(self, person: Candidate) -> tuple[object, ...]:
        """What a candidate says about all this; who says the same has the same ways."""
        return tuple([self._answer(name, person) for name in self.fields])

    def _answer(self, name: str, person: Candidate) -> object:
        if name == "holds":
            return person.holds & self.items
        if name == "members":
            return person.members & self.issuers
        if name == "licences":
            return None if person.licences is None else person.licences & self.licences
        if name in ("practice", "years"):
            amounts: dict[str, int] = getattr(person, name)
            return tuple((a, amounts[a]) for a in sorted(amounts) if a in self.activities)
        if name == "degrees":
            return None if person.degrees is None else self._truths_of(person.degrees)
        if name == "running":
            return person.running and tuple([getattr(person.running, p) for p in self.parts])
        return getattr(person, name)

    def _truths_of(self, degrees: tuple[Degree, ...]) -> tuple[Truth, ...]:
        """Each test of a degree; a further degree makes the better of this and its own truth of it."""
        if degrees not in self.truths:
            self.truths[degrees] = tuple(has_degree(test, degrees) for test in self.degree_tests)
        return self.truths[degrees]


@immutable()
class Paying:
    """What a bill depends on: the answers about memberships, and whose prices may count."""

    reach: Reach
    priced: frozenset[str]


class Dependencies:
    """Which steps could change a test, and which answers the rules of a certification read."""

    def __init__(self, catalog: m.Catalog) -> None:
        self.items = catalog.items()
        self.leaves = {i: leaves(item.requirements) for i, item in self.items.items()}
        self.under_way = frozenset(i for i, x in self.items.items() if x.span == "under-way")
        self.earned = frozenset(
            i
            for i, x in self.items.items()
            if isinstance(x, m.Certification) or x.kind in ("credential", "degree")
        )
        self.dated = frozenset(
            i for i, found in self.leaves.items() if any(x.since or x.until for x in found)
        )
        self._tests = {
            i: {t for leaf in found for t in (leaf.test, *leaf.disputed)}
            for i, found in self.leaves.items()
        }
        self._giving = {
            i: gives for i, item in self.items.items() if (gives := gives_of(item)) != NOTHING_GIVEN
        }
        self._credentials = {
            i: credential for i in self.items if (credential := catalog.credential(i)) is not None
        }
        self._affecting: dict[m.Test, frozenset[str]] = {}
        self._next: dict[m.Test, frozenset[m.Test]] = {}
        self._certifications = catalog.certifications
        self._settings = catalog.settings
        self._policy = catalog.policy
        self._for_minors: dict[str, m.Requirement] = {}
        self._trees: dict[tuple[int, RuleDays], tuple[m.Requirement, m.Requirement | None]] = {}
        self._reaches: dict[str, Reach] = {}
        self._leaf_reaches: dict[int, Reach] = {}
        self._judgings: dict[tuple[str, str], Reach] = {}
        self._payings: dict[str, Paying] = {}
        self._own_reaches: dict[int, Reach] = {}
        self._shapes: dict[int, tuple[m.Requirement, int]] = {}
        self._leaves_of: dict[int, tuple[m.Leaf, ...]] = {}
        self._numbers: dict[tuple[object, ...], int] = {}
        self._expenses: dict[str, tuple[int, int, Decimal]] = {}

    def in_force(self, node: m.Requirement, days: RuleDays) -> m.Requirement | None:
        """A tree of the catalog under the rules of two days, worked out once."""
        key = (id(node), days)
        if key not in self._trees:
            # The tree is kept beside what is in force: as long as it lives, its id is its own.
            self._trees[key] = (node, in_force(node, days))
        return self._trees[key][1]

    def leaves_of(self, tree: m.Requirement) -> tuple[m.Leaf, ...]:
        """All leaves of a tree of the catalog, in order, one for each thing that it asks for."""
        shape = self.shape(tree)
        if shape not in self._leaves_of:
            alike = {self.shape(leaf): leaf for leaf in leaves(tree)}
            self._leaves_of[shape] = tuple(alike.values())
        return self._leaves_of[shape]

    def shape(self, node: m.Requirement) -> int:
        """A number that trees share which ask for the same, whatever their words and sources."""
        found = self._shapes.get(id(node))
        if found is None:
            found = self._shapes[id(node)] = (node, self._number(node))
        return found[1]

    def _number(self, node: m.Requirement) -> int:
        if isinstance(node, m.Leaf):
            when = (node.need, node.due, node.within_days, node.judged, node.since, node.until)
            asked: tuple[object, ...] = (*when, node.test, *node.disputed)
        else:
            asked = (type(node).__name__, *(self.shape(b) for b in branches_of(node)))
        return self._numbers.setdefault(asked, len(self._numbers))

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
            helping = frozenset(i for test in (*tests, ADULT) for i in self._changing(test))
            self._reaches[item] = self._reach(tests, helping, {"adult"})
        return self._reaches[item]

    def reach_of(self, leaf: m.Leaf) -> Reach:
        """All that a leaf by itself depends on, and which steps would meet it."""
        asked = self.shape(leaf)
        if asked not in self._leaf_reaches:
            tests = {leaf.test, *leaf.disputed}
            # What a step gives is added to what one has: the answers that a leaf reads are enough.
            self._leaf_reaches[asked] = self._reach(tests, self.steps_affecting(leaf))
        return self._leaf_reaches[asked]

    def _reach(
        self, tests: set[m.Test], items: frozenset[str], fields: Iterable[str] = ()
    ) -> Reach:
        degrees = [t for t in tests if isinstance(t, (m.DegreeTest, m.EnrolledTest))]
        asks_field = any(isinstance(t, m.DegreeTest) and t.fields for t in degrees)
        asks_casce = any(t.casce for t in degrees)
        return Reach(
            items=items,
            fields=tuple(sorted({f for t in tests for f in KINDS[t.kind].reads}.union(fields))),
            issuers=frozenset(t.issuer for t in tests if isinstance(t, m.MemberTest)),
            licences=frozenset(i for t in tests if isinstance(t, m.LicenceTest) for i in t.any_of),
            activities=frozenset(
                t.activity for t in tests if isinstance(t, (m.PracticeTest, m.YearsTest))
            ),
            degree_tests=tuple(t for t in degrees if isinstance(t, m.DegreeTest)),
            parts=("level", *["field"] * asks_field, *["casce"] * asks_casce),
            ends=tuple(
                sorted(
                    {
                        str(helper.ends)
                        for i in items
                        if isinstance(helper := self.items[i], m.Step) and helper.ends is not None
                    }
                )
            ),
        )

    def own_reach(self, tree: m.Requirement) -> Reach:
        """What the judgement of a tree depends on by itself, whatever steps are open.

        Only what counts as a credential is looked up among what is held.
        """
        shape = self.shape(tree)
        if shape not in self._own_reaches:
            tests = {t for leaf in leaves(tree) for t in (leaf.test, *leaf.disputed)}
            self._own_reaches[shape] = self._reach(tests, self._credentials_in(tests))
        return self._own_reaches[shape]

    def _credentials_in(self, tests: set[m.Test]) -> frozenset[str]:
        asked = [t for t in tests if isinstance(t, m.CredentialTest)]
        return frozenset(i for test in asked for i in self._changing(test))

    def paying(self, item: str) -> Paying:
        """All that the bill for a certification depends on, besides the ways to it."""
        if item not in self._payings:
            items = self.reach(item).items | {item}
            sellers = frozenset(s for i in items if (s := self.items[i].issuer) is not None)
            joining = {i for i, gives in self._giving.items() if gives.member in sellers}
            cards = {i for i, gives in self._giving.items() if gives.cpr == "yes"}
            tests = {test for i in joining for test in self._tests[i]}
            held = self._credentials_in(tests) | joining
            reach = self._reach(tests, held, ("holds", "members"))
            self._payings[item] = Paying(replace(reach, issuers=sellers), items | joining | cards)
        return self._payings[item]

    def judging(self, item: str, setting: str) -> Reach:
        """All that the purpose of a certification in a setting depends on, besides what is asked for."""
        key = (item, setting)
        if key not in self._judgings:
            certification, policy = self._certifications[item], self._policy
            sets = self._settings[setting].sufficient
            trees = [certification.base, policy.base, *policy.base_for_focus.values()]
            trees += [one.rule for one in sets]
            found = [leaf for tree in trees for leaf in leaves(tree)]
            tests = {t for leaf in found for t in (leaf.test, *leaf.disputed)}
            tests |= {cover.test for cover in certification.covered_by}
            items = frozenset(i for test in tests for i in self._changing(test))
            self._judgings[key] = self._reach(tests, items)
        return self._judgings[key]

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
