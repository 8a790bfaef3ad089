"""The worker process: takes jobs from its standard input, one after the other, and answers.

Started by `newsreader.services.workers` as ``python -m newsreader.services.worker_main MEGABYTES``,
with ``eager`` behind that where it is to stand back only once it is done with feeds.
It is a process so that what hangs or dies on a stranger's bytes can be ended without anything
else noticing. It ignores Ctrl-C, which is meant for the program; it ends when its standard input
does, and by an alarm of the system when a job overruns even though the program is gone.
"""

from __future__ import annotations

import contextlib
import gc
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, NoReturn

import msgspec

from newsreader.core.errors import NewsreaderError, WorkerError
from newsreader.services import picture_jobs, text_jobs, worker_jobs
from newsreader.services.jobs import (
    EAGER,
    MAX_FRAME,
    OUT_OF_MEMORY,
    ExplainJob,
    LearnJob,
    OtherTextJob,
    ParseJob,
    PictureJob,
    PrepareJob,
    Reply,
    Request,
    frame,
    read_frame,
)

NICENESS = 10
"""How far this process stands back, so that the screen answers keys at once."""

AUTOGROUP = Path("/proc/self/autogroup")
"""Where Linux keeps how far a session stands back, if it shares the processor out by sessions."""

COLLECTED_AT = (20_000, 20, 20)
"""When Python looks for circles of objects. Reading makes many objects and few circles: usually it
would spend a seventh of the time on looking."""

ALARM_GRACE = 2.0
"""Seconds after a job's deadline at which the system ends the process, with or without us."""


class Job(NamedTuple):
    """A job that this process can do.

    Attributes:
        run: Takes the decoded payload and gives the result.
        takes: The type of the payload.
    """

    run: Callable[[Any], Any]
    takes: type


JOBS: Mapping[str, Job] = {
    "parse_feed": Job(worker_jobs.parse_feed, ParseJob),
    "prepare": Job(worker_jobs.prepare_article, PrepareJob),
    "other_text": Job(text_jobs.other_text, OtherTextJob),
    "explain": Job(worker_jobs.explain_page, ExplainJob),
    "decode_picture": Job(picture_jobs.decode_picture, PictureJob),
    "learn_dictionary": Job(worker_jobs.learn_dictionary, LearnJob),
}
"""Each loads what it needs when it is first done."""


def main(jobs: Mapping[str, Job] = JOBS) -> NoReturn:
    """Answer requests until the standard input ends."""
    gc.set_threshold(*COLLECTED_AT)
    answers = _take_standard_output()
    _confine(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    if EAGER not in sys.argv[2:]:
        _stand_back()
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(sys.stdin.buffer, requests), daemon=True).start()
    _send(answers, b"")  # ready
    while True:
        _send(answers, _answer(requests.get(), jobs))


def _take_standard_output() -> BinaryIO:
    """Keep the pipe for answers alone: what a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return answers


def _confine(megabytes: int) -> None:
    """Ignore Ctrl-C, and accept a limit of memory where the system has one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if megabytes:
        size = megabytes * 1024 * 1024
        _, highest = resource.getrlimit(resource.RLIMIT_AS)
        if highest == resource.RLIM_INFINITY or highest > size:
            with contextlib.suppress(OSError, ValueError):  # macOS has the limit, and no use for it
                resource.setrlimit(resource.RLIMIT_AS, (size, size))


@cache
def _stand_back() -> None:
    """Let the screen and all other programs go first, from now on."""
    if sys.platform == "win32":
        return
    os.nice(NICENESS)
    with contextlib.suppress(OSError):  # Linux shares out by sessions first, and this is one
        AUTOGROUP.write_text(str(NICENESS))


def _receive(stream: BinaryIO, requests: queue.SimpleQueue[bytes]) -> None:
    """Read requests beside the work, so that the end of the program is noticed at once."""
    while (request := read_frame(stream)) is not None:
        requests.put(request)
    os._exit(0)


def _send(answers: BinaryIO, message: bytes) -> None:
    try:
        answers.write(frame(message))
        answers.flush()
    except OSError:  # nobody is there to hear it
        os._exit(0)


def _answer(message: bytes, jobs: Mapping[str, Job]) -> bytes:
    try:
        request = msgspec.msgpack.decode(message, type=Request)
        if request.job != "parse_feed":
            _stand_back()
        _set_alarm(request.deadline + ALARM_GRACE)
        result = run_job(jobs[request.job], request.payload)
        reply = Reply(result=msgspec.Raw(result))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # what is left of this process is not to be relied on
    except NewsreaderError as error:
        reply = Reply(error=type(error).__name__, sentence=str(error))
    except Exception as error:  # nothing that a stranger's bytes cause may end this loop
        sentence = f"This could not be read ({type(error).__name__})."
        reply = Reply(error=WorkerError.__name__, sentence=sentence)
    finally:
        _set_alarm(0)
    return msgspec.msgpack.encode(reply)


def run_job(job: Job, payload: msgspec.Raw) -> bytes:
    """Do a job; take what it needs and give its result as they go through the pipe.

    Raises:
        NewsreaderError: As the job raised it, or WorkerError where its result is too large.
    """
    result = msgspec.msgpack.encode(job.run(msgspec.msgpack.decode(payload, type=job.takes)))
    if len(result) > MAX_FRAME - 1024:
        raise WorkerError("What came of this is too large to be kept.")
    return result


def _set_alarm(seconds: float) -> None:
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)  # unhandled: the system ends the process


if __name__ == "__main__":
    main()
