"""Fixtures for all tests, and one setting for those that look for counter-examples."""

from __future__ import annotations

import gc
import signal

import pytest
from hypothesis import HealthCheck, settings

from certadvisor import Catalog
from certadvisor.catalog import load
from helpers import at_hand, real_catalog

# The same examples every time and no deadline: a slow machine fails no test.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("repeatable")

# Under nohup it would be ignored, here and by every program that a test starts.
signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: not to be looked through again saves a tenth."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have a catalog or a display of their own: keep it out."""
    for name in ("CERTADVISOR_CATALOG", "ACCESSIBLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _catalog_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run inside this process share the project's catalog; any other one they read."""
    monkeypatch.setattr(load, "load_catalog", at_hand)


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The project's catalog."""
    return real_catalog()
