"""The flags that commands share: those of catalog and output, and one for each question."""

from __future__ import annotations

import ast
import inspect
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast, get_args, get_type_hints

import typer
from typer.models import OptionInfo

from certadvisor.catalog.names import Names
from certadvisor.catalog.place import OVERLAYS, VARIABLE, catalog_path, overlay_paths
from certadvisor.cli.values import answers_to, fixed
from certadvisor.errors import AnswerError, UnknownNameError, UsageError
from certadvisor.files import NamedPath
from certadvisor.profile.missing import Request
from certadvisor.profile.profile import QUESTIONS
from certadvisor.profile.questions import Answers, Question
from certadvisor.text import SHOWN, flag_of, listed, printable

if TYPE_CHECKING:
    # Help and completion read no catalog.
    from certadvisor.catalog.types import Catalog

T = TypeVar("T")
FORMS = ("table", "json", "csv", "markdown")
NAMED_LIKE = {".json": "json", ".csv": "csv", ".md": "markdown"}
"""The form that the ending of a file's name promises."""
FIRST = "first"
"""What `--explain` without a certification explains: the first place."""

CatalogFile = Annotated[
    Path | None,
    typer.Option("--catalog", metavar="FILE", help=f"another catalog (also {VARIABLE})"),
]
Overlay = Annotated[
    list[Path] | None,
    typer.Option(
        "--overlay",
        metavar="FILE",
        help=f"values of your own over the catalog (repeatable; also {OVERLAYS})",
    ),
]
OutputFile = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="write to a file, whole or not at all"),
]
ProfileFile = Annotated[
    Path | None,
    typer.Option("--profile", metavar="FILE", help="answers from a JSON or TOML file; flags win"),
]
NoInput = Annotated[bool, typer.Option("--no-input", help="never ask; say what is missing instead")]
Everything = Annotated[
    bool, typer.Option("--all", help="on a screen, too: everything, not only what matters most")
]
Sources = Annotated[bool, typer.Option("--sources", help="say where each value was read")]
Over = Annotated[
    list[str] | None,
    typer.Option("--over", metavar="N", help="also what holding it costs over N years, 1 to 50"),
]


@dataclass(frozen=True, slots=True)
class CatalogOptions:
    """Which catalog a command reads."""

    catalog: CatalogFile = None
    overlay: Overlay = None

    def load(self) -> Catalog:
        """The catalog with its overlays.

        Raises:
            DataError: a file is unreadable or breaks a rule.
        """
        from certadvisor.catalog.load import load_catalog

        return load_catalog(self.catalog, self.overlay or ())

    def notes(self, catalog: Catalog, on: date) -> list[str]:
        """What to know of the facts: that they are not the program's own, or far from the day."""
        from certadvisor.advice.wording import age_words

        parts = [f"of the catalog {_shown(catalog_path(self.catalog))}"] if self._is_own else []
        if self._overlays:
            parts.append(f"changed by {listed([_shown(path) for path in self._overlays])}")
        told = [f"Facts {', '.join(parts)}."] if parts else []
        return [*told, *filter(None, [age_words(catalog.as_of, on)])]

    def stamped(self, result: T) -> T:
        """A result that names the overlays it rests on."""
        one = cast("Any", result)
        stamp = replace(one.catalog, overlays=tuple(map(str, self._overlays)))
        named: T = replace(one, catalog=stamp)
        return named

    def words(self) -> list[str]:
        """The flags that name the same files again, those of the environment included."""
        words = []
        if self._is_own:
            words += ["--catalog", str(catalog_path(self.catalog))]
        for path in self._overlays:
            words += ["--overlay", str(path)]
        return words

    @property
    def _is_own(self) -> bool:
        """Whether the catalog is somebody's own, and not the program's."""
        return self.catalog is not None or bool(os.environ.get(VARIABLE))

    @property
    def _overlays(self) -> list[Path]:
        return overlay_paths(self.overlay or ())

    @property
    def files(self) -> list[NamedPath]:
        """The files it is read from, each by the flag or variable that names it."""
        variable = VARIABLE if os.environ.get(VARIABLE) else "the catalog"
        return [
            ("--catalog" if self.catalog else variable, catalog_path(self.catalog)),
            *((OVERLAYS, path) for path in overlay_paths()),
            *(("--overlay", path) for path in self.overlay or ()),
        ]


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """How a command shows its result, and where it writes it."""

    format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="|".join(FORMS),
            help="form of the output",
            autocompletion=fixed(*FORMS),
        ),
    ] = "table"
    output: OutputFile = None
    plain: Annotated[
        bool,
        typer.Option(
            "--plain", help="no redraw, numbered questions, labelled lines (also ACCESSIBLE=1)"
        ),
    ] = False

    pager: Annotated[
        bool,
        typer.Option(
            "--pager/--no-pager", help="on a terminal, show what is long in your $PAGER (less)"
        ),
    ] = True

    def __post_init__(self) -> None:
        """Take `-` for standard output."""
        if self.output == Path("-"):
            object.__setattr__(self, "output", None)

    @property
    def is_paged(self) -> bool:
        """Whether what is long may go through a pager."""
        return self.pager and self.output is None and not self.is_plain

    @property
    def file(self) -> NamedPath:
        """The file it writes, by its flag."""
        return "--output", self.output

    def form(self, *others: str) -> str:
        """The form asked for: one of `FORMS` or of `others`.

        Raises:
            AnswerError: it is none of them.
        """
        try:
            names = Names("output format", dict.fromkeys((*FORMS, *others), ()))
            form = names.resolve(self.format)
        except UnknownNameError as error:
            raise AnswerError("format", self.format, f"is not known: {error}") from None
        if self.output is not None:
            suffix = self.output.suffix.lower()
            named = NAMED_LIKE.get(suffix)
            if suffix in (".html", ".htm"):
                other = printable(self.output.with_suffix(".md"), 200)
                hint = f"Try --format markdown --output {other}."
                raise AnswerError("output", self.output, "would not be HTML.", hint)
            if named not in (None, form):
                hint = f"Add --format {named}, or name it otherwise."
                raise AnswerError(
                    "output", self.output, f"is named like {named}, not {form}.", hint
                )
        return form

    @property
    def is_plain(self) -> bool:
        """Whether to do without redraws and tables."""
        return self.plain or os.environ.get("ACCESSIBLE", "") not in ("", "0")


def _shown(path: Path) -> str:
    return printable(path.name, SHOWN)


GROUPS = (OutputOptions, CatalogOptions)


def request(command: Sequence[str], facts: CatalogOptions, **options: object) -> Request:
    """What a command needs answers for, with all that shapes its result besides.

    An option is left out where it is None or False; True or an empty text stands for its flag alone.
    """
    words = []
    for name, value in options.items():
        if value is not None and value is not False:
            words.append(flag_of(name))
            words += [] if value is True or value == "" else [str(value)]
    is_module = Path(sys.argv[0]).parts[-2:] == ("certadvisor", "__main__.py")
    python = Path(sys.executable).name.removesuffix(".exe")
    program = (python, "-m", "certadvisor") if is_module else ("certadvisor",)
    return Request(tuple(command), options=(*words, *facts.words()), program=program)


def refuse_second_table(form: str, **options: object) -> None:
    """Refuse options that would add a table of their own to CSV.

    Raises:
        UsageError: one of them was given.
    """
    given = [flag_of(name) for name, value in options.items() if value is not None]
    if form == "csv" and given:
        adds = "adds" if len(given) == 1 else "add"
        raise UsageError(
            f"CSV is one table, and {listed(given)} {adds} another. Try --format json."
        )


# --- from words to values ------------------------------------------------------------------


def expand_shorthand(words: list[str]) -> list[str]:
    """The words with what they leave out: `--help` where there is no command, and `first` after an
    `--explain` without an id.
    """
    if words in ([], ["catalog"]):
        return [*words, "--help"]
    if any(word.partition("=")[0] == "--preset" for word in words):
        raise UsageError("--preset is now --prefer: cheapest, fastest or most-recognised.")
    expanded = []
    for word, following in zip(words, [*words[1:], "-"], strict=True):
        expanded.append(word)
        if word == "--explain" and following.startswith("-"):
            expanded.append(FIRST)
    return expanded


def with_flags(
    command: Callable[..., None], questions: Sequence[Question] = QUESTIONS
) -> Callable[..., None]:
    """Give a command the flags it shares with others.

    A parameter of a type in `GROUPS` becomes one flag for each field of that type; `answers` becomes
    one for each question. What is typed for a file, and arrives as text, becomes a path.
    """
    own = inspect.signature(command, eval_str=True).parameters
    asked = questions if "answers" in own else ()
    groups = {name: p.annotation for name, p in own.items() if p.annotation in GROUPS}
    fields = {name: inspect.signature(group).parameters for name, group in groups.items()}

    def wrapped(**given: Any) -> None:
        for name in single:
            given[name] = _once(name, given[name])
        for name, kind in kinds.items():
            given[name] = _with_paths(name, kind, given[name])
        for name, group in groups.items():
            given[name] = group(**{field: given.pop(field) for field in fields[name]})
        if asked:
            answers = {q.name: tuple(given.pop(q.name) or ()) for q in asked}
            given["answers"] = {name: texts for name, texts in answers.items() if texts}
        command(**given)

    parameters = [
        *(p for name, p in own.items() if name not in groups and name != "answers"),
        *(
            field.replace(annotation=hints[field.name])
            for name, group in groups.items()
            for hints in (get_type_hints(group, include_extras=True),)
            for field in fields[name].values()
        ),
        *map(_parameter, asked),
    ]
    kinds = {p.name: get_args(p.annotation)[0] for p in parameters}
    single = [p.name for p in parameters if _is_single(p)]
    parameters = [_repeatable(p) if p.name in single else p for p in parameters]
    parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in parameters]
    wrapped.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    wrapped.__annotations__ = {p.name: p.annotation for p in parameters}
    wrapped.__name__, wrapped.__doc__ = command.__name__, command.__doc__ or _stripped_doc(command)
    return wrapped


def _stripped_doc(command: Callable[..., None]) -> str | None:
    """The help of a command whose docstring Python left out, as PYTHONOPTIMIZE=2 has it."""
    (made,) = ast.parse(dedent(inspect.getsource(command))).body
    return ast.get_docstring(made) if isinstance(made, ast.FunctionDef) else None


def _parameter(question: Question) -> inspect.Parameter:
    """The flag of a question: any text, read and checked where all answers are."""
    # All are repeatable: what contradicts what is told where answers are read.
    option = typer.Option(
        question.flag,
        metavar=question.metavar,
        help=question.help,
        autocompletion=answers_to(question),
    )
    return inspect.Parameter(
        question.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[list[str] | None, option],
    )


def _with_paths(name: str, kind: Any, value: Any) -> Any:
    """A value of a flag of that type: text that names files as their paths.

    Raises:
        UsageError: the text is empty.
    """
    if kind not in (Path, Path | None, list[Path] | None):
        return value
    if "" in ((value,) if isinstance(value, str) else value or ()):
        raise UsageError(f"{flag_of(name)} names no file.")
    if kind == list[Path] | None:
        return value and [*map(Path, value)]
    return Path(value) if isinstance(value, str) else value


def _is_single(parameter: inspect.Parameter) -> bool:
    """Whether it is a flag that takes one text or file."""
    kind, *details = get_args(parameter.annotation)
    is_flag = any(isinstance(detail, OptionInfo) for detail in details)
    return is_flag and kind in (str, str | None, Path, Path | None)


def _repeatable(parameter: inspect.Parameter) -> inspect.Parameter:
    """The same flag, taken as often as it is given: typer alone would keep the last one silently."""
    kind, option = get_args(parameter.annotation)
    several = list[str] | None if kind in (str, str | None) else list[Path] | None
    default = None if parameter.default is None else [parameter.default]
    return parameter.replace(default=default, annotation=Annotated[several, option])


def _once(name: str, given: Sequence[Any] | None) -> Any:
    """The one value of a flag that was given as often as you like, but always the same.

    Raises:
        AnswerError: it was given differently.
    """
    values = given or (None,)
    for value in values:
        if value != values[0]:
            before = printable(values[0], SHOWN)
            raise AnswerError(name, value, f'contradicts "{before}" given before.')
    return values[0]


def years_over(over: list[str] | None, answers: Answers) -> int | None:
    """The years whose costs are asked for with `--over`; None where it was not given.

    Raises:
        UsageError: it is not one number from 1 to 50; or the number stands after `--years`, which
            is for experience.
    """
    from certadvisor.rules.renewal import MOST_YEARS

    for text in answers.get("years", ()):
        if text.isascii() and text.isdigit():
            hint = f"For the costs over some years, type --over {text}."
            raise AnswerError("years", text, "needs the form KIND=N.", hint)
    numbers = [whole_number("--over", text, MOST_YEARS) for text in over or ()]
    years: int | None = _once("over", numbers)
    return years


def whole_number(flag: str, text: str, most: int = 999_999) -> int:
    """A whole number from 1, as typed.

    Raises:
        UsageError: it is not one, or over `most`.
    """
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 0 < int(text) <= most):
        raise UsageError(
            f'{flag} "{printable(text, SHOWN)}" is not a whole number from 1 to {most:,}.'
        )
    return int(text)
