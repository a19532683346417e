"""What is suggested for a name that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from certadvisor.catalog.names import Names, credential_names, folded, nearest
from certadvisor.errors import UnknownNameError
from certadvisor.profile.profile import QUESTIONS
from helpers import program, real_catalog

CATALOG = real_catalog()
NAMES = credential_names(CATALOG)


def _typos(word: str) -> Iterator[str]:
    """Every way to drop, double, replace or swap one letter."""
    for i, letter in enumerate(word):
        rest = word[i + 1 :]
        yield word[:i] + rest
        yield word[:i] + letter + letter + rest
        yield from (word[:i] + other + rest for other in "qxz" if other != letter)
        if rest:
            yield word[:i] + rest[0] + letter + rest[1:]


def _suggested(given: str) -> str | None:
    """The id that the error suggests; what is no error needs no suggestion."""
    try:
        return NAMES.resolve(given)
    except UnknownNameError as error:
        _, asks, hint = str(error).partition("Did you mean ")
        return hint.removesuffix("?") if asks else None


@pytest.mark.parametrize("id_", CATALOG.certifications)
def test_a_typo_of_one_letter_suggests_the_id(id_: str) -> None:
    """However the letter was missed, unless another id is as near: then that one may be meant."""
    for typo in _typos(id_):
        found = _suggested(typo)
        assert found == id_ or (found is not None and _other_is_as_near(typo, found)), typo


def _other_is_as_near(typo: str, found: str) -> bool:
    exact = folded(typo) in {
        folded(s) for s in (CATALOG.name_of(found), *CATALOG.item(found).aliases)
    }
    return exact or folded(typo) == folded(found) or _one_letter_apart(folded(typo), folded(found))


def _one_letter_apart(one: str, other: str) -> bool:
    if len(one) != len(other):
        shorter, longer = sorted((one, other), key=len)
        return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
    differing = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    swapped = len(differing) == 2 and one[differing[0]] == other[differing[1]]
    return len(differing) == 1 or swapped


@pytest.mark.slow
@pytest.mark.parametrize("id_", [i for i in CATALOG.certifications if len(folded(i)) >= 6])
def test_a_typo_in_each_half_of_an_id_of_six_letters_suggests_something(id_: str) -> None:
    """The id itself where it stands alone; an equally near one may come first."""
    half = len(id_) // 2
    for typo in {a + b for a in _typos(id_[:half]) for b in _typos(id_[half:])}:
        assert _suggested(typo) is not None, typo
        assert nearest(typo, [id_]) == id_


def test_ids_come_before_other_names() -> None:
    """`cscz` means cscs, though an alias of another one is spelled nearly like it."""
    assert _suggested("cscz") == "cscs"
    done = program("show", "cscz")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Did you mean cscs?" in done.stderr
    names = Names("thing", {"alpha": ("gamma",), "gammon": ()})
    with pytest.raises(UnknownNameError, match=r"Did you mean gammon\?"):
        names.resolve("gammo")


def test_what_is_nothing_like_a_name_gets_no_guess() -> None:
    """The choices are named where they are few; else where to see them."""
    assert nearest("zzzzzz", CATALOG.certifications) is None
    with pytest.raises(UnknownNameError, match="Choose from a, b"):
        Names("thing", {"a": (), "b": ()}).resolve("zzz")
    with pytest.raises(UnknownNameError, match="certadvisor list"):
        NAMES.resolve("zzzzzz")


def test_every_choice_of_every_question_resolves_to_itself() -> None:
    """No label or alias of one choice hides another one's value."""
    for question in QUESTIONS:
        choices = question.choices(CATALOG)
        names = Names(question.name, {c.value: (c.label, *c.aliases) for c in choices})
        assert [names.resolve(c.value) for c in choices] == [c.value for c in choices]
