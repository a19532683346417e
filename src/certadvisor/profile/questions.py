"""What a question is: how it is put, which answers it takes, how they are said, who reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, field, fields, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, ParamSpec

from certadvisor.catalog.vocabulary import ID, LONGEST_ID, MOST_MONEY, dollars
from certadvisor.text import SHOWN, flag_of, listed, printable
from certadvisor.values import immutable

if TYPE_CHECKING:
    # Only to name the types: help and completion need no catalog.
    from certadvisor.catalog.types import Catalog, Test

Args = ParamSpec("Args")
Form = Literal["one", "many", "pairs", "money", "month", "date", "age", "number"]
NONE = "none"
"""The answer that none of what is listed applies."""
UNKNOWN = (None, "unknown")
"""No answer, and the answer "I don't know"."""
UNLIMITED = "unlimited"
MONTH = r"^[12]\d{3}-(0[1-9]|1[0-2])$"
AGE = r"^(yes|no|[12]\d{3}-(0[1-9]|1[0-2]))$"
"""Whether somebody is 18, or the month in which they turn 18."""
LAST_DAY = date(2999, 12, 31)
"""Leaves room to count years from it before the calendar ends."""

Answers = dict[str, tuple[str, ...]]
"""The text given for each question, from whichever source."""
Reader = Literal[
    "degree", "enrolled", "adult", "cpr", "credential", "licence", "practice", "years", "member",
    "educated", "timing", "purpose", "pricing", "scoring",
]  # fmt: skip
"""What may read an answer: a kind of requirement test, or one of the other rules."""


@immutable()
class Choice:
    """An answer to choose: what is stored, how it reads, and how the "You" line says it.

    `said` None: as it reads; empty: not at all.
    """

    value: str
    label: str
    aliases: tuple[str, ...] = ()
    said: str | None = None


@immutable()
class Thresholds:
    """Every test that some requirement of a catalog makes, and each day on which one changes."""

    tests: tuple[Test, ...]
    days: tuple[date, ...]


@immutable(kw_only=True, eq=False)
class Question:
    """All there is to know about one question; `name` is the field of the profile it fills.

    Asking: `why` is the reason in one line, `more` what `?` explains, `nothing` how no answer
    reads where none is needed, maybe as the catalog has it, `example` a text that answers it, `noun` what an answer names.

    Allowed: `options` are fixed, or follow from the catalog; `ids` are all that any catalog may
    offer (empty: any id). `listed` is the part of a catalog whose few ids help may name. A pair holds one of `values`, a whole number up to `most`, or an amount
    of USD; a number by itself is from 1 to `most`. `default` is the value where nothing was said;
    None also means "not answered".

    Reading: `applies` tells whether the other answers leave the question a meaning; `open` until
    when it is worth asking, with the answers in `possible`; `read_by` which rules depend on it;
    `you` how the "You" line says it, where not by the labels of the options.
    """

    form: Form
    ask: str
    why: str
    help: str
    more: str = ""
    metavar: str = ""
    nothing: str | Callable[[Catalog], str] = ""
    example: str = ""
    noun: str = ""
    name: str = ""
    needed: bool = False
    options: tuple[Choice, ...] | Callable[[Catalog], Sequence[Choice]] = ()
    ids: tuple[str, ...] = ()
    listed: str = ""
    values: tuple[Choice, ...] = ()
    most: int | None = None
    default: Any = None
    read_by: tuple[Reader, ...] = ()
    applies: Callable[[Any, Catalog], bool] = lambda _profile, _catalog: True
    open: Literal["never", "until-known", "always"] = "never"
    possible: Callable[[Question, Any, Catalog, Thresholds], Iterable[Any]] = lambda *_: ()
    you: Callable[[Any, Any, Catalog], Iterable[str]] | None = None

    @property
    def flag(self) -> str:
        """The command-line flag that gives the same answer."""
        return flag_of(self.name)

    @property
    def says_none(self) -> bool:
        """Whether an empty answer is one, and not the lack of one."""
        return self.form == "pairs" and self.default is None

    def choices(self, catalog: Catalog) -> Sequence[Choice]:
        """The answers to choose from."""
        return self.options(catalog) if callable(self.options) else self.options

    def no_answer(self, catalog: Catalog) -> str:
        """How no answer reads; empty where one is needed."""
        return self.nothing(catalog) if callable(self.nothing) else self.nothing

    def is_open(self, profile: Any, catalog: Catalog) -> bool:
        """Whether it makes sense to ask, and the answer is not known."""
        known = self.open == "until-known" and getattr(profile, self.name) not in UNKNOWN
        return self.open != "never" and not known and self.applies(profile, catalog)

    def said(self, profile: Any, catalog: Catalog) -> Iterable[str]:
        """The answer as the "You" line says it, in as many parts as it has; none if not given."""
        value = getattr(profile, self.name)
        if value in (None, (), {}):
            return ()
        if self.you is not None:
            return self.you(value, profile, catalog)
        says = {c.value: c.label if c.said is None else c.said for c in self.choices(catalog)}
        if self.form == "pairs":
            return [f"{says[key]}: {given}" for key, given in value.items()]
        text = listed([says[v] for v in value]) if self.form == "many" else says.get(value, value)
        return [str(text)] if text else ()

    # --- which values are allowed ----------------------------------------------------------

    def checked(self, value: Any) -> Any:
        """The value as a profile holds it, money exact to the cent.

        Raises:
            ValueError: it is not allowed; names the question.
        """
        if value == self.default:
            return value
        try:
            return self._checked(value)
        except ValueError as error:
            raise ValueError(f'{self.name}: "{printable(value, SHOWN)}" {error}') from None

    def _checked(self, value: Any) -> Any:
        if self.form == "one":
            return self._key(value)
        if self.form == "many":
            return tuple(self._key(v) for v in _a(tuple, value))
        if self.form == "pairs":
            return {self._key(k): self._value(v) for k, v in _a(dict, value).items()}
        if self.form == "money":
            return value if value == UNLIMITED else dollars(value)
        if self.form == "month":
            return _matching(MONTH, value)
        if self.form == "date" and _a(date, value) > LAST_DAY:
            raise ValueError(f"is after {LAST_DAY}")
        if self.form == "number" and not 1 <= _a(int, value) <= (self.most or 1):
            raise ValueError(f"is not from 1 to {self.most}")
        return _matching(AGE, value) if self.form == "age" else value

    def _key(self, value: Any) -> str:
        allowed = self._allowed
        if allowed and value not in allowed:
            raise ValueError(f"is not one of {', '.join(allowed)}")
        if len(_matching(ID, value)) > LONGEST_ID:
            raise ValueError(f"is longer than {LONGEST_ID} characters")
        return str(value)

    def _value(self, value: Any) -> Any:
        allowed = [c.value for c in self.values]
        if allowed:
            if value not in allowed:
                raise ValueError(f"has a value other than {', '.join(allowed)}")
            return value
        if self.most is None:
            return dollars(value)
        if not 0 <= _a(int, value) <= self.most:
            raise ValueError(f"has a number that is not from 0 to {self.most:,}")
        return value

    @property
    def _allowed(self) -> tuple[str, ...]:
        return self.ids if callable(self.options) else tuple(c.value for c in self.options)

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema of the allowed values."""
        allowed, values = self._allowed, [c.value for c in self.values]
        money = {"type": "number", "minimum": 0, "maximum": int(MOST_MONEY)}
        number = {"type": "integer", "minimum": 0, "maximum": self.most}
        any_id = {"type": "string", "pattern": ID, "maxLength": LONGEST_ID}
        key: dict[str, Any] = {"enum": [*allowed]} if allowed else any_id
        value = {"enum": values} if values else money if self.most is None else number
        shape: dict[str, Any] = {
            "one": key,
            "many": {"type": "array", "items": key},
            "pairs": {"type": "object", "propertyNames": key, "additionalProperties": value},
            "money": {"anyOf": [money, {"const": UNLIMITED}]},
            "month": {"type": "string", "pattern": MONTH},
            "date": {"type": "string", "format": "date"},
            "age": {"type": "string", "pattern": AGE},
            "number": {**number, "minimum": 1},
        }[self.form]
        if self.default is None:
            shape = {"anyOf": [shape, {"type": "null"}]}
        default = {} if self.default is MISSING else {"default": self.default}
        return {"description": self.help, **shape, **default}


def _a(kind: type, value: Any) -> Any:
    # Exactly of the type: True is no number here, and no time of day hides in a date.
    if type(value) is not kind:
        raise ValueError(f"is not a {kind.__name__}")
    return value


def _matching(pattern: str, value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
        raise ValueError(f"does not match {pattern}")
    return value


# --- the questions of a profile --------------------------------------------------------------


def _field_for(question: Callable[Args, Question]) -> Callable[Args, Any]:
    def made(*args: Args.args, **kwargs: Args.kwargs) -> Any:
        metadata = {"question": question(*args, **kwargs)}
        default = metadata["question"].default
        if default == {}:
            return field(default_factory=dict, metadata=metadata)
        return field(default=default, metadata=metadata)

    return made


asked = _field_for(Question)
"""A field of the profile with its question, which takes the same arguments."""


def _by_name(profile: type[Any]) -> dict[str, Question]:
    return {
        f.name: replace(f.metadata["question"], name=f.name)
        for f in fields(profile)
        if "question" in f.metadata
    }


by_name: Callable[[type[Any]], dict[str, Question]] = cache(_by_name)  # type: ignore[assignment]
"""The questions that fill the fields of a profile class, by name, in the order they are asked."""


# --- answers that are worth trying ----------------------------------------------------------------


def each_choice(
    question: Question, _profile: Any, catalog: Catalog, _thresholds: Thresholds
) -> Iterator[Any]:
    """Every choice that says something, by itself."""
    for value in (c.value for c in question.choices(catalog) if c.value not in UNKNOWN):
        if question.form == "many":
            yield (value,)
        elif question.form != "pairs":
            yield value
        elif value != NONE:
            yield {value: question.values[0].value}


def each_number(
    question: Question, profile: Any, _catalog: Catalog, thresholds: Thresholds
) -> Iterator[dict[str, int]]:
    """0 and each number that some requirement asks for, for each kind not answered yet."""
    had: dict[str, int] = getattr(profile, question.name)
    found: dict[str, set[int]] = {}
    test: Any
    for test in thresholds.tests:
        if test.kind in question.read_by:
            number = test.hours if test.kind == "practice" else test.years
            found.setdefault(test.activity, {0}).add(number)
    for activity, numbers in found.items():
        if activity not in had:
            yield from ({**had, activity: number} for number in sorted(numbers))
