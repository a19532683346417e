"""What is in the catalog: browse and filter, with the price of each and who it is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, get_args

from certadvisor.advice.fact_words import Cite, cites
from certadvisor.advice.recommend import recommend
from certadvisor.advice.results import CatalogStamp, Usd
from certadvisor.advice.wording import Unknown, price_words
from certadvisor.advice.wording import at_least as at_least_usd
from certadvisor.catalog import types as m
from certadvisor.catalog.names import Names, folded
from certadvisor.errors import MissingAnswersError
from certadvisor.profile.profile import Profile
from certadvisor.rules.cost import list_price
from certadvisor.rules.purpose import level_in, reaches
from certadvisor.text import unique, usd
from certadvisor.values import immutable


@immutable()
class ListFilter:
    """What to keep: all `words` must occur, whole; `issuer` and `kind` under any spelling.

    `ready` keeps what the candidate may sit for now; `steps` lists the steps instead.
    """

    words: tuple[str, ...] = ()
    issuer: str | None = None
    kind: str | None = None
    ready: bool = False
    steps: bool = False


@immutable()
class ListedCertification:
    """One certification in short.

    `price` is the list price of all its fees in USD, `members_price` what members pay; None where
    one is not known, or members pay the same. `status` is given only if asked for.
    """

    id: str
    name: str
    full_name: str | None
    issuer: str
    kind: str | None
    price: Usd | None
    price_text: str
    members_price: Usd | None
    audience: str | None
    status: str | None
    sources: tuple[Cite, ...]


@immutable()
class ListedStep:
    """One step in short: what it costs in USD, and the weeks it takes; None where not known."""

    id: str
    name: str
    does: str
    kind: str
    price: Usd | None
    price_text: str
    weeks: int | None
    sources: tuple[Cite, ...]


@immutable()
class Listing:
    """What was kept, out of how many, and by which filters, in words; steps only if asked for."""

    schema_version: Literal[1]
    catalog: CatalogStamp
    filters: tuple[str, ...]
    of: int
    certifications: tuple[ListedCertification, ...]
    steps: tuple[ListedStep, ...] = ()
    lists: Literal["certifications", "steps"] = "certifications"


def listing(
    catalog: m.Catalog, wanted: ListFilter | None = None, profile: Profile | None = None
) -> Listing:
    """The certifications that pass a filter, in catalog order.

    The profile's setting and focus keep what is at least useful there.

    Raises:
        UnknownNameError: there is no such issuer or kind.
        MissingAnswersError: `ready` was asked for without a profile that has a setting.

    """
    wanted = wanted or ListFilter()
    if wanted.steps:
        return _steps(wanted, catalog)
    issuer = None if wanted.issuer is None else issuer_names(catalog).resolve(wanted.issuer)
    kind = None if wanted.kind is None else KINDS.resolve(wanted.kind)
    statuses = _ready(profile, catalog) if wanted.ready else None
    kept = {
        i: c
        for i, c in catalog.certifications.items()
        if (issuer is None or c.issuer == issuer)
        and (kind is None or c.kind.value == kind)
        and (statuses is None or i in statuses)
        and _serves(c, profile, catalog)
        and _mentions(i, c, wanted.words, catalog)
    }
    return Listing(
        schema_version=1,
        catalog=CatalogStamp(catalog.version, catalog.as_of),
        filters=_filters(wanted, issuer, kind, profile, catalog),
        of=len(catalog.certifications),
        certifications=tuple(_listed(i, c, statuses) for i, c in kept.items()),
    )


def _steps(wanted: ListFilter, catalog: m.Catalog) -> Listing:
    """The steps that one may hold or take, in catalog order."""
    found = {
        i: step
        for i, step in catalog.steps.items()
        if _occur(wanted.words, [i, step.name, *step.aliases, step.does])
    }
    return Listing(
        schema_version=1,
        catalog=CatalogStamp(catalog.version, catalog.as_of),
        filters=unique(f'mentions "{word}"' for word in wanted.words),
        of=len(catalog.steps),
        certifications=(),
        steps=tuple(_listed_step(i, step) for i, step in found.items()),
        lists="steps",
    )


def _listed_step(item: str, step: m.Step) -> ListedStep:
    price, complete = list_price(step.fees)
    return ListedStep(
        id=item,
        name=step.name,
        does=step.does,
        kind=step.kind,
        price=price if complete else None,
        price_text=_price_words(step.fees) if step.fees else "nothing to pay",
        weeks=step.weeks.value,
        sources=cites(*(f.standard for f in step.fees), step.weeks),
    )


KINDS = Names("kind", {kind: (kind.partition(" ")[0],) for kind in get_args(m.Kind)})


def issuer_names(catalog: m.Catalog) -> Names:
    """The issuers by id, short name, full name and alias."""
    return Names(
        "issuer",
        {i: (x.name, x.full_name.value or x.name, *x.aliases) for i, x in catalog.issuers.items()},
    )


def _price_words(fees: tuple[m.Fee, ...]) -> str:
    """The list price of all fees together."""
    if all(f.standard.known is None for f in fees):
        return price_words(fees[0].standard)
    amount, complete = list_price(fees)
    if not complete:
        return at_least_usd(amount, complete=False)
    start = "from " if any(f.starts_at for f in fees) else ""
    return f"{start}{usd(amount)}" if amount else "free"


def _listed(
    item: str, certification: m.Certification, statuses: dict[str, str] | None
) -> ListedCertification:
    fees = certification.fees
    price, complete = list_price(fees)
    members_price, members_complete = list_price(fees, member=True)
    for_members = members_complete and any(f.member is not None for f in fees)
    prices = [p for f in fees for p in (f.standard, f.member) if p is not None]
    return ListedCertification(
        id=item,
        name=certification.name,
        full_name=certification.full_name.value,
        issuer=certification.issuer,
        kind=certification.kind.value,
        price=price if complete else None,
        price_text=_price_words(fees),
        members_price=members_price if for_members else None,
        audience=certification.audience.value,
        status=None if statuses is None else statuses[item],
        sources=cites(*prices, certification.full_name, certification.kind, certification.audience),
    )


def _ready(profile: Profile | None, catalog: m.Catalog) -> dict[str, str]:
    """What the candidate may sit for now, and how sure that is."""
    if profile is None or profile.setting is None:
        raise MissingAnswersError(
            "--ready needs your answers: give --setting and the others, or --profile FILE"
        )
    return {
        a.id: "ready"
        if a.confirmed
        else "ready, as far as the rules are published"
        if a.published
        else f"requirements {Unknown.NOT_PUBLISHED}"
        for a in recommend(profile, catalog, with_sureness=False).recommendations
        if a.status == "ready"
    }


def _serves(certification: m.Certification, profile: Profile | None, catalog: m.Catalog) -> bool:
    if profile is None:
        return True
    asked = [
        (certification.settings, profile.setting),
        (certification.focuses, profile.focus),
    ]
    floor = catalog.policy.serves_from
    return all(key is None or reaches(level_in(levels, key), floor) for levels, key in asked)


def _mentions(
    item: str, certification: m.Certification, words: tuple[str, ...], catalog: m.Catalog
) -> bool:
    role, issuer = catalog.roles[certification.role], catalog.issuers[certification.issuer]
    texts = [
        item,
        certification.name,
        *certification.aliases,
        certification.full_name.value or "",
        certification.audience.value or "",
        role.name,
        role.phrase,
        issuer.name,
    ]
    return _occur(words, texts)


def _occur(words: tuple[str, ...], texts: Sequence[str]) -> bool:
    """Whether each word is one of the words of these texts, or several of them written as one."""
    found = [[folded(w) for w in re.findall(r"\w+", text)] for text in texts]
    spelt = {
        "".join(parts[start:end])
        for parts in found
        for start in range(len(parts))
        for end in range(start + 1, min(start + MOST_JOINED, len(parts)) + 1)
    }
    return all({key, f"{key}s", f"{key}es"} & spelt for key in map(folded, words) if key)


MOST_JOINED = 6
"""How many words of a text may be written as one, as in "nscacpt"."""


def _filters(
    wanted: ListFilter,
    issuer: str | None,
    kind: str | None,
    profile: Profile | None,
    catalog: m.Catalog,
) -> tuple[str, ...]:
    setting = profile.setting if profile is not None else None
    focus = profile.focus if profile is not None else None
    found = [
        f"from {catalog.issuers[issuer].name}" if issuer else "",
        f"kind {kind}" if kind else "",
        f"at least {catalog.policy.serves_from} for {catalog.settings[setting].name}"
        if setting
        else "",
        f"at least {catalog.policy.serves_from} for {catalog.focuses[focus].phrase}"
        if focus
        else "",
        *(f'mentions "{word}"' for word in wanted.words),
        "ready for you now" if wanted.ready else "",
    ]
    return unique(f for f in found if f)
