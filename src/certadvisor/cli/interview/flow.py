"""The flow of an interview: what is asked next, what was answered, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from certadvisor.advice.what_if import WhatIf, unanswered
from certadvisor.catalog.types import Catalog
from certadvisor.errors import AnswerError
from certadvisor.profile.command_line import command_with
from certadvisor.profile.missing import RECOMMEND, Request, missing, needed
from certadvisor.profile.parse import profile_from
from certadvisor.profile.profile import BY_NAME, Profile, is_final_year_doubtful
from certadvisor.profile.questions import Answers, Question
from certadvisor.rules.eligibility import RouteCache
from certadvisor.rules.ranking import rank
from certadvisor.values import immutable

MAX_QUESTIONS = 9
"""Needed and optional ones together, whether asked or given beforehand."""


@immutable()
class QuestionPart:
    """What is asked at once: a question or, where it takes several numbers, one of them (`key`)."""

    question: Question
    key: str | None = None

    def texts(self, chosen: tuple[str, ...]) -> tuple[str, ...]:
        """What was chosen or typed as the texts of an answer."""
        return chosen if self.key is None else tuple(f"{self.key}={text}" for text in chosen)


Texts = Mapping[QuestionPart, tuple[str, ...]]


class Flow:
    """The answers so far, and what follows from them.

    `former` keeps what was answered before going back, to be offered again.
    """

    def __init__(
        self, given: Answers, catalog: Catalog, today: date, aim: Request = RECOMMEND
    ) -> None:
        self.catalog = catalog
        self._aim = aim
        self._limit: int | None = MAX_QUESTIONS
        self.former: dict[QuestionPart, tuple[str, ...]] = {}
        self._given = {name: texts for name, texts in given.items() if texts}
        self._today = today
        self._cache = RouteCache(catalog)
        self._answered: dict[QuestionPart, tuple[str, ...]] = {}
        self._what_if_now: WhatIf | None = None
        self.profile  # noqa: B018  # what was given is checked before anything is asked

    @property
    def profile(self) -> Profile:
        """The profile of the answers so far.

        Raises:
            AnswerError: what was given is not allowed, or contradicts itself.
        """
        return profile_from(self._answers(self._answered), self.catalog, self._today)

    @property
    def is_complete(self) -> bool:
        """Whether all needed answers are there."""
        return not missing(self.profile, self.catalog, self._aim)

    @property
    def was_asked(self) -> bool:
        """Whether anything was asked at all."""
        return bool(self._answered)

    @property
    def number(self) -> int:
        """The number of the next question, from 1."""
        return len(self._answered) + 1

    @property
    def command(self) -> str:
        """The command line that goes on from the answers so far."""
        everything = self._answers({**self.former, **self._answered})
        try:
            profile_from(everything, self.catalog, self._today)
        except AnswerError:
            everything = self._answers(self._answered)
        return command_with(everything, self._aim)

    def next(self) -> QuestionPart | None:
        """What to ask next: the needed questions, then those that could change most."""
        profile = self.profile
        lacking = missing(profile, self.catalog, self._aim)
        if lacking:
            return QuestionPart(lacking[0])
        also = (QuestionPart(BY_NAME[name]) for name in self._aim.also if name not in self._given)
        if left := next((part for part in also if part not in self._answered), None):
            return left
        optional = sum(not part.question.needed for part in self._answered)
        count = len(needed(profile, self.catalog, self._aim)) + optional
        if self._limit is not None and count >= self._limit:
            return None
        holds = QuestionPart(BY_NAME["holds"])
        # What is held leaves the ranking: nothing could change more.
        if "holds" not in self._given and holds not in self._answered and self.holdable():
            return holds
        effects = self._effects()
        return max(effects, key=lambda part: effects[part], default=None)

    def unasked(self) -> list[Question]:
        """The questions not asked that could change something, those that change most first."""
        effects = self._effects()
        ordered = sorted(effects, key=lambda part: -effects[part])
        return list(dict.fromkeys(part.question for part in ordered))

    def lift_limit(self) -> None:
        """From now on ask everything that could change something, however many questions it takes."""
        self._limit = None

    def holdable(self) -> list[str]:
        """What else could be held, and would change something."""
        return self._what_if().holdable

    def problem(self, part: QuestionPart, texts: tuple[str, ...]) -> AnswerError | None:
        """What is wrong with an answer, by itself or beside the others; None if nothing is."""
        try:
            profile_from(self._answers({**self._answered, part: texts}), self.catalog, self._today)
        except AnswerError as error:
            return error
        return None

    def accept(self, part: QuestionPart, texts: tuple[str, ...]) -> None:
        """Keep an answer; no texts: the question was asked, and stays open."""
        self._answered[part] = texts
        self.former.pop(part, None)
        self._what_if_now = None

    @property
    def is_final_year_doubtful(self) -> bool:
        """Whether the degree answered and the date of graduation do not fit."""
        return is_final_year_doubtful(self.profile)

    def correct(self, name: str, text: str) -> None:
        """Give another answer to a question that was answered before, here or by a flag."""
        part = QuestionPart(BY_NAME[name])
        if name in self._given:
            self._given[name] = (text,)
        else:
            self._answered[part] = (text,)
        self._what_if_now = None

    def go_back(self) -> bool:
        """Take the last answer back, so that it is asked again; False if there is none."""
        if not self._answered:
            return False
        part, texts = self._answered.popitem()
        self.former[part] = texts
        self._what_if_now = None
        return True

    def _answers(self, answered: Texts) -> Answers:
        answers = dict(self._given)
        for part, texts in answered.items():
            name = part.question.name
            answers[name] = (*answers.get(name, ()), *texts)
        return {name: texts for name, texts in answers.items() if texts}

    def _effects(self) -> dict[QuestionPart, int]:
        """What could still be asked and would change something, each with the most it could change."""
        found: dict[QuestionPart, int] = {}
        for name in ("focus", *unanswered(self.profile, self.catalog)):
            question = BY_NAME[name]
            if name in self._given:
                continue
            for change, effect in self._what_if().effects(name):
                value, key = change[name], None
                if isinstance(value, dict) and not question.values:
                    key = str(next(reversed(value)))
                part = QuestionPart(question, key)
                if effect and part not in self._answered:
                    found[part] = max(effect, found.get(part, 0))
        return found

    def _what_if(self) -> WhatIf:
        if self._what_if_now is None:
            # The road to one certification is the same for all settings; ranking needs one.
            setting = self.profile.setting or next(iter(self.catalog.settings))
            profile = replace(self.profile, setting=setting)
            ranking = rank(profile, self.catalog, self._cache)
            self._what_if_now = WhatIf(ranking, self._aim.target)
        return self._what_if_now
