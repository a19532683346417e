"""What is asked, and how an answer is read: the one list behind flags, prompts and profile files."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from certadvisor.errors import AnswerError, UnknownNameError, printable
from certadvisor.models import MOST_MONEY, Catalog
from certadvisor.names import Names, certification_names, credential_names, folded
from certadvisor.profile import FIELDLESS, Profile, contradictions, normalised

Form = Literal["one", "many", "pairs", "money", "month", "date", "denial"]
NONE = "none"
"""The answer that none of what is listed applies."""

Answers = dict[str, tuple[str, ...]]
"""What was given for each question, as text, whatever the door it came through."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose: what is stored, and how it reads."""

    value: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `why` is its reason in a line; `more` what `?` explains.

    `nothing` is how it reads to answer nothing, where one may; `example` a text that answers it.
    """

    name: str
    form: Form
    ask: str
    why: str
    help: str
    more: str = ""
    metavar: str = ""
    nothing: str = ""
    example: str = ""
    needed: bool = False
    choices: Callable[[Catalog], Sequence[Choice]] = lambda _: ()
    values: Callable[[Catalog], Sequence[Choice]] = lambda _: ()

    @property
    def flag(self) -> str:
        """The command-line flag that gives the same answer."""
        return "--no-adult" if self.form == "denial" else "--" + self.name.replace("_", "-")


def _fixed(*choices: tuple[str, str]) -> Callable[[Catalog], Sequence[Choice]]:
    made = tuple(Choice(value, label) for value, label in choices)
    return lambda _: made


def _settings(catalog: Catalog) -> Sequence[Choice]:
    return [Choice(i, s.ask, (s.name, *s.aliases)) for i, s in catalog.settings.items()]


def _focuses(catalog: Catalog) -> Sequence[Choice]:
    return [Choice(i, f.name, f.aliases) for i, f in catalog.focuses.items()]


def _activities(catalog: Catalog) -> Sequence[Choice]:
    return [Choice(i, a.phrase, (a.name, *a.aliases)) for i, a in catalog.activities.items()]


def _issuers(catalog: Catalog) -> Sequence[Choice]:
    joined = {s.gives.member for s in catalog.steps.values()}
    issuers = [Choice(i, x.name, x.aliases) for i, x in catalog.issuers.items() if i in joined]
    return [Choice(NONE, "no, none"), *issuers]


def _trainers(catalog: Catalog) -> Sequence[Choice]:
    found = [i for i in (*catalog.certifications, *catalog.steps) if catalog.is_trainer(i)]
    entries = [(i, catalog.item(i)) for i in found]
    return [
        Choice("none", "no, none"),
        *(Choice(i, e.name, e.aliases) for i, e in entries),
    ]


def _holdable(catalog: Catalog) -> Sequence[Choice]:
    entries = [(i, catalog.item(i)) for i in (*catalog.certifications, *catalog.steps)]
    return [Choice(i, e.name, e.aliases) for i, e in entries]


def _certifications(catalog: Catalog) -> Sequence[Choice]:
    return [Choice(i, c.name, c.aliases) for i, c in catalog.certifications.items()]


def _presets(catalog: Catalog) -> Sequence[Choice]:
    return [Choice(i, i) for i in catalog.policy.presets]


def _criteria(catalog: Catalog) -> Sequence[Choice]:
    return [Choice(i, c.name) for i, c in catalog.policy.criteria.items()]


YES_NO = _fixed(("yes", "yes"), ("no", "no"), ("unknown", "I don't know"))

QUESTIONS: tuple[Question, ...] = (
    Question(
        "setting",
        "one",
        "Where do you want to work?",
        "it decides which credentials employers there look for",
        "where you want to work",
        metavar="SETTING",
        needed=True,
        choices=_settings,
        more="Each setting has its own employer rules and expectations. Pick the one you aim at first; you can run this again for another.",
    ),
    Question(
        "degree",
        "one",
        "Your highest degree, or the one you are in?",
        "some exams are open only to graduates or final-year students",
        "highest degree, or the one under way",
        metavar="LEVEL",
        needed=True,
        choices=_fixed(
            ("none", "none, no high-school diploma"),
            ("high-school", "high-school diploma or equivalent"),
            ("associate", "associate's degree"),
            ("student", "in a bachelor's programme, before the final year"),
            ("senior", "in the final year of a bachelor's programme"),
            ("bachelor", "bachelor's degree"),
            ("master", "master's degree"),
            ("doctorate", "doctorate"),
        ),
        more="Count only finished degrees. If you are in a bachelor's programme now, say so: some exams are open in the final year.",
    ),
    Question(
        "degree_field",
        "one",
        "In which field is it?",
        "several rules ask for exercise science or a related field",
        "field of that degree",
        metavar="FIELD",
        needed=True,
        choices=_fixed(
            ("exercise-science", "exercise science, kinesiology, strength and conditioning"),
            (
                "health-science",
                "another health science: athletic training, physical therapy, nutrition",
            ),
            ("other", "another field"),
            ("unknown", "I don't know"),
        ),
        more="Kinesiology and sport science count as exercise science. If you do not know, say so: you will hear whether it matters.",
    ),
    Question(
        "cpr",
        "one",
        "A current CPR/AED card, practised hands-on?",
        "most exams ask for one sooner or later; online-only often does not count",
        "a current CPR/AED card",
        metavar="yes|no|online-only|unknown",
        needed=True,
        choices=_fixed(
            ("yes", "yes, with hands-on practice"),
            ("online-only", "only from an online course"),
            ("no", "no"),
            ("unknown", "I don't know"),
        ),
        more="CPR is resuscitation, AED the defibrillator. A blended course with a skills session in person counts as hands-on; one taken only online often does not count.",
    ),
    Question(
        "cpt",
        "one",
        "A personal-training certification already?",
        "it opens some exams, and makes a second one of its kind needless",
        "the CPT you hold: an id, other-ncca, other or none",
        metavar="ID",
        needed=True,
        choices=_trainers,
        more="A certification as a personal trainer (CPT). One accredited by the NCCA counts for more: your certificate, or its issuer, says which it is. If you do not know, choose another CPT.",
    ),
    Question(
        "budget",
        "money",
        "What can you spend in all, in dollars?",
        "nothing over it is recommended, and what is left counts a little",
        "what you can spend, in USD, or unlimited",
        metavar="USD",
        needed=True,
        example="1200, $1,200 or no limit",
        more="Fees, missing steps and what is owed later count against it; study material is shown beside it. If you have no figure yet, no limit shows every price.",
    ),
    Question(
        "focus",
        "one",
        "Anything in particular you want to work on?",
        "it narrows the choice; niche certifications count only if you ask for them",
        "narrow it down",
        metavar="FOCUS",
        nothing="nothing in particular",
        choices=_focuses,
        more="If you are open, choose nothing in particular: then it counts how well each one serves where you want to work.",
    ),
    Question(
        "holds",
        "many",
        "Which of these do you hold already?",
        "what you hold may cover, or open the way to, others",
        "a certification or step you already have (repeatable)",
        metavar="ID",
        nothing="none of these",
        choices=_holdable,
        more="Count only what is current. What you hold is left out of the ranking, and what it covers is not recommended.",
    ),
    Question(
        "member",
        "pairs",
        "A member of one of these associations?",
        "members pay less for the exam",
        "a membership you hold, or none (repeatable)",
        metavar="ISSUER[=student]|none",
        nothing="no, none",
        more="Only a current membership counts. Where joining would save you money, that is worked out for you.",
        choices=_issuers,
        values=_fixed(("full", "full"), ("student", "student")),
    ),
    Question(
        "licence",
        "many",
        "A licence in one of these?",
        "it can stand in for a degree, and covers some specializations",
        "a licence you hold: pt, pta, atc, rd or none (repeatable)",
        metavar="pt|pta|atc|rd|none",
        nothing="none of these",
        more="Some rules take one of these in place of a degree or a certification; it also makes some specializations needless.",
        choices=_fixed(
            ("pt", "physical therapist"),
            ("pta", "physical therapist assistant"),
            ("atc", "athletic trainer"),
            ("rd", "registered dietitian"),
            ("none", "none of these"),
        ),
    ),
    Question(
        "practice",
        "pairs",
        "How many hours can you document?",
        "some certifications ask for supervised or practical hours",
        "documented hours (repeatable)",
        metavar="KIND=HOURS",
        nothing="I don't know",
        example="300",
        more="Count the hours that a supervisor or employer would confirm in writing. Type 0 if there are none.",
        choices=_activities,
    ),
    Question(
        "years",
        "pairs",
        "How many years of full-time work?",
        "years of work open some routes",
        "years of full-time work (repeatable); a bare N: what it costs over N years",
        metavar="KIND=N|N",
        nothing="I don't know",
        example="3",
        more="Count whole years of full-time work. Type 0 if there are none.",
        choices=_activities,
    ),
    Question(
        "graduates",
        "month",
        "When do you graduate?",
        "rules change on fixed days, and yours is the rule of the day you sit",
        "month of graduation",
        metavar="YYYY-MM",
        nothing="I don't know",
        example="2027-05",
        more="The month in which your degree will be awarded: the year, a hyphen, the month.",
    ),
    Question(
        "casce",
        "one",
        "Is your degree programme accredited by CASCE?",
        "from 2030 one exam asks for it; your registrar knows",
        "whether your programme is CASCE-accredited",
        metavar="yes|no|unknown",
        choices=YES_NO,
        more="CASCE accredits degree programmes in strength and conditioning; it is not the accreditation of the whole university.",
    ),
    Question(
        "educated",
        "one",
        "Where is your degree from?",
        "rules for degrees from outside the US differ",
        "where your degree is from",
        metavar="us|elsewhere",
        choices=_fixed(("us", "the United States"), ("elsewhere", "another country")),
        more="It is the country of the university that counts, not where you live.",
    ),
    Question(
        "adult",
        "denial",
        "Are you 18 or older?",
        "most exams are for adults",
        "you are not yet 18 (else 18 is assumed)",
    ),
    Question(
        "price",
        "pairs",
        "A price you were quoted?",
        "it replaces the list price",
        "your own quote for a certification or step (repeatable)",
        metavar="ID=USD",
        choices=_holdable,
    ),
    Question(
        "employer_accepts",
        "many",
        "Which ones does your employer accept?",
        "then these serve, and nothing else does",
        "what your employer accepts (repeatable)",
        metavar="ID",
        choices=_certifications,
    ),
    Question(
        "preset",
        "one",
        "What matters most to you?",
        "it changes the order of importance",
        "a named set of weights",
        metavar="NAME",
        choices=_presets,
    ),
    Question(
        "weight",
        "pairs",
        "Weigh something differently?",
        "the order of importance is yours to change",
        "replace a criterion's weight (repeatable)",
        metavar="NAME=N",
        choices=_criteria,
    ),
    Question(
        "on",
        "date",
        "As of which day?",
        "rules and prices have dates",
        "the day the advice is for (today)",
        metavar="YYYY-MM-DD",
    ),
)
BY_NAME = {q.name: q for q in QUESTIONS}


# --- reading -------------------------------------------------------------------------------


def money(name: str, text: str) -> Decimal:
    """An amount of USD as a person types it: 1200, $1,200, 1200.50 USD.

    Raises:
        AnswerError: it is not one.

    """
    bare = (
        text.strip().removeprefix("$").lower().removesuffix("usd").removesuffix("dollars").strip()
    )
    grouped = re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", bare)
    plain = re.fullmatch(r"\d+(\.\d+)?|\.\d+", bare) if len(bare) < 40 else None
    try:
        amount = Decimal(bare.replace(",", "")) if (grouped or plain) and bare.isascii() else None
    except InvalidOperation:
        amount = None
    examples = {"budget": "--budget 800 or --budget unlimited", "price": "--price ID=649"}
    example = f"Try {examples.get(name, f'--{name} 800')}."
    if amount is None:
        raise AnswerError(name, text, "is not an amount.", example)
    if amount > MOST_MONEY:
        raise AnswerError(name, text, "is over 10,000,000.", example)
    if amount != amount.quantize(Decimal("0.01")):
        raise AnswerError(name, text, "has more than two decimals.", example)
    return amount


UNLIMITED = Names("amount", {"unlimited": ("no limit", "any", "none at all", "no limits")})


def _budget(text: str) -> Decimal | str:
    try:
        return UNLIMITED.resolve(text)
    except UnknownNameError:
        return money("budget", text)


def _chosen(question: Question, text: str, catalog: Catalog) -> str:
    choices = question.choices(catalog)
    what = question.name.replace("_", " ")
    names = Names(what, {c.value: (c.label, *c.aliases) for c in choices})
    if question.choices in (_holdable, _trainers):
        names = credential_names(catalog)
        if question.choices is _trainers:
            names = Names("CPT", {c.value: (c.label, *c.aliases) for c in choices})
    elif question.choices is _certifications:
        names = certification_names(catalog)
    try:
        return names.resolve(text)
    except UnknownNameError as error:
        raise AnswerError(question.name, text, f"is not known: {error}") from None


MOST = {"practice": 100_000, "years": 80, "weight": 1_000}
"""The largest number that a question takes."""


def _count(question: Question, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text.strip()):
        example = f"Give it as in {question.metavar}."
        raise AnswerError(question.name, text, "is not a whole number.", example)
    if int(text) > MOST[question.name]:
        raise AnswerError(question.name, text, f"is over {MOST[question.name]:,}.")
    return int(text)


def _pair(question: Question, given: str, catalog: Catalog) -> tuple[str, Any]:
    key, sign, value = given.partition("=")
    values = question.values(catalog)
    if not sign and not values:
        raise AnswerError(question.name, given, f"needs the form {question.metavar}.")
    key = _chosen(question, key, catalog)
    if values:
        if not sign:
            return key, values[0].value
        try:
            return key, Names("kind", {v.value: () for v in values}).resolve(value)
        except UnknownNameError as error:
            raise AnswerError(question.name, given, f"is not known: {error}") from None
    if question.name == "price":
        return key, money("price", value)
    return key, _count(question, value)


def day(name: str, text: str) -> date:
    """A day as year, month and day.

    Raises:
        AnswerError: it is not one.
    """
    try:
        if not re.fullmatch(r"[12]\d{3}-\d{2}-\d{2}", text.strip(), re.ASCII):
            raise ValueError
        return date.fromisoformat(text.strip())
    except ValueError:
        raise AnswerError(name, text, "is not a day. Try 2026-11-23.") from None


def read(question: Question, texts: Sequence[str], catalog: Catalog) -> Any:
    """The value of an answer given as text; the same for every door it comes through.

    Raises:
        AnswerError: the answer is not one of those allowed.

    """
    if question.form == "many":
        return tuple(_chosen(question, t, catalog) for t in texts)
    if question.form == "pairs":
        pairs: dict[str, Any] = {}
        if _says_none(question, texts, catalog):
            return pairs
        for text in texts:
            key, value = _pair(question, text, catalog)
            if pairs.get(key, value) != value:
                raise AnswerError(question.name, text, f"was given twice for {key}, differently.")
            pairs[key] = value
        return pairs
    if len({*texts}) > 1:
        before = printable(texts[0], 40)
        raise AnswerError(question.name, texts[-1], f'contradicts "{before}" given before.')
    text = texts[-1]
    if question.form == "one":
        return _chosen(question, text, catalog)
    if question.form == "money":
        return _budget(text)
    if question.form == "month":
        if not re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", text.strip(), re.ASCII):
            raise AnswerError(question.name, text, "is not a month. Try 2027-05.")
        return text.strip()
    if question.form == "date":
        return day(question.name, text)
    return text != "yes"


def _says_none(question: Question, texts: Sequence[str], catalog: Catalog) -> bool:
    """Whether an answer that may be none says so; beside anything else it contradicts itself."""
    if NONE not in {c.value for c in question.choices(catalog)}:
        return False
    said = [text for text in texts if folded(text) == NONE]
    if said and len(texts) > len(said):
        raise AnswerError(question.name, ", ".join(texts), "says none and names one.")
    return bool(said)


def profile_from(answers: Answers, catalog: Catalog, today: date) -> Profile:
    """The profile of these answers.

    Raises:
        AnswerError: an answer is not allowed, or contradicts another one.

    """
    values = {n: read(BY_NAME[n], texts, catalog) for n, texts in answers.items() if texts}
    profile = Profile.model_validate({"on": today, **values})
    for name, problem in contradictions(profile, catalog):
        raise AnswerError(name, ", ".join(answers.get(name, ())), f"{problem}.")
    return normalised(profile, catalog)


def missing(profile: Profile) -> list[Question]:
    """The needed questions that have no answer yet."""
    return [
        q
        for q in QUESTIONS
        if q.needed and getattr(profile, q.name) is None and not is_pointless(q, profile)
    ]


def is_pointless(question: Question, profile: Profile) -> bool:
    """Whether an earlier answer has settled a question."""
    return question.name == "degree_field" and (profile.degree in FIELDLESS)


# --- writing -------------------------------------------------------------------------------


def says_none_when_empty(question: Question) -> bool:
    """Whether an empty answer is one, and not the lack of one."""
    return question.form == "pairs" and Profile.model_fields[question.name].default is None


def texts_of(question: Question, profile: Profile) -> tuple[str, ...]:
    """An answer of a profile as the texts that give it."""
    value = getattr(profile, question.name)
    if value == {} and says_none_when_empty(question):
        return (NONE,)
    if value is None or value in ((), {}):
        return ()
    if question.form == "pairs":
        return tuple(f"{k}={_plain(v)}" for k, v in value.items())
    if question.form == "many":
        return tuple(value)
    if question.form == "denial":
        return ("yes",) if value is False else ()
    return (_plain(value),)


def _plain(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def answers_of(profile: Profile) -> Answers:
    """All answers of a profile as texts."""
    return {q.name: t for q in QUESTIONS if (t := texts_of(q, profile))}


def command_line(profile: Profile, *, command: str = "recommend") -> str:
    """The command that gives the same answers as flags."""
    answers = answers_of(profile)
    if len(profile.holds) == 1 and profile.holds[0] == profile.cpt:
        answers.pop("holds", None)
    return command_with(answers, command=command)


def command_with(answers: Answers, *, command: str = "recommend") -> str:
    """The command that gives these answers, all or some, as flags."""
    words = ["certadvisor", command]
    for question in QUESTIONS:
        for text in answers.get(question.name, ()):
            words += [question.flag] if question.form == "denial" else [question.flag, text]
    return shlex.join(words)
