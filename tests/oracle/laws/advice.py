"""The laws of the advice: every sentence is read again and held against the row it speaks of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

import brute
from brute import Json, item_of
from certadvisor.advice.results import Advice
from certadvisor.advice.wording import charge_label, purpose_reason
from certadvisor.rules.ranking import OpenOption, Option, Ranking
from laws import Breaches
from laws.second import Second

OPEN = ("ready", "reachable")
USD = r"\$[\d,]+(?:\.\d\d)?"
PRICE = rf"free|(?:at least )?{USD}|price not published"
NAME = r"[^(),;:]+"

FIRST = (
    rf"You need no further certification: your (?P<enough>{NAME}(?:, {NAME})*) is already what .+? "
    r"asks for; anything below is an addition\.",
    r"Nothing in the catalog serves (?P<focus>.+?) in .+?, so that is set aside\.",
    r"You need a first credential to build on, so a .+? certification comes first\.",
)
NOW = (
    rf"Take the (?P<take>{NAME}) \((?P<price>{PRICE})\): you may sit for it now"
    r"(?P<unsure>, as far as the rules are published)?"
    r"(?:; afterwards you still have to (?P<owed>.+?))?\.",
    rf"First (?P<steps>.+?) \([^()]+\), then take the (?P<then>{NAME})"
    rf"(?:; afterwards you still have to (?P<owed>.+?))?; together (?P<price>{PRICE})\.",
    rf"No option for .+? fits (?P<budget>{USD}): "
    rf"you are (?P<gap>{USD}) short of the (?P<short>{NAME})\.",
    r"(?P<unpriced>No option for .+? has a known price within your budget today)\.",
    r"(?P<shut>No option for .+? is open to you today)\.",
    rf"What you hold covers what serves .+?: (?P<covered>{NAME}(?:, {NAME})*)\.",
    r"(?P<nothing>Nothing else in the catalog fits .+?)\.",
)
CHANGE = rf"Sit for the (?P<before>{NAME}) before .+?: from then on you need .+\."
GOAL = (
    rf"The goal is the (?P<baseless>{NAME}) \((?P<price>{PRICE})\), "
    r"once you have a credential or degree to build on\.",
    rf"The better goal is the (?P<better>{NAME}) \((?P<price>{PRICE})\), "
    r"and you may sit for it now\.",
    rf"The goal is the (?P<today>{NAME}) \((?P<price>{PRICE})\); you may sit for it today\.",
    rf"The goal is the (?P<after>{NAME}): (?P<steps>.+?) \([^()]+\), "
    rf"then sit for it \((?P<price>{PRICE})\)\.",
)
ASK_PRICE = (
    rf"Ask .+? what the (?P<ask>{NAME}) costs: at (?P<most>{USD}) or less it is within your budget\.",
)
QUESTIONS = (
    rf"Ask .+? what the (?P<costs>{NAME}) costs in all\.",
    rf"Ask .+? about the (?P<rule>{NAME}): .+\.",
)


def advice_agrees_with_its_rows(said: Advice, found: Ranking, second: Second) -> Breaches:
    """It names only what is in the ranking, and says of it what its row says."""
    yield from _Reader(said, found, second).all()


class _Reader:
    def __init__(self, said: Advice, found: Ranking, second: Second) -> None:
        self.said, self.found, self.second = said, found, second
        self.world: Json = second.world
        self.rows = {j.id: j for j in found.ranked}
        self.names = {c["name"]: i for i, c in self.world["certifications"].items()}
        self.budget = found.profile.budget
        self.first = next((j for j in found.ranked if j.group == "do-now"), None)

    def all(self) -> Breaches:
        if self.said.text != " ".join(self.said.parts.values()):
            yield "the text is not made of its parts"
        yield from self.goal()
        yield from self.now()
        yield from self.needed()
        parts = dict(self.said.parts)
        yield from self.opening(parts.pop("first", ""))
        yield from self.sentence(parts.pop("now", ""), NOW, self.reads_now)
        yield from self.sentence(parts.pop("goal", None), GOAL, self.reads_goal)
        yield from self.sentence(parts.pop("price", None), ASK_PRICE, self.reads_price)
        if parts:
            yield f"unknown parts of the advice: {parts}"
        for question in self.said.ask:
            yield from self.sentence(question, QUESTIONS, self.reads_question)

    # --- what is said in fields ---

    def goal(self) -> Breaches:
        able = [
            j
            for j in self.found.ranked
            if j.status != "closed" and self.second.serves(j.id) and self.second.purposes[j.id][2]
        ]
        worth = {
            j.id: self.second.values[j.id]["fit"] + self.second.values[j.id]["recognition"]
            for j in able
        }
        best = next((i for i, w in worth.items() if w == max(worth.values())), None)
        if self.said.goal != best:
            yield f"the goal is {self.said.goal}, but {best} serves best"

    def now(self) -> Breaches:
        now, first = self.said.now, self.first
        goal = self.rows.get(self.said.goal or "")
        if first is None and (goal is None or goal.status in OPEN):
            if now is not None:
                yield f"now is {now} without a first place or a way to the goal"
            return
        towards = first or goal
        steps = _before_exam(towards)
        if not steps:
            if now is None or (now.kind, now.id) != (
                "certification",
                towards.id if towards else "",
            ):
                yield f"now is {now}, not the first place that is ready"
        elif now is None or now.kind != "step" or now.id not in steps:
            yield f"now is {now}, no step towards {towards.id if towards else None}"
        elif not self.is_open(now.id):
            yield f"now is {now}, which is not open yet"

    def is_open(self, step: str) -> bool:
        """Whether a step may be begun as things stand, by the rules of the day it ends."""
        weeks = brute.weeks_of(step, self.found.profile, self.world) or 0
        day = brute.day_after(self.found.profile, weeks)
        tree = brute.on_day(item_of(step, self.world).get("requirements"), day)
        return brute.holds(tree, self.second.person, self.world, for_exam=False)

    def needed(self) -> Breaches:
        enough = [i for i in self.found.profile.holds if self.second.is_enough(i)]
        if self.said.needed == bool(enough):
            yield f"needed is {self.said.needed}, while {enough or 'nothing held'} is enough"

    # --- what is said in sentences ---

    def sentence(
        self,
        text: str | None,
        forms: tuple[str, ...],
        reads: Callable[[Mapping[str, str], str], Breaches],
    ) -> Breaches:
        """Read the sentence that a text begins with; `reads` gets its words and the rest."""
        if text is None:
            return
        for form in forms:
            match = re.match(form + r"(?=$| )", text)
            if match:
                words = {k: v for k, v in match.groupdict().items() if v is not None}
                yield from reads(words, text[match.end() :].strip())
                return
        yield f"a sentence of no known form: {text}"

    def row(self, name: str) -> Option | None:
        return self.rows.get(self.names.get(name, ""))

    def is_row(self, name: str, says: str, *holds: bool) -> Breaches:
        if self.row(name) is None:
            yield f"names the {name}, which is not in the ranking"
        elif not all(holds):
            yield f"says of the {name} what its row does not: {says}"

    def opening(self, text: str) -> Breaches:
        while text:
            left: list[str] = []

            def reads(words: Mapping[str, str], rest: str, left: list[str] = left) -> Breaches:
                left.append(rest)
                yield from self.reads_first(words)

            breaches = [*self.sentence(text, FIRST, reads)]
            yield from breaches
            text = left[0] if left else ""

    def reads_first(self, words: Mapping[str, str]) -> Breaches:
        if "enough" in words:
            held = [i for i in self.found.profile.holds if self.second.is_enough(i)]
            names = [item_of(i, self.world)["name"] for i in held]
            if sorted(re.split(r", | and ", words["enough"])) != sorted(names):
                yield f"says that {words['enough']} is enough, and not {names}"
        elif "focus" in words:
            if not self.second.set_aside:
                yield "sets a focus aside that something serves"
        elif not self.second.base_first:
            yield "puts a base first where none is needed"

    def reads_now(self, words: Mapping[str, str], rest: str) -> Breaches:
        first = self.first
        name = words.get("take") or words.get("then")
        if (name is None) != (first is None):
            yield f"the first place is {first.id if first else None}, and the advice: {words}"
        elif name is not None:
            yield from self.reads_first_place(name, words, rest)
        elif rest:
            yield f"goes on without a first place: {rest}"
        elif "short" in words:
            row = self.row(words["short"])
            yield from self.is_row(
                words["short"],
                f"{words['gap']} short",
                row is not None and row.status in OPEN and row.affordable is False,
                row is not None and row.group == "not-yet" and row.costs.complete,
                row is not None
                and row.costs.required_total - _amount(words["budget"]) == _amount(words["gap"]),
                _amount(words["budget"]) == self.budget,
            )
        elif "covered" in words:
            for covered in re.split(r", | and ", words["covered"]):
                row = self.row(covered)
                yield from self.is_row(
                    covered, "covered", row is not None and not row.purpose.covered.ok
                )
        else:
            yield from self.reads_nothing(words)

    def reads_first_place(self, name: str, words: Mapping[str, str], rest: str) -> Breaches:
        row = self.row(name)
        assert self.first is not None
        ready = "take" in words
        yield from self.is_row(
            name,
            f"first place, {words}",
            row is self.first,
            row is not None and (row.status == "ready") == ready,
            row is not None and words["price"] == _price(row),
        )
        if not isinstance(row, OpenOption):
            return
        if ready and ("unsure" in words) == row.pathway.confirmed:
            yield f"says of the {name} that its rules are published: {'unsure' not in words}"
        later = row.pathway.steps - row.pathway.before_exam.steps
        yield from self.tells(words.get("owed", ""), sorted(later))
        if not ready:
            yield from self.tells(words["steps"], sorted(row.pathway.before_exam.steps))
        certified = self.found.catalog.certifications[row.id]
        reason = purpose_reason(row.purpose.serves, certified, self.found.purposes)
        why = reason[:1].upper() + reason[1:]
        rest = rest.removeprefix(why if why.endswith((".", "!", "?")) else why + ".").strip()
        if rest:
            change = re.fullmatch(CHANGE, rest)
            if not change or change["before"] != name or not row.pathway.changes:
                yield f"says besides: {rest}"

    def reads_nothing(self, words: Mapping[str, str]) -> Breaches:
        groups = [j.group for j in self.found.ranked if j.group in ("do-now", "not-yet", "later")]
        openly = [j for j in self.found.ranked if j.group == "not-yet" and j.status in OPEN]
        right = {
            "unpriced": bool(openly),
            "shut": bool(groups) and not openly,
            "nothing": not groups,
        }
        if not all(right[kind] for kind in words):
            yield f"says {[*words.values()]}, with {groups}"

    def reads_goal(self, words: Mapping[str, str], rest: str) -> Breaches:
        name = next(words[k] for k in ("baseless", "better", "today", "after") if k in words)
        row = self.row(name)
        yield from self.is_row(
            name,
            f"goal, {words}",
            row is not None and row.id == self.said.goal and row is not self.first,
            row is not None and words["price"] == _price(row) and row.status != "closed",
            row is not None and ("baseless" in words) == (not row.purpose.base.ok),
        )
        if row is not None and "baseless" not in words:
            if (row.status == "ready") == ("after" in words):
                yield f"says of the {name}, which is {row.status}: {words}"
            if "better" in words and not row.affordable:
                yield f"the {name} is not affordable, and called the better goal"
            if "after" in words:
                yield from self.tells(words["steps"], sorted(_before_exam(row)))
        if rest:
            yield f"says besides: {rest}"

    def reads_price(self, words: Mapping[str, str], rest: str) -> Breaches:
        row = self.row(words["ask"])
        yield from self.is_row(
            words["ask"],
            f"a price of {words['most']} to ask for",
            self.first is None and not rest,
            row is not None and row.affordable is None and row.status in OPEN,
            row is not None and row.group == "not-yet",
            row is not None
            and isinstance(self.budget, Decimal)
            and self.budget - row.costs.required_total == _amount(words["most"]),
        )

    def reads_question(self, words: Mapping[str, str], rest: str) -> Breaches:
        if "costs" in words:
            row = self.row(words["costs"])
            own = f"{words['costs']}: "
            unknown = row is not None and any(
                c.amount is None and charge_label(c, self.found.catalog).startswith(own)
                for c in row.bill.charges
            )
            yield from self.is_row(words["costs"], "an unknown price", unknown, not rest)
        else:
            row = self.row(words["rule"])
            unsure = isinstance(row, OpenOption) and not row.pathway.confirmed
            yield from self.is_row(words["rule"], "an open rule", unsure, not rest)

    def tells(self, text: str, steps: list[str]) -> Breaches:
        """Whether a text tells of just these steps."""
        told = sorted(self.does(s) for s in steps)
        for does in sorted(told, key=len, reverse=True):
            if does not in text:
                yield f"does not say: {does}"
            text = text.replace(does, "", 1)
        if re.sub(r", | and |\s", "", text):
            yield f"says besides the steps: {text}"

    def does(self, step: str) -> str:
        item = item_of(step, self.world)
        return item.get("does") or f"earn the {item['name']}"


def _before_exam(row: Option | None) -> frozenset[str]:
    return row.pathway.before_exam.steps if isinstance(row, OpenOption) else frozenset()


def _amount(text: str) -> Decimal:
    return Decimal(text.removeprefix("$").replace(",", ""))


def _price(row: Option) -> str:
    total, least = row.costs.required_total, "" if row.costs.complete else "at least "
    if not total:
        return "price not published" if least else "free"
    return f"{least}${total:,.2f}".removesuffix(".00")
