"""A worker process whose jobs misbehave on purpose; run as a script by the tests."""

import os
import signal
import socket
import sys
import threading
from pathlib import Path

from newsreader.core.errors import ArticleError, FeedError, WorkerError
from newsreader.services.worker_main import AUTOGROUP, NICENESS, Job, main

SCRIPT = Path(__file__).resolve()
COMMAND = (sys.executable, str(SCRIPT))

_done: list[str] = []


def echo(text: str) -> str:
    """Give back what came, and remember it."""
    _done.append(text)
    return text


def done(_: str) -> list[str]:
    """Give what this process has echoed so far, in order."""
    return _done


def process_id(_: str) -> int:
    return os.getpid()


def niceness_and_limits(_: str) -> dict[str, int]:
    import resource

    return {
        "nice": os.nice(0),
        "memory": resource.getrlimit(resource.RLIMIT_AS)[0],
        "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
        "session": int(AUTOGROUP.read_text().split()[-1]) if AUTOGROUP.exists() else NICENESS,
    }


def hang(_: str) -> str:
    threading.Event().wait()
    return ""


def spin_with_the_lock(_: str) -> str:
    """Hold the interpreter's lock as a quadratic regular expression does."""
    import re

    return str(re.match(r"(a+)+$", "a" * 200 + "b"))


def die(code: str) -> str:
    os._exit(int(code or 1))


def crash(_: str) -> str:
    os.kill(os.getpid(), signal.SIGSEGV)
    return ""


def interrupt(_: str) -> str:
    os.kill(os.getpid(), signal.SIGINT)
    return "still here"


def eat_memory(_: str) -> int:
    eaten = [bytearray(16 * 1024 * 1024) for _ in range(1000)]
    return len(eaten)


def fail(kind: str) -> str:
    errors: dict[str, Exception] = {
        "feed": FeedError("This is no feed."),
        "article": ArticleError("This page holds no article."),
        "worker": WorkerError("Too large."),
        "other": ZeroDivisionError("secret detail"),
        "deep": RecursionError(),
    }
    raise errors[kind]


def chatter(_: str) -> str:
    """Print where the answers go, as a careless library might."""
    print("noise " * 100, flush=True)
    os.write(1, b"\xff" * 100)
    os.write(2, b"Traceback (most recent call last)")
    return "quiet"


def wrong_type(_: str) -> int:
    return 7


def garbage(_: str) -> str:
    """Write nonsense into the pipe of the answers, as a process gone wild might."""
    for descriptor in range(3, 20):
        try:
            os.write(descriptor, b"\x00\x00\x00\x02\xc1\xc1")
        except OSError:
            continue
    return ""


def large(size: str) -> bytes:
    return b"x" * int(size)


def hold_connection(port: str) -> str:
    """Connect to the test and then never end: the test sees the connection end with us."""
    connection = socket.create_connection(("127.0.0.1", int(port)))
    threading.Event().wait()
    return str(connection)


_FUNCTIONS = (
    echo, done, process_id, niceness_and_limits, hang, spin_with_the_lock, die, crash, interrupt,
    eat_memory, fail, chatter, wrong_type, garbage, large, hold_connection,
)  # fmt: skip

if __name__ == "__main__":
    jobs = {function.__name__: Job(function, str) for function in _FUNCTIONS}
    main({**jobs, "parse_feed": Job(niceness_and_limits, str)})
