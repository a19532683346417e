"""One fact has one wording, wherever it is told."""

from __future__ import annotations

import re

from certadvisor import recommend
from certadvisor.advice.why_not import why_not
from certadvisor.show.pages.recommend import document
from helpers import entry, grids, person, real_catalog

COACH = (
    "--setting collegiate --degree bachelor --degree-field exercise-science --cpr yes --cpt none "
    "--holds first-aid-course --practice collegiate=640 "
)
OVER = re.compile(r"(at least )?(\$[\d,.]*\d)(?: over your budget| more\b)")


def test_over_budget_reads_the_same_everywhere() -> None:
    """A total that is "at least" exceeds a budget by "at least": in rows, sureness and why-not."""
    catalog = real_catalog()
    for line, certification in (
        (COACH + "--budget 450 --price cscs=440", "cscca-sccc"),
        (COACH + "--budget 400 --price cscs=390", "cscca-sccc"),
    ):
        result = recommend(person(line), catalog)
        row = entry(result, certification)
        assert not row.cost.complete
        assert result.sureness is not None
        assert result.sureness.rival is not None
        told = [
            *row.reasons,
            *(g.reason for g in row.grounds),
            why_not(certification, result, catalog).text,
            result.sureness.rival.separated_by.text,
            *(
                cell.text
                for grid in grids(document(result, catalog))
                for shown in grid.rows
                for cell in shown.cells
            ),
        ]
        amount = f"${row.cost.required_total - result.profile.budget}"  # type: ignore[operator]
        found = {
            m.group() for text in told for m in OVER.finditer(text.lower()) if m.group(2) == amount
        }
        assert {f.removesuffix(" over your budget").removesuffix(" more") for f in found} == {
            f"at least {amount}"
        }
