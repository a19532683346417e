"""Which answers a command still needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certadvisor.profile.profile import Profile
from certadvisor.profile.questions import Question, by_name
from certadvisor.values import immutable

if TYPE_CHECKING:
    from certadvisor.catalog.types import Catalog


@immutable()
class Request:
    """The command that the answers are for, and the one certification it is about, if it is.

    `optional` names questions that others need answered, but this command does not; `also` those
    that are asked for this command alone. `options` are the words, such as `--catalog my.json`, that
    shape the result besides the answers; `program` is how the program was started.
    """

    command: tuple[str, ...]
    target: str | None = None
    optional: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    program: tuple[str, ...] = ("certadvisor",)


RECOMMEND = Request(("recommend",))


def needed(profile: Profile, catalog: Catalog, request: Request = RECOMMEND) -> list[Question]:
    """The questions that need an answer, whether or not they have one."""
    return [
        q
        for q in by_name(type(profile)).values()
        if q.needed and q.name not in request.optional and q.applies(profile, catalog)
    ]


def missing(profile: Profile, catalog: Catalog, request: Request = RECOMMEND) -> list[Question]:
    """The needed questions that have no answer yet."""
    return [q for q in needed(profile, catalog, request) if getattr(profile, q.name) is None]
