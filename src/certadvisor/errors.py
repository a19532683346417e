"""One family of errors; the command line turns each into a line and an exit code."""

from __future__ import annotations

from certadvisor.text import SHOWN, printable


class CertadvisorError(Exception):
    """Something wrong with what was typed or with a file. `exit_code` is the program's."""

    exit_code = 1


class DataError(CertadvisorError):
    """A catalog, profile or output file is bad; says which file, and where in it."""

    def __init__(self, file: str, problems: list[str]) -> None:
        self.file = file
        self.problems = problems
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{printable(file, 200)}: {problems[0]}{more}")


class UsageError(CertadvisorError):
    """The command line is bad; says what to type instead."""

    exit_code = 2


class AnswerError(UsageError):
    """An answer cannot be used; says which one, what is wrong with it, and what to type instead."""

    def __init__(self, name: str, given: object, problem: str, example: str = "") -> None:
        self.name = name
        self.given = printable(given, SHOWN)
        self.problem = problem
        flag = "--" + name.replace("_", "-")
        super().__init__(f'{flag} "{self.given}" {problem} {example}'.rstrip())


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
