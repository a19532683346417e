"""The commands put together. Each has a file of its own, `cli/<command>.py`."""

from __future__ import annotations

import typer

from certadvisor.cli.catalog import catalog_app
from certadvisor.cli.compare import compare
from certadvisor.cli.list import list_
from certadvisor.cli.plan import plan
from certadvisor.cli.recommend import recommend
from certadvisor.cli.show import show

app = typer.Typer(
    name="certadvisor",
    help="Which fitness or strength-and-conditioning certification to get, and why.",
    epilog="Try: certadvisor recommend   or   certadvisor compare cscs nasm-pes",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
EXAMPLE = "--setting gym --degree high-school --cpr yes --cpt none --budget 1000"
app.command(epilog=f"Example: certadvisor recommend {EXAMPLE}")(recommend)
app.command(epilog="Example: certadvisor compare cscs nasm-pes")(compare)
app.command("list", epilog="Example: certadvisor list --issuer nsca --setting tactical")(list_)
app.command(epilog="Example: certadvisor show cscs")(show)
app.command(epilog="Example: certadvisor plan cscs --degree senior --cpr no --cpt none")(plan)
app.add_typer(catalog_app)
