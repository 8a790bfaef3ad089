"""How the terminal is left."""

from __future__ import annotations

import sys
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from textual.events import Key
from textual.message import Message

from newsreader.tui.driver import Lasting

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="another driver")


@pytest.mark.parametrize("is_running", [True, False])
def test_who_leaves_does_not_wait_for_the_thread_that_reads_keys(is_running: bool) -> None:
    from textual.drivers.linux_driver import LinuxDriver

    class Driver(Lasting, LinuxDriver):
        def _disable_mouse_support(self) -> None:
            pass

    joined = threading.Event()
    driver: Any = Driver.__new__(Driver)
    driver._app = SimpleNamespace(is_running=is_running)
    driver.fileno = -1
    driver.exit_event = threading.Event()
    driver._key_thread = SimpleNamespace(join=joined.set)
    driver.disable_input()
    assert joined.is_set() == is_running
    assert driver.exit_event.is_set() != is_running
    sent: list[Message] = []
    driver.cursor_origin, driver.send_message = None, sent.append
    driver.process_message(Key("a", "a"))
    assert bool(sent) == is_running  # else nobody is there any more who takes it
