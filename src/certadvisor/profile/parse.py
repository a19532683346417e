"""Text to value: every answer is read here, from the command line, a file or the interview."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from certadvisor.catalog.names import Names, folded
from certadvisor.catalog.vocabulary import dollars
from certadvisor.errors import AnswerError, SeveralAnswersError, UnknownNameError
from certadvisor.profile.command_line import typed
from certadvisor.profile.profile import Profile, contradictions, normalised
from certadvisor.profile.questions import AGE, MONTH, NONE, UNLIMITED, Answers, Question, by_name
from certadvisor.text import printable

if TYPE_CHECKING:
    from certadvisor.catalog.types import Catalog

MOST_TEXTS = 1_000
"""The largest number of different texts that one answer is read from."""
NO_LIMIT = Names("amount", {UNLIMITED: ("no limit", "any", "none at all", "no limits")})


DOLLARS = r"us\$|\$|us dollars?|usd|dollars?"
FOREIGN = r"[€£¥]|[a-z]\$|\b(eur|gbp|cad|aud|nzd|chf|jpy|euros?|pounds?|francs?|yen)\b"
AMOUNT = r"([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*(k?)"


def money(name: str, text: str) -> Decimal:
    """An amount of USD as a person types it: 1200, $1,200, USD 1200.50, 1.5k.

    Raises:
        AnswerError: it is not one, could mean two amounts, or is in another currency.
    """
    examples = {"budget": "--budget 800 or --budget unlimited", "price": "--price ID=649"}
    example = f"Try {examples.get(name, f'--{name} 800')}."
    typed = text.strip().casefold()
    bare = re.sub(rf"^(?:{DOLLARS})\s*|\s*(?:{DOLLARS})$", "", typed)
    if len(bare) < 40 and re.search(FOREIGN, bare):
        raise AnswerError(name, text, "is not in US dollars, and all prices are.", example)
    found = re.fullmatch(AMOUNT, bare) if len(bare) < 40 else None
    if found is None:
        raise AnswerError(name, text, "is not an amount.", example)
    number, unit = found[1].replace(",", ""), 1000 if found[2] else 1
    if re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", found[1]):
        # 1.000 is how many countries write a thousand.
        small, large = (Decimal(number) * unit).normalize(), int(number.replace(".", "")) * unit
        meant = f"could mean ${small:,f} or ${large:,}. Type {large} or {large:,}."
        raise AnswerError(name, text, meant)
    if len(number.partition(".")[2]) > 2 and unit == 1:
        raise AnswerError(name, text, "has more than two decimals.", example)
    try:
        return dollars(Decimal(number) * unit)
    except ValueError as error:
        raise AnswerError(name, text, f"{error}.", example) from None


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


def _chosen(question: Question, text: str, catalog: Catalog) -> str:
    noun = question.noun or question.name.replace("_", " ")
    names = Names(noun, {c.value: (c.label, *c.aliases) for c in question.choices(catalog)})
    try:
        return names.resolve(text)
    except UnknownNameError as error:
        raise AnswerError(question.name, text, f"is not known: {error}") from None


def _count(question: Question, text: str, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text.strip()):
        example = f"Give it as in {question.metavar}."
        raise AnswerError(question.name, text, "is not a whole number.", example)
    if int(text) > most:
        raise AnswerError(question.name, text, f"is over {most:,}.")
    return int(text)


def _pair(question: Question, given: str, catalog: Catalog) -> tuple[str, Any]:
    key, sign, value = given.partition("=")
    if not sign and not question.values:
        raise AnswerError(question.name, given, f"needs the form {question.metavar}.")
    key = _chosen(question, key, catalog)
    if question.values and not sign:
        return key, question.values[0].value
    if question.values:
        try:
            return key, Names("kind", {v.value: () for v in question.values}).resolve(value)
        except UnknownNameError as error:
            raise AnswerError(question.name, given, f"is not known: {error}") from None
    if question.most is None:
        return key, money(question.name, value)
    return key, _count(question, value, question.most)


def _parts(question: Question, text: str, catalog: Catalog) -> list[str]:
    """A text with several answers in it, separated by commas, as these."""
    if "," not in text or question.form not in ("many", "pairs") or _knows(question, text, catalog):
        return [text]
    # The comma of 1,200 separates nothing.
    comma = "," if question.form == "many" or question.values else r",(?=[^,=]*=)"
    return [part for part in re.split(comma, text) if part.strip()] or [text]


def _knows(question: Question, text: str, catalog: Catalog) -> bool:
    key = folded(text)
    return any(key in map(folded, (c.label, *c.aliases)) for c in question.choices(catalog))


def _says_none(question: Question, texts: Sequence[str]) -> bool:
    """Whether the answer is that there is none of what is asked for.

    Raises:
        AnswerError: it names some all the same.
    """
    nones = [folded(text) == NONE for text in texts]
    if any(nones) and not all(nones):
        raise AnswerError(question.name, ", ".join(texts), "says none and names one.")
    return any(nones)


def _many(question: Question, texts: Sequence[str], catalog: Catalog) -> tuple[str, ...]:
    if _says_none(question, texts) and question.default == ():
        return ()
    return tuple(dict.fromkeys(_chosen(question, t, catalog) for t in texts))


def _pairs(question: Question, texts: Sequence[str], catalog: Catalog) -> dict[str, Any]:
    if question.says_none and _says_none(question, texts):
        return {}
    pairs: dict[str, Any] = {}
    for text in texts:
        key, value = _pair(question, text, catalog)
        if pairs.get(key, value) != value:
            raise AnswerError(
                question.name, text, f"contradicts {key}={typed(pairs[key])} given before."
            )
        pairs[key] = value
    return pairs


def read(question: Question, texts: Sequence[str], catalog: Catalog) -> Any:
    """The value of an answer given as text, the same wherever the text comes from.

    Raises:
        AnswerError: the answer is not allowed.
    """
    texts = tuple(dict.fromkeys(p for text in texts for p in _parts(question, text, catalog)))
    if len(texts) > MOST_TEXTS:
        raise AnswerError(question.name, texts[-1], f"is one of {len(texts):,}: too many to read.")
    if question.form == "many":
        return _many(question, texts, catalog)
    if question.form == "pairs":
        return _pairs(question, texts, catalog)
    values = [_single(question, text, catalog) for text in texts]
    for text, value in zip(texts, values, strict=True):
        if value != values[0]:
            before = printable(texts[0], 40)
            raise AnswerError(question.name, text, f'contradicts "{before}" given before.')
    return values[0]


def _single(question: Question, text: str, catalog: Catalog) -> Any:
    if question.form == "one":
        return _chosen(question, text, catalog)
    if question.form == "money":
        return UNLIMITED if NO_LIMIT.knows(text) else money(question.name, text)
    if question.form == "month":
        if not re.fullmatch(MONTH, text.strip(), re.ASCII):
            raise AnswerError(question.name, text, "is not a month. Try 2027-05.")
        return text.strip()
    if question.form == "age":
        if not re.fullmatch(AGE, text.strip().lower(), re.ASCII):
            raise AnswerError(question.name, text, "is not yes, no or a month. Try 2027-05.")
        return text.strip().lower()
    if question.form == "number":
        number = _count(question, text, question.most or 1)
        if number < 1:
            raise AnswerError(question.name, text, "is less than 1.")
        return number
    return day(question.name, text)


def profile_from(
    answers: Answers, catalog: Catalog, today: date, kind: type[Profile] = Profile
) -> Profile:
    """The profile of these answers.

    Raises:
        AnswerError: an answer is not allowed, or contradicts another one; `errors` are all of them.
    """
    questions = by_name(kind)
    values: dict[str, Any] = {"on": today}
    errors = []
    for name, texts in answers.items():
        try:
            if texts:
                values[name] = read(questions[name], texts, catalog)
        except AnswerError as error:
            errors.append(error)
    profile = kind(**values)
    errors += [
        AnswerError(name, ", ".join(answers.get(name, ())), f"{problem}.")
        for name, problem in contradictions(profile, catalog)
    ]
    if errors:
        raise errors[0] if len(errors) == 1 else SeveralAnswersError(errors)
    return normalised(profile, catalog)
