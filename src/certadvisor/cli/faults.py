"""What is wrong with a command line, collected, so that all of it is told at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from certadvisor.errors import UsageError
from certadvisor.text import unique

P = ParamSpec("P")
T = TypeVar("T")


class Faults:
    """Reads one part of a command line after the other, and tells the faults of all in the end."""

    def __init__(self) -> None:
        self._found: list[str] = []

    def read(self, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `make` returns; nothing to be used where it finds a fault, and `settle` tells it."""
        try:
            return make(*args, **kwargs)
        except UsageError as error:
            self._found.append(str(error))
            return cast("T", None)

    def settle(self) -> None:
        """End here if anything was wrong.

        Raises:
            UsageError: with a line for each fault.
        """
        # What one reader told with a hint, another may have told without.
        told = [
            f for f in unique(self._found) if sum(o.startswith(f) for o in set(self._found)) == 1
        ]
        if told:
            raise UsageError("\n".join(told))
