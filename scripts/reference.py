"""Write docs/commands.md: every command with its flags, read off the command line itself.

`python scripts/reference.py` writes it; with `--check` it only says whether it is out of date.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from certadvisor.cli.app import command_line
from certadvisor.profile.profile import QUESTIONS
from generated import settle

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
ANSWERS = {question.flag for question in QUESTIONS}
INTRODUCTION = """\
# Every command, every flag

Made by `make docs` from the command line itself; a test fails if it is out of date.
Names of certifications, settings and choices may be typed in any case, with or without hyphens.

Exit codes: 0 done; 1 the data or a file is bad; 2 the command line is bad or answers are missing;
130 interrupted. Results go to standard output, questions and everything else to standard error.
"""


def commands(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Each command that does something, by the words that call it."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield " ".join(words), command
        return
    for name, found in inner.items():
        yield from commands(found, (*words, name))


def _flags(parameter: Any) -> str:
    names = ", ".join(f"`{o}`" for o in (*reversed(parameter.opts), *parameter.secondary_opts))
    return names if parameter.is_flag else f"{names} {_cell(f'`{parameter.metavar}`')}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _table(title: str, rows: list[str]) -> list[str]:
    return [f"| {title} | meaning |", "| --- | --- |", *rows, ""] if rows else []


def _section(words: str, command: Any) -> list[str]:
    options = [p for p in command.params if p.param_type_name == "option"]
    own = [p for p in options if not ANSWERS & set(p.opts)]
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    lines = [f"## `certadvisor {words}`", "", inspect.cleandoc(command.help or ""), ""]
    if command.epilog:
        example = command.epilog.removeprefix("Example:").strip()
        lines += ["```sh", example, "```", ""]
    lines += _table("argument", [f"| {_cell(f'`{p.metavar}`')} | {p.help} |" for p in arguments])
    lines += _table("flag", [f"| {_flags(p)} | {p.help} |" for p in own])
    if len(own) < len(options):
        lines += ["It also takes [the answers about you](#the-answers-about-you).", ""]
    return lines


def _answers(found: list[tuple[str, Any]]) -> list[str]:
    """The flags that are answers, which several commands share."""
    flags = {
        parameter.opts[0]: f"| {_flags(parameter)} | {parameter.help} |"
        for _, command in found
        for parameter in command.params
        if ANSWERS & set(parameter.opts)
    }
    return ["## The answers about you", "", *_table("flag", list(flags.values()))]


def page() -> str:
    """The whole page."""
    found = list(commands(command_line(), ()))
    lines = [line for words, command in found for line in _section(words, command)]
    return "\n".join([INTRODUCTION, *lines, *_answers(found)]).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(settle({PAGE: page()}, check="--check" in sys.argv[1:]))
