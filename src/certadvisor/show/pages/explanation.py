"""Why a certification stands where it stands, for someone who has never heard of a criterion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from certadvisor.advice.results import (
    AllConditions,
    Answered,
    AnyCondition,
    Assessment,
    Condition,
    Ownership,
    Requirements,
    WhyNot,
)
from certadvisor.advice.wording import at_least, total_words, year_words
from certadvisor.catalog.types import Catalog
from certadvisor.show.document import KEEP, Block, Cell, Column, Grid, Heading, Line, Row
from certadvisor.show.pages.bars import bar
from certadvisor.show.pages.options import SIGNS, TONES
from certadvisor.text import plural, sentence, usd

POINTS = (
    Column("Criterion", "criterion", heads=True),
    Column("", "picture", whole=True, picture=True),
    Column("Points", "points", whole=True, right=True),
    Column("Value", "value", whole=True, right=True),
    Column("Weight", "weight", whole=True, right=True),
    Column("Because", "because"),
)
YEARS = (
    Column("Year", "year", whole=True, right=True),
    Column("Costs", "cost", whole=True, right=True),
    Column("For", "for"),
)
SAID = {True: "met", False: "not met", None: "no source confirms it"}
INDENT = "   "


def explanation(one: Assessment, catalog: Catalog) -> list[Block]:
    """Requirements as the tree they are, the purpose, the points and the bill."""
    blocks: list[Block] = [Heading(f"Why the {one.name} is number {one.rank}")]
    blocks += [Line(sentence(answer.reason), label) for label, answer in _purpose(one)]
    blocks += [Heading("What it requires of you"), *_tree(one.requirements, catalog, 0)]
    blocks.append(_points(one))
    blocks += _bill(one)
    return [*blocks, *years_of((one,))]


def _purpose(one: Assessment) -> Iterator[tuple[str, Answered]]:
    yield "Does it serve you", one.purpose.serves
    yield "Is there a base", one.purpose.base
    yield "Is it new to you", one.purpose.covered


def _tree(node: Requirements, catalog: Catalog, depth: int, *, moot: bool = False) -> list[Block]:
    """`moot`: another branch is met, so that this one need not be."""
    space = INDENT * depth
    if isinstance(node, Condition):
        return [_leaf(node, catalog, space, moot=moot)]
    branches = node.all if isinstance(node, AllConditions) else node.any
    if len(branches) == 1:
        return _tree(branches[0], catalog, depth, moot=moot)
    title = "all of these:" if isinstance(node, AllConditions) else "one of these:"
    enough = isinstance(node, AnyCondition) and any(is_met(b) for b in branches)
    below = [
        block
        for branch in branches
        for block in _tree(branch, catalog, depth + 1, moot=moot or (enough and not is_met(branch)))
    ]
    return [Line(f"{space}{title}", tone="quiet"), *below]


def is_met(node: Requirements) -> bool:
    """Whether the required conditions of a tree are all met."""
    if isinstance(node, Condition):
        return node.met is True or node.need == "recommended"
    if isinstance(node, AllConditions):
        return all(map(is_met, node.all))
    return any(map(is_met, node.any))


def _leaf(leaf: Condition, catalog: Catalog, space: str, *, moot: bool) -> Line:
    sign, said, tone = SIGNS[leaf.met], SAID[leaf.met], TONES[leaf.met]
    if moot and leaf.met is not True:
        sign, said, tone = "–", "not needed", "quiet"
    elif leaf.met is None and leaf.why_unknown == "answer":
        said = "you have not said"
    parts = [said, leaf.due]
    if leaf.need == "recommended":
        parts = [said, "recommended only"]
    if leaf.step is not None and leaf.need == "required" and not moot:
        parts.append(f"to get it: {catalog.doing(leaf.step)}")
    parts.append(f"source: {catalog.sources[leaf.source].title}")
    return Line(f"{space}{sign}{KEEP}{leaf.text} ({'; '.join(parts)})", tone=tone)


def _points(one: Assessment) -> Grid:
    rows = [
        Row(
            (
                Cell(g.name),
                Cell(bar(Fraction(g.value), size=10)),
                Cell(str(g.points)),
                Cell(g.value),
                Cell(str(g.weight)),
                Cell(sentence(g.reason)),
            )
        )
        for g in one.grounds
    ]
    weights = sum(g.weight for g in one.grounds)
    total = "Value times weight, over all weights, out of 100."
    cells = ("Score", bar(one.score / 100, size=10), str(one.score), "", str(weights), total)
    rows.append(Row(tuple(Cell(c, "strong") for c in cells)))
    return Grid(POINTS, tuple(rows), title="Where the points come from")


def _bill(one: Assessment) -> list[Block]:
    lines: list[Block] = [Heading("What it costs you")]
    for item in one.cost.items:
        if item.amount is None:
            price = "not published"
        elif item.amount == 0:
            price = "included" if item.need == "study" else "free"
        else:
            price = usd(item.amount)
        kind = " (study material, not counted in the total)" if item.need == "study" else ""
        lines.append(Line(f"{item.label}: {price}{kind}"))
    lines.append(Line(f"In all: {total_words(one.cost)}.", tone="strong"))
    return lines


def years_of(some: Iterable[Assessment]) -> list[Block]:
    """What these cost over the years, where that was asked for."""
    return [years_grid(one.name, one.ownership) for one in some if one.ownership is not None]


def years_grid(name: str, owned: Ownership) -> Grid:
    """The costs by year, with what falls due when."""
    rows = [
        Row(
            (
                Cell(str(year.year)),
                Cell(at_least(year.amount, complete=year.complete)),
                Cell(year_words(year)),
            )
        )
        for year in owned.years
    ]
    total = at_least(owned.total, complete=owned.complete)
    education = f"continuing education ({owned.education}) comes on top" if owned.education else ""
    rows.append(Row((Cell("all", "strong"), Cell(total, "strong"), Cell(education))))
    return Grid(YEARS, tuple(rows), title=f"The {name} over {plural(len(owned.years), 'year')}")


def why_not(result: WhyNot, catalog: Catalog) -> list[Block]:
    """What separates a certification from the first place."""
    name = catalog.name_of(result.id)
    return [Heading(f"Why not the {name}?"), Line(result.text)]
