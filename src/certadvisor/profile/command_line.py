"""Value to text: a profile as the flags, or the answers, that give it."""

from __future__ import annotations

import shlex
from decimal import Decimal

from certadvisor.profile.missing import RECOMMEND, Request
from certadvisor.profile.profile import QUESTIONS, Profile
from certadvisor.profile.questions import NONE, Answers, Question, by_name
from certadvisor.text import plain


def texts_of(question: Question, profile: Profile) -> tuple[str, ...]:
    """An answer of a profile as the texts that give it."""
    value = getattr(profile, question.name)
    if value == {} and question.says_none:
        return (NONE,)
    if value in (None, (), {}):
        return ()
    if question.form == "pairs":
        return tuple(f"{k}={typed(v)}" for k, v in value.items())
    if question.form == "many":
        return tuple(value)
    return (typed(value),)


def typed(value: object) -> str:
    """One value of an answer as somebody would type it."""
    return plain(value) if isinstance(value, Decimal) else str(value)


def answers_of(profile: Profile) -> Answers:
    """All answers of a profile as texts."""
    questions = by_name(type(profile)).values()
    return {q.name: t for q in questions if (t := texts_of(q, profile))}


def command_line(profile: Profile, request: Request = RECOMMEND) -> str:
    """The command that gives the same answers as flags."""
    answers = answers_of(profile)
    if len(profile.holds) == 1 and profile.holds[0] == profile.cpt:
        answers.pop("holds", None)
    return command_with(answers, request)


def command_with(answers: Answers, request: Request = RECOMMEND) -> str:
    """The command that gives these answers as flags."""
    words = [*request.program, *request.command]
    for question in QUESTIONS:
        for text in answers.get(question.name, ()):
            words += [question.flag, text]
    return shlex.join([*words, *request.options])
