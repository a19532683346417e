"""The interview: asks at a terminal for what is missing. Only this room knows questionary.

`flow` decides what to ask next and `prompts` what a question shows; `interactive` and `plain` are
the two ways to ask it.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from functools import cached_property

from certadvisor.catalog.types import Catalog
from certadvisor.cli.interview.flow import Flow, QuestionPart
from certadvisor.cli.interview.prompts import (
    STUDENT,
    YES,
    Asker,
    Intent,
    Prompt,
    Reply,
    final_year_prompt,
    more_questions_prompt,
    prompt_for,
)
from certadvisor.errors import InterruptedInterviewError
from certadvisor.profile.missing import RECOMMEND, Request
from certadvisor.profile.profile import Profile
from certadvisor.profile.questions import Answers


class Interview:
    """A conversation at the terminal, on stderr, about the answers that are missing.

    Raises:
        AnswerError: an answer given before is not allowed, or contradicts another one.
    """

    def __init__(
        self,
        given: Answers,
        catalog: Catalog,
        today: date,
        *,
        plain: bool,
        aim: Request = RECOMMEND,
    ) -> None:
        self._flow = Flow(given, catalog, today, aim)
        self._plain = plain

    @property
    def profile(self) -> Profile:
        """The profile of all answers so far."""
        return self._flow.profile

    def ask(self) -> None:
        """Ask what is needed, then what could change most; nothing if no needed answer is missing.

        Raises:
            InterruptedInterviewError: Ctrl-C, Ctrl-D or the end of the input.
        """
        if self._flow.is_complete:
            return
        count, as_of = len(self._flow.catalog.certifications), self._flow.catalog.as_of
        self._asker.start(
            f"certadvisor · {count} certifications, facts as of {as_of}",
            "Which one is worth your money? About a minute. Ctrl-C keeps your answers.",
        )
        self._ask_all()

    def ask_more(self) -> bool:
        """Offer to ask the questions that are left and could change the result; whether it did.

        Raises:
            InterruptedInterviewError: Ctrl-C, Ctrl-D or the end of the input, at a question.
        """
        unasked = self._flow.unasked() if self._flow.was_asked else []
        if not unasked:
            return False
        self._asker.say("Not asked yet, and an answer could change what stands above:")
        for question in unasked:
            self._asker.say(f"- {question.ask} ({question.why})")
        try:
            reply = self._reply(more_questions_prompt(len(unasked), self._flow.number))
        except (KeyboardInterrupt, EOFError):
            return False
        if reply.intent is not Intent.ANSWER or reply.chosen != (YES,):
            return False
        self._flow.lift_limit()
        self._ask_all()
        return True

    def _ask_all(self) -> None:
        try:
            while (part := self._flow.next()) is not None:
                self._ask_once(part)
        except (KeyboardInterrupt, EOFError):
            raise InterruptedInterviewError(self._flow.command) from None
        self._asker.say("")

    def _ask_once(self, part: QuestionPart) -> None:
        """Ask once: it is answered, left for the question before, or will be asked again."""
        flow, asker = self._flow, self._asker
        prompt = prompt_for(part, flow)
        reply = self._reply(prompt)
        if reply.intent is Intent.BACK:
            if not flow.go_back():
                asker.say("This is the first question.")
            return
        problem = prompt.problem(reply.chosen)
        if problem is None:
            flow.accept(part, prompt.texts(reply.chosen))
            asker.show_answer(prompt, reply.chosen)
            if part.question.name == "graduates" and flow.is_final_year_doubtful:
                self._ask_about_final_year()
        else:
            asker.say(problem)

    def _reply(self, prompt: Prompt) -> Reply:
        """How a question was left in the end; whoever wants to know more is told, and asked again."""
        while (reply := self._asker.ask(prompt)).intent is Intent.MORE:
            prompt = prompt.with_details(reply.chosen)
        return reply

    def _ask_about_final_year(self) -> None:
        """Which is right, the final year or a graduation more than a year off."""
        prompt = final_year_prompt(self._flow.number)
        reply = self._reply(prompt)
        if reply.intent is Intent.ANSWER and reply.chosen == (STUDENT,):
            self._asker.show_answer(prompt, reply.chosen)
            self._flow.correct("degree", STUDENT)
        else:
            self._flow.go_back()

    @cached_property
    def _asker(self) -> Asker:
        """Menus, where the terminal can move its cursor and has the characters for them."""
        encoding = (sys.stderr.encoding or "").lower().replace("-", "")
        can_draw = os.environ.get("TERM", "") not in ("", "dumb", "unknown") and encoding == "utf8"
        if self._plain or not can_draw:
            from certadvisor.cli.interview.plain import PlainAsker

            return PlainAsker()
        from certadvisor.cli.interview.interactive import InteractiveAsker

        return InteractiveAsker()
