"""`certadvisor completion`: the completion script of a shell."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from certadvisor.catalog.names import Names
from certadvisor.cli.values import fixed

SHELLS = ("bash", "zsh", "fish", "powershell")


def completion(
    shell: Annotated[
        str,
        typer.Argument(
            metavar="|".join(SHELLS),
            help="the shell to complete in",
            autocompletion=fixed(*SHELLS),
        ),
    ],
) -> None:
    """Print the completion script of a shell; the help of your shell says where it belongs.

    bash: eval "$(certadvisor completion bash)" in ~/.bashrc. zsh: the same, after compinit, in
    ~/.zshrc. fish: certadvisor completion fish | source. PowerShell: certadvisor completion
    powershell | Out-String | Invoke-Expression in $PROFILE.
    """
    from certadvisor.cli.app import command_line

    name = Names("shell", {**dict.fromkeys(SHELLS, ()), "powershell": ("pwsh",)}).resolve(shell)
    # How the command-line library is asked for its script; it then looks at nothing else.
    os.environ["_CERTADVISOR_COMPLETE"] = f"source_{name}"
    command_line(["completion"])(args=[], prog_name="certadvisor", standalone_mode=False)
