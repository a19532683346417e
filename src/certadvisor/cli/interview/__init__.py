"""The interview: asks on a terminal for what is missing. Only this room knows questionary.

`course` decides what to ask, `prompts` what a question shows, `drawn` and `plain` put it.
"""

from __future__ import annotations

import os
import sys
from datetime import date

from certadvisor.catalog.types import Catalog
from certadvisor.cli.interview.flow import Flow, QuestionPart
from certadvisor.cli.interview.prompts import YES, Asker, Wish, offer, prompt_for
from certadvisor.errors import InterruptedInterviewError
from certadvisor.profile.parse import RECOMMEND, Aim
from certadvisor.profile.profile import Profile
from certadvisor.profile.questions import Answers, Question


class Interview:
    """A conversation at the terminal, on stderr, for what the answers given lack.

    Raises:
        AnswerError: what was given is not allowed, or contradicts itself.
    """

    def __init__(
        self,
        given: Answers,
        catalog: Catalog,
        today: date,
        *,
        plain: bool,
        aim: Aim = RECOMMEND,
    ) -> None:
        self._course = Flow(given, catalog, today, aim)
        self._plain = plain

    @property
    def profile(self) -> Profile:
        """The profile of all answers so far."""
        return self._course.profile

    def ask(self) -> None:
        """Ask for what is needed, then what could change most; nothing where nothing is missing.

        Raises:
            InterruptedInterviewError: Ctrl-C, Ctrl-D or the end of the input.
        """
        if self._course.is_complete:
            return
        count, as_of = len(self._course.catalog.certifications), self._course.catalog.as_of
        asker = _asker(plain=self._plain)
        asker.open(
            f"certadvisor · {count} certifications, facts as of {as_of}",
            "Which one is worth your money? About a minute. Ctrl-C keeps your answers.",
        )
        self._ask_all(asker)

    def ask_more(self) -> bool:
        """Offer to put what was not asked and could change the result; whether that was done.

        Raises:
            InterruptedInterviewError: Ctrl-C, Ctrl-D or the end of the input, at a question.
        """
        left = self._course.left() if self._course.was_asked else []
        if not left:
            return False
        asker = _asker(plain=self._plain)
        try:
            if not _is_wanted(left, self._course.number, asker):
                return False
        except (KeyboardInterrupt, EOFError):
            return False
        self._course.go_on()
        self._ask_all(asker)
        return True

    def _ask_all(self, asker: Asker) -> None:
        try:
            while (asking := self._course.next()) is not None:
                _put(asking, self._course, asker)
        except (KeyboardInterrupt, EOFError):
            raise InterruptedInterviewError(self._course.command) from None
        asker.say("")


def _put(asking: QuestionPart, course: Flow, asker: Asker) -> None:
    """Put one question once: it is answered, left for the one before, or will be put again."""
    prompt = prompt_for(asking, course)
    while (reply := asker.ask(prompt)).wish is Wish.MORE:
        prompt = prompt.telling_more(reply.chosen)
    if reply.wish is Wish.BACK:
        if not course.go_back():
            asker.say("This is the first question.")
        return
    problem = prompt.problem(reply.chosen)
    if problem is None:
        course.accept(asking, prompt.texts(reply.chosen))
        asker.noted(prompt, reply.chosen)
    else:
        asker.say(problem)


def _is_wanted(left: list[Question], number: int, asker: Asker) -> bool:
    """Whether these questions are to be put too; going back is not to want them."""
    asker.say("Not asked yet, and an answer could change what stands above:")
    for question in left:
        asker.say(f"- {question.ask} ({question.why})")
    reply = asker.ask(offer(len(left), number))
    return reply.wish is Wish.ANSWER and reply.chosen == (YES,)


def _asker(*, plain: bool) -> Asker:
    if plain or not _can_draw():
        from certadvisor.cli.interview.plain import PlainAsker

        return PlainAsker()
    from certadvisor.cli.interview.drawn import DrawnAsker

    return DrawnAsker()


def _can_draw() -> bool:
    """Whether lists can be drawn: a terminal that moves its cursor and has the signs for it."""
    encoding = (sys.stderr.encoding or "").lower().replace("-", "")
    return os.environ.get("TERM", "") not in ("", "dumb", "unknown") and encoding == "utf8"
