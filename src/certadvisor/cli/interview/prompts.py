"""What a question shows and which answers it takes, however it is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from typing import Protocol

from certadvisor.cli.interview.flow import Flow, QuestionPart
from certadvisor.profile.parse import read
from certadvisor.profile.questions import NONE, Choice
from certadvisor.text import SHOWN, printable, sentence, usd
from certadvisor.values import immutable

Chosen = tuple[str, ...]
"""The values of the options chosen, or the one text typed; empty for no answer."""


class Intent(Enum):
    """What someone wants who leaves a question."""

    ANSWER = "answer"
    BACK = "back"
    MORE = "more"


@immutable()
class Reply:
    """How a question was left: with what intent, and what was chosen by then."""

    intent: Intent
    chosen: Chosen = ()


@immutable()
class Prompt:
    """One question as it is asked.

    With `options`, the answer is one of them, or several if `many`; without, it is a text.
    `nothing` says what no answer means, and is empty where an answer is needed. `texts` gives what
    was chosen as an answer, `problem` what is wrong with it, `reading` how a text is understood.
    """

    number: int
    ask: str
    why: str
    more: str
    options: tuple[Choice, ...]
    many: bool
    nothing: str
    example: str
    preselected: Chosen
    texts: Callable[[Chosen], tuple[str, ...]]
    problem: Callable[[Chosen], str | None]
    reading: Callable[[str], str]

    def with_details(self, chosen: Chosen) -> Prompt:
        """The same question with everything there is to say, and what was chosen so far."""
        return replace(self, why=f"{self.why} {self.more}".strip(), more="", preselected=chosen)

    def answer_text(self, chosen: Chosen) -> str:
        """An answer in words."""
        labels = {o.value: o.label for o in self.options}
        parts = [labels[c] if labels else self.reading(c) for c in chosen]
        return ", ".join(parts) or self.nothing


class Asker(Protocol):
    """A way to ask questions at a terminal."""

    def start(self, title: str, line: str) -> None:
        """Greet, and say how to answer."""

    def say(self, text: str) -> None:
        """Write text."""

    def ask(self, prompt: Prompt) -> Reply:
        """Ask one question."""

    def show_answer(self, prompt: Prompt, chosen: Chosen) -> None:
        """Leave an answer on the screen."""


def prompt_for(part: QuestionPart, flow: Flow) -> Prompt:
    """How a question, or a part of it, is asked at this point of the flow."""
    question, catalog = part.question, flow.catalog
    labels = {c.value: c.label for c in question.choices(catalog)}
    options = _options(part, flow)
    says_none = question.form in ("many", "pairs") and NONE in labels
    ask = question.ask
    if part.key is not None:
        about = sentence(labels[part.key]).removesuffix(".")
        ask = f"{about}: {ask[0].lower()}{ask[1:]}"

    def texts(chosen: Chosen) -> tuple[str, ...]:
        return part.texts(chosen) or ((NONE,) if says_none else ())

    def problem(chosen: Chosen) -> str | None:
        if not chosen and not question.nothing:
            return f"This one needs an answer, such as {question.example or options[0].label}."
        error = flow.problem(part, texts(chosen))
        if error is None:
            return None
        if error.name != question.name:
            return f"That does not go with what you said before: {error}"
        return f'"{printable(", ".join(chosen), SHOWN)}" {error.problem}'

    def reading(text: str) -> str:
        value = text.strip() if part.key is not None else read(question, (text,), catalog)
        if isinstance(value, Decimal):
            return usd(value)
        return "no limit" if value == "unlimited" else text.strip()

    return Prompt(
        number=flow.number,
        ask=ask,
        why=sentence(question.why),
        more=question.more,
        options=options,
        many=question.form != "one",
        nothing=question.no_answer(catalog),
        example=question.example,
        preselected=_preselected(part, flow, options),
        texts=texts,
        problem=problem,
        reading=reading,
    )


YES = "yes"


def more_questions_prompt(count: int, number: int) -> Prompt:
    """Whether to go on with `count` more questions."""
    them = "it" if count == 1 else f"these {count}"
    return _aside(
        number,
        f"Answer {them} now?",
        "The result is then worked out again.",
        (Choice("no", "no, this is enough"), Choice(YES, "yes")),
        nothing="no",
    )


STUDENT = "student"


def final_year_prompt(number: int) -> Prompt:
    """Which is right where a final year is claimed and graduation is more than a year off."""
    return _aside(
        number,
        "That is over a year away, and you said final year. Which is right?",
        "Some exams are open to students in their final year only.",
        (
            Choice(STUDENT, "the month: I am not in my final year yet"),
            Choice("", "the final year: ask me the month again"),
        ),
    )


def _aside(
    number: int, ask: str, why: str, options: tuple[Choice, ...], nothing: str = ""
) -> Prompt:
    """A question about the interview itself: one of its options answers it, and any will do."""
    return Prompt(
        number=number,
        ask=ask,
        why=why,
        more="",
        options=options,
        many=False,
        nothing=nothing,
        example="",
        preselected=(),
        texts=lambda chosen: chosen,
        problem=lambda _: None,
        reading=str,
    )


def _options(part: QuestionPart, flow: Flow) -> tuple[Choice, ...]:
    """What there is to choose from; nothing where a text is asked for."""
    question = part.question
    choices = tuple(question.choices(flow.catalog))
    if question.form == "one":
        nothing = question.no_answer(flow.catalog)
        return (Choice("", nothing), *choices) if nothing else choices
    if question.form == "many":
        offered = flow.holdable() if question.name == "holds" else [c.value for c in choices]
        return tuple(c for c in choices if c.value in offered and c.value != NONE)
    if question.form == "pairs" and part.key is None:
        return tuple(
            Choice(f"{c.value}={v.value}", f"{c.label}, {v.label} member")
            for c in choices
            if c.value != NONE
            for v in question.values
        )
    return ()


def _preselected(part: QuestionPart, flow: Flow, options: tuple[Choice, ...]) -> Chosen:
    """What was answered before going back, as far as it can still be chosen."""
    former = flow.former.get(part, ())
    if part.key is not None:
        return tuple(text.removeprefix(f"{part.key}=") for text in former)
    values = {o.value for o in options}
    return tuple(text for text in former if text in values or not options)
