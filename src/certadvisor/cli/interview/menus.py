"""Menus made with questionary: one entry to choose, or several to tick."""

from __future__ import annotations

from collections.abc import Callable
from string import ascii_lowercase
from typing import Any

import questionary
from prompt_toolkit.application import Application
from prompt_toolkit.filters import Always
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from questionary.prompts.common import InquirerControl

from certadvisor.cli.interview.key_bindings import Handler, bind_exclusively
from certadvisor.cli.interview.prompts import Chosen, Prompt
from certadvisor.text import printable

POINTER = "❯"


def select_one(prompt: Prompt, settings: dict[str, Any]) -> questionary.Question:
    """A menu to choose one entry from, by arrow keys or by the number or letter before it."""
    question = questionary.select(
        choices=_choices(prompt),
        default=prompt.preselected[0] if prompt.preselected else None,
        pointer=POINTER,
        instruction=" ",
        use_shortcuts=len(prompt.options) <= len(InquirerControl.SHORTCUT_KEYS),
        use_jk_keys=False,
        **settings,
    )
    _bind_keys(question.application, lambda control: (str(control.get_pointed_at().value),))
    return question


def select_many(prompt: Prompt, settings: dict[str, Any]) -> questionary.Question:
    """A menu to tick any number of entries in; a letter jumps to the next name that starts with it."""
    question = questionary.checkbox(
        choices=_choices(prompt), pointer=POINTER, instruction=" ", use_jk_keys=False, **settings
    )
    keys = _bind_keys(question.application, lambda control: tuple(control.selected_options))
    control = _control(question.application)
    for letter in ascii_lowercase:
        keys.add(letter, eager=True)(_jump_to(control, letter))
    return question


def _choices(prompt: Prompt) -> list[questionary.Choice]:
    return [
        questionary.Choice(
            printable(o.label), o.value, checked=prompt.many and o.value in prompt.preselected
        )
        for o in prompt.options
    ]


def _bind_keys(
    application: Application[Any], chosen: Callable[[InquirerControl], Chosen]
) -> KeyBindings:
    """Give a menu our keys beside questionary's, and wrap its long lines."""
    keys, control = application.key_bindings, _control(application)
    assert isinstance(keys, KeyBindings)
    bind_exclusively(keys, lambda: chosen(control))
    for window in application.layout.find_all_windows():
        window.wrap_lines = Always()
    return keys


def _control(application: Application[Any]) -> InquirerControl:
    controls = application.layout.find_all_controls()
    return next(c for c in controls if isinstance(c, InquirerControl))


def _jump_to(control: InquirerControl, letter: str) -> Handler:
    def jump(_: KeyPressEvent) -> None:
        count = len(control.choices)
        order = [(control.pointed_at + step) % count for step in range(1, count + 1)]
        titles = [str(c.title).lower() for c in control.choices]
        control.pointed_at = next(
            (i for i in order if titles[i].startswith(letter)), control.pointed_at
        )

    return jump
