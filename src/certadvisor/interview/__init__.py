"""The interview: asks on a terminal for what is missing. Only this room knows questionary.

`course` decides what to ask, `prompts` what a question shows, `drawn` and `plain` put it.
"""

from __future__ import annotations

import os
import sys
from datetime import date

from certadvisor.errors import InterruptedInterviewError
from certadvisor.interview.course import Course
from certadvisor.interview.prompts import Asker, Wish, prompt_for
from certadvisor.models import Catalog
from certadvisor.profile import Profile
from certadvisor.questions import Answers


def interview(given: Answers, catalog: Catalog, today: date, *, plain: bool) -> Profile:
    """The profile, after asking on the terminal for what it needs; questions go to stderr.

    Where nothing needed is missing, nothing is asked.

    Raises:
        AnswerError: what was given is not allowed, or contradicts itself.
        InterruptedInterviewError: Ctrl-C, Ctrl-D or the end of the input.
    """
    course = Course(given, catalog, today)
    if course.is_complete:
        return course.profile
    try:
        _ask_all(course, _asker(plain=plain), catalog)
    except (KeyboardInterrupt, EOFError):
        raise InterruptedInterviewError(course.command) from None
    return course.profile


def _asker(*, plain: bool) -> Asker:
    if plain or not _can_draw():
        from certadvisor.interview.plain import PlainAsker  # noqa: PLC0415

        return PlainAsker()
    from certadvisor.interview.drawn import DrawnAsker  # noqa: PLC0415

    return DrawnAsker()


def _can_draw() -> bool:
    """Whether lists can be drawn: a terminal that moves its cursor and has the signs for it."""
    encoding = (sys.stderr.encoding or "").lower().replace("-", "")
    return os.environ.get("TERM", "") not in ("", "dumb", "unknown") and encoding == "utf8"


def _ask_all(course: Course, asker: Asker, catalog: Catalog) -> None:
    count = len(catalog.certifications)
    asker.open(
        f"certadvisor · {count} certifications, facts as of {catalog.as_of}",
        "Which one is worth your money? About a minute. Ctrl-C keeps your answers.",
    )
    while (asking := course.next()) is not None:
        prompt = prompt_for(asking, course)
        while (reply := asker.ask(prompt)).wish is Wish.MORE:
            prompt = prompt.telling_more(reply.chosen)
        if reply.wish is Wish.BACK:
            if not course.go_back():
                asker.say("This is the first question.")
            continue
        problem = prompt.problem(reply.chosen)
        if problem is None:
            course.accept(asking, prompt.texts(reply.chosen))
            asker.noted(prompt, reply.chosen)
        else:
            asker.say(problem)
    asker.say("")
