"""How an answer is read and written: one validation, whatever the door it came through."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from certadvisor.catalog.names import Names, certification_names, credential_names, folded
from certadvisor.catalog.types import MOST_MONEY, Catalog
from certadvisor.errors import AnswerError, UnknownNameError
from certadvisor.profile.profile import FIELDLESS, Profile, contradictions, normalised
from certadvisor.profile.questions import (
    BY_NAME,
    NONE,
    QUESTIONS,
    Answers,
    Question,
    certifications,
    holdable,
    trainers,
)
from certadvisor.text import plain, printable


def money(name: str, text: str) -> Decimal:
    """An amount of USD as a person types it: 1200, $1,200, 1200.50 USD.

    Raises:
        AnswerError: it is not one.

    """
    bare = (
        text.strip().removeprefix("$").lower().removesuffix("usd").removesuffix("dollars").strip()
    )
    grouped = re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", bare)
    plain = re.fullmatch(r"\d+(\.\d+)?|\.\d+", bare) if len(bare) < 40 else None
    try:
        amount = Decimal(bare.replace(",", "")) if (grouped or plain) and bare.isascii() else None
    except InvalidOperation:
        amount = None
    examples = {"budget": "--budget 800 or --budget unlimited", "price": "--price ID=649"}
    example = f"Try {examples.get(name, f'--{name} 800')}."
    if amount is None:
        raise AnswerError(name, text, "is not an amount.", example)
    if amount > MOST_MONEY:
        raise AnswerError(name, text, "is over 10,000,000.", example)
    if amount != amount.quantize(Decimal("0.01")):
        raise AnswerError(name, text, "has more than two decimals.", example)
    return amount


UNLIMITED = Names("amount", {"unlimited": ("no limit", "any", "none at all", "no limits")})


def _budget(text: str) -> Decimal | str:
    try:
        return UNLIMITED.resolve(text)
    except UnknownNameError:
        return money("budget", text)


def _chosen(question: Question, text: str, catalog: Catalog) -> str:
    choices = question.choices(catalog)
    what = question.name.replace("_", " ")
    names = Names(what, {c.value: (c.label, *c.aliases) for c in choices})
    if question.choices in (holdable, trainers):
        names = credential_names(catalog)
        if question.choices is trainers:
            names = Names("CPT", {c.value: (c.label, *c.aliases) for c in choices})
    elif question.choices is certifications:
        names = certification_names(catalog)
    try:
        return names.resolve(text)
    except UnknownNameError as error:
        raise AnswerError(question.name, text, f"is not known: {error}") from None


MOST_TEXTS = 1_000
"""The most different texts that one answer is read from."""
MOST = {"practice": 100_000, "years": 80, "weight": 1_000}
"""The largest number that a question takes."""


def _count(question: Question, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text.strip()):
        example = f"Give it as in {question.metavar}."
        raise AnswerError(question.name, text, "is not a whole number.", example)
    if int(text) > MOST[question.name]:
        raise AnswerError(question.name, text, f"is over {MOST[question.name]:,}.")
    return int(text)


def _pair(question: Question, given: str, catalog: Catalog) -> tuple[str, Any]:
    key, sign, value = given.partition("=")
    values = question.values(catalog)
    if not sign and not values:
        raise AnswerError(question.name, given, f"needs the form {question.metavar}.")
    key = _chosen(question, key, catalog)
    if values:
        if not sign:
            return key, values[0].value
        try:
            return key, Names("kind", {v.value: () for v in values}).resolve(value)
        except UnknownNameError as error:
            raise AnswerError(question.name, given, f"is not known: {error}") from None
    if question.name == "price":
        return key, money("price", value)
    return key, _count(question, value)


def day(name: str, text: str) -> date:
    """A day as year, month and day.

    Raises:
        AnswerError: it is not one.
    """
    try:
        if not re.fullmatch(r"[12]\d{3}-\d{2}-\d{2}", text.strip(), re.ASCII):
            raise ValueError
        return date.fromisoformat(text.strip())
    except ValueError:
        raise AnswerError(name, text, "is not a day. Try 2026-11-23.") from None


def read(question: Question, texts: Sequence[str], catalog: Catalog) -> Any:
    """The value of an answer given as text; the same for every door it comes through.

    Raises:
        AnswerError: the answer is not one of those allowed.

    """
    texts = tuple(dict.fromkeys(texts))
    if len(texts) > MOST_TEXTS:
        raise AnswerError(question.name, texts[-1], f"is one of {len(texts):,}: too many to read.")
    if question.form == "many":
        return tuple(_chosen(question, t, catalog) for t in texts)
    if question.form == "pairs":
        pairs: dict[str, Any] = {}
        if _says_none(question, texts, catalog):
            return pairs
        for text in texts:
            key, value = _pair(question, text, catalog)
            if pairs.get(key, value) != value:
                raise AnswerError(question.name, text, f"was given twice for {key}, differently.")
            pairs[key] = value
        return pairs
    if len(texts) > 1:
        before = printable(texts[0], 40)
        raise AnswerError(question.name, texts[-1], f'contradicts "{before}" given before.')
    text = texts[-1]
    if question.form == "one":
        return _chosen(question, text, catalog)
    if question.form == "money":
        return _budget(text)
    if question.form == "month":
        if not re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", text.strip(), re.ASCII):
            raise AnswerError(question.name, text, "is not a month. Try 2027-05.")
        return text.strip()
    if question.form == "date":
        return day(question.name, text)
    return text != "yes"


def _says_none(question: Question, texts: Sequence[str], catalog: Catalog) -> bool:
    """Whether an answer that may be none says so; beside anything else it contradicts itself."""
    if NONE not in {c.value for c in question.choices(catalog)}:
        return False
    said = [text for text in texts if folded(text) == NONE]
    if said and len(texts) > len(said):
        raise AnswerError(question.name, ", ".join(texts), "says none and names one.")
    return bool(said)


def profile_from(answers: Answers, catalog: Catalog, today: date) -> Profile:
    """The profile of these answers.

    Raises:
        AnswerError: an answer is not allowed, or contradicts another one.

    """
    values = {n: read(BY_NAME[n], texts, catalog) for n, texts in answers.items() if texts}
    profile = Profile.model_validate({"on": today, **values})
    for name, problem in contradictions(profile, catalog):
        raise AnswerError(name, ", ".join(answers.get(name, ())), f"{problem}.")
    return normalised(profile, catalog)


@dataclass(frozen=True, slots=True)
class Aim:
    """What answers are for: a command, and where it is about one certification, that one.

    `needless` are needed questions that this command does without.
    """

    command: str
    target: str | None = None
    needless: tuple[str, ...] = ()


RECOMMEND = Aim("recommend")


def needed(profile: Profile, aim: Aim = RECOMMEND) -> list[Question]:
    """The questions that need an answer, whether or not they have one."""
    return [
        q
        for q in QUESTIONS
        if q.needed and q.name not in aim.needless and not is_pointless(q, profile)
    ]


def missing(profile: Profile, aim: Aim = RECOMMEND) -> list[Question]:
    """The needed questions that have no answer yet."""
    return [q for q in needed(profile, aim) if getattr(profile, q.name) is None]


def is_pointless(question: Question, profile: Profile) -> bool:
    """Whether an earlier answer has settled a question."""
    return question.name == "degree_field" and (profile.degree in FIELDLESS)


# --- writing -------------------------------------------------------------------------------


def says_none_when_empty(question: Question) -> bool:
    """Whether an empty answer is one, and not the lack of one."""
    return question.form == "pairs" and Profile.model_fields[question.name].default is None


def texts_of(question: Question, profile: Profile) -> tuple[str, ...]:
    """An answer of a profile as the texts that give it."""
    value = getattr(profile, question.name)
    if value == {} and says_none_when_empty(question):
        return (NONE,)
    if value is None or value in ((), {}):
        return ()
    if question.form == "pairs":
        return tuple(f"{k}={_plain(v)}" for k, v in value.items())
    if question.form == "many":
        return tuple(value)
    if question.form == "denial":
        return ("yes",) if value is False else ()
    return (_plain(value),)


def _plain(value: object) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)


def answers_of(profile: Profile) -> Answers:
    """All answers of a profile as texts."""
    return {q.name: t for q in QUESTIONS if (t := texts_of(q, profile))}


def command_line(profile: Profile, *, command: str = "recommend") -> str:
    """The command that gives the same answers as flags."""
    answers = answers_of(profile)
    if len(profile.holds) == 1 and profile.holds[0] == profile.cpt:
        answers.pop("holds", None)
    return command_with(answers, command=command)


def command_with(answers: Answers, *, command: str = "recommend") -> str:
    """The command that gives these answers, all or some, as flags."""
    words = ["certadvisor", *command.split()]
    for question in QUESTIONS:
        for text in answers.get(question.name, ()):
            words += [question.flag] if question.form == "denial" else [question.flag, text]
    return shlex.join(words)
