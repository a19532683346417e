"""What a question shows and which answers it takes, however it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Protocol

from certadvisor.catalog.types import Catalog
from certadvisor.cli.interview.flow import Flow, QuestionPart
from certadvisor.profile.parse import read
from certadvisor.profile.questions import NONE, Choice, Question
from certadvisor.text import SHOWN, printable, sentence, usd

Chosen = tuple[str, ...]
"""The values of the options chosen, or the one text typed; empty for no answer."""


class Wish(Enum):
    """What whoever is asked may want."""

    ANSWER = "answer"
    BACK = "back"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: an answer, or a wish beside what is chosen so far."""

    wish: Wish
    chosen: Chosen = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question as it is put.

    With `options`, one of them is the answer, or `many`; without, a text. `nothing` is how no
    answer reads, empty where one is needed. `held` is what to start from.
    """

    number: int
    ask: str
    why: str
    more: str
    options: tuple[Choice, ...]
    many: bool
    nothing: str
    example: str
    held: Chosen
    texts: Callable[[Chosen], tuple[str, ...]]
    problem: Callable[[Chosen], str | None]
    reading: Callable[[str], str]

    def telling_more(self, chosen: Chosen) -> Prompt:
        """The same question with all there is to tell, starting from what was chosen so far."""
        return replace(self, why=f"{self.why} {self.more}".strip(), more="", held=chosen)

    def shown(self, chosen: Chosen) -> str:
        """An answer as it reads."""
        labels = {o.value: o.label for o in self.options}
        parts = [labels[c] if labels else self.reading(c) for c in chosen]
        return ", ".join(parts) or self.nothing


class Asker(Protocol):
    """A way to put questions to someone at a terminal."""

    def open(self, title: str, line: str) -> None:
        """Begin, with how to answer."""

    def say(self, text: str) -> None:
        """Tell something."""

    def ask(self, prompt: Prompt) -> Reply:
        """Put one question."""

    def noted(self, prompt: Prompt, chosen: Chosen) -> None:
        """Leave an answer on the screen."""


def prompt_for(asking: QuestionPart, course: Flow) -> Prompt:
    """How one thing is asked at this point of the course."""
    question = asking.question
    options = _options(asking, course)
    says_none = question.form in ("many", "pairs") and NONE in {
        c.value for c in question.choices(course.catalog)
    }

    def texts(chosen: Chosen) -> tuple[str, ...]:
        return asking.texts(chosen) or ((NONE,) if says_none else ())

    def problem(chosen: Chosen) -> str | None:
        if not chosen and not question.nothing:
            return f"This one needs an answer, such as {question.example or options[0].label}."
        error = course.problem(asking, texts(chosen))
        if error is None:
            return None
        if error.name != question.name:
            return f"That does not go with what you said before: {error}"
        return f'"{printable(", ".join(chosen), SHOWN)}" {error.problem}'

    def reading(text: str) -> str:
        return _worded(question, text, course.catalog) if asking.key is None else text.strip()

    return Prompt(
        number=course.number,
        ask=_ask(asking, course),
        why=sentence(question.why),
        more=question.more,
        options=options,
        many=question.form != "one",
        nothing=question.nothing,
        example=question.example,
        held=_held(asking, course, options),
        texts=texts,
        problem=problem,
        reading=reading,
    )


YES = "yes"


def offer(count: int, number: int) -> Prompt:
    """Whether `count` more questions are to be put."""
    them = "it" if count == 1 else f"these {count}"
    options = (Choice("no", "no, this is enough"), Choice(YES, "yes"))
    return Prompt(
        number=number,
        ask=f"Answer {them} now?",
        why="The result is then worked out anew.",
        more="",
        options=options,
        many=False,
        nothing="no",
        example="",
        held=(),
        texts=lambda chosen: chosen,
        problem=lambda _: None,
        reading=str,
    )


def _ask(asking: QuestionPart, course: Flow) -> str:
    question = asking.question
    if asking.key is None:
        return question.ask
    labels = {c.value: c.label for c in question.choices(course.catalog)}
    about = sentence(labels[asking.key]).removesuffix(".")
    return f"{about}: {question.ask[0].lower()}{question.ask[1:]}"


def _options(asking: QuestionPart, course: Flow) -> tuple[Choice, ...]:
    """What there is to choose from; nothing where a text is asked for."""
    question = asking.question
    choices = tuple(question.choices(course.catalog))
    if question.form == "one":
        return (Choice("", question.nothing), *choices) if question.nothing else choices
    if question.form == "many":
        offered = course.holdable() if question.name == "holds" else [c.value for c in choices]
        return tuple(c for c in choices if c.value in offered and c.value != NONE)
    if question.form == "pairs" and asking.key is None:
        return tuple(
            Choice(f"{c.value}={v.value}", f"{c.label}, {v.label} member")
            for c in choices
            if c.value != NONE
            for v in question.values(course.catalog)
        )
    return ()


def _held(asking: QuestionPart, course: Flow, options: tuple[Choice, ...]) -> Chosen:
    """What was answered before going back, as far as it can still be chosen."""
    former = course.former.get(asking, ())
    if asking.key is not None:
        return tuple(text.removeprefix(f"{asking.key}=") for text in former)
    values = {o.value for o in options}
    return tuple(text for text in former if text in values or not options)


def _worded(question: Question, text: str, catalog: Catalog) -> str:
    """A typed answer as it was understood."""
    value = read(question, (text,), catalog)
    if isinstance(value, Decimal):
        return usd(value)
    return "no limit" if value == "unlimited" else text.strip()
