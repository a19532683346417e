"""One family of errors; the command line turns each into a line and an exit code."""

from __future__ import annotations

from collections.abc import Sequence

from certadvisor.text import SHOWN, flag_of, printable


class CertadvisorError(Exception):
    """Something wrong with what was typed or with a file. `exit_code` is the program's."""

    exit_code = 1


class DataError(CertadvisorError):
    """A catalog, profile or output file is bad; says which file, and where in it."""

    def __init__(self, file: str, problems: list[str], *, told: int = 1) -> None:
        """The first `told` problems are told, a line each, and the rest counted."""
        self.file = file
        self.problems = problems
        more = f" (and {len(problems) - told} more)" if len(problems) > told else ""
        lines = (f"{printable(file, 200)}: {problem}" for problem in problems[:told])
        super().__init__("\n".join(lines) + more)


class UsageError(CertadvisorError):
    """The command line is bad; says what to type instead."""

    exit_code = 2


class AnswerError(UsageError):
    """An answer cannot be used; says which one, what is wrong with it, and what to type instead."""

    def __init__(self, name: str, given: object, problem: str, example: str = "") -> None:
        self.name = name
        self.given = printable(given, SHOWN)
        self.problem = problem
        super().__init__(f'{flag_of(name)} "{self.given}" {problem} {example}'.rstrip())
        self.errors: tuple[AnswerError, ...] = (self,)


class SeveralAnswersError(AnswerError):
    """Several answers cannot be used: `errors`, told together, a line each."""

    def __init__(self, errors: Sequence[AnswerError]) -> None:
        first = errors[0]
        super().__init__(first.name, first.given, first.problem)
        self.errors = tuple(errors)
        self.args = ("\n".join(map(str, errors)),)


class MissingAnswersError(UsageError):
    """Needed answers were not given, and there is no terminal to ask at."""


class InterruptedInterviewError(CertadvisorError):
    """The user left the interview; says how to go on from the answers given so far."""

    exit_code = 130

    def __init__(self, command: str) -> None:
        self.command = command
        super().__init__(f"stopped. To go on from your answers:\n{command}")


class UnknownNameError(UsageError):
    """There is no such certification, step, setting or choice; says which one is nearest."""
