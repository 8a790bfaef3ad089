"""The log file: what went wrong unexpectedly, with its traceback; none of it reaches a screen."""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from newsreader.config.paths import Paths, make_private
from newsreader.core.text import clean_body

MAX_BYTES = 1_000_000

_USERINFO = re.compile(r"(https?://)[^/\s@]+@")


class _CleanFormatter(logging.Formatter):
    """Lines without control characters, and addresses without passwords."""

    def format(self, record: logging.LogRecord) -> str:
        return _USERINFO.sub(r"\1", clean_body(super().format(record)))


class _PrivateFile(RotatingFileHandler):
    """A log that its owner alone can read, from its first byte on."""

    def _open(self) -> TextIOWrapper:
        return open(
            self.baseFilename,
            "a",
            encoding=self.encoding,
            opener=lambda path, flags: os.open(path, flags, 0o600),
        )


def start_log(paths: Paths) -> None:
    """Send everything that is logged to the log file, which is made with the first record.

    Args:
        paths: Where the file goes. Where it can not be written, nothing is logged at all.
    """
    root = logging.getLogger()
    for handler in root.handlers[:]:
        root.removeHandler(handler)
        handler.close()
    root.addHandler(_handler(paths))
    root.setLevel(logging.WARNING)
    logging.raiseExceptions = False
    threading.excepthook = _of_thread
    sys.unraisablehook = _unraisable


def record(paths: Paths, error: BaseException) -> Path | None:
    """Write a failure with its traceback, and say where; None where it can not be written."""
    start_log(paths)
    logging.getLogger("newsreader").error("Unexpected", exc_info=error)
    try:
        paths.log_file.chmod(0o600)
    except OSError:
        return None
    return paths.log_file


def _handler(paths: Paths) -> logging.Handler:
    try:
        make_private(paths.state_dir)
    except OSError:
        return logging.NullHandler()
    handler = _PrivateFile(
        paths.log_file, maxBytes=MAX_BYTES, backupCount=1, encoding="utf-8", delay=True
    )
    handler.setFormatter(_CleanFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    return handler


def _of_thread(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_type is SystemExit or arguments.exc_value is None:
        return
    _log_exception("In a thread", arguments.exc_value, arguments.exc_traceback)


def _unraisable(arguments: sys.UnraisableHookArgs) -> None:
    if arguments.exc_value is not None:
        _log_exception("While cleaning up", arguments.exc_value, arguments.exc_traceback)


def _log_exception(message: str, error: BaseException, where: TracebackType | None) -> None:
    logging.getLogger("newsreader").error(message, exc_info=(type(error), error, where))
