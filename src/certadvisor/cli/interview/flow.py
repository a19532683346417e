"""The course of an interview: what is asked next, what was answered, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from certadvisor.advice.what_if import Change, WhatIf, unanswered
from certadvisor.catalog.types import Catalog
from certadvisor.errors import AnswerError
from certadvisor.profile.parse import RECOMMEND, Aim, command_with, missing, needed, profile_from
from certadvisor.profile.profile import Profile
from certadvisor.profile.questions import BY_NAME, Answers, Question
from certadvisor.rules.eligibility import RouteCache
from certadvisor.rules.ranking import rank

MOST_QUESTIONS = 9
"""Needed and optional ones together, whether asked or given beforehand."""


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """One thing to ask: a question, and where it asks for several numbers, for which of them."""

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

    def __init__(self, given: Answers, catalog: Catalog, today: date, aim: Aim = RECOMMEND) -> None:
        self.catalog = catalog
        self._aim = aim
        self._most: int | None = MOST_QUESTIONS
        self.former: dict[QuestionPart, tuple[str, ...]] = {}
        self._given = {name: texts for name, texts in given.items() if texts}
        self._today = today
        self._memory = RouteCache(catalog)
        self._answered: dict[QuestionPart, tuple[str, ...]] = {}
        self._explorer: WhatIf | None = None
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
        """Whether nothing needed is missing."""
        return not self._lacking()

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
        return command_with(everything, command=self._aim.command)

    def left(self) -> list[Question]:
        """The questions that were not put and could change something, what changes most first."""
        worth = self._worth()
        ordered = sorted(worth, key=lambda a: -worth[a])
        return list(dict.fromkeys(a.question for a in ordered))

    def go_on(self) -> None:
        """Ask whatever could change something from now on, however much that is."""
        self._most = None

    def next(self) -> QuestionPart | None:
        """What to ask next: the needed questions, then those that could change most."""
        lacking = self._lacking()
        if lacking:
            return QuestionPart(lacking[0])
        if self._most is not None and self._asked(self.profile) >= self._most:
            return None
        holds = QuestionPart(BY_NAME["holds"])
        # What is held leaves the ranking: nothing could change more.
        if "holds" not in self._given and holds not in self._answered and self.holdable():
            return holds
        worth = self._worth()
        return max(worth, key=lambda a: worth[a], default=None)

    def holdable(self) -> list[str]:
        """What could be held besides, and would change something."""
        return self._exploring().holdable()

    def problem(self, asking: QuestionPart, texts: tuple[str, ...]) -> AnswerError | None:
        """What is wrong with an answer, by itself or beside the others; None if nothing is."""
        try:
            profile_from(
                self._answers({**self._answered, asking: texts}), self.catalog, self._today
            )
        except AnswerError as error:
            return error
        return None

    def accept(self, asking: QuestionPart, texts: tuple[str, ...]) -> None:
        """Keep an answer; no texts: the question was put, and stays open."""
        self._answered[asking] = texts
        self.former.pop(asking, None)
        self._explorer = None

    def go_back(self) -> bool:
        """Take the last answer back, so that it is asked again; False if there is none."""
        if not self._answered:
            return False
        asking, texts = self._answered.popitem()
        self.former[asking] = texts
        self._explorer = None
        return True

    def _lacking(self) -> list[Question]:
        return missing(self.profile, self._aim)

    def _worth(self) -> dict[QuestionPart, int]:
        return {a: effect for a, effect in self._open().items() if effect}

    def _answers(self, answered: Texts) -> Answers:
        answers = dict(self._given)
        for asking, texts in answered.items():
            name = asking.question.name
            answers[name] = (*answers.get(name, ()), *texts)
        return {name: texts for name, texts in answers.items() if texts}

    def _asked(self, profile: Profile) -> int:
        optional = sum(not a.question.needed for a in self._answered)
        return len(needed(profile, self._aim)) + optional

    def _open(self) -> dict[QuestionPart, int]:
        """What could still be asked, each with the most that an answer would change."""
        found: dict[QuestionPart, int] = {}
        profile = self.profile
        for question in (BY_NAME[name] for name in ("focus", *unanswered(profile, self.catalog))):
            if question.name in self._given:
                continue
            for change, effect in self._exploring().effects(question.name):
                asking = QuestionPart(question, _key(change, question, self.catalog))
                if asking not in self._answered:
                    found[asking] = max(effect, found.get(asking, 0))
        return found

    def _exploring(self) -> WhatIf:
        if self._explorer is None:
            # The road to one certification is the same for all settings; ranking needs one.
            setting = self.profile.setting or next(iter(self.catalog.settings))
            profile = self.profile.model_copy(update={"setting": setting})
            ranking = rank(profile, self.catalog, self._memory)
            self._explorer = WhatIf(ranking, self._aim.target)
        return self._explorer


def _key(change: Change, question: Question, catalog: Catalog) -> str | None:
    """Which of several numbers a change is about; None where a question asks for one thing."""
    value = change[question.name]
    if isinstance(value, dict) and not question.values(catalog):
        return str(next(reversed(value)))
    return None
