"""Answers in a file: JSON or TOML in, JSON out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from certadvisor.catalog.names import nearest
from certadvisor.catalog.types import Catalog
from certadvisor.errors import AnswerError, DataError, UsageError
from certadvisor.files import read_json, read_toml
from certadvisor.json_text import SCHEMA_ID, to_json
from certadvisor.profile.command_line import texts_of
from certadvisor.profile.parse import profile_from
from certadvisor.profile.profile import Profile
from certadvisor.profile.questions import NONE, Answers, Question, by_name
from certadvisor.text import printable, shown

MOST_TOLD = 20
"""How many faults of a file are told, a line each; the rest are counted."""


def read_answers(path: Path, kind: type[Profile] = Profile) -> Answers:
    """The answers in a profile file, as text.

    Raises:
        DataError: the file is unreadable, or holds something that is not an answer.
    """
    answers, problems = _read(path, kind)
    if problems:
        raise DataError(str(path), problems, told=MOST_TOLD)
    return answers


def checked_answers(path: Path, catalog: Catalog, today: date) -> Answers:
    """The answers in a profile file, each of them allowed.

    Raises:
        DataError: the file is unreadable, or an answer in it cannot be used; tells all of them.
    """
    answers, problems = _read(path)
    try:
        profile_from(answers, catalog, today)
    except AnswerError as caught:
        problems += [f'{error.name}: "{error.given}" {error.problem}' for error in caught.errors]
    if problems:
        raise DataError(str(path), problems, told=MOST_TOLD)
    return answers


def _read(path: Path, kind: type[Profile] = Profile) -> tuple[Answers, list[str]]:
    """The answers in a file that can be read, and what is wrong with the others."""
    questions = by_name(kind)
    data = read_toml(path) if is_toml(path) else read_json(path)
    if not isinstance(data, dict):
        raise DataError(str(path), ['must hold an object of answers, such as {"setting": "gym"}'])
    answers: Answers = {}
    problems: list[str] = []
    for name, value in data.items():
        key = name.replace("-", "_")
        if name == "$schema":
            continue
        if key not in questions:
            near = nearest(key, questions)
            hint = f'; did you mean "{near}"?' if near else ""
            problems.append(f'"{printable(name, 60)}" is not an answer{hint}')
        elif key in answers:
            problems.append(f'has the answer "{key}" twice')
        elif value is not None:
            try:
                answers[key] = _texts(questions[key], value)
            except ValueError as error:
                problems.append(f'{key}: "{shown(value)}" {error}')
    return answers, problems


def file_schema() -> dict[str, Any]:
    """The JSON Schema of a file of answers, as `profile_text` writes it."""
    return {
        "$schema": SCHEMA_ID,
        "title": "Answers",
        "description": "A file of answers for --profile",
        "type": "object",
        "properties": {
            "$schema": {"type": "string"},
            **{name: question.json_schema() for name, question in by_name(Profile).items()},
        },
        "additionalProperties": False,
    }


def _texts(question: Question, value: Any) -> tuple[str, ...]:
    """An answer in a file as text.

    Raises:
        ValueError: it has another form.
    """
    form = question.form
    if form == "age" and isinstance(value, bool):
        return ("yes" if value else "no",)
    if value == {} and question.says_none:
        return (NONE,)
    if form == "pairs" and isinstance(value, dict):
        return tuple(f"{k}={_one(v)}" for k, v in value.items())
    if form == "many" and isinstance(value, list):
        return tuple(_one(v) for v in value)
    if form in ("many", "pairs") and not isinstance(value, str):
        raise ValueError({"many": "must be a list", "pairs": "must be an object"}[form])
    return (_one(value),)


def _one(value: Any) -> str:
    if isinstance(value, bool) or (
        not isinstance(value, str | int | float | Decimal) and not hasattr(value, "isoformat")
    ):
        raise ValueError("must be text or a number")
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
