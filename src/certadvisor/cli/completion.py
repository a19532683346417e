"""`certadvisor completion`: the completion script of a shell."""

from __future__ import annotations

from typing import Annotated

import typer

from certadvisor.catalog.names import Names
from certadvisor.cli.output import write_output
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
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    name = Names("shell", {**dict.fromkeys(SHELLS, ()), "powershell": ("pwsh",)}).resolve(shell)
    variable = "_CERTADVISOR_COMPLETE"
    script = get_completion_script(prog_name="certadvisor", complete_var=variable, shell=name)
    write_output(f"{script}\n")
