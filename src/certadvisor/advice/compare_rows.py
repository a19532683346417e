"""What is compared: one function a row, each from the catalog alone, what decides most first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from certadvisor.advice.fact_words import (
    NONE,
    NOT_PUBLISHED,
    Cite,
    Value,
    cited_by,
    together,
    value_of,
)
from certadvisor.advice.wording import due_words, price_words
from certadvisor.catalog import types as m
from certadvisor.rules.eligibility import is_published
from certadvisor.rules.purpose import at_least
from certadvisor.rules.requirements import in_force, leaves
from certadvisor.text import day_words, listed, plural, unique, usd


@dataclass(frozen=True, slots=True)
class Side:
    """One certification under the rules of `day`, and the catalog it stands in."""

    id: str
    certification: m.Certification
    catalog: m.Catalog
    day: date

    @property
    def issuer(self) -> m.Issuer:
        """Who issues it, and is to be asked."""
        return self.catalog.issuers[self.certification.issuer]

    def unknown(self, text: str = NOT_PUBLISHED, reason: str | None = None) -> Value:
        """A value that nothing on record gives."""
        return Value(text, False, (), reason, self.issuer.ask)


@dataclass(frozen=True, slots=True)
class Aspect:
    """One row: its section, label and how to read its value off a side."""

    key: str
    section: str
    label: str
    value: Callable[[Side], Value]


MAY_I = "May I sit for it, and can I pay?"
EXAM = "The exam"
WORTH = "What it is good for"
KEEP = "Getting it and keeping it"
WHAT = "What it is"


def aspects(sides: Sequence[Side]) -> tuple[Aspect, ...]:
    """All rows for these sides: settings and focuses as the catalog has them."""
    catalog = sides[0].catalog
    spoken_of = [f for f in catalog.focuses if any(f in s.certification.focuses for s in sides)]
    return (
        Aspect("prerequisites", MAY_I, "Prerequisites", _before),
        Aspect("prerequisites_owed", MAY_I, "Due after the exam", _owed),
        Aspect("prerequisites_recommended", MAY_I, "Recommended", _recommended),
        Aspect("rule_changes", MAY_I, "Rules change", _changes),
        Aspect("exam_cost", MAY_I, "Exam cost", _fees),
        Aspect("study_cost", MAY_I, "Study materials cost", _study),
        Aspect("total", MAY_I, "Exam and study materials", _total),
        Aspect("retake", MAY_I, "Retake", _retake),
        Aspect("exam_length", EXAM, "Exam length", _length),
        Aspect("exam_topics", EXAM, "Exam topics", lambda s: _exam(s, "topics")),
        Aspect("passing_score", EXAM, "Passing score", lambda s: _exam(s, "passing_score")),
        Aspect("pass_rate", EXAM, "Pass rate", _pass_rate),
        Aspect("delivery", EXAM, "Where and how", _delivery),
        Aspect("retake_rules", EXAM, "Retake rules", _retake_rules),
        Aspect("qualifies_for", WORTH, "What it qualifies for", _qualifies),
        Aspect("audience", WORTH, "Whom it suits", _audience),
        Aspect("accreditation", WORTH, "Accreditation", _accreditation),
        Aspect("employers", WORTH, "Employers that name it", _employers),
        *(_level_aspect("settings", i, s.name) for i, s in catalog.settings.items()),
        *(_level_aspect("focuses", i, catalog.focuses[i].name) for i in spoken_of),
        Aspect("time", KEEP, "Time to get it", _time),
        Aspect("renewal", KEEP, "Recertification", _renewal),
        Aspect("renewal_cpr", KEEP, "CPR/AED kept current", _keep_cpr),
        Aspect("kind", WHAT, "Kind", _kind),
        Aspect("issuer", WHAT, "Issuer", _issuer),
        Aspect("full_name", WHAT, "Full name", _full_name),
    )


# --- prerequisites -------------------------------------------------------------------------


def _before(side: Side) -> Value:
    if not is_published(side.certification.requirements):
        leaf = next(iter(leaves(side.certification.requirements)), None)
        return side.unknown(reason=leaf.text if leaf is not None else None)
    return _rules(side, lambda x: x.need == "required" and x.due != "certificate", "nothing")


def _owed(side: Side) -> Value:
    if not is_published(side.certification.requirements):
        return side.unknown()
    value = _rules(
        side, lambda x: x.need == "required" and x.due == "certificate", "nothing on record"
    )
    tree = in_force(side.certification.requirements, side.day)
    when = unique(due_words(x) for x in leaves(tree) if x.due == "certificate")
    return _worded(value, f"{value.text} ({listed(when, 'or')})") if when else value


def _recommended(side: Side) -> Value:
    return _rules(side, lambda x: x.need == "recommended", "nothing on record")


def _rules(side: Side, wanted: Callable[[m.Leaf], bool], nothing: str) -> Value:
    """The wanted requirements in force, in words."""
    tree = in_force(side.certification.requirements, side.day)
    told = [leaf for leaf in leaves(tree) if wanted(leaf)]
    if tree is None or not told:
        return Value(nothing, True, _rules_cited(side))
    open_points = [
        x
        for x in told
        if isinstance(x.test, m.UnpublishedTest) or x.disputed or not x.due_confirmed
    ]
    unsure = "; not confirmed in all points" if open_points else ""
    return Value(
        _in_words(tree, wanted) + unsure,
        not open_points,
        tuple(dict.fromkeys(Cite(x.source, x.as_of) for x in told)),
        open_points[0].text if open_points else None,
        (open_points[0].ask or side.issuer.ask) if open_points else None,
    )


def _rules_cited(side: Side) -> tuple[Cite, ...]:
    """Where the requirements were read, all of them."""
    told = leaves(side.certification.requirements)
    return tuple(dict.fromkeys(Cite(x.source, x.as_of) for x in told))


def _in_words(
    node: m.Requirement, wanted: Callable[[m.Leaf], bool], *, inside: bool = False
) -> str:
    if isinstance(node, m.Leaf):
        sure = "" if node.due_confirmed else " (when it is due is not confirmed)"
        return node.text + sure if wanted(node) else ""
    if isinstance(node, m.AllOf):
        texts = unique(t for b in node.all if (t := _in_words(b, wanted, inside=True)))
        return " together with ".join(texts) if inside else "; ".join(texts)
    texts = unique(t for b in node.any if (t := _in_words(b, wanted, inside=True)))
    return listed(texts, "or") if not any("," in t for t in texts) else ", or ".join(texts)


def _changes(side: Side) -> Value:
    coming = [
        x
        for x in leaves(side.certification.requirements)
        if x.since is not None and x.since > side.day
    ]
    if not coming:
        return Value("no change on record", True, _rules_cited(side))
    first = min(x.since for x in coming if x.since is not None)
    cited = dict.fromkeys(Cite(x.source, x.as_of) for x in coming if x.since == first)
    return Value(f"other rules from {day_words(first)}", True, tuple(cited))


# --- money ---------------------------------------------------------------------------------


def _fees(side: Side) -> Value:
    fees = side.certification.fees
    return together([(f.label, _fee(side, f, named=len(fees) > 1)) for f in fees], "; ")


def _fee(side: Side, fee: m.Fee, *, named: bool = False) -> Value:
    """A fee at the members' and the list price, with the tiers that there are."""
    value = _two_prices(side, fee.standard, fee.member, starts_at=fee.starts_at)
    text = value.text
    if fee.tiers:
        text += f" ({', '.join(f'{t.name} {price_words(t.price)}' for t in fee.tiers)})"
    if named and value.sources:
        text = f"{fee.label}: {text}"
    tiers = [value_of("price", t.price, side.issuer.ask).sources for t in fee.tiers]
    cited = dict.fromkeys([*value.sources, *(c for found in tiers for c in found)])
    return Value(text, value.known, tuple(cited), value.reason, value.ask)


def _two_prices(
    side: Side, standard: m.Price, member: m.Price | None, *, starts_at: bool = False
) -> Value:
    others = value_of("price", standard, side.issuer.ask, starts_at=starts_at)
    if member is None:
        return others
    members = value_of("price", member, side.issuer.ask)
    if not (members.sources or others.sources):
        return others
    name = side.issuer.name
    return together(
        [
            (f"for {name} members:", _worded(members, f"{members.text} for {name} members")),
            ("for non-members:", _worded(others, f"{others.text} for non-members")),
        ]
    )


def _worded(value: Value, text: str) -> Value:
    """A value in other words, unless it is an unknown."""
    worded = text if value.sources else value.text
    return Value(worded, value.known, value.sources, value.reason, value.ask)


def _study(side: Side) -> Value:
    study = side.certification.study
    value = value_of(
        "price", study.price, side.issuer.ask, free="included", starts_at=study.starts_at
    )
    shown = study.price.value
    return _worded(value, f"{value.text} ({study.label})" if shown else value.text)


def _total(side: Side) -> Value:
    """All fees at the list price, with study material: "at least" where a part is not known."""
    certification = side.certification
    study = certification.study
    parts = [*((f.label.lower(), f.standard) for f in certification.fees)]
    parts.append(("study materials", study.price))
    known = [p.known for _, p in parts if p.known is not None]
    if not known:
        return side.unknown()
    lacking = [(what, p) for what, p in parts if p.known is None]
    starts = study.starts_at or any(f.starts_at for f in certification.fees)
    start = "at least " if lacking else "from " if starts else ""
    members = any(f.member is not None for f in certification.fees)
    text = f"{start}{usd(sum(known, Decimal(0)))}{' for non-members' if members else ''}"
    cited = tuple(dict.fromkeys(c for _, p in parts if p.known is not None for c in cited_by(p)))
    if not lacking:
        return Value(text, True, cited)
    first = lacking[0][1]
    text += f"; {listed([what for what, _ in lacking])} {NOT_PUBLISHED}"
    return Value(text, False, cited, first.reason, first.ask or side.issuer.ask)


def _retake(side: Side) -> Value:
    retake = side.certification.retake
    whole = _two_prices(side, retake.standard, retake.member)
    if retake.section_standard is None:
        return whole
    section = _two_prices(side, retake.section_standard, retake.section_member)
    return together(
        [("the exam", whole), ("one section", _worded(section, f"one section {section.text}"))],
        "; ",
    )


# --- the exam ------------------------------------------------------------------------------


def _exam(side: Side, name: str) -> Value:
    return value_of(name, getattr(side.certification.exam, name), side.issuer.ask)


def _length(side: Side) -> Value:
    return together([("length", _exam(side, "minutes")), ("questions", _exam(side, "questions"))])


def _pass_rate(side: Side) -> Value:
    fact, value = side.certification.exam.pass_rate, _exam(side, "pass_rate")
    year = fact.as_of[:4] if fact.as_of else "year not given"
    return _worded(value, f"{value.text} ({year})")


def _delivery(side: Side) -> Value:
    parts = (("delivery", "delivery"), ("test centres", "vendor"), ("booking", "window"))
    return together([(what, _exam(side, name)) for what, name in parts], "; ")


def _retake_rules(side: Side) -> Value:
    return value_of("rules", side.certification.retake.rules, side.issuer.ask)


# --- what it is good for -------------------------------------------------------------------


def _qualifies(side: Side) -> Value:
    """The role it gives, and where it is at least useful."""
    certification, catalog = side.certification, side.catalog
    floor = catalog.policy.serves_from
    serving = {i: x for i, x in certification.settings.items() if at_least(x.level, floor)}
    role = catalog.roles[certification.role].name
    where = [catalog.settings[i].name for i in catalog.settings if i in serving]
    text = f"work as a {role}"
    text += f" for {'; '.join(where)}" if where else ""
    text += "" if certification.primary else ", on top of a first certification or degree"
    levels = serving.values() or certification.settings.values()
    cited = dict.fromkeys(Cite(x.source, x.as_of) for x in levels)
    return Value(text, True, tuple(cited)) if cited else side.unknown(f"{text} (not confirmed)")


def _audience(side: Side) -> Value:
    return value_of("audience", side.certification.audience, side.issuer.ask)


def _accreditation(side: Side) -> Value:
    return value_of("accreditation", side.certification.accreditation, side.issuer.ask)


def _employers(side: Side) -> Value:
    rules = [
        r for s in side.catalog.settings.values() for r in s.employer_rules if side.id in r.names
    ]
    if not rules:
        return Value(NONE, False, (), "no rule that could be read names it", "the employer")
    cited = dict.fromkeys(Cite(r.source, r.as_of) for r in rules)
    return Value("; ".join(unique(r.who for r in rules)), True, tuple(cited))


def _level_aspect(table: str, item: str, name: str) -> Aspect:
    return Aspect(f"{table}.{item}", WORTH, f"For {name}", lambda side: _level(side, table, item))


def _level(side: Side, table: str, item: str) -> Value:
    level: m.Level | None = getattr(side.certification, table).get(item)
    if level is None:
        return side.unknown(NONE, side.catalog.policy.levels["none"].meaning)
    return Value(level.level, True, (Cite(level.source, level.as_of),), level.rationale)


# --- getting and keeping it ----------------------------------------------------------------


def _time(side: Side) -> Value:
    certification = side.certification
    weeks = value_of("weeks", certification.weeks, side.issuer.ask)
    study = value_of("time", certification.study.time, side.issuer.ask)
    told = [v for v in (_worded(weeks, f"about {weeks.text}"), study) if v.sources]
    if not told:
        return together([("", weeks), ("", study)])
    return together([("", v) for v in told], "; ")


def _renewal(side: Side) -> Value:
    renewal = side.certification.renewal
    parts = list(_renewal_parts(side, renewal))
    if all(not v.sources for _, v in parts):
        return together(parts)
    return together([(what, v) for what, v in parts], "; ")


def _renewal_parts(side: Side, renewal: m.Renewal) -> Iterator[tuple[str, Value]]:
    years = value_of("years", renewal.years, side.issuer.ask)
    count = renewal.years.value
    yield (
        "how often",
        _worded(years, f"every {plural(count or 0, 'year')}" if count != 1 else "every year"),
    )
    yield "education", value_of("units", renewal.units, side.issuer.ask)
    fee = _two_prices(side, renewal.fee.standard, renewal.fee.member)
    yield "fee", fee
    if renewal.common_date is not None:
        day = value_of("common_date", renewal.common_date, side.issuer.ask)
        yield "common date", _worded(day, f"everyone renews on {day.text}")


def _keep_cpr(side: Side) -> Value:
    return value_of("keep_cpr", side.certification.renewal.keep_cpr, side.issuer.ask)


# --- what it is ----------------------------------------------------------------------------


def _kind(side: Side) -> Value:
    return value_of("kind", side.certification.kind, side.issuer.ask)


def _issuer(side: Side) -> Value:
    value = value_of("full_name", side.issuer.full_name, side.issuer.ask)
    return _worded(value, f"{side.issuer.name}, {value.text}")


def _full_name(side: Side) -> Value:
    return value_of("full_name", side.certification.full_name, side.issuer.ask)
