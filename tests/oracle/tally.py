"""The laws that are tried on the whole answer space, on what share of it, and what was found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from certadvisor import Profile
from certadvisor.profile.command_line import command_line
from laws import Breaches

ONCE = "ranked plus held is the catalog, each once"
ORDER = "the order is total"
AGAIN = "the order is the same again, from scratch"
READY = "nothing is ready with an unmet rule, nor sure with an unknown one"
WITHIN = "nothing is affordable over the budget or at an unknown price"
GROUP = "the group is the first that matches"
ROADS = "the status is the best of all roads, and the way one of the cheapest that give it"
OWED = "nobody is told to sit owing what cannot be had in time"
POINTLESS = "nothing pointless, baseless or covered before what serves"
SECOND = "purpose, score, group and order as written a second time"
LEADS_ON = "whoever follows the advice and asks again needs nothing more, or has a shorter road"
ITEMS = "items add up to the totals, each at least 0"
BILL = "the required total as written a second time"
POINTS = "contributions add up to the score, each within 0 to 100"
MONEY = "more budget worsens nothing and changes no cost"
STEP = "one thing more held worsens no status and raises no cost"
ANSWER = "a better or truer answer worsens no status and raises no cost"
ADVICE = "the advice names only what is ranked, and agrees with its row"
ENOUGH = "whoever needs no more is told so, and to take nothing"
SHORT = "the advice has at most 90 words, each part after it 35"
WORDS = "no word of the rules is in the advice"
ASKED = "what the interview skips would change nothing, answer by answer"
PLAN = "a plan reaches its target, in an order that can be kept"
PLAN_SUM = "a plan costs the sum of its steps, no more than its row"
PLAN_STEP = "one thing more held makes no plan dearer"
DAYS = "days as in the almanac; nothing too soon, too late or expired"
PACE = "an hour a week more is never later, a later start never sooner"
SHOWN = "the result shows the ranking, and calls nothing unknown met"
SURE = "sureness as enumerated; each change does what it says"
DOORS = "flags, profile file and library give the same bytes"
CRASH = "nothing crashes"

EVERY = {
    AGAIN: 11,
    ROADS: 41,
    LEADS_ON: 7,
    STEP: 5,
    ANSWER: 5,
    ASKED: 71,
    PLAN: 71,
    PLAN_SUM: 71,
    PLAN_STEP: 151,
    DAYS: 11,
    PACE: 11,
    SHOWN: 101,
    SURE: 101,
    DOORS: 1499,
}
"""The dear laws: each is tried on one in so many candidates. The others are tried on all."""
PLAIN = 5
"""The product is large and its candidates alike: there the dear laws are so much rarer."""
LAWS = (
    ONCE, ORDER, AGAIN, READY, ROADS, OWED, WITHIN, GROUP, POINTLESS, SECOND, ITEMS, BILL, POINTS,
    MONEY, STEP, ANSWER, ADVICE, ENOUGH, SHORT, WORDS, LEADS_ON, ASKED, PLAN, PLAN_SUM, PLAN_STEP, DAYS, PACE, SHOWN, SURE, DOORS, CRASH,
)  # fmt: skip
SHOWN_OF_EACH = 5


@dataclass
class Tally:
    """How often each law was tried and broken, and what else was met on the way."""

    candidates: Counter[str] = field(default_factory=Counter)
    profiles: Counter[str] = field(default_factory=Counter)
    tried: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    shown: dict[str, list[str]] = field(default_factory=dict)
    advice: set[bytes] = field(default_factory=set)

    def note(self, law: str, breaches: Breaches, *profiles: Profile) -> None:
        """Count one trial of a law, and what it tells of."""
        self.tried[law] += 1
        for text in breaches:
            self.broken[law] += 1
            commands = "\n".join(f"        {command_line(p)}" for p in profiles)
            self.shown.setdefault(law, []).append(f"    {text}\n{commands}")
        del self.shown.get(law, [])[SHOWN_OF_EACH:]

    def add(self, other: Tally) -> None:
        """Count in what another process found."""
        for mine, theirs in (
            (self.candidates, other.candidates),
            (self.profiles, other.profiles),
            (self.tried, other.tried),
            (self.broken, other.broken),
        ):
            mine.update(theirs)
        for law, texts in other.shown.items():
            self.shown[law] = [*self.shown.get(law, []), *texts][:SHOWN_OF_EACH]
        self.advice |= other.advice
