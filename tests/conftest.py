"""What holds for every test: a home of its own, and no network but the loopback."""

from __future__ import annotations

import contextlib
import gc
import ipaddress
import os
import socket
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsreader.library import Library
from newsreader.library.connection import Database
from newsreader.library.migrating import migrate
from newsreader.services.workers import Workers
from tests.support.jobs import run_apart, run_here
from tests.support.library import kept

_connect = socket.socket.connect

# Compiling the tests, and the program in each process that they start, took a tenth of the time.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def _loopback_only(self: socket.socket, address: Any) -> None:
    if isinstance(address, tuple) and not _is_loopback(str(address[0])):
        raise OSError(f"tests may not reach {address[0]}")
    _connect(self, address)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(autouse=True)
def private_world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the developer's home, proxies and terminal settings out of the tests."""
    monkeypatch.setattr(socket.socket, "connect", _loopback_only)
    monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path / "home"))
    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_COLOR", "BROWSER"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.lower(), raising=False)


@pytest.fixture(scope="session")
def empty_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """An empty library of the newest version, made by all the steps that a first start takes."""
    library = Library.open(tmp_path_factory.mktemp("empty") / "library.db")
    with contextlib.closing(library), contextlib.closing(kept(library)) as tables:
        yield tables


@pytest.fixture(autouse=True)
def libraries_made_at_once(
    monkeypatch: pytest.MonkeyPatch, empty_library: sqlite3.Connection
) -> None:
    """Copy the tables of a new library, which every second test makes, instead of making them."""
    one_by_one = threading.Lock()

    def migrate_a_copy(database: Database, *others: Any) -> None:
        with one_by_one, contextlib.suppress(sqlite3.Error):
            if not database.read_only and not database.value("SELECT count(*) FROM sqlite_schema"):
                empty_library.backup(database.connection())
        migrate(database, *others)

    monkeypatch.setattr("newsreader.library.opening.migrate", migrate_a_copy)


@pytest.fixture
def jobs_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do in this process what workers do, for tests of what it is needed for.

    Each process that is started loads all parsers: that takes longer than most tests.
    """
    monkeypatch.setattr(Workers, "run", run_here)


@pytest.fixture
def workers_apart(jobs_done_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start the processes nevertheless."""
    monkeypatch.setattr(Workers, "run", run_apart)


def pytest_collection_finish() -> None:
    """Spare the collector what stays for the whole run: it took a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
