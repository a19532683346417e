"""The catalog that we ship is known by its digest: it is read as it stands, any other is checked."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from certadvisor import load_catalog
from certadvisor.catalog import load
from certadvisor.catalog import types as m
from certadvisor.catalog.digest import SOUND
from certadvisor.catalog.reading import frozen
from certadvisor.catalog.validation import model_of, problems_in
from certadvisor.errors import DataError
from helpers import CATALOG_FILE, raw_catalog, real_catalog


def test_the_catalog_that_we_ship_is_sound_and_known() -> None:
    """What is read without a check was checked: here, with the code as it is now."""
    assert problems_in(raw_catalog()) == []
    digest = sha256(CATALOG_FILE.read_bytes()).hexdigest()
    assert digest == SOUND, "catalog.json has changed: run make docs (or python scripts/digest.py)"


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were checked since."""
    names: list[str] = []

    def validated(data: Any, file: str, *besides: Any) -> m.Catalog:
        names.append(file)
        return check(data, file, *besides)

    check = load.validated
    monkeypatch.setattr(load, "validated", validated)
    return names


def test_a_known_catalog_is_not_checked_wherever_it_lies(
    checked: list[str], tmp_path: Path
) -> None:
    """Packaged, in the working copy of an editable install, or copied elsewhere."""
    copy = tmp_path / "copy.json"
    copy.write_bytes(CATALOG_FILE.read_bytes())
    assert load_catalog() == load_catalog(copy)
    assert checked == []


def test_one_byte_more_is_checked_and_read_alike(checked: list[str], tmp_path: Path) -> None:
    """What differs in nothing but a blank takes the whole way, to the same values."""
    edited = tmp_path / "edited.json"
    edited.write_bytes(CATALOG_FILE.read_bytes() + b" ")
    assert load_catalog(edited) == real_catalog()
    assert checked == [str(edited)]


def test_one_wrong_byte_is_found(tmp_path: Path) -> None:
    """An edit is never taken for what was checked before it."""
    wrong = tmp_path / "wrong.json"
    wrong.write_bytes(CATALOG_FILE.read_bytes().replace(b'"short"', b'"Short"', 1))
    with pytest.raises(DataError, match="Short"):
        load_catalog(wrong)


def test_a_stale_digest_is_slow_and_never_wrong(
    checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who edits the catalog and forgets the digest gets the same answers, checked each time."""
    monkeypatch.setattr(load, "SOUND", "0" * 64)
    assert load_catalog(CATALOG_FILE) == real_catalog()
    assert checked == [str(CATALOG_FILE)]


def test_what_is_laid_over_a_known_catalog_is_checked(checked: list[str], tmp_path: Path) -> None:
    """Knowing the catalog says nothing about an overlay."""
    overlay = tmp_path / "mine.json"
    overlay.write_text(json.dumps({"policy": None}), encoding="utf-8")
    with pytest.raises(DataError, match="policy"):
        load_catalog(CATALOG_FILE, [overlay])
    assert checked == [str(overlay)]


# --- one definition ------------------------------------------------------------------------------


def _plain(node: Any) -> Any:
    """A value with its types by name, whether pydantic holds it or the catalog's own types do."""
    if isinstance(node, BaseModel):
        kind = type(node).__name__.partition("[")[0]
        return kind, {name: _plain(getattr(node, name)) for name in type(node).model_fields}
    if is_dataclass(node):
        return type(node).__name__, {f.name: _plain(getattr(node, f.name)) for f in fields(node)}
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items()}
    return [_plain(one) for one in node] if isinstance(node, tuple) else (type(node), node)


def test_what_is_read_is_what_was_checked() -> None:
    """The values read plainly are those that the models made of the types would hold."""
    model = model_of(m.Catalog).model_validate(frozen(raw_catalog()))
    assert _plain(model) == _plain(real_catalog())


def test_amounts_are_exact_however_the_catalog_is_read(tmp_path: Path) -> None:
    """Money is a decimal number, in what we ship and in what is checked."""
    edited = tmp_path / "edited.json"
    edited.write_bytes(CATALOG_FILE.read_bytes() + b"\n")
    for catalog in (load_catalog(), load_catalog(edited)):
        fees = [fee for c in catalog.certifications.values() for fee in c.fees]
        assert {type(fee.standard.value) for fee in fees} <= {Decimal, type(None)}
