"""All small changes to the core, one at a time: another sign, a part or a statement less."""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import CodeType, FunctionType

ROOT = Path(__file__).parent.parent
CORE = ROOT / "src" / "certadvisor"
MODULES = (
    "rules.requirements", "rules.dependencies", "rules.routes", "rules.eligibility", "rules.cost",
    "rules.purpose", "rules.scoring", "rules.ranking", "rules.renewal", "advice.next_steps",
    "advice.what_if", "advice.sureness", "advice.plan", "advice.reasons", "advice.why_not",
    "profile.profile",
)  # fmt: skip
SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn,
    ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
MARK = re.compile(r"# mutants: equivalent, because (.+)")
"""Beside a line, or alone on the line above it: what lives here changes nothing, for this reason."""
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}


@dataclass(frozen=True)
class Mutant:
    """One change: `name` is module:line.number, `code` what the function runs instead."""

    name: str
    module: str
    function: str
    line: int
    text: str
    change: str
    harmless: str
    """Why it may live, where the source says so beside the line; else empty."""
    code: CodeType = field(compare=False)


# --- the changes ---------------------------------------------------------------------------


def changes(node: ast.AST) -> Iterator[ast.AST | None]:  # noqa: PLR0912
    """What may stand in the place of a node; None: nothing, the statement is dropped."""
    match node:
        case ast.Compare(ops=ops):
            for n, op in enumerate(ops):
                yield _with(node, ops=[*ops[:n], SWAPPED[type(op)](), *ops[n + 1 :]])
        case ast.BoolOp(op=op, values=values):
            yield _with(node, op=SWAPPED[type(op)]())
            for n in range(len(values)):
                rest = values[:n] + values[n + 1 :]
                yield rest[0] if len(rest) == 1 else _with(node, values=rest)
        case ast.BinOp(op=op) | ast.AugAssign(op=op):
            yield _with(node, op=SWAPPED[type(op)]())
            if isinstance(node, ast.AugAssign):
                yield None
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool() as value):
            yield _with(node, value=not value)
        case ast.Constant(value=int() as value):
            yield _with(node, value=value + 1)
            yield _with(node, value=value - 1)
        case ast.IfExp(body=body, orelse=other):
            yield from (body, other)
        case ast.comprehension(ifs=ifs):
            yield from (_with(node, ifs=ifs[:n] + ifs[n + 1 :]) for n in range(len(ifs)))
        case ast.Call(func=ast.Name(id=name)) if name in CALLED:
            yield _with(node, func=ast.Name(CALLED[name], ast.Load()))
        case ast.Lambda(body=ast.Tuple(elts=parts)):
            for n in range(len(parts)):
                kept = ast.Tuple(parts[:n] + parts[n + 1 :], ast.Load())
                yield _with(node, body=kept)
        case ast.Return(value=ast.expr() as value):
            if not (isinstance(value, ast.Constant) and value.value is None):
                yield ast.Return(ast.Constant(None))
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()
        case ast.Expr(value=value) if not isinstance(value, ast.Constant):
            yield None
        case ast.If(orelse=[]) | ast.Raise():
            yield None
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield None


def _with(node: ast.AST, **values: object) -> ast.AST:
    other = copy.copy(node)
    for name, value in values.items():
        setattr(other, name, value)
    return other


def _places(node: ast.AST) -> Iterator[tuple[ast.AST, Callable[[ast.AST], None]]]:
    """Every node inside a function's body with what puts another one in its place."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "defaults", "kw_defaults"):
            continue
        if isinstance(value, ast.AST):
            yield value, partial(setattr, node, name)
            yield from _places(value)
        elif isinstance(value, list):
            for n, one in enumerate(value):
                if isinstance(one, ast.AST):
                    yield one, partial(value.__setitem__, n)
                    yield from _places(one)


def mutants(module: str) -> list[Mutant]:
    """All mutants of a module, in the order of its lines."""
    file = CORE.joinpath(*module.split(".")).with_suffix(".py")
    source = file.read_text(encoding="utf-8")
    lines, tree = source.splitlines(), ast.parse(source)
    seen: Counter[int] = Counter()
    found = []
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    owners = [("", tree.body), *((f"{c.name}.", c.body) for c in classes)]
    for prefix, body in owners:
        for function in [f for f in body if isinstance(f, ast.FunctionDef)]:
            name = f"{prefix}{function.name}"
            for node, put in list(_places(function)):
                for new in list(changes(node)):
                    put(ast.Pass() if new is None else new)
                    code = _code_of(name, compile(ast.fix_missing_locations(tree), file, "exec"))
                    put(node)
                    line = _line(node.target if isinstance(node, ast.comprehension) else node)
                    seen[line] += 1
                    found.append(Mutant(
                        f"{module}:{line}.{seen[line]}", module, name, line,
                        lines[line - 1].strip(), f"{_said(node)} -> {_said(new)}",
                        reason(lines, line), code,
                    ))  # fmt: skip
    return sorted(found, key=lambda m: m.line)


def reason(lines: list[str], number: int) -> str:
    """What the mark at a line says; lines are counted from 1."""
    above = lines[number - 2].strip() if number > 1 else ""
    for text in (lines[number - 1], above if above.startswith("#") else ""):
        if (found := MARK.search(text)) is not None:
            return found[1]
    return ""


def _code_of(name: str, code: CodeType) -> CodeType:
    for part in name.split("."):
        code = next(c for c in code.co_consts if isinstance(c, CodeType) and c.co_name == part)
    return code


def _line(node: ast.AST) -> int:
    line: int = getattr(node, "lineno")  # noqa: B009
    return line


def _said(node: ast.AST | None) -> str:
    text = "nothing" if node is None else " ".join(ast.unparse(node).split())
    return text if len(text) < 90 else f"{text[:60]} ... {text[-25:]}"


def function_of(mutant: Mutant) -> FunctionType:
    """The living function that a mutant changes; whoever has imported it has the same one."""
    found: object = importlib.import_module(f"certadvisor.{mutant.module}")
    for part in mutant.function.split("."):
        found = inspect.getattr_static(found, part)
    found = found.fget if isinstance(found, property) else inspect.unwrap(found)  # type: ignore[arg-type]
    assert isinstance(found, FunctionType)
    return found
