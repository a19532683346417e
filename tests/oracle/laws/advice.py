"""The laws of the advice: every sentence is read again and held against the row it speaks of.

Nothing here knows how the sentences are made. What they ought to say is worked out from the row and
the catalog as plain JSON; a sentence that no pattern knows is a breach too.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import almanac
import brute
from brute import Json, item_of
from certadvisor.advice.results import Advice
from certadvisor.rules.options import OpenOption, Option
from certadvisor.rules.ranking import Ranking
from laws import Breaches
from laws.ranking import standings_of
from laws.second import Second

OPEN = ("ready", "reachable")
OPENNESS = ("ready", "reachable", "on-track", "long-term")
TEXT_PARTS = ("need", "now", "why", "effort")
LATER_PARTS = ("rule", "goal", "beyond", "price")
MOST_WORDS, MOST_WORDS_LATER = 90, 35
NAMED_STEPS = 2
"""So many steps are named at least, before the rest is only counted."""
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

USD = r"\$[\d,]+(?:\.\d\d)?"
PRICE = rf"free|(?:at least )?{USD}|price not published"
NAME = r"[^(),;:]+?"
DAY = rf"\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}"
MONTH = rf"(?:{'|'.join(MONTHS)}) \d{{4}}"
STUDY = (
    r"(?P<unpriced>, study material not priced)?(?P<included>, study material included)?"
    rf"(?:, or (?P<total>{USD}) with study material(?: \((?P<over>{USD}) over your budget\))?)?"
)
OWED = r"(?:\. After the exam you still have to (?P<owed>.+))?\."
PASSED = r"[\d.]+ % passed(?: in \d{4})?"
TO_STUDY = (
    r"(?:(?P<no_plan>how long to study is not published)|plan (?P<plan>[^.;]+)"
    rf"(?:; (?P<month>{MONTH}) is realistic(?: at (?P<pace>\d+) hours? a week"
    rf"(?:, (?P<sooner>[A-Z][a-z]+(?: \d{{4}})?) at (?P<twice>\d+)|, by (?P<last>{DAY}) at (?P<enough>\d+))?)?)?)"
)

NEED = (
    r"You need no further certificate for (?P<covered>.+?): what you hold covers everything that fits\.",
    r"You need no further certificate for (?P<licensed>.+?): "
    r"your licence is enough(?: \((?P<speaks>[^()]+)\))?\.",
    rf"You need no further certificate for (?P<where>.+?): your (?P<enough>{NAME}(?:, {NAME})*) "
    r"(?P<verb>is|are) enough(?: \((?P<speaks>[^()]+)\))?\.",
    r"You may need no further certificate: ask (?P<doubt>.+?)\.(?=$| (?:Nothing|You|The) )",
    r"The catalog knows no certification for (?P<unknown>.+?)\.",
    r"Nothing in the catalog fits (?P<focus>.+?), so that is set aside\.",
    r"The (?P<to_all>.+?) asks? for no certification first, but employers usually do: "
    r"start with an? (?P<role>.+?) certification\.",
    r"You need a first credential to build on, so an? (?P<role>.+?) certification comes first\.",
)
UNTIL = r"(?:\. Until then (?P<until>.+?))?"
UNLESS = r"(?:(?P<unless>If the answer is no), )?"
NOW_SHORT = rf"You are (?P<gap>{USD}) short of the (?P<short>{NAME}) \((?P<price>{PRICE})\)\."
NOW_OPENS = rf"The (?P<opens>{NAME}) opens to you on (?P<day>{DAY}) \((?P<price>{PRICE})\){UNTIL}\."
NOW_START = (
    rf"Start with this: (?P<steps>.+) \((?P<time>[^()]+)\)\. "
    rf"Then take the (?P<start>{NAME}): together (?P<price>{PRICE})\."
)
NOW = (
    rf"{UNLESS}(?:[Tt]ake the (?P<take>{NAME}) now"
    rf"|[Aa]pply for the (?P<applies>{NAME}) in (?P<held>{MONTH}) by (?P<day>{DAY})): "
    rf"(?P<price>{PRICE}){STUDY}\. You meet the rules today(?P<unsure>, as far as the rules are published)?{OWED}",
    rf"{UNLESS}[Ff]rom (?P<day>{DAY}) you can take the (?P<waits>{NAME}): (?P<price>{PRICE}){STUDY}{UNTIL}{OWED}",
    rf"{UNLESS}[Ff]irst (?P<steps>.+) \((?P<time>[^()]+)\), then take the (?P<then>{NAME}): "
    rf"together (?P<price>{PRICE}){STUDY}{OWED}",
    rf"{UNLESS}[Aa]sk (?P<issuer>{NAME}) what the (?P<asks>{NAME}) costs \((?P<price>{PRICE})\); "
    rf"if that suits you, (?:(?P<steps>.+) \((?P<time>[^()]+)\) and )?take it{OWED}",
    NOW_SHORT,
    NOW_OPENS,
    NOW_START,
    r"No option for (?P<unpriced_in>.+?) has a known price within your budget today\.",
    r"No option for (?P<shut_in>.+?) is open to you today\.",
    r"Nothing else in the catalog fits (?P<nothing_in>.+?)\.",
)
EQUALS = r"(?P<why>.+?)(?: (?P<equals>The [^.]+) (?P<verb>counts?) as much: ask your employer\.)?"
NAMES = ("short", "opens", "start")
"""What names a certification that is not the first place."""
NAMED_EQUALS = 3
"""So many equals are named at least, where there are so many."""
EFFORT = (
    rf"(?P<passed>{PASSED})(?:; {TO_STUDY})?\.(?=$| )",
    rf"{TO_STUDY.replace('how long', 'How long').replace('|plan', '|Plan')}\.(?=$| )",
    rf"More people pass the (?P<rival>{NAME}): (?P<passed>{PASSED})\.(?=$| )",
)
RULE = (rf"Be certified as (?P<as>{NAME}) before (?P<day>{DAY}): then you need (?P<text>.+)\.",)
GOAL = (
    rf"The goal is the (?P<baseless>{NAME}) \((?P<price>{PRICE})\), "
    rf"once you have a credential to build on(?:; both together (?P<both>{USD}))?\.",
    rf"The goal is the (?P<today>{NAME}) \((?P<price>{PRICE})\); "
    r"(?:you may sit for it today|(?P<unknown>what it requires is not published))\.",
    rf"The goal is the (?P<waits>{NAME}) \((?P<price>{PRICE})\): it opens to you in (?P<time>.+)\.",
    rf"The goal is the (?P<after>{NAME}): (?P<steps>.+) \((?P<time>[^(),]+), (?P<price>{PRICE})\)\.",
)
BEYOND = (rf"Further off is the (?P<far>{NAME}): (?P<steps>.+) \((?P<time>[^()]+)\)\.",)
ASK_PRICE = (
    rf"Ask (?P<issuer>{NAME}) what the (?P<ask>{NAME}) costs"
    rf"(?:: at (?P<most>{USD}) or less it fits your budget)?\.",
)
QUESTIONS = (
    rf"Ask (?P<whom>.+?) what the (?P<costs>{NAME}) costs in all\.",
    rf"Ask (?P<whom>.+?) about the (?P<rule>{NAME}): (?P<text>.+)\.",
    r"Ask (?P<doubt>.+)\.",
)
JARGON = (
    r"eligib\w+", r"tree", r"leaf", r"leaves", r"criteri(?:on|a)", r"covered", r"closed", r"unsourced",
    r"(?:a|the|its|no|your|first) base", r"base (?:first|role)", r"baseless", r"rule-unknown",
    r"answer-unknown", r"reachable", r"on-track", r"long-term", r"do-now", r"not-yet",
    r"not-for-this", r"pathway", r"niche", r"set-aside", r"prerequisites?", r"null", r"true", r"false",
)  # fmt: skip
"""Words of the rules that someone who asks for advice does not know."""

Words = Mapping[str, str]


def advice_agrees_with_its_rows(said: Advice, found: Ranking, second: Second) -> Breaches:
    """It names only what is in the ranking, and says of it what its row says."""
    yield from _Reader(said, found, second).all()


def takes_nothing_where_nothing_is_needed(said: Advice, second: Second) -> Breaches:
    """Whoever needs no further certificate is told so first, and to take or aim at nothing."""
    if second.needed is not False:
        return
    if not said.text.startswith("You need no further certificate for "):
        yield f"nothing is needed, and the advice begins: {said.text[:60]}"
    if (said.now, said.goal, said.beyond, said.equals) != (None, None, None, ()):
        yield f"nothing is needed: {said.now}, {said.goal}, {said.beyond}, {said.equals}"
    if set(said.parts) - {"need"}:
        yield f"nothing is needed, and there is something to do: {[*said.parts]}"
    for part in (said.text, *said.parts.values()):
        for word in re.findall(r"\btake\b|\bgoal\b", part, re.I):
            yield f"nothing is needed, and it says {word}: {part}"


def says_it_in_a_minute(said: Advice) -> Breaches:
    """The text has at most 90 words, and each part that follows it 35.

    That a focus is set aside is not counted: it is an answer to a question of its own.
    """
    counted = re.sub(r"Nothing in the catalog fits .+? so that is set aside\.", "", said.text)
    if len(counted.split()) > MOST_WORDS:
        yield f"the text has {len(counted.split())} words: {said.text}"
    for kind, part in said.parts.items():
        if kind not in TEXT_PARTS and len(part.split()) > MOST_WORDS_LATER:
            yield f"{kind} has {len(part.split())} words: {part}"


def speaks_plainly(said: Advice) -> Breaches:
    """No word of the rules, and no id, is in the advice."""
    for part in (said.text, *said.parts.values(), *said.ask):
        for word in re.findall(rf"(?<![\w-])(?:{'|'.join(JARGON)})(?![\w-])", part, re.I):
            yield f"says {word}: {part}"


class _Reader:
    def __init__(self, said: Advice, found: Ranking, second: Second) -> None:
        self.said, self.found, self.second = said, found, second
        self.world: Json = second.world
        self.where = second.setting["name"]
        self.on = found.profile.on
        self.rows = {j.id: j for j in found.ranked}
        self.ids = {c["name"]: i for i, c in self.world["certifications"].items()}
        self.budget = found.profile.budget
        do_now = next((j for j in found.ranked if j.group == "do-now"), None)
        self.first = None if second.needed is False else do_now
        self.goal_row = self.rows.get(said.goal or "")
        self.not_yet = [j for j in found.ranked if j.group == "not-yet"]

    def all(self) -> Breaches:
        parts = self.said.parts
        if self.said.text != " ".join(parts[k] for k in TEXT_PARTS if k in parts):
            yield "the text is not made of its parts"
        if set(parts) - {*TEXT_PARTS, *LATER_PARTS} or not all(parts.values()):
            yield f"unknown or empty parts of the advice: {parts}"
        yield from self.goal()
        yield from self.now()
        yield from self.needed()
        yield from self.equals()
        yield from self.need()
        yield from self.only("now", NOW, self.reads_now, due=self.now_is_due())
        yield from self.why()
        yield from self.effort()
        changes = isinstance(self.first, OpenOption) and bool(self.first.pathway.changes)
        yield from self.only("rule", RULE, self.reads_rule, due=changes)
        yield from self.only("goal", GOAL, self.reads_goal, due=self.goal_is_due())
        yield from self.only("beyond", BEYOND, self.reads_beyond, due=self.said.beyond is not None)
        yield from self.only("price", ASK_PRICE, self.reads_price, due=bool(self.unpriced()))
        yield from self.questions()

    # --- what is said in fields ---

    def goal(self) -> Breaches:
        goal, beyond = self.second.goal(standings_of(self.found), self.budget)
        if self.said.goal != goal:
            yield f"the goal is {self.said.goal}, but {goal} serves best"
        if self.said.beyond != beyond:
            yield f"further off is {self.said.beyond}, not {beyond}"

    def goal_is_due(self) -> bool | None:
        """Whether there is a goal of which nothing is said yet; None if its base is left to say."""
        now = self.said.parts.get("now", "")
        forms = (NOW_OPENS, NOW_SHORT, NOW_START)
        told = next((m for m in (re.match(f, now) for f in forms) if m), None)
        at_goal = self.first is not None and self.first.id == self.said.goal
        due = self.said.goal is not None and not at_goal
        if told is None or not due:
            return due
        named = next(n for n in map(told.groupdict().get, NAMES) if n)
        is_told = self.row(named) is self.goal_row
        return None if is_told and not self.second.has_base(self.said.goal or "") else not is_told

    def spoken_of(self) -> Option | None:
        """Without a first place: the goal, unless something is a known sum short."""
        short = self.short()
        if not short:
            return self.goal_row
        told = re.match(NOW_SHORT, self.said.parts.get("now", ""))
        return self.row(told["short"]) if told is not None else short[0]

    def now(self) -> Breaches:
        now, first = self.said.now, self.first
        towards = first or self.spoken_of()
        sits = first is None and (
            towards is None or towards.status == "ready" or towards in self.short()
        )
        if self.second.needed is False or sits:
            if now is not None:
                yield f"now is {now} without a first place or a way to another"
            return
        steps = _before_exam(towards)
        if not steps:
            # One who waits for what is owed has nothing to do before the exam.
            waits = first is None or first.status == "on-track"
            right = towards is not None and (now is None or now.id == towards.id)
            if (now is None and not waits) or not right:
                yield f"now is {now}, not the first place that is ready"
        elif now is None or now.kind != "step" or now.id not in steps:
            yield f"now is {now}, no step towards {towards.id if towards else None}"
        elif not self.is_open(now.id):
            yield f"now is {now}, which is not open yet"

    def is_open(self, step: str, done: Sequence[str] = ()) -> bool:
        """Whether a step may be begun after some others, by the rules of the day it ends."""
        weeks = brute.weeks_of(step, self.found.profile, self.world) or 0
        weeks += sum(brute.weeks_of(s, self.found.profile, self.world) or 0 for s in done)
        day = brute.day_after(self.found.profile, weeks)
        tree = brute.on_day(item_of(step, self.world).get("requirements"), day)
        person = brute.finished(self.second.person, done, self.world)
        return brute.holds(tree, person, self.world, for_exam=False)

    def needed(self) -> Breaches:
        if self.said.needed is not self.second.needed:
            yield f"needed is {self.said.needed}, not {self.second.needed}"
        if self.said.needed is False and self.found.first_place is not None:
            yield f"nothing is needed, and {self.found.first_place.id} comes first"

    def equals(self) -> Breaches:
        """The same role, fit and recognition, completing the same sets, in the same group."""

        def kind(row: Option) -> tuple[object, ...]:
            values = self.second.values[row.id]
            role = self.world["certifications"][row.id]["role"]
            does = self.second.completes(row.id)
            return row.group, role, values["fit"], values["recognition"], does

        first = self.first
        alike = (
            [] if first is None else [j.id for j in self.rows.values() if kind(j) == kind(first)]
        )
        if sorted(self.said.equals) != sorted(i for i in alike if first and i != first.id):
            yield f"equals are {self.said.equals}, out of {alike}"

    # --- reading ---

    def sentences(
        self, text: str, forms: Sequence[str], reads: Callable[[Words], Breaches]
    ) -> Breaches:
        """Read one sentence after the other."""
        while text:
            match = next((m for m in (re.match(f, text) for f in forms) if m), None)
            if match is None:
                yield f"a sentence of no known form: {text}"
                return
            yield from reads({k: v for k, v in match.groupdict().items() if v is not None})
            text = text[match.end() :].strip()

    def only(
        self,
        kind: str,
        forms: Sequence[str],
        reads: Callable[[Words], Breaches],
        *,
        due: bool | None,
    ) -> Breaches:
        """Read a part that is one sentence, and is there if it is due; None: it may be."""
        text = self.said.parts.get(kind)
        if due is not None and (text is not None) != due:
            yield f"{kind} is {'missing' if due else 'not due'}: {text}"
        if text is None:
            return
        for form in forms:
            match = re.fullmatch(form, text)
            if match:
                yield from reads({k: v for k, v in match.groupdict().items() if v is not None})
                return
        yield f"a sentence of no known form: {text}"

    def row(self, name: str) -> Option | None:
        return self.rows.get(self.ids.get(name, ""))

    def is_row(self, name: str, says: object, **holds: bool) -> Breaches:
        """A name is that of a row, of which all the rest holds."""
        if self.row(name) is None:
            yield f"names the {name}, which is not in the ranking"
        for what, right in holds.items():
            if not right:
                yield f"says of the {name} what its row does not ({what}): {says}"

    def entry(self, row: Option) -> Json:
        return self.world["certifications"][row.id]

    def issuer(self, row: Option) -> Json:
        return self.world["issuers"][self.entry(row)["issuer"]]

    # --- need ---

    @property
    def speaks_of_a_base(self) -> bool:
        """Whether a base comes first, and something was asked for that builds on one, or is open to all."""
        entries = self.world["certifications"]
        opened = any(c.get("open_to_all") and self.second.serves(i) for i, c in entries.items())
        return self.second.base_first and (self.second.focus is not None or opened)

    def need(self) -> Breaches:
        told: list[str] = []

        def reads(words: Words) -> Breaches:
            told.extend(words)
            yield from self.reads_need(words)

        yield from self.sentences(self.said.parts.get("need", ""), NEED, reads)
        needed = self.second.needed
        doubtful = needed is None and self.second._enough() == brute.UNSOURCED
        right = {
            "needs nothing": bool({"covered", "licensed", "enough"} & {*told}) == (needed is False),
            "may need nothing": ("doubt" in told) == doubtful,
            "nothing is known": ("unknown" in told) == (needed is None and not doubtful),
            "set aside": ("focus" in told) == self.second.set_aside,
            "a base first": ("role" in told) == (self.speaks_of_a_base and needed is not False),
        }
        for what, holds in right.items():
            if not holds:
                yield f"is wrong about this: {what}; needed is {needed}, {told}"

    def reads_need(self, words: Words) -> Breaches:
        for key in ("covered", "licensed", "where", "unknown"):
            if words.get(key, self.where) != self.where:
                yield f"speaks of {words[key]}, not of {self.where}"
        licences = self.second.person.licences
        if "covered" in words and self.enough_with(self.second.person.holds, licences):
            yield "says that all is covered, where what is held is enough"
        if "licensed" in words and not self.enough_with(frozenset(), licences):
            yield "says that the licence is enough, and it is not"
        if "enough" in words:
            yield from self.reads_enough(words)
        elif "licensed" in words:
            yield from self.reads_speaks(frozenset(), words)
        if "doubt" in words and words["doubt"] not in self.doubts():
            yield f"says to ask {words['doubt']!r}, out of {sorted(self.doubts())}"
        if "focus" in words:
            focus = self.world["focuses"][self.found.profile.focus]["phrase"]
            if words["focus"] != f"{focus} in {self.where}":
                yield f"sets aside {words['focus']}, not {focus}"
        if "role" in words:
            yield from self.reads_base_first(words)

    def reads_enough(self, words: Words) -> Breaches:
        names = [*_items(words["enough"])]
        holds = {item_of(i, self.world)["name"]: i for i in self.second.person.holds}
        if not set(names) <= set(holds):
            yield f"says that {names} are enough, and {sorted(holds)} are held"
            return
        named = frozenset(holds[n] for n in names)
        if not self.enough_with(named, self.second.person.licences):
            yield f"says that {names} are enough, and alone they are not"
        if any(self.enough_with(named - {i}, None) for i in named):
            yield f"says that {names} are enough, where fewer of them are"
        if (words["verb"] == "is") != (len(names) == 1):
            yield f"says {words['verb']} of {names}"
        yield from self.reads_speaks(named, words)

    def reads_speaks(self, named: frozenset[str], words: Words) -> Breaches:
        """In brackets is whom a set speaks for that is met by just what is named."""
        other = self.with_only(named, self.second.person.licences)
        accepted = self.found.profile.employer_accepts
        met = [s for s in self.deciding() if other._verdict(s["rule"]) == brute.MET]
        right = {s["speaks_for"] for s in met} if not accepted else set()
        if words.get("speaks") not in (right or {None}):
            yield f"says for whom {sorted(named)} are enough: {words.get('speaks')}, not {right}"

    def deciding(self) -> list[Json]:
        """The sets on which it hangs whether what is held is enough."""
        focus, sets = self.second.focus, self.second.setting.get("sufficient", ())
        trade = focus is None or focus in self.second.setting.get("own_trade", ())
        own = [s for s in sets if s.get("focus") == focus and focus is not None and not trade]
        general = trade or self.world["focuses"][focus].get("hands_on", True)
        return own + [s for s in sets if general and s.get("focus") is None]

    def enough_with(self, holds: frozenset[str], licences: frozenset[str] | None) -> bool:
        """Whether the candidate needed nothing who had just these credentials and licences."""
        return self.with_only(holds, licences)._enough() == brute.MET

    def with_only(self, holds: frozenset[str], licences: frozenset[str] | None) -> Second:
        other = copy.copy(self.second)
        other.person = replace(other.person, holds=holds, licences=licences)
        other.profile = replace(other.profile, holds=tuple(sorted(holds)))
        return other

    def doubts(self) -> set[str]:
        """What is not published and would make what is held enough, with whom to ask."""

        def of(tree: Json) -> Iterator[str]:
            if self.second._verdict(tree) != brute.UNSOURCED:
                return
            if "all" not in tree and "any" not in tree:
                if tree["test"]["kind"] == "unpublished":
                    asked = _whom(tree["ask"]) + " " if tree.get("ask") else ""
                    yield f"{asked}{tree['text']}"
                return
            for branch in tree.get("all", tree.get("any")):
                yield from of(branch)

        return {d for s in self.deciding() for d in of(s["rule"])}

    def reads_base_first(self, words: Words) -> Breaches:
        role = self.world["roles"][self.second.setting["base_role"]]["name"]
        if words["role"] != role:
            yield f"puts a {words['role']} first, not a {role}"
        entries = self.world["certifications"]
        to_all = {
            c["name"] for i, c in entries.items() if c.get("open_to_all") and self.second.serves(i)
        }
        if set(_items(words.get("to_all", ""))) != to_all:
            yield f"says of {words.get('to_all')} that it asks for nothing, not of {to_all}"

    # --- now ---

    def now_is_due(self) -> bool:
        if self.second.needed is False:
            return False
        return bool(self.first or self.second.needed or self.not_yet or self.later())

    def later(self) -> list[Option]:
        return [j for j in self.found.ranked if j.group == "later"]

    def reads_now(self, words: Words) -> Breaches:
        kinds = ("take", "applies", "waits", "then", "asks")
        told = next((words[k] for k in kinds if k in words), None)
        if (told is None) != (self.first is None):
            yield f"the first place is {self.first.id if self.first else None}, and it says {words}"
        elif told is not None:
            yield from self.reads_first_place(told, words)
        elif "short" in words:
            yield from self.reads_short(words)
        elif "opens" in words or "start" in words:
            yield from self.reads_goal_now(words)
        else:
            yield from self.reads_nothing(words)

    def reads_goal_now(self, words: Words) -> Breaches:
        """Without a first place, and where nothing is a known sum short: the way to the goal."""
        name = words.get("opens") or words["start"]
        row = self.row(name)
        yield from self.is_row(
            name,
            words,
            goal=row is not None and row is self.goal_row and not self.short(),
            price=row is not None and words["price"] == _price(row),
        )
        if not isinstance(row, OpenOption):
            return
        if "opens" in words:
            day = row.pathway.sits_on
            if row.status != "on-track" or day is None or _day(day) != words["day"]:
                yield f"the {name} is {row.status} and opens on {day}, and it says {words['day']}"
            yield from self.until(words, row.pathway.before_exam.steps)
        else:
            if row.status != "reachable" or not row.affordable:
                yield f"the {name} is {row.status} ({row.affordable}), and it says {words}"
            yield from self.steps_and_time(row, words)

    def reads_first_place(self, name: str, words: Words) -> Breaches:
        row = self.row(name)
        yield from self.is_row(
            name,
            words,
            first=row is self.first,
            price=row is not None and words["price"] == _price(row),
        )
        if not isinstance(row, OpenOption):
            return
        if ("unless" in words) != (self.second.needed is None):
            yield f"needed is {self.second.needed}, and it says {words}"
        before = row.pathway.before_exam.steps
        yield from self.tells(words.get("owed", ""), row.pathway.steps - before)
        ready = row.status == "ready"
        if "asks" in words:
            own = [c.amount for c in row.bill.charges if c.item == row.id]
            if None not in own or words["issuer"] != self.issuer(row)["name"]:
                yield f"says to ask {words['issuer']} what the {name} costs: {row.bill.charges}"
            if before or "steps" in words:
                yield from self.steps_and_time(row, words)
            return
        if not row.costs.complete:
            yield f"says to take the {name} before its price is known"
        yield from self.reads_study(name, row, words)
        today = not before and row.pathway.sits_on == self.found.profile.on
        if ("take" in words or "applies" in words) != (ready or today):
            yield f"the {name} is {row.status}, and it says {words}"
        if "applies" in words or brute.windows_of(row.id, self.world):
            yield from self.applies(row, words)
        if ("take" in words or "applies" in words) and ("unsure" in words) == row.pathway.confirmed:
            yield f"says of the {name} that its rules are published: {'unsure' not in words}"
        yield from self.reads_before(name, row, words)

    def applies(self, row: OpenOption, words: Words) -> Breaches:
        """Where the exam has fixed dates: in which month it is, and the last day to apply."""
        if row.status != "ready":
            return
        day = almanac.exam_day(row.id, self.on, {}, self.world, self.on)
        closes = [w["apply_by"] for w in brute.windows_of(row.id, self.world)]
        days = [_day(date.fromisoformat(f"{day.year}-{by}")) for by in closes]
        if words.get("held") != _month(day) or words.get("day") not in days:
            yield f"the exam of the {row.id} is on {day}, and it says {words}"

    def reads_before(self, name: str, row: OpenOption, words: Words) -> Breaches:
        """What is said of the way to the exam of the first place."""
        before = row.pathway.before_exam.steps
        if "waits" in words:
            day = row.pathway.sits_on
            if day is None or _day(day) != words["day"] or day < self.found.profile.on:
                yield f"one can take the {name} from {day}, and it says {words['day']}"
            yield from self.until(words, before)
            if row.status != "on-track":
                yield f"the {name} is {row.status}, and it says {words}"
        if "then" in words:
            yield from self.steps_and_time(row, words)
            if row.status == "on-track" and row.pathway.sits_on is not None:
                yield f"does not say from when one can take the {name}: {row.pathway.sits_on}"

    def steps_and_time(self, row: OpenOption, words: Words) -> Breaches:
        """The steps before the exam, the one to do now first, and how long they take."""
        steps = words.get("steps", "")
        yield from self.tells(steps, row.pathway.before_exam.steps, in_turn=True)
        yield from self.lasts(row, words.get("time", ""))
        first = self.said.now.id if self.said.now is not None else ""
        if first and not steps.startswith(self.does(first)):
            yield f"now is {first}, and the steps are {steps}"

    def until(self, words: Words, before: frozenset[str]) -> Breaches:
        """Where a day is told, there is also told what to do until then besides waiting for it."""
        active = frozenset(s for s in before if not brute.is_under_way(s, self.world))
        yield from self.tells(words.get("until", ""), active)

    def reads_study(self, name: str, row: Option, words: Words) -> Breaches:
        total, required = row.costs.total, row.costs.required_total
        expected = {}
        if not row.costs.study_known:
            expected["unpriced"] = ", study material not priced"
        elif total == required:
            expected["included"] = ", study material included"
        else:
            expected["total"] = _usd(total)
            if isinstance(self.budget, Decimal) and required <= self.budget < total:
                expected["over"] = _usd(total - self.budget)
        told = {k: words[k] for k in ("unpriced", "included", "total", "over") if k in words}
        if told != expected:
            yield f"says of the study for the {name} {told}, not {expected}"

    def short(self) -> list[Option]:
        """What is open today and whose known price is over the budget."""
        return [
            j
            for j in self.not_yet
            if j.status in OPEN and j.costs.complete and j.affordable is False
        ]

    def reads_short(self, words: Words) -> Breaches:
        row, short = self.row(words["short"]), self.short()
        gap = None
        if isinstance(self.budget, Decimal) and row is not None:
            gap = _usd(row.costs.required_total - self.budget)
        yield from self.is_row(
            words["short"],
            words,
            short=row in short,
            price=row is not None and words["price"] == _price(row),
            gap=gap == words["gap"],
            unpriced=row is not None and row.costs.complete,
        )
        if row is None:
            return
        cheaper = [
            j.id
            for j in short
            if j.costs.required_total < row.costs.required_total
            and self.second.tier(j.id) <= self.second.tier(row.id)
        ]
        better = [j.id for j in short if self.second.tier(j.id) < self.second.tier(row.id)]
        if cheaper or better:
            yield f"is short of the {words['short']}, but there is {cheaper or better}"

    def reads_nothing(self, words: Words) -> Breaches:
        ((kind, where),) = words.items()
        if where != self.where:
            yield f"speaks of {where}, not of {self.where}"
        openly = [j for j in self.not_yet if j.status in OPEN]
        right = {
            "unpriced_in": bool(openly)
            and not self.short()
            and not any(j.affordable for j in openly),
            "shut_in": bool(self.not_yet or self.later())
            and not any(j.status == "ready" for j in openly)
            and not self.short(),
            "nothing_in": not self.not_yet and not self.later(),
        }
        if not right[kind]:
            yield f"says {words}, with {[(j.id, j.status) for j in self.not_yet]}"

    # --- why, effort, rule ---

    def why(self) -> Breaches:
        text, row = self.said.parts.get("why"), self.first
        if (text is None) != (row is None):
            yield f"says why without a first place, or the other way round: {text}"
        if text is None or row is None:
            return
        entry, accepted = self.entry(row), self.found.profile.employer_accepts
        levels = [
            (entry.get("focuses") or {}).get(self.second.focus),
            (entry.get("settings") or {}).get(self.found.profile.setting),
        ]
        if self.second._is_base(row.id):
            levels = levels[1:]
        known = [level["because"] for level in levels if level and level.get("because")][:1]
        if accepted and row.id in accepted:
            known.append("Your employer accepts it.")
        match = re.fullmatch(EQUALS, text)
        if match is None or match["why"] not in known:
            yield f"says why the {entry['name']}: {text}, and not one of {known}"
        else:
            yield from self.reads_equals(match["equals"], match["verb"])

    def reads_equals(self, text: str | None, verb: str | None) -> Breaches:
        equals = {self.world["certifications"][i]["name"] for i in self.said.equals}
        named = re.findall(r"(?:^The|, the| and the) ([^, ]+)", text or "")
        if (
            not set(named) <= equals
            or len(set(named)) < min(NAMED_EQUALS, len(equals))
            or (text or "The ").replace("The ", "the ") != _listed([f"the {n}" for n in named])
        ) and (named or equals):
            yield f"names {text} as equals, out of {equals}"
        if text is not None and (verb == "counts") != (len(named) == 1):
            yield f"says {verb} of {text}"

    def effort(self) -> Breaches:
        text, row = self.said.parts.get("effort", ""), self.first
        told: list[str] = []

        def reads(words: Words) -> Breaches:
            told.extend(words)
            yield from self.reads_effort(words)

        yield from self.sentences(text, EFFORT, reads)
        if row is None:
            if text:
                yield f"tells of the effort for nothing: {text}"
            return
        if self.passed(row) is not None and "passed" not in told:
            yield f"does not say how many pass the {row.id}"
        if self.plans(row) and "plan" not in told:
            yield f"does not say how long to study for the {row.id}"
        if self.rivals() and "rival" not in told:
            yield f"does not say that more people pass one of {[j.id for j in self.rivals()]}"

    def reads_effort(self, words: Words) -> Breaches:
        row = self.row(words["rival"]) if "rival" in words else self.first
        if row is None or ("rival" in words and row not in self.rivals()):
            yield f"names the {words.get('rival')} as a rival, out of {self.rivals()}"
        elif "passed" in words and words["passed"] != self.passed(row):
            yield f"says of the {row.id}: {words['passed']}, not {self.passed(row)}"
        elif "plan" in words and words["plan"] not in self.plans(row):
            yield f"says of the {row.id}: plan {words['plan']}, not one of {self.plans(row)}"
        elif "no_plan" in words and self.plans(row):
            yield f"says nothing is published on the study for the {row.id}: {self.plans(row)}"
        elif "month" in words and isinstance(row, OpenOption):
            yield from self.reads_day(row, words)

    def reads_day(self, row: OpenOption, words: Words) -> Breaches:
        """The realistic day at a pace is the end of study or of the steps, and then the next exam."""
        mine = self.found.profile.hours_a_week or self.world["policy"]["hours_a_week"]
        told = {"month": mine}
        if "sooner" in words:
            told["sooner"] = int(words["twice"])
            if told["sooner"] != 2 * mine:
                yield f"speaks of {words['twice']} hours a week, not of {2 * mine}"
        if "last" in words:
            yield from self.reads_last(row, int(words["enough"]), words["last"])
        if "pace" in words and int(words["pace"]) != mine:
            yield f"speaks of {words['pace']} hours a week, not of {mine}"
        for key, hours in told.items():
            months = {
                _month(d)
                for d in almanac.realistic(
                    row, self.found.profile, self.second.person, self.world, hours
                )
            }
            year = words["month"].split()[1]
            if (words[key] if " " in words[key] else f"{words[key]} {year}") not in months:
                yield f"the {row.id} is realistic in {months} at {hours}, and it says {words}"

    def reads_last(self, row: OpenOption, enough: int, told: str) -> Breaches:
        """The last day of a rule, and the fewest hours a week with which that day can be kept."""
        tree = brute.requirements_of(row.id, self.second.person, self.world)
        since = [leaf for leaf in brute.leaves(tree) if leaf.get("since")]
        ends = [date.fromisoformat(x["since"]) - _lead(x) - timedelta(days=1) for x in since]
        last = next((day for day in ends if _day(day) == told), None)
        if last is None:
            yield f"the last day is {told}, not one of {ends}"
            return
        args = (row, self.found.profile, self.second.person, self.world)
        if min(almanac.realistic(*args, enough)) > last:
            yield f"{enough} hours a week do not do for {last}"
        if enough > 1 and max(almanac.realistic(*args, enough - 1)) <= last:
            yield f"fewer than {enough} hours a week do for {last}"

    def rate(self, row: Option) -> Decimal | None:
        fact = self.entry(row)["exam"].get("pass_rate") or {}
        known = fact.get("value") is not None and fact.get("confirmed", True)
        return Decimal(str(fact["value"])) if known else None

    def passed(self, row: Option) -> str | None:
        rate = self.rate(row)
        if rate is None:
            return None
        as_of = self.entry(row)["exam"]["pass_rate"].get("as_of")
        return f"{rate:f} % passed" + (f" in {as_of[:4]}" if as_of else "")

    def rivals(self) -> list[Option]:
        """What stands in the same group and so many more people pass."""
        mine = None if self.first is None else self.rate(self.first)
        if self.first is None or mine is None:
            return []
        easier = Decimal(self.world["policy"]["easier_by"])
        others = [(j, self.rate(j)) for j in self.found.ranked if j.group == self.first.group]
        return [j for j, rate in others if rate is not None and rate - mine >= easier]

    def plans(self, row: Option) -> set[str]:
        """How long to study, for each field of the highest degree; the weeks without hours."""
        found = {
            next(
                (
                    f"{h['low']}–{h['high']}" if h.get("low") is not None else str(h["high"])
                    for h in self.entry(row)["study"].get("hours") or ()
                    if h.get("confirmed", True)
                    and (not h["background"] or field in h["background"])
                ),
                None,
            )
            for field in almanac.backgrounds(self.second.person)
        }
        plans = {f"{hours} hours of study" for hours in found if hours is not None}
        weeks = self.entry(row)["weeks"]
        if None in found and weeks.get("value") and weeks.get("confirmed", True):
            plans.add(f"{weeks['value']} week{'' if weeks['value'] == 1 else 's'} of study")
        return plans

    def reads_rule(self, words: Words) -> Breaches:
        row = self.row(words["as"])
        tree = self.entry(row)["requirements"] if row is not None else None
        since = {
            (leaf["text"], _day(date.fromisoformat(leaf["since"]) - _lead(leaf)))
            for leaf in brute.leaves(tree)
            if leaf.get("since")
        }
        changes = row.pathway.changes if isinstance(row, OpenOption) else ()
        yield from self.is_row(
            words["as"],
            words,
            first=row is self.first,
            on_record=(words["text"], words["day"]) in since,
            does_not_meet=words["text"] in {leaf.text for leaf in changes}
            or self.starts_before_study_ends(row, words["text"]),
        )

    def starts_before_study_ends(self, row: Option | None, text: str) -> bool:
        """Whether a rule that is not met starts before the realistic day."""
        if not isinstance(row, OpenOption):
            return False
        pace = self.found.profile.hours_a_week or self.world["policy"]["hours_a_week"]
        profile, person = self.found.profile, self.second.person
        exams = almanac.realistic(row, profile, person, self.world, pace)
        ends = brute.ends_of(row.pathway.steps, profile, self.world).values()
        latest = max([*exams, *(brute.day_after(profile, n) for n in ends)])
        then = brute.finished(self.second.person, [*row.pathway.steps], self.world)
        tree = brute.requirements_of(row.id, self.second.person, self.world)
        return any(
            leaf["text"] == text and not brute.leaf_holds(leaf, then, self.world, for_exam=False)
            for leaf in brute.leaves(tree)
            if leaf.get("since") and date.fromisoformat(leaf["since"]) <= latest
        )

    # --- goal, beyond ---

    def reads_goal(self, words: Words) -> Breaches:
        kind = next(k for k in ("baseless", "today", "waits", "after") if k in words)
        row = self.row(words[kind])
        yield from self.is_row(
            words[kind],
            words,
            goal=row is not None and row.id == self.said.goal,
            price=row is not None and words["price"] == _price(row),
            base=row is not None and (kind == "baseless") == (not self.second.has_base(row.id)),
        )
        if not isinstance(row, OpenOption):
            yield f"the goal is the {words[kind]}, to which no way leads"
            return
        if kind != "baseless" and (row.status == "ready") != (kind == "today"):
            yield f"says of the {words[kind]}, which is {row.status}: {words}"
        if kind == "today" and ("unknown" in words) != self.is_unpublished(row):
            yield f"says whether it is published what the {words[kind]} requires: {words}"
        if kind in ("waits", "after"):
            yield from self.tells(words.get("steps", ""), _before_exam(row), in_turn=True)
            yield from self.lasts(row, words["time"])
        if kind == "baseless" and words.get("both") != self.both(row):
            yield f"both together are {words.get('both')}, not {self.both(row)}"

    def is_unpublished(self, row: Option) -> bool:
        """Whether all that is known of what it requires is that it is not published."""
        tree = self.entry(row)["requirements"]
        required = [x for x in brute.leaves(tree) if x.get("need", "required") == "required"]
        return all(leaf["test"]["kind"] == "unpublished" for leaf in required)

    def both(self, goal: Option) -> str | None:
        """What the first place and the goal cost together; what both take is paid for once."""
        first = self.first
        if first is None or not (first.costs.complete and goal.costs.complete):
            return None
        paid = [*first.bill.charges]
        bought = {first.id, *(first.pathway.steps if isinstance(first, OpenOption) else ())}
        paid += [c for c in goal.bill.charges if c.item not in bought]
        return _usd(sum((c.amount or Decimal(0) for c in paid), Decimal(0)))

    def reads_beyond(self, words: Words) -> Breaches:
        row = self.row(words["far"])
        yield from self.is_row(
            words["far"],
            words,
            beyond=row is not None and row.id == self.said.beyond,
            far=row is not None and row.status == "long-term",
        )
        if isinstance(row, OpenOption):
            yield from self.tells(words["steps"], _before_exam(row), in_turn=True)
            yield from self.lasts(row, words["time"])

    # --- what to ask ---

    def unpriced(self) -> list[Option]:
        """What only an unknown price keeps back, where there is no first place."""
        if self.first is not None or self.second.needed is False:
            return []
        return [j for j in self.not_yet if j.status in OPEN and j.affordable is None]

    def reads_price(self, words: Words) -> Breaches:
        row = self.row(words["ask"])
        yield from self.is_row(words["ask"], words, unpriced=row in self.unpriced())
        if row is None:
            return
        own = [c for c in row.bill.charges if c.item == row.id]
        if words["issuer"] != self.issuer(row)["name"] or all(c.amount is not None for c in own):
            yield f"says to ask {words['issuer']} what the {words['ask']} costs: {own}"
        known = sum((c.amount or Decimal(0) for c in row.bill.charges), Decimal(0))
        unknown = [c for c in row.bill.charges if c.amount is None]
        alone = len(unknown) == 1 and all(c.amount is None for c in own)
        most = None
        if isinstance(self.budget, Decimal) and alone:
            most = _usd(self.budget - known)
            if self.budget <= known:
                yield f"the {words['ask']} cannot fit: {self.budget}, and {known} is known"
        if words.get("most") != most:
            yield f"the {words['ask']} fits at {words.get('most')}, not at {most}: {unknown}"

    def questions(self) -> Breaches:
        asked: set[tuple[str, str]] = set()

        def reads(words: Words) -> Breaches:
            if "doubt" in words:
                if f": ask {words['doubt']}." not in self.said.parts.get("need", ""):
                    yield f"asks {words['doubt']}, and does not say what hangs on it"
            else:
                asked.add((words.get("costs") or words["rule"], words.get("text", "")))
                yield from self.reads_question(words)

        for question in self.said.ask:
            form = next((m for m in (re.fullmatch(f, question) for f in QUESTIONS) if m), None)
            if form is None:
                yield f"a question of no known form: {question}"
            else:
                yield from reads({k: v for k, v in form.groupdict().items() if v is not None})
        doubt = re.search(r"You may need no further certificate: ask (.+?)\.", self.said.text)
        if doubt is not None and not any(doubt[1] in question for question in self.said.ask):
            yield f"does not ask {doubt[1]}"
        if self.second.needed is False:
            if asked:
                yield f"nothing is needed, and there is something to ask: {asked}"
            return
        for row in (self.first, self.goal_row):
            if isinstance(row, OpenOption):
                name = self.entry(row)["name"]
                open_points = {(name, leaf.text) for leaf in row.pathway.open_points}
                if open_points - asked:
                    yield f"does not ask about {open_points - asked}"

    def reads_question(self, words: Words) -> Breaches:
        name = words.get("costs") or words["rule"]
        row = self.row(name)
        if row is None:
            yield f"asks about the {name}, which is not in the ranking"
        elif "costs" in words:
            own = [c.amount for c in row.bill.charges if c.item == row.id]
            yield from self.is_row(
                name,
                words,
                unknown=None in own,
                whom=words["whom"] == _whom(self.issuer(row)["ask"]),
            )
        else:
            steps = row.pathway.steps if isinstance(row, OpenOption) else ()
            person = self.second.person
            trees = [brute.requirements_of(i, person, self.world) for i in (row.id, *steps)]
            whom = {
                _whom(leaf.get("ask") or self.issuer(row)["ask"])
                for tree in trees
                for leaf in brute.leaves(tree)
                if leaf["text"] == words["text"]
            }
            unsure = isinstance(row, OpenOption) and not row.pathway.confirmed
            yield from self.is_row(name, words, unsure=unsure, whom=words["whom"] in whom)

    # --- steps and time ---

    def tells(self, text: str, steps: frozenset[str], *, in_turn: bool = False) -> Breaches:
        """A text tells of just these steps.

        In turn: none comes before one that it needs, and the last may be no more than counted.
        """
        told, whole = steps, text
        more = re.search(r"(?: and |^)(\d+) more (steps?)$", text) if in_turn else None
        if more is not None:
            text = text[: more.start()]
            told = frozenset(s for s in steps if self.does(s) in text)
            right = len(told) >= NAMED_STEPS and int(more[1]) == len(steps - told)
            if not right or (more[2] == "step") != (int(more[1]) == 1):
                yield f"says {more[0]}, and {sorted(steps - told)} are left out"
        turn = sorted(told, key=lambda s: whole.find(self.does(s)))
        for does in sorted(map(self.does, told), key=len, reverse=True):
            if does not in text:
                yield f"does not say: {does}"
            text = text.replace(does, "", 1)
        if re.sub(r", | and | unless you have already|\s", "", text):
            yield f"says besides the steps: {text}"
        if in_turn:
            yield from self.turns(turn, steps)

    def turns(self, turn: Sequence[str], steps: frozenset[str]) -> Breaches:
        """No step comes before one that it needs."""
        for n, step in enumerate(turn):
            others = sorted(steps - {step})
            if not self.is_open(step, turn[:n]) and self.is_open(step, others):
                yield f"tells to {self.does(step)} before what it needs: {turn}"

    def does(self, step: str) -> str:
        item = item_of(step, self.world)
        return str(item.get("does") or f"earn the {item['name']}")

    def lasts(self, row: OpenOption, text: str) -> Breaches:
        """A span of time is that of the way to the exam, to half a year where it is in years."""
        road = row.pathway.before_exam
        ends = brute.ends_of(road.steps, self.found.profile, self.world)
        days = {s: brute.day_after(self.found.profile, n) for s, n in ends.items()}
        ready = brute.day_after(self.found.profile, road.weeks)
        weeks = (almanac.exam_day(row.id, ready, days, self.world, self.on) - self.on).days // 7
        if not road.timed and not weeks:
            right = text == "how long is not known"
        elif not weeks:
            right = text == "at once"
        else:
            match = re.fullmatch(r"(about|at least) (\d+)(½?) (week|year)(s?)", text)
            right = match is not None and (match[1] == "about") == road.timed
            if match is not None:
                number = int(match[2]) + (0.5 if match[3] else 0)
                right &= (number != 1) == bool(match[5])
                right &= (weeks >= 104) == (match[4] == "year")
                exact = number == weeks
                right &= exact if match[4] == "week" else abs(number * 52 - weeks) <= 13
        if not right:
            yield f"the way to the {row.id} takes {weeks} weeks ({road.timed}), it says {text}"


def _items(text: str) -> Iterator[str]:
    yield from (t for t in re.split(r", | and ", text) if t)


def _listed(items: Sequence[str]) -> str:
    return " and ".join(x for x in (", ".join(items[:-1]), *items[-1:]) if x)


def _whom(ask: str) -> str:
    """Whom to ask, each with where: "NSCA, nsca.com" reads "NSCA (nsca.com)"."""
    return " or ".join(re.sub(r"^([^,]+), (\S+)$", r"\1 (\2)", a) for a in ask.split(", or "))


def _usd(amount: Decimal) -> str:
    return f"${amount:,.2f}".removesuffix(".00")


def _lead(leaf: Json) -> timedelta:
    """A certificate must be there a day before a rule begins that holds on the day of its issue."""
    return timedelta(days=1 if leaf.get("judged") == "issue" else 0)


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _price(row: Option) -> str:
    """The known sum; without one, or with nothing of its own price known, that it is not published."""
    total = row.costs.required_total
    if row.costs.complete:
        return _usd(total) if total else "free"
    own = [c.amount for c in row.bill.charges if c.item == row.id]
    if all(amount is None for amount in own):
        return "price not published"
    return f"at least {_usd(total)}"


def _before_exam(row: Option | None) -> frozenset[str]:
    return row.pathway.before_exam.steps if isinstance(row, OpenOption) else frozenset()


Told = tuple[Ranking, Advice]
"""A ranking, and the advice that goes with it."""


def followed(told: Told) -> str | None:
    """What a candidate has who does what the advice says to do now."""
    return None if told[1].now is None else told[1].now.id


def leads_on(before: Told, after: Told) -> Breaches:
    """Whoever has done what was said, and asks again, needs nothing more or has less before them.

    The road is that to the goal, or to the first place where there is no goal; it takes no more
    weeks, and costs no more, in unknown amounts and in sum. Whoever has arrived needs nothing, or
    is told of another goal that is no further than it was.
    """
    if after[1].needed is False:
        return
    done = followed(before)
    first = before[0].first_place
    target = before[1].goal or (first.id if first is not None else None)
    if target is None or target in after[0].held:
        target = after[1].goal
        if target is None:
            if after[1].needed:
                yield f"{done} is done, something is still needed, and there is no goal"
            return
    was, now = before[0].of(target), after[0].of(target)
    if was is None or now is None or was.status == "closed":
        return
    if now.status == "closed":
        yield f"{done} is done, and {target}, which was open, is closed"
        return
    if _length(now) > _length(was):
        yield f"{done} is done, and {target} takes {_length(now)}, before it took {_length(was)}"
    sums = [(o.bill.unknown, o.bill.total) for o in (was, now)]
    if sums[1] > sums[0]:
        yield f"{done} is done, and {target} costs {sums[1]}, before it cost {sums[0]}"


def _length(option: Option) -> tuple[int, bool, int]:
    """The status first: who need no longer wait for a degree may have more weeks of classes."""
    assert isinstance(option, OpenOption)
    road = option.pathway.before_exam
    return OPENNESS.index(option.status), option.pathway.sits_on is None, road.weeks
