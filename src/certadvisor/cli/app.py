"""The commands put together. Each has a file of its own, `cli/<command>.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from certadvisor import __version__
from certadvisor.cli.options import with_flags
from certadvisor.cli.values import name_values

EXIT_CODES = """Exit codes: 0 done; 1 the data or a file is bad; 2 the command line is bad, or answers
are missing; 130 interrupted"""
COMMANDS = ("recommend", "compare", "list", "show", "plan", "completion", "catalog")
EXAMPLE = "--setting gym --degree high-school --cpr yes --cpt none --budget 1000"


def command_line(words: Sequence[str] = ()) -> Any:
    """The program, with no command but the one that the words name: to make all takes a while.

    Words that name none, as for help and completion, get all of them.
    """
    app = typer.Typer(
        name="certadvisor",
        help="Which fitness or strength-and-conditioning certification to get, and why.",
        epilog=f"Try: certadvisor recommend   or   certadvisor compare cscs nasm-pes\n\n{EXIT_CODES}",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    # With a callback, a single command is still called by its name.
    app.callback()(_whole_program)
    for name in [name for name in COMMANDS if name in words[:1]] or COMMANDS:
        _add(name, app)
    program = typer.main.get_command(app)
    # Detecting the shell fails where there are none to detect: `completion` is told.
    program.params = [p for p in program.params if "completion" not in p.name]
    _take_text_as_it_is(program)
    if {"-h", "--help"} & {*words} or not words:
        name_values(program)
    return program


def _whole_program(
    version: Annotated[bool, typer.Option("--version", help="print the version")] = False,
) -> None:
    """What belongs to no command."""
    if version:
        typer.echo(f"certadvisor {__version__}")
        raise typer.Exit


def _add(name: str, app: typer.Typer) -> None:
    match name:
        case "recommend":
            from certadvisor.cli.recommend import recommend

            app.command(epilog=f"Example: certadvisor recommend {EXAMPLE}")(recommend)
        case "compare":
            from certadvisor.cli.compare import compare

            app.command(epilog="Example: certadvisor compare cscs nasm-pes")(compare)
        case "list":
            from certadvisor.cli.list import list_

            app.command(
                "list", epilog="Example: certadvisor list --issuer nsca --setting tactical"
            )(list_)
        case "show":
            from certadvisor.cli.show import show

            app.command(epilog="Example: certadvisor show cscs")(show)
        case "plan":
            from certadvisor.cli.plan import plan

            example = "certadvisor plan cscs --degree senior --cpr no --cpt none"
            app.command(epilog=f"Example: {example}")(plan)
        case "catalog":
            from certadvisor.cli.catalog import catalog_app

            app.add_typer(catalog_app)
        case "completion":
            from certadvisor.cli.completion import completion

            app.command(epilog="Example: certadvisor completion zsh")(with_flags(completion))


def _take_text_as_it_is(command: Any) -> None:
    """Let what is typed, or is not, reach the commands without typer's conversion.

    That loads pydantic even to make text of text, and takes as long as loading typer.
    """
    params_of = command.get_params

    def get_params(ctx: Any) -> list[Any]:
        # All of them, that for help included, which is made only now.
        found: list[Any] = params_of(ctx)
        for parameter in found:
            if "process_value" not in vars(parameter):
                parameter.process_value = _process_value_of(parameter)
        return found

    command.get_params = get_params
    for inner in getattr(command, "commands", {}).values():
        _take_text_as_it_is(inner)


def _process_value_of(parameter: Any) -> Any:
    convert = parameter.process_value

    def process_value(ctx: Any, value: Any) -> Any:
        if value is None and (ctx.resilient_parsing or not parameter.required):
            return () if parameter.multiple else None
        is_text = (
            bool(value) and isinstance(value, str | tuple | list) and parameter.callback is None
        )
        return value if is_text else convert(ctx, value)

    return process_value
