"""The values that may follow a flag: for completion, and for help where they are few."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from certadvisor.catalog.place import catalog_path
from certadvisor.errors import CertadvisorError
from certadvisor.files import read_json
from certadvisor.profile.profile import BY_NAME
from certadvisor.profile.questions import NONE, UNLIMITED, Question
from certadvisor.text import printable

if TYPE_CHECKING:
    from certadvisor.catalog.types import Catalog

Completer = Callable[[str], list[str]]
"""What may stand where something incomplete was typed."""


def fixed(*values: str) -> Completer:
    """These values, whatever the catalog."""
    return from_catalog(lambda _: values, needs_catalog=False)


def from_catalog(
    names: Callable[[Catalog], Iterable[str]], *, needs_catalog: bool = True
) -> Completer:
    """Names of the catalog in use; after a comma, another one."""

    def values(incomplete: str) -> list[str]:
        catalog: Any = None
        if needs_catalog:
            from certadvisor.catalog.load import load_catalog

            try:
                catalog = load_catalog()
            except CertadvisorError:
                return []
        before, comma, _ = incomplete.rpartition(",")
        offered = (f"{before}{comma}{name}" for name in names(catalog))
        return [value for value in offered if value.startswith(incomplete)]

    return values


def answers_to(question: Question) -> Completer | None:
    """The answers to a question; None where any text may be one."""
    if question.form == "money":
        return fixed(UNLIMITED)
    if question.form == "age":
        return fixed("yes", "no")
    if not question.options:
        return None
    extra = (NONE,) if question.form == "many" and question.default == () else ()

    def names(catalog: Catalog) -> list[str]:
        ids = [c.value for c in question.choices(catalog)]
        if question.form != "pairs":
            return [*extra, *ids]
        of_each = ["", *(f"={v.value}" for v in question.values[1:])] if question.values else ["="]
        return [i if i == NONE else f"{i}{end}" for i in ids for end in of_each]

    return from_catalog(names, needs_catalog=callable(question.options))


CERTIFICATIONS = from_catalog(lambda catalog: catalog.certifications)
CREDENTIALS = from_catalog(lambda catalog: [*catalog.certifications, *catalog.steps])
ISSUERS = from_catalog(lambda catalog: catalog.issuers)


# --- help ------------------------------------------------------------------------------------------


def name_values(command: Any, tables: Callable[[], dict[str, Any]] | None = None) -> None:
    """Let the help of each flag with few possible values name them.

    `tables` gives the catalog in use, which is read once, and only for a flag that asks for it.
    """
    tables = tables or cache(_tables)
    for parameter in command.params:
        question = BY_NAME.get(parameter.name)
        values: Iterable[str] = ()
        if question is not None and not callable(question.options):
            values = [choice.value for choice in question.options]
        elif question is not None:
            listed = tables().get(question.listed)
            values = question.ids or [*(listed if isinstance(listed, dict) else ())]
        if values and not set(values) <= set(parameter.metavar.split("|")):
            parameter.help = f"{parameter.help}: {', '.join(map(printable, values))}"
    for inner in getattr(command, "commands", {}).values():
        name_values(inner, tables)


def _tables() -> dict[str, Any]:
    """The catalog in use as it stands in its file; empty where it cannot be read."""
    try:
        found = read_json(catalog_path())
    except CertadvisorError:
        return {}
    return found if isinstance(found, dict) else {}
