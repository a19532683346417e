"""The `catalog` commands: check, describe and compare catalogs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from certadvisor.cli.options import CatalogFile, Format, Output, Overlay, Plain

catalog_app = typer.Typer(
    name="catalog",
    help="Check, describe and compare catalogs.",
    rich_markup_mode=None,
)


@catalog_app.command(epilog="Example: certadvisor catalog validate my.json")
def validate(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="the catalog in use")
    ] = None,
    overlay: Overlay = None,
) -> None:
    """Name everything that is wrong with a catalog, or say that it is sound."""
    from certadvisor.cli import catalog_commands as commands
    from certadvisor.cli.output import OutputOptions

    commands.validate(file, OutputOptions("table", None, None, overlay or ()))


@catalog_app.command(epilog="Example: certadvisor catalog schema --output catalog.schema.json")
def schema(output: Output = None) -> None:
    """Print the JSON Schema of a catalog."""
    from certadvisor.cli import catalog_commands as commands
    from certadvisor.cli.output import OutputOptions

    commands.schema(OutputOptions("json", output, None))


@catalog_app.command(epilog="Example: certadvisor catalog sources --format csv")
def sources(
    format: Format = "table",  # noqa: A002
    output: Output = None,
    catalog: CatalogFile = None,
    overlay: Overlay = None,
    plain: Plain = False,
) -> None:
    """List the sources, and how many values rest on each."""
    from certadvisor.cli import catalog_commands as commands
    from certadvisor.cli.output import OutputOptions

    commands.sources(OutputOptions(format, output, catalog, overlay or (), plain=plain))


@catalog_app.command(epilog="Example: certadvisor catalog stale --older-than 730d")
def stale(
    older_than: Annotated[
        str, typer.Option(metavar="DAYS", help="older than so many days")
    ] = "365d",
    format: Format = "table",  # noqa: A002
    output: Output = None,
    catalog: CatalogFile = None,
    overlay: Overlay = None,
    plain: Plain = False,
) -> None:
    """List the oldest facts, those worth re-checking first in front."""
    from certadvisor.cli import catalog_commands as commands
    from certadvisor.cli.output import OutputOptions

    commands.stale(older_than, OutputOptions(format, output, catalog, overlay or (), plain=plain))


@catalog_app.command(epilog="Example: certadvisor catalog diff old.json new.json")
def diff(
    before: Annotated[Path, typer.Argument(metavar="A", help="the older catalog")],
    after: Annotated[Path, typer.Argument(metavar="B", help="the newer catalog")],
    format: Format = "table",  # noqa: A002
    output: Output = None,
    plain: Plain = False,
) -> None:
    """Say in words what changed between two catalogs."""
    from certadvisor.cli import catalog_commands as commands
    from certadvisor.cli.output import OutputOptions

    commands.diff(before, after, OutputOptions(format, output, None, plain=plain))


@catalog_app.command(epilog="Example: certadvisor catalog path")
def path(catalog: CatalogFile = None) -> None:
    """Print where the catalog in use is."""
    from certadvisor.cli import catalog_commands as commands
    from certadvisor.cli.output import OutputOptions

    commands.path(OutputOptions("table", None, catalog))
