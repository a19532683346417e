"""The candidate profile: one entry for each question, and which answers go together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, get_args

from certadvisor.catalog.vocabulary import (
    DEGREE_LADDER,
    MOST_HOURS,
    MOST_HOURS_A_WEEK,
    MOST_WEIGHT,
    MOST_YEARS_OF_WORK,
    Cpr,
    CriterionName,
    DegreeField,
    DegreeLevel,
    Educated,
    Licence,
    Membership,
    Preference,
    YesNo,
)
from certadvisor.profile.questions import (
    NONE,
    UNLIMITED,
    Choice,
    Question,
    Reader,
    Thresholds,
    asked,
    by_name,
    each_choice,
    each_number,
)
from certadvisor.text import listed, plural, usd
from certadvisor.values import immutable

if TYPE_CHECKING:
    # Only to name the type: help and completion need no catalog.
    from certadvisor.catalog.types import Catalog

FIELDLESS: tuple[DegreeLevel, ...] = ("none", "in-school", "high-school")
ENROLLED: tuple[DegreeLevel, ...] = ("student", "senior")
UNDER_WAY: tuple[DegreeLevel, ...] = ("in-school", *ENROLLED)
MAYBE_MINOR: tuple[DegreeLevel, ...] = (*FIELDLESS, "student")
"""At these stages one may be under 18, so the age is asked; elsewhere 18 is assumed."""


MOST_YEARS_AN_ADULT = 80
"""Nobody turned 18 longer ago."""


# --- choices that follow from the catalog ----------------------------------------------------


def _settings(catalog: Catalog) -> Sequence[Choice]:
    return [Choice(i, s.ask, (s.name, *s.aliases)) for i, s in catalog.settings.items()]


def _issuers(catalog: Catalog) -> Sequence[Choice]:
    joined = {s.gives.member for s in catalog.steps.values()}
    issuers = [Choice(i, x.name, x.aliases) for i, x in catalog.issuers.items() if i in joined]
    return [Choice(NONE, "no, none"), *issuers]


def _trainers(catalog: Catalog) -> Sequence[Choice]:
    return [Choice(NONE, "no, none")] + [c for c in _items(catalog) if catalog.is_trainer(c.value)]


def _items(catalog: Catalog) -> Sequence[Choice]:
    entries = [(i, catalog.item(i)) for i in (*catalog.certifications, *catalog.steps)]
    return [Choice(i, e.name, e.aliases) for i, e in entries]


def _certifications(catalog: Catalog) -> Sequence[Choice]:
    return [Choice(i, c.name, c.aliases) for i, c in catalog.certifications.items()]


def _focuses(catalog: Catalog) -> Sequence[Choice]:
    return [Choice(i, f.name, f.aliases) for i, f in catalog.focuses.items()]


def _activities(catalog: Catalog) -> Sequence[Choice]:
    return [Choice(i, a.phrase, (a.name, *a.aliases)) for i, a in catalog.activities.items()]


def _criteria(catalog: Catalog) -> Sequence[Choice]:
    return [Choice(i, c.name) for i, c in catalog.policy.criteria.items()]


# --- when a question makes sense, and what could be answered -----------------------------------


def _has_degree(profile: Profile, catalog: Catalog) -> bool:
    held = [catalog.steps[i] for i in profile.holds if i in catalog.steps]
    return _may_have_field(profile, catalog) or any(step.gives.degree for step in held)


def _may_have_field(profile: Profile, _catalog: Catalog) -> bool:
    return profile.degree not in FIELDLESS


def _is_enrolled(profile: Profile, _catalog: Catalog) -> bool:
    return profile.degree in UNDER_WAY


def _may_be_minor(profile: Profile, _catalog: Catalog) -> bool:
    return profile.degree in MAYBE_MINOR


def _either_age(*_: object) -> Sequence[str]:
    """A month in which one turns 18 leads from one to the other, so it changes nothing by itself."""
    return ("yes", "no")


def _months(
    _question: Question, profile: Profile, _catalog: Catalog, thresholds: Thresholds
) -> Sequence[str]:
    """Next month, and on either side of each change of a rule a month and a final year apart."""
    days = [profile.on + timedelta(days=31)]
    for day in thresholds.days:
        if day > profile.on:
            days += [day + timedelta(days=d) for d in (-400, -31, 31, 400)]
    return sorted({d.isoformat()[:7] for d in days if d > profile.on})


# --- how the "You" line says an answer -----------------------------------------------------------


def _silent(*_: object) -> Sequence[str]:
    return ()


def _degree_said(value: DegreeLevel, profile: Profile, catalog: Catalog) -> Sequence[str]:
    levels = {c.value: c.said or c.label for c in BY_NAME["degree"].choices(catalog)}
    subjects = {c.value: c.said or "" for c in BY_NAME["degree_field"].choices(catalog)}
    has_field = _may_have_field(profile, catalog) and profile.degree_field is not None
    return [levels[value] + (subjects[str(profile.degree_field)] if has_field else "")]


def _age_said(value: str, *_: object) -> Sequence[str]:
    return {"yes": [], "no": ["not yet 18"]}.get(value, [f"turning 18 in {value}"])


def _amounts_said(unit: str) -> Callable[[dict[str, int], Profile, Catalog], Iterator[str]]:
    def said(value: dict[str, int], _: Profile, catalog: Catalog) -> Iterator[str]:
        for activity, number in value.items():
            yield f"{plural(number, unit)} of {catalog.activities[activity].phrase}"

    return said


def _names(ids: Sequence[str], catalog: Catalog) -> str:
    return listed([catalog.name_of(i) for i in ids])


# --- the questions --------------------------------------------------------------------------------


@immutable(kw_only=True)
class Profile:
    """What the candidate has said. Money in USD, practice in hours, experience in years.

    None means not answered. `holds` includes the personal-training certification named in `cpt`;
    `price` are the candidate's own quotes; `on` is the day the advice is asked for.
    Each field carries its question: flag, prompt, key of a file, schema and the rest follow.

    Raises:
        ValueError: a value is not allowed; names the field.
    """

    setting: str | None = asked(
        form="one",
        ask="Where do you want to work?",
        why="it decides which credentials employers there look for",
        help="where you want to work",
        more="Each setting has its own employer rules and expectations. Pick the one you aim at first; you can run this again for another.",
        metavar="SETTING",
        needed=True,
        options=_settings,
        listed="settings",
        read_by=("purpose", "scoring"),
        you=lambda value, _, catalog: [f"for {catalog.settings[value].name}"],
    )
    degree: DegreeLevel | None = asked(
        form="one",
        ask="Your highest degree, or the one you are in?",
        why="some exams are open only to graduates or final-year students",
        help="highest degree, or the one under way",
        more="Count only finished degrees. If you are in a bachelor's programme now, say so: some exams are open in the final year.",
        metavar="LEVEL",
        needed=True,
        options=(
            Choice("none", "none, no high-school diploma", said="no high-school diploma"),
            Choice("in-school", "none yet: I am in high school", said="in high school"),
            Choice("high-school", "high-school diploma or equivalent", said="high-school diploma"),
            Choice("associate", "associate's degree"),
            Choice(
                "student",
                "in a bachelor's programme, before the final year",
                said="in a bachelor's programme",
            ),
            Choice("senior", "in the final year of a bachelor's programme"),
            Choice("bachelor", "bachelor's degree"),
            Choice("master", "master's degree"),
            Choice("doctorate", "doctorate"),
        ),
        read_by=("degree", "enrolled", "timing"),
        you=_degree_said,
    )
    degree_field: DegreeField | Literal["unknown"] | None = asked(
        form="one",
        ask="In which field is it?",
        why="several rules ask for exercise science or a related field",
        help="field of that degree",
        more="Kinesiology and sport science count as exercise science. If you do not know, say so: you will hear whether it matters.",
        metavar="FIELD",
        needed=True,
        options=(
            Choice(
                "exercise-science",
                "exercise science, kinesiology, strength and conditioning",
                said=" in exercise science",
            ),
            Choice(
                "health-science",
                "another health science: athletic training, physical therapy, nutrition",
                said=" in a health science",
            ),
            Choice("other", "another field", said=" in another field"),
            Choice("unknown", "I don't know", said=" (field not known)"),
        ),
        read_by=("degree",),
        applies=_may_have_field,
        open="until-known",
        possible=each_choice,
        you=_silent,
    )
    cpr: Cpr | None = asked(
        form="one",
        ask="A current CPR/AED card, practised hands-on?",
        why="most exams ask for one sooner or later; online-only often does not count",
        help="a current CPR/AED card",
        more="CPR is resuscitation, AED the defibrillator. A blended course with a skills session in person counts as hands-on; one taken only online often does not count.",
        metavar="yes|no|online-only|unknown",
        needed=True,
        options=(
            Choice("yes", "yes, with hands-on practice", said="hands-on CPR/AED"),
            Choice(
                "online-only",
                "only from an online course",
                said="CPR/AED from an online course",
            ),
            Choice("no", "no", said="no CPR/AED card"),
            Choice("unknown", "I don't know", said="CPR/AED card not known"),
        ),
        read_by=("cpr",),
        open="until-known",
        possible=each_choice,
    )
    cpt: str | None = asked(
        form="one",
        ask="A personal-training certification already?",
        why="it opens some exams, and makes a second one unnecessary",
        help="the CPT you hold: an id, other-ncca, other or none",
        more="A certification as a personal trainer (CPT). One accredited by the NCCA counts for more: your certificate, or its issuer, says which it is. If you do not know, choose another CPT.",
        metavar="ID",
        needed=True,
        options=_trainers,
        noun="CPT",
        read_by=("credential",),
        you=lambda value, *_: ["no CPT"] if value == NONE else [],
    )
    budget: Decimal | Literal["unlimited"] | None = asked(
        form="money",
        ask="What can you spend in all, in dollars?",
        why="nothing over it is recommended, and what is left counts a little",
        help="what you can spend, in USD, or unlimited",
        more="Fees, missing steps and what is owed later count against it; study material is shown beside it. If you have no figure yet, no limit shows every price.",
        metavar="USD",
        example="1200, $1,200 or no limit",
        needed=True,
        read_by=("scoring",),
        you=lambda value, *_: [
            "no spending limit" if value == UNLIMITED else f"{usd(value)} to spend"
        ],
    )
    focus: str | None = asked(
        form="one",
        ask="Anything in particular you want to work on?",
        why="it narrows the choice; niche certifications count only if you ask for them",
        help="narrow it down",
        more="If you are open, choose nothing in particular: then it counts how well each one serves where you want to work.",
        metavar="FOCUS",
        nothing="nothing in particular",
        options=_focuses,
        listed="focuses",
        read_by=("purpose", "scoring"),
        possible=each_choice,
        you=lambda value, _, catalog: [f"above all {catalog.focuses[value].phrase}"],
    )
    holds: tuple[str, ...] = asked(
        form="many",
        ask="Which of these do you hold already?",
        why="what you hold may cover, or open the way to, others",
        help="a certification or step you already have, or none (repeatable, or with commas)",
        more="Count only what is current. What you hold is left out of the ranking, and what it covers is not recommended.",
        metavar="ID",
        nothing="none of these",
        options=_items,
        noun="certification or step",
        default=(),
        read_by=get_args(Reader),
        you=lambda value, _, catalog: [f"holding {_names(value, catalog)}"],
    )
    member: dict[str, Membership] | None = asked(
        form="pairs",
        ask="A member of one of these associations?",
        why="members pay less for the exam",
        help="a membership you hold, or none (repeatable, or with commas)",
        more="Only a current membership counts. Where joining would save you money, that is worked out for you.",
        metavar="ISSUER[=student]|none",
        nothing="no, none",
        options=_issuers,
        values=(Choice("full", "full"), Choice("student", "student")),
        read_by=("member", "pricing"),
        open="until-known",
        possible=each_choice,
        you=lambda value, _, catalog: [
            f"{catalog.issuers[issuer].name} {'student ' if kind == 'student' else ''}member"
            for issuer, kind in value.items()
        ],
    )
    licence: tuple[Licence | Literal["none"], ...] | None = asked(
        form="many",
        ask="A licence in one of these?",
        why="it can replace a degree, and covers some specializations",
        help="a licence you hold: pt, pta, atc, rd or none (repeatable, or with commas)",
        more="Some rules take one of these in place of a degree or a certification; it also makes some specializations unnecessary.",
        metavar="pt|pta|atc|rd|none",
        nothing="none of these",
        options=(
            Choice("pt", "physical therapist", said="PT"),
            Choice("pta", "physical therapist assistant", said="PTA"),
            Choice("atc", "athletic trainer", said="ATC"),
            Choice("rd", "registered dietitian", said="RD"),
            Choice("none", "none of these"),
        ),
        read_by=("licence",),
        open="until-known",
        possible=each_choice,
        you=lambda value, *_: (
            [] if NONE in value else [f"licensed as {listed([i.upper() for i in value])}"]
        ),
    )
    practice: dict[str, int] = asked(
        form="pairs",
        ask="How many hours can you document?",
        why="some certifications ask for supervised or practical hours",
        help="documented hours (repeatable, or with commas)",
        more="Count the hours that a supervisor or employer would confirm in writing. Type 0 if there are none.",
        metavar="KIND=HOURS",
        nothing="I don't know",
        example="300",
        options=_activities,
        listed="activities",
        most=MOST_HOURS,
        default={},
        read_by=("practice",),
        open="always",
        possible=each_number,
        you=_amounts_said("hour"),
    )
    years: dict[str, int] = asked(
        form="pairs",
        ask="How many years of full-time work?",
        why="years of work open some routes",
        help="years of full-time work (repeatable, or with commas)",
        more="Count whole years of full-time work. Type 0 if there are none.",
        metavar="KIND=N",
        nothing="I don't know",
        example="3",
        options=_activities,
        listed="activities",
        most=MOST_YEARS_OF_WORK,
        default={},
        read_by=("years",),
        open="always",
        possible=each_number,
        you=_amounts_said("year"),
    )
    graduates: str | None = asked(
        form="month",
        ask="When do you graduate?",
        why="rules change on fixed days, and yours is the rule of the day you sit",
        help="month of graduation",
        more="The month in which your degree will be awarded: the year, a hyphen, the month.",
        metavar="YYYY-MM",
        nothing="I don't know",
        example="2027-05",
        read_by=("timing",),
        applies=_is_enrolled,
        open="until-known",
        possible=_months,
        you=lambda value, *_: [f"graduating {value}"],
    )
    casce: YesNo | None = asked(
        form="one",
        ask="Is your degree programme accredited by CASCE?",
        why="from 2030 one exam asks for it; your registrar knows",
        help="whether your programme is CASCE-accredited",
        more="CASCE accredits degree programmes in strength and conditioning; it is not the accreditation of the whole university.",
        metavar="yes|no|unknown",
        options=(
            Choice("yes", "yes", said="a CASCE-accredited programme"),
            Choice("no", "no", said="a programme without CASCE accreditation"),
            Choice("unknown", "I don't know", said=""),
        ),
        read_by=("degree", "enrolled"),
        applies=_may_have_field,
        open="until-known",
        possible=each_choice,
    )
    educated: Educated | None = asked(
        form="one",
        ask="Where is your degree from?",
        why="rules for degrees from outside the US differ",
        help="where your degree is from",
        more="It is the country of the university that counts, not where you live.",
        metavar="us|elsewhere",
        options=(
            Choice("us", "the United States", said="a degree from the US"),
            Choice("elsewhere", "another country", said="a degree from outside the US"),
        ),
        read_by=("educated",),
        applies=_has_degree,
        open="until-known",
        possible=each_choice,
    )
    adult: str | None = asked(
        form="age",
        ask="Are you 18 or older?",
        why="most exams are for adults",
        help="yes, no, or the month you turn 18 (if not given, 18 is assumed)",
        more="If you are younger, type the month in which you turn 18: then you are told what you can do until then.",
        metavar="yes|no|YYYY-MM",
        nothing="18 or older",
        example="yes, no or 2027-05",
        read_by=("adult", "timing"),
        applies=_may_be_minor,
        open="until-known",
        possible=_either_age,
        you=_age_said,
    )
    hours_a_week: int | None = asked(
        form="number",
        ask="How many hours a week can you study?",
        why="it decides on which day an exam is realistic",
        help="hours of study a week (if not given, the catalog's policy decides)",
        more="Count what you manage in an ordinary week beside work and classes. Published hours of study are spread over the weeks at this pace.",
        metavar="N",
        nothing=lambda catalog: (
            f"{catalog.policy.hours_a_week}, about an hour on most days: our assumption"
        ),
        example="6",
        most=MOST_HOURS_A_WEEK,
        read_by=("timing",),
        you=lambda value, *_: [f"{plural(value, 'hour')} of study a week"],
    )
    price: dict[str, Decimal] = asked(
        form="pairs",
        ask="A price you were quoted?",
        why="it replaces the list price",
        help="your own quote for a certification or step (repeatable, or with commas)",
        metavar="ID=USD",
        options=_items,
        noun="certification or step",
        default={},
        read_by=("pricing",),
        you=lambda value, _, catalog: [
            f"{catalog.name_of(item)} at {usd(amount)}" for item, amount in value.items()
        ],
    )
    employer_accepts: tuple[str, ...] = asked(
        form="many",
        ask="Which ones does your employer accept?",
        why="only these are recommended then",
        help="what your employer accepts (repeatable, or with commas)",
        metavar="ID",
        options=_certifications,
        noun="certification",
        default=(),
        read_by=("purpose",),
        you=lambda value, _, catalog: [f"employer accepts {_names(value, catalog)}"],
    )
    prefer: Preference | None = asked(
        form="one",
        ask="What matters most to you?",
        why="it orders what may be done now, and nothing else",
        help="the cheapest, the fastest or the most recognised first",
        metavar="|".join(get_args(Preference)),
        options=tuple(
            Choice(p, p.replace("-", " "), said=f"{p} first") for p in get_args(Preference)
        ),
        read_by=("scoring",),
    )
    weight: dict[CriterionName, int] = asked(
        form="pairs",
        ask="Weigh something differently?",
        why="the order of importance is yours to change",
        help="replace a criterion's weight (repeatable, or with commas)",
        metavar="NAME=N",
        options=_criteria,
        ids=get_args(CriterionName),
        most=MOST_WEIGHT,
        default={},
        read_by=("scoring",),
        you=lambda value, _, catalog: [
            f"{catalog.policy.criteria[name].name.lower()} weighing {weight}"
            for name, weight in value.items()
        ],
    )
    on: date = field(
        metadata={
            "question": Question(
                form="date",
                ask="As of which day?",
                why="rules and prices have dates",
                help="the day the advice is for (today)",
                metavar="YYYY-MM-DD",
                default=MISSING,
                read_by=("timing", "scoring"),
                you=_silent,
            )
        }
    )

    def __post_init__(self) -> None:
        """Check each value, and read money given as a number."""
        for name, question in by_name(type(self)).items():
            given = getattr(self, name)
            value = question.checked(given)
            if value is not given:
                object.__setattr__(self, name, value)

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        """The JSON Schema of a profile, from its questions."""
        schema: dict[str, Any] = handler.resolve_ref_schema(handler(core_schema))
        schema["properties"] |= {n: q.json_schema() for n, q in by_name(cls).items()}
        schema["additionalProperties"] = False
        return schema


BY_NAME = by_name(Profile)
QUESTIONS = tuple(BY_NAME.values())


# --- answers that go together ----------------------------------------------------------------


def is_final_year_doubtful(profile: Profile) -> bool:
    """Whether a final year is claimed and the graduation is more than twelve months off."""
    year_later = f"{profile.on.year + 1}{profile.on.isoformat()[4:7]}"
    return profile.degree == "senior" and (profile.graduates or "") > year_later


def contradictions(profile: Profile, catalog: Catalog) -> list[tuple[str, str]]:
    """The answers that contradict others: each name, with what is wrong."""
    found: list[tuple[str, str]] = []
    trainers = [i for i in profile.holds if catalog.is_trainer(i)]
    if profile.cpt == "none" and trainers:
        found.append(("cpt", f"says none, but you hold {catalog.name_of(trainers[0])}"))
    if profile.degree in FIELDLESS and profile.degree_field is not None:
        found.append(("degree_field", f"does not go with a degree of {profile.degree}"))
    if profile.degree in FIELDLESS and profile.casce == "yes":
        found.append(("casce", f"does not go with a degree of {profile.degree}"))
    if profile.graduates is not None and profile.degree not in (None, *UNDER_WAY):
        found.append(("graduates", f"does not go with a degree of {profile.degree}"))
    if profile.graduates is not None and profile.graduates < profile.on.isoformat()[:7]:
        found.append(("graduates", f"lies before {profile.on.isoformat()}"))
    found += [
        (name, "says none and names one")
        for name in ("holds", "licence", "employer_accepts")
        if NONE in (named := getattr(profile, name) or ()) and len(named) > 1
    ]
    found += _against_steps(profile, catalog)
    if profile.adult not in (None, "yes", "no"):
        ahead = int(profile.adult[:4]) - profile.on.year
        if not -MOST_YEARS_AN_ADULT <= ahead <= 18:
            span = f"{MOST_YEARS_AN_ADULT} years back" if ahead < 0 else "18 years ahead"
            found.append(("adult", f"lies more than {span}"))
    if profile.weight and not any(effective_weights(profile, catalog).values()):
        found.append(("weight", "leaves every weight at 0"))
    return found


def _against_steps(profile: Profile, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """The answers that deny what a step that is held gives."""
    ladder = {level: place for place, level in enumerate(DEGREE_LADDER)}
    this_month = profile.on.isoformat()[:7]
    for step in (catalog.steps[i] for i in profile.holds if i in catalog.steps):
        gives = step.gives
        denied = {
            # Who is enrolled may have a degree already, and says which one is under way.
            "degree": gives.degree is not None
            and profile.degree is not None
            and profile.degree not in ENROLLED
            and ladder.get(profile.degree, 0) < ladder[gives.degree],
            "cpr": gives.cpr == "yes" and profile.cpr in ("no", "online-only"),
            "casce": gives.casce == "yes" and profile.casce == "no",
            "member": gives.member is not None and profile.member == {},
            "adult": gives.adult is True
            and profile.adult not in (None, "yes")
            and (profile.adult == "no" or profile.adult >= this_month),
        }
        for name, is_denied in denied.items():
            if is_denied:
                yield name, f"does not go with what you hold: {step.name}"


def effective_weights(profile: Profile, catalog: Catalog) -> dict[CriterionName, int]:
    """The policy's weights, with the candidate's own over them."""
    weights = {name: criterion.weight for name, criterion in catalog.policy.criteria.items()}
    return weights | profile.weight


def normalised(profile: Profile, catalog: Catalog) -> Profile:
    """The same answers in one form: `cpt` is among `holds`, and lists are in catalog order."""
    holds = {*profile.holds, *([] if profile.cpt in (None, NONE) else [profile.cpt])}
    order = [*catalog.certifications, *catalog.steps]
    held = tuple(i for i in order if i in holds)
    weights = {n: profile.weight[n] for n in catalog.policy.criteria if n in profile.weight}
    return replace(
        profile,
        cpt=next((i for i in held if catalog.is_trainer(i)), profile.cpt),
        holds=held,
        licence=None if profile.licence is None else tuple(sorted(set(profile.licence))),
        member=None if profile.member is None else dict(sorted(profile.member.items())),
        practice=dict(sorted(profile.practice.items())),
        years=dict(sorted(profile.years.items())),
        price=dict(sorted(profile.price.items())),
        employer_accepts=tuple(i for i in order if i in profile.employer_accepts),
        weight=weights,
    )
