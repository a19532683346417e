"""Answers in a file: JSON or TOML in, JSON out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from certadvisor.catalog.types import Catalog
from certadvisor.errors import AnswerError, DataError, UsageError
from certadvisor.files import read_json, read_toml
from certadvisor.json_text import to_json
from certadvisor.profile.command_line import texts_of
from certadvisor.profile.parse import profile_from
from certadvisor.profile.profile import Profile
from certadvisor.profile.questions import NONE, Answers, Question, by_name
from certadvisor.text import printable


def read_answers(path: Path, kind: type[Profile] = Profile) -> Answers:
    """The answers in a profile file, as text.

    Raises:
        DataError: the file is unreadable, or holds something that is not an answer.
    """
    questions = by_name(kind)
    data = read_toml(path) if is_toml(path) else read_json(path)
    if not isinstance(data, dict):
        raise DataError(str(path), ['must hold an object of answers, such as {"setting": "gym"}'])
    answers: Answers = {}
    for name, value in data.items():
        key = name.replace("-", "_")
        if key not in questions:
            raise DataError(str(path), [f'"{printable(name, 60)}" is not an answer'])
        if key in answers:
            raise DataError(str(path), [f'has the answer "{key}" twice'])
        if value is not None:
            answers[key] = _texts(str(path), questions[key], value)
    return answers


def checked_answers(path: Path, catalog: Catalog, today: date) -> Answers:
    """The answers in a profile file, each of them allowed.

    Raises:
        DataError: the file is unreadable, or an answer in it cannot be used.
    """
    answers = read_answers(path)
    try:
        profile_from(answers, catalog, today)
    except AnswerError as error:
        problem = f'{error.name}: "{error.given}" {error.problem}'
        raise DataError(str(path), [problem]) from None
    return answers


def _texts(file: str, question: Question, value: Any) -> tuple[str, ...]:
    name, form = question.name, question.form
    if form == "age" and isinstance(value, bool):
        return ("yes" if value else "no",)
    if value == {} and question.says_none:
        return (NONE,)
    if form == "pairs" and isinstance(value, dict):
        return tuple(f"{k}={_one(file, name, v)}" for k, v in value.items())
    if form == "many" and isinstance(value, list):
        return tuple(_one(file, name, v) for v in value)
    if form in ("many", "pairs"):
        wanted = {"many": "a list", "pairs": "an object"}[form]
        raise DataError(file, [f'{name}: "{printable(value, 40)}" must be {wanted}'])
    return (_one(file, name, value),)


def _one(file: str, name: str, value: Any) -> str:
    if isinstance(value, bool) or (
        not isinstance(value, str | int | float | Decimal) and not hasattr(value, "isoformat")
    ):
        raise DataError(file, [f'{name}: "{printable(value, 40)}" must be text or a number'])
    return str(value)


def refuse_toml(path: Path | None) -> None:
    """Refuse a file name under which what is saved could not be read again.

    Raises:
        UsageError: it is that of a TOML file; JSON is what is written.
    """
    if path is not None and is_toml(path):
        better = printable(path.with_suffix(".json"), 200)
        raise UsageError(f"answers are saved as JSON, not TOML. Try --save-profile {better}.")


def is_toml(path: Path) -> bool:
    """Whether a file of that name is read as TOML."""
    return path.suffix.lower() == ".toml"


def profile_text(profile: Profile, *, with_day: bool = True) -> str:
    """A profile as the JSON that `read_answers` reads.

    Without the day that the advice is for, what is read again is about the day it is read on.
    """
    answers = given_in(profile)
    return to_json(answers if with_day else {n: a for n, a in answers.items() if n != "on"})


def given_in(profile: Profile) -> dict[str, Any]:
    """The answers that were given, and the day, by name."""
    return {
        name: getattr(profile, name)
        for name, question in by_name(type(profile)).items()
        if texts_of(question, profile)
    }
