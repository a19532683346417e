"""What is asked: the one list that flags, prompts and profile files follow from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    # Only to name the type: help and completion need no catalog.
    from certadvisor.catalog.types import Catalog

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


def trainers(catalog: Catalog) -> Sequence[Choice]:
    """The personal-training certifications, and that one has none."""
    found = [i for i in (*catalog.certifications, *catalog.steps) if catalog.is_trainer(i)]
    entries = [(i, catalog.item(i)) for i in found]
    return [
        Choice("none", "no, none"),
        *(Choice(i, e.name, e.aliases) for i, e in entries),
    ]


def holdable(catalog: Catalog) -> Sequence[Choice]:
    """Everything that can be held."""
    entries = [(i, catalog.item(i)) for i in (*catalog.certifications, *catalog.steps)]
    return [Choice(i, e.name, e.aliases) for i, e in entries]


def certifications(catalog: Catalog) -> Sequence[Choice]:
    """The certifications."""
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
        choices=trainers,
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
        choices=holdable,
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
        "years of full-time work (repeatable)",
        metavar="KIND=N",
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
        choices=holdable,
    ),
    Question(
        "employer_accepts",
        "many",
        "Which ones does your employer accept?",
        "then these serve, and nothing else does",
        "what your employer accepts (repeatable)",
        metavar="ID",
        choices=certifications,
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
