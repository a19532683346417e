"""The answers a command works with: from flags, from a profile file, and asked at a terminal."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from certadvisor.errors import AnswerError, MissingAnswersError
from certadvisor.profile.command_line import command_with
from certadvisor.profile.missing import Request, missing
from certadvisor.profile.parse import profile_from
from certadvisor.profile.profile import Profile
from certadvisor.profile.questions import Answers

if TYPE_CHECKING:
    from certadvisor.catalog.types import Catalog
    from certadvisor.cli.interview import Interview

EXAMPLE = {
    "degree": "bachelor",
    "degree_field": "other",
    "cpr": "yes",
    "cpt": "none",
    "budget": "1000",
}


def with_profile_file(answers: Answers, file: Path | None, catalog: Catalog) -> Answers:
    """The answers of a profile file, with those of the flags over them, all of them allowed.

    An answer in the file that a flag contradicts is dropped: flags win.

    Raises:
        AnswerError: an answer given as a flag is not allowed.
        DataError: the file is bad.
    """
    filed: Answers = {}
    if file is not None:
        from certadvisor.profile.file import checked_answers

        filed = checked_answers(file, catalog, date.today())
    while True:
        layered = {**filed, **answers}
        try:
            profile_from(layered, catalog, date.today())
        except AnswerError as error:
            contradicted = {e.name for e in error.errors} - answers.keys()
            if not contradicted:
                raise
            filed = {name: texts for name, texts in filed.items() if name not in contradicted}
        else:
            return layered


def complete_profile(given: Answers, catalog: Catalog, aim: Request) -> Profile:
    """The profile of these answers.

    Raises:
        MissingAnswersError: some of the answers needed are missing; it names them all.
    """
    profile = profile_from(given, catalog, date.today())
    lacking = missing(profile, catalog, aim)
    if lacking:
        count = f"{len(lacking)} answers are" if len(lacking) > 1 else "1 answer is"
        example = {**EXAMPLE, "setting": next(iter(catalog.settings))}
        added = {q.name: (example[q.name],) for q in lacking}
        raise MissingAnswersError(
            f"{count} missing and there is no terminal to ask at: "
            f"{', '.join(q.flag for q in lacking)}\n"
            f"e.g. {command_with({**given, **added}, aim)}"
        )
    return profile


def ask_missing(given: Answers, catalog: Catalog, aim: Request, *, plain: bool) -> Interview | None:
    """Ask at the terminal for what is missing; the interview held, or None without a terminal.

    Raises:
        InterruptedInterviewError: it was broken off.
    """
    # Questions go to stderr: without a terminal there, nobody would see them.
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if not all(stream is not None and stream.isatty() for stream in streams):
        return None
    from certadvisor.cli.interview import Interview

    interview = Interview(given, catalog, date.today(), plain=plain, aim=aim)
    interview.ask()
    return interview
