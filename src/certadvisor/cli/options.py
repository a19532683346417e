"""The flags that commands share: one for each question, and those of output and catalog."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from certadvisor.profile.questions import QUESTIONS, Answers, Question

Format = Annotated[
    str,
    typer.Option("--format", "-f", metavar="table|json|csv|markdown", help="form of the output"),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="write to a file, whole or not at all"),
]
CatalogFile = Annotated[
    Path | None,
    typer.Option("--catalog", metavar="FILE", help="another catalog (also CERTADVISOR_CATALOG)"),
]
Overlay = Annotated[
    list[Path] | None,
    typer.Option(
        "--overlay",
        metavar="FILE",
        help="values of your own over the catalog (repeatable; also CERTADVISOR_OVERLAY)",
    ),
]
Plain = Annotated[
    bool,
    typer.Option(
        "--plain", help="no redraw, numbered questions, labelled lines (also ACCESSIBLE=1)"
    ),
]
NoInput = Annotated[
    bool, typer.Option("--no-input", help="never ask; name what is missing instead")
]
ProfileFile = Annotated[
    Path | None,
    typer.Option("--profile", metavar="FILE", help="answers from JSON or TOML; flags win"),
]


def expand_shorthand(words: list[str]) -> list[str]:
    """The words with what is meant but not said: `--help` where no command is given, and `first`
    after an `--explain` that names nothing.
    """
    if words in ([], ["catalog"]):
        return [*words, "--help"]
    spelled = []
    for word, following in zip(words, [*words[1:], "-"], strict=True):
        spelled.append(word)
        if word == "--explain" and following.startswith("-"):
            spelled.append("first")
    return spelled


def _parameter(question: Question) -> inspect.Parameter:
    """The flag of a question: any text, read and checked where all answers are."""
    kind: Any = list[str] if question.form in ("many", "pairs") else str | None
    option = typer.Option(question.flag, metavar=question.metavar, help=question.help)
    if question.form == "denial":
        kind, option = bool, typer.Option(question.flag, help=question.help)
    default: Any = False if question.form == "denial" else None
    return inspect.Parameter(
        question.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[kind, option],
    )


def with_answers(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command one flag for each question; it receives them together as `answers`."""

    def wrapped(**given: Any) -> Any:
        answers: Answers = {}
        for question in QUESTIONS:
            value = given.pop(question.name)
            if value:
                answers[question.name] = (
                    tuple(value)
                    if isinstance(value, list | tuple)
                    else (("yes",) if value is True else (value,))
                )
            elif value == "":
                answers[question.name] = ("",)
        return command(answers=answers, **given)

    own = inspect.signature(command, eval_str=True)
    kept = [
        p.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for n, p in own.parameters.items()
        if n != "answers"
    ]
    flags = [_parameter(q) for q in QUESTIONS]
    wrapped.__signature__ = own.replace(parameters=[*kept, *flags])  # type: ignore[attr-defined]
    wrapped.__annotations__ = {p.name: p.annotation for p in (*kept, *flags)}
    wrapped.__name__, wrapped.__doc__ = command.__name__, command.__doc__
    return wrapped
