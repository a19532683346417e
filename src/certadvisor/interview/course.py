"""The course of an interview: what is asked next, what was answered, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from certadvisor.answers import command_with, is_pointless, missing, profile_from
from certadvisor.assess import rank
from certadvisor.eligibility import Memory
from certadvisor.errors import AnswerError
from certadvisor.impact import Change, Explorer, unanswered
from certadvisor.models import Catalog
from certadvisor.profile import Profile
from certadvisor.questions import BY_NAME, QUESTIONS, Answers, Question

MOST_QUESTIONS = 9
"""Needed and optional ones together, whether asked or given beforehand."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One thing to ask: a question, and where it asks for several numbers, for which of them."""

    question: Question
    key: str | None = None

    def texts(self, chosen: tuple[str, ...]) -> tuple[str, ...]:
        """What was chosen or typed as the texts of an answer."""
        return chosen if self.key is None else tuple(f"{self.key}={text}" for text in chosen)


Texts = Mapping[Asking, tuple[str, ...]]


class Course:
    """The answers so far, and what follows from them.

    `former` keeps what was answered before going back, to be offered again.
    """

    def __init__(self, given: Answers, catalog: Catalog, today: date) -> None:
        self.catalog = catalog
        self.former: dict[Asking, tuple[str, ...]] = {}
        self._given = {name: texts for name, texts in given.items() if texts}
        self._today = today
        self._memory = Memory(catalog)
        self._answered: dict[Asking, tuple[str, ...]] = {}
        self._explorer: Explorer | None = None
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
        return not missing(self.profile)

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
        return command_with(everything)

    def next(self) -> Asking | None:
        """What to ask next: the needed questions, then those that could change most."""
        profile = self.profile
        lacking = missing(profile)
        if lacking:
            return Asking(lacking[0])
        if self._asked(profile) >= MOST_QUESTIONS:
            return None
        holds = Asking(BY_NAME["holds"])
        # What is held leaves the ranking: nothing could change more.
        if "holds" not in self._given and holds not in self._answered and self.holdable():
            return holds
        worth = {a: effect for a, effect in self._open().items() if effect}
        return max(worth, key=lambda a: worth[a], default=None)

    def holdable(self) -> list[str]:
        """What could be held besides, and would change something."""
        return self._exploring().holdable()

    def problem(self, asking: Asking, texts: tuple[str, ...]) -> AnswerError | None:
        """What is wrong with an answer, by itself or beside the others; None if nothing is."""
        try:
            profile_from(
                self._answers({**self._answered, asking: texts}), self.catalog, self._today
            )
        except AnswerError as error:
            return error
        return None

    def accept(self, asking: Asking, texts: tuple[str, ...]) -> None:
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

    def _answers(self, answered: Texts) -> Answers:
        answers = dict(self._given)
        for asking, texts in answered.items():
            name = asking.question.name
            answers[name] = (*answers.get(name, ()), *texts)
        return {name: texts for name, texts in answers.items() if texts}

    def _asked(self, profile: Profile) -> int:
        needed = sum(q.needed and not is_pointless(q, profile) for q in QUESTIONS)
        return needed + sum(not a.question.needed for a in self._answered)

    def _open(self) -> dict[Asking, int]:
        """What could still be asked, each with the most that an answer would change."""
        found: dict[Asking, int] = {}
        profile = self.profile
        for question in (BY_NAME[name] for name in ("focus", *unanswered(profile))):
            if question.name in self._given:
                continue
            for change, effect in self._exploring().effects(question.name):
                asking = Asking(question, _key(change, question, self.catalog))
                if asking not in self._answered:
                    found[asking] = max(effect, found.get(asking, 0))
        return found

    def _exploring(self) -> Explorer:
        if self._explorer is None:
            self._explorer = Explorer(rank(self.profile, self.catalog, self._memory))
        return self._explorer


def _key(change: Change, question: Question, catalog: Catalog) -> str | None:
    """Which of several numbers a change is about; None where a question asks for one thing."""
    value = change[question.name]
    if isinstance(value, dict) and not question.values(catalog):
        return str(next(reversed(value)))
    return None
