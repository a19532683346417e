"""The rows of a comparison that come from the catalog alone, the most decisive first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from certadvisor.advice.fact_words import Data, Value, cites, together, value_of
from certadvisor.advice.labels import label_of
from certadvisor.advice.wording import Unknown, at_least, due_words, price_words
from certadvisor.catalog import types as m
from certadvisor.profile.profile import Profile
from certadvisor.rules.cost import Pricing, costs_of, known_sum
from certadvisor.rules.eligibility import is_published
from certadvisor.rules.purpose import reaches
from certadvisor.rules.requirements import RuleDays, branches_of, in_force, leaves
from certadvisor.text import day_words, listed, plural, unique, usd
from certadvisor.values import immutable


@immutable()
class Compared:
    """One certification under the rules of `day`, and its catalog."""

    id: str
    certification: m.Certification
    catalog: m.Catalog
    day: date

    @property
    def issuer(self) -> m.Issuer:
        """Who issues it and answers questions about it."""
        return self.catalog.issuers[self.certification.issuer]

    def fact(self, name: str, fact: m.Fact[Any]) -> Value:
        """A fact of the field `name` as a value."""
        return value_of(name, fact, self.issuer.ask)

    def unknown(self, text: str = Unknown.NOT_PUBLISHED, reason: str | None = None) -> Value:
        """A value that no source gives."""
        return Value(text, False, (), reason, self.issuer.ask)


@immutable()
class RowDefinition:
    """One row: its section, label and how to read its value off a certification."""

    key: str
    section: str
    label: str
    value: Callable[[Compared], Value]


NOTHING = "nothing on record"
NO_CHANGE = "no change on record"
NOT_SURE = f"{Unknown.NOT_CONFIRMED} in all points"
MAY_I = "Can I take it, and what does it cost?"
EXAM = "The exam"
WORTH = "What it is good for"
KEEP = "Getting it and keeping it"
WHAT = "What it is"


def catalog_rows(compared: Sequence[Compared]) -> Iterator[RowDefinition]:
    """The rows for these certifications: settings and focuses as the catalog has them."""
    catalog = compared[0].catalog
    yield from (
        RowDefinition("prerequisites", MAY_I, "Prerequisites", _before),
        RowDefinition("prerequisites_owed", MAY_I, "Due after the exam", _owed),
        RowDefinition(
            "prerequisites_recommended",
            MAY_I,
            "Recommended",
            lambda c: _rules(c, lambda x: x.need == "recommended", NOTHING),
        ),
        RowDefinition("rule_changes", MAY_I, "Rule changes", _changes),
        RowDefinition("exam_cost", MAY_I, "Exam cost", _fees),
        RowDefinition("study_cost", MAY_I, "Study materials cost", _study),
        RowDefinition("total", MAY_I, "Exam and study materials", _total),
        RowDefinition("retake", MAY_I, "Retake", _retake),
        RowDefinition("exam_length", EXAM, "Exam length", _length),
        _fact_row("exam_topics", EXAM, "Exam topics", lambda c: c.exam.topics),
        _fact_row("passing_score", EXAM, "Passing score", lambda c: c.exam.passing_score),
        RowDefinition("pass_rate", EXAM, "Pass rate", _pass_rate),
        RowDefinition("delivery", EXAM, "Where and how", _delivery),
        _fact_row("retake_rules", EXAM, "Retake rules", lambda c: c.retake.rules),
        RowDefinition("qualifies_for", WORTH, "What it qualifies for", _qualifies),
        _fact_row("audience", WORTH, "Who it is for", lambda c: c.audience),
        _fact_row("accreditation", WORTH, "Accreditation", lambda c: c.accreditation),
        RowDefinition("employers", WORTH, "Employers that name it", _employers),
    )
    for item, setting in catalog.settings.items():
        yield _level_row("settings", item, setting.name)
    for item, focus in catalog.focuses.items():
        if any(item in c.certification.focuses for c in compared):
            yield _level_row("focuses", item, focus.name)
    yield from (
        RowDefinition("time", KEEP, "Time to get it", _time),
        RowDefinition("renewal", KEEP, "Recertification", _renewal),
        RowDefinition("upkeep", KEEP, "Upkeep a year", _upkeep),
        _fact_row("renewal_cpr", KEEP, "CPR/AED kept current", lambda c: c.renewal.keep_cpr),
        _fact_row("kind", WHAT, "Kind", lambda c: c.kind),
        RowDefinition("issuer", WHAT, "Issuer", _issuer),
        _fact_row("full_name", WHAT, "Full name", lambda c: c.full_name),
    )


def _fact_row(
    key: str, section: str, label: str, fact: Callable[[m.Certification], m.Fact[Any]]
) -> RowDefinition:
    return RowDefinition(key, section, label, lambda c: c.fact(key, fact(c.certification)))


def _level_row(table: str, item: str, name: str) -> RowDefinition:
    def value(compared: Compared) -> Value:
        levels: dict[str, m.Level] = getattr(compared.certification, table)
        if item not in levels:
            meaning = compared.catalog.policy.levels["none"].meaning
            return compared.unknown(Unknown.NONE_ON_RECORD, meaning)
        level = levels[item]
        return Value(level.level, True, cites(level), level.rationale, data={"level": level.level})

    return RowDefinition(f"{table}.{item}", WORTH, f"For {name}", value)


# --- prerequisites -------------------------------------------------------------------------


def _before(compared: Compared) -> Value:
    tree = compared.certification.requirements
    if not is_published(tree):
        return compared.unknown(reason=next((leaf.text for leaf in leaves(tree)), None))
    return _rules(compared, lambda x: x.need == "required" and x.due != "certificate", "nothing")


def _owed(compared: Compared) -> Value:
    if not is_published(compared.certification.requirements):
        return compared.unknown()
    value = _rules(compared, lambda x: x.need == "required" and x.due == "certificate", NOTHING)
    tree = in_force(compared.certification.requirements, RuleDays.on(compared.day))
    when = unique(due_words(x) for x in leaves(tree) if x.due == "certificate")
    return value.worded(f"{value.text} ({listed(when, 'or')})") if when else value


def _rules(compared: Compared, wanted: Callable[[m.Leaf], bool], nothing: str) -> Value:
    """The wanted requirements in force, in words."""
    tree = in_force(compared.certification.requirements, RuleDays.on(compared.day))
    told = [leaf for leaf in leaves(tree) if wanted(leaf)]
    if tree is None or not told:
        return Value(nothing, True, cites(*leaves(compared.certification.requirements)))
    doubted = [
        x
        for x in told
        if isinstance(x.test, m.UnpublishedTest) or x.disputed or not x.due_confirmed
    ]
    return Value(
        _in_words(tree, lambda leaf: _full(leaf) if wanted(leaf) else "")
        + (f"; {NOT_SURE}" if doubted else ""),
        not doubted,
        cites(*told),
        doubted[0].text if doubted else None,
        (doubted[0].ask or compared.issuer.ask) if doubted else None,
    )


def prerequisites_in_short(compared: Compared) -> str:
    """What is required before the exam, each rule in two or three words; empty where nothing is."""
    tree = in_force(compared.certification.requirements, RuleDays.on(compared.day))
    if tree is None or not is_published(tree):
        return ""

    def label(leaf: m.Leaf) -> str:
        counts = leaf.need == "required" and leaf.due != "certificate"
        return label_of(leaf.test, compared.catalog) if counts else ""

    return _in_words(tree, label)


def _full(leaf: m.Leaf) -> str:
    sure = "" if leaf.due_confirmed else f" (when it is due is {Unknown.NOT_CONFIRMED})"
    return leaf.text + sure


def _in_words(node: m.Requirement, say: Callable[[m.Leaf], str], *, inside: bool = False) -> str:
    """A tree in one line; a leaf of which nothing is said is left out."""
    if isinstance(node, m.Leaf):
        return say(node)
    texts = unique(t for b in branches_of(node) if (t := _in_words(b, say, inside=True)))
    if isinstance(node, m.AllOf):
        return " together with ".join(texts) if inside else "; ".join(texts)
    return listed(texts, "or") if not any("," in t for t in texts) else ", or ".join(texts)


def _changes(compared: Compared) -> Value:
    rules = leaves(compared.certification.requirements)
    first = min((x.since for x in rules if x.since and x.since > compared.day), default=None)
    if first is None:
        return Value(NO_CHANGE, True, cites(*rules))
    changed = cites(*(x for x in rules if x.since == first))
    return Value(f"the rules change on {day_words(first)}", True, changed)


# --- money ---------------------------------------------------------------------------------


def _fees(compared: Compared) -> Value:
    fees = compared.certification.fees
    return together([(f.label, _fee(compared, f, named=len(fees) > 1)) for f in fees], "; ")


def _fee(compared: Compared, fee: m.Fee, *, named: bool) -> Value:
    """A fee at the members' and the list price, with its tiers."""
    value = _two_prices(compared, fee.standard, fee.member, starts_at=fee.starts_at)
    sources = unique([*value.sources, *cites(*(t.price for t in fee.tiers))])
    if not sources:
        return value
    name = f"{fee.label}: " if named and value.unknown is None else ""
    tiers = ", ".join(f"{t.name} {price_words(t.price)}" for t in fee.tiers)
    text = f"{name}{value.text}" + (f" ({tiers})" if tiers else "")
    label = f"{fee.label.lower().replace(' ', '_')}_" if named else ""
    data = {f"{label}{key}": amount for key, amount in value.data.items()}
    return replace(value, text=text, sources=sources, data=data)


def _two_prices(
    compared: Compared, standard: m.Price, member: m.Price | None, *, starts_at: bool = False
) -> Value:
    others = value_of("price", standard, compared.issuer.ask, starts_at=starts_at)
    if member is None:
        return others
    members = compared.fact("members_price", member)
    if members.unknown is not None and others.unknown is not None:
        return others
    who = f"for {compared.issuer.name} members"
    return together(
        [
            (f"{who}:", members.worded(f"{members.text} {who}")),
            ("for non-members:", others.worded(f"{others.text} for non-members")),
        ]
    )


def _study(compared: Compared) -> Value:
    study = compared.certification.study
    value = value_of(
        "price", study.price, compared.issuer.ask, free="included", starts_at=study.starts_at
    )
    return value.worded(f"{value.text} ({study.label})") if study.price.value else value


def _total(compared: Compared) -> Value:
    """All fees at the list price, with study material: "at least" where a part is not known."""
    fees, study = compared.certification.fees, compared.certification.study
    parts = [*((f.label.lower(), f.standard) for f in fees), ("study materials", study.price)]
    amount, complete = known_sum(price.known for _, price in parts)
    known = [price for _, price in parts if price.known is not None]
    if not known:
        return compared.unknown()
    data: dict[str, Data] = {"amount": amount, "complete": complete}
    members = " for non-members" if any(f.member is not None for f in fees) else ""
    if complete:
        start = "from " if study.starts_at or any(f.starts_at for f in fees) else ""
        return Value(f"{start}{usd(amount)}{members}", True, cites(*known), data=data)
    lacking = {what: price for what, price in parts if price.known is None}
    first = next(iter(lacking.values()))
    text = f"at least {usd(amount)}{members}; {listed(list(lacking))} {Unknown.NOT_PUBLISHED}"
    ask = first.ask or compared.issuer.ask
    return Value(text, False, cites(*known), first.reason, ask, data)


def _retake(compared: Compared) -> Value:
    retake = compared.certification.retake
    whole = _two_prices(compared, retake.standard, retake.member)
    if retake.section_standard is None:
        return whole
    section = _two_prices(compared, retake.section_standard, retake.section_member)
    section = replace(section, data={f"section_{k}": v for k, v in section.data.items()})
    return together(
        [("the exam", whole), ("one section", section.worded(f"one section {section.text}"))], "; "
    )


# --- the exam ------------------------------------------------------------------------------


def _length(compared: Compared) -> Value:
    exam = compared.certification.exam
    length, questions = (
        compared.fact("minutes", exam.minutes),
        compared.fact("questions", exam.questions),
    )
    return together([("length", length), ("questions", questions)])


def _pass_rate(compared: Compared) -> Value:
    fact = compared.certification.exam.pass_rate
    value = compared.fact("pass_rate", fact)
    return value.worded(f"{value.text} ({fact.as_of[:4] if fact.as_of else 'year not given'})")


def _delivery(compared: Compared) -> Value:
    exam = compared.certification.exam
    parts = {"delivery": exam.delivery, "test centres": exam.vendor, "booking": exam.window}
    return together([(what, compared.fact(what, fact)) for what, fact in parts.items()], "; ")


# --- what it is good for -------------------------------------------------------------------


def _qualifies(compared: Compared) -> Value:
    """The role it gives, and where it is at least useful."""
    certification, catalog = compared.certification, compared.catalog
    floor = catalog.policy.serves_from
    serving = {i: x for i, x in certification.settings.items() if reaches(x.level, floor)}
    where = "; ".join(catalog.settings[i].name for i in catalog.settings if i in serving)
    text = f"work as a {catalog.roles[certification.role].name}"
    text += f" for {where}" if where else ""
    text += "" if certification.primary else ", on top of a first certification or degree"
    sources = cites(*(serving.values() or certification.settings.values()))
    unsure = f"{text} ({Unknown.NOT_CONFIRMED})"
    return Value(text, True, sources) if sources else compared.unknown(unsure)


def _employers(compared: Compared) -> Value:
    rules = [
        rule
        for setting in compared.catalog.settings.values()
        for rule in setting.employer_rules
        if compared.id in rule.names
    ]
    if not rules:
        reason = "no employer rule that we could read names it"
        return Value(Unknown.NONE_ON_RECORD, False, (), reason, "the employer")
    return Value("; ".join(unique(r.who for r in rules)), True, cites(*rules))


# --- getting and keeping it ----------------------------------------------------------------


def _time(compared: Compared) -> Value:
    weeks = compared.fact("weeks", compared.certification.weeks)
    both = [
        weeks.worded(f"about {weeks.text}"),
        compared.fact("time", compared.certification.study.time),
    ]
    told = [v for v in both if v.unknown is None]
    return together([("", v) for v in told or both], "; ")


def _renewal(compared: Compared) -> Value:
    renewal = compared.certification.renewal
    years = compared.fact("years", renewal.years)
    count = renewal.years.value or 0
    parts = [
        (
            "how often",
            years.worded("every year" if count == 1 else f"every {plural(count, 'year')}"),
        ),
        ("education", compared.fact("units", renewal.units)),
        ("fee", _two_prices(compared, renewal.fee.standard, renewal.fee.member)),
    ]
    if renewal.common_date is not None:
        day = compared.fact("common_date", renewal.common_date)
        parts.append(("common date", day.worded(f"everyone renews on {day.text}")))
    return together(parts, "; ")


def _upkeep(compared: Compared) -> Value:
    """What staying certified costs a year on average, to someone who is no member."""
    pricing = Pricing(Profile(on=compared.day), compared.catalog)
    bill = pricing.bill(compared.id, frozenset())
    upkeep = costs_of(compared.id, bill, pricing).per_year
    if not upkeep.amount:
        return Value("free", True) if upkeep.complete else compared.unknown()
    renewal = compared.certification.renewal
    rest = "" if upkeep.complete else f", the rest {Unknown.NOT_PUBLISHED}"
    text = f"{at_least(upkeep.amount, complete=upkeep.complete)} plus education{rest}"
    ask = None if upkeep.complete else compared.issuer.ask
    read = cites(renewal.fee.standard, renewal.years, renewal.keep_cpr)
    return Value(text, upkeep.complete, read, ask=ask)


def _issuer(compared: Compared) -> Value:
    value = compared.fact("full_name", compared.issuer.full_name)
    return value.worded(f"{compared.issuer.name}, {value.text}")
