"""Jobs that hang, die or fail cost one sentence each, and nothing else notices."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest

from newsreader.core.errors import ArticleError, FeedError, NewsreaderError, WorkerError
from newsreader.services.jobs import Reply
from newsreader.services.worker_process import WorkerProcess
from newsreader.services.workers import AT_ONCE_BYTES, COMMAND, Priority, Workers
from tests.support import odd_worker

posix = pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX")


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    made = Workers(size=1, command=odd_worker.COMMAND)
    yield made
    await made.close()


async def run(
    workers: Workers,
    name: str,
    argument: str = "",
    gives: Any = str,
    *,
    deadline: float = 10,
    priority: Priority = Priority.ARTICLE,
) -> Any:
    return await workers.run(name, argument, gives, "The job", deadline=deadline, priority=priority)


def is_running(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_job_gives_its_result(workers: Workers) -> None:
    assert await run(workers, "echo", "some text") == "some text"


async def test_one_process_does_one_job_after_another(workers: Workers) -> None:
    first = await run(workers, "process_id", gives=int)
    assert await run(workers, "process_id", gives=int) == first
    assert first != os.getpid()


async def test_as_many_processes_start_as_there_is_work_for() -> None:
    workers = Workers(size=2, command=odd_worker.COMMAND)
    first, second = await asyncio.gather(*(run(workers, "process_id", gives=int) for _ in "12"))
    assert first != second
    await workers.close()


async def test_results_may_be_large(workers: Workers) -> None:
    assert len(await run(workers, "large", "5000000", bytes)) == 5_000_000


@pytest.mark.parametrize("job", ["hang", "spin_with_the_lock"])
async def test_a_job_that_overruns_is_stopped_and_the_next_gets_a_new_process(
    workers: Workers, job: str
) -> None:
    first = await run(workers, "process_id", gives=int)
    with pytest.raises(WorkerError, match=r"^The job took longer than 0.05 seconds"):
        await run(workers, job, deadline=0.05)
    assert await run(workers, "process_id", gives=int) != first


@pytest.mark.parametrize("job", ["die", "crash", "garbage"])
async def test_a_process_that_is_lost_is_replaced(workers: Workers, job: str) -> None:
    with pytest.raises(WorkerError, match=r"^The job failed: .* ended unexpectedly\.$"):
        await run(workers, job)
    assert await run(workers, "echo", "on") == "on"


async def test_a_lost_process_costs_only_the_job_that_lost_it(workers: Workers) -> None:
    results = await asyncio.gather(
        *(run(workers, "echo", str(number)) for number in range(4)),
        run(workers, "die"),
        *(run(workers, "echo", str(number)) for number in range(4, 20)),
        return_exceptions=True,
    )
    assert isinstance(results.pop(4), WorkerError)
    assert [*results] == [str(number) for number in range(20)]


@posix
async def test_a_job_that_eats_memory_is_stopped() -> None:
    workers = Workers(size=1, memory_megabytes=300, command=odd_worker.COMMAND)
    try:
        with pytest.raises(WorkerError, match="too much memory"):
            await run(workers, "eat_memory", gives=int)
        assert await run(workers, "echo", "on") == "on"
    finally:
        await workers.close()


@posix
async def test_a_process_stands_back_and_is_limited(workers: Workers) -> None:
    limits = await run(workers, "parse_feed", gives=dict[str, int])
    assert limits["nice"] >= min(19, os.nice(0) + 10)
    assert limits["session"] == 10
    assert limits["memory"] == 1024**3
    assert limits["core"] == 0


@posix
async def test_an_eager_process_stands_back_after_the_feeds() -> None:
    workers = Workers(size=1, eager=True, command=odd_worker.COMMAND)
    try:
        for job, niceness in (("parse_feed", 0), ("niceness_and_limits", 10), ("parse_feed", 10)):
            limits = await run(workers, job, gives=dict[str, int])
            assert limits["nice"] == min(19, os.nice(0) + niceness)
    finally:
        await workers.close()


@pytest.mark.parametrize(
    ("kind", "error", "sentence"),
    [
        ("feed", FeedError, "This is no feed."),
        ("article", ArticleError, "This page holds no article."),
        ("worker", WorkerError, "Too large."),
        ("other", WorkerError, "This could not be read (ZeroDivisionError)."),
        ("deep", WorkerError, "This could not be read (RecursionError)."),
    ],
)
async def test_errors_come_back_as_they_were(
    workers: Workers, kind: str, error: type[NewsreaderError], sentence: str
) -> None:
    with pytest.raises(NewsreaderError) as caught:
        await run(workers, "fail", kind)
    assert type(caught.value) is error
    assert str(caught.value) == sentence


async def test_an_unknown_job_is_an_error(workers: Workers) -> None:
    with pytest.raises(WorkerError):
        await run(workers, "no such job")


async def test_a_result_of_the_wrong_type_is_an_error(workers: Workers) -> None:
    with pytest.raises(WorkerError, match="gave something that can not be used"):
        await run(workers, "wrong_type")


async def test_what_a_library_prints_goes_nowhere(
    workers: Workers, capfd: pytest.CaptureFixture[str]
) -> None:
    assert await run(workers, "chatter") == "quiet"
    assert capfd.readouterr() == ("", "")


@posix
async def test_an_interrupt_is_meant_for_the_program_not_for_its_workers(workers: Workers) -> None:
    assert await run(workers, "interrupt") == "still here"


async def test_what_a_person_asked_for_goes_first(workers: Workers) -> None:
    await run(workers, "echo", "started")
    jobs = [run(workers, "echo", f"article {number}") for number in range(3)]
    jobs.append(run(workers, "echo", "feed", priority=Priority.FEED))
    jobs.append(run(workers, "echo", "asked", priority=Priority.ASKED))
    await asyncio.gather(*jobs)
    order = await run(workers, "done", gives=list[str])
    assert order == ["started", "asked", "feed", "article 0", "article 1", "article 2"]


async def test_what_a_person_asked_for_does_not_wait_for_a_long_job(workers: Workers) -> None:
    await run(workers, "echo", "started")
    long = asyncio.create_task(run(workers, "hang"))
    await asyncio.sleep(0)
    assert await run(workers, "echo", "asked", priority=Priority.ASKED) == "asked"
    assert not long.done()
    await workers.close()
    with pytest.raises(WorkerError):
        await long


async def test_the_next_job_is_handed_over_while_one_is_done(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    send, reply = WorkerProcess.send, WorkerProcess.reply

    def told(process: WorkerProcess, request: bytes) -> None:
        done.append("sent")
        send(process, request)

    async def answered(process: WorkerProcess, deadline: float) -> Reply:
        answer = await reply(process, deadline)
        done.append("answered")
        return answer

    monkeypatch.setattr(WorkerProcess, "send", told)
    monkeypatch.setattr(WorkerProcess, "reply", answered)
    large = "x" * AT_ONCE_BYTES
    await asyncio.gather(*(run(workers, "echo", large) for _ in range(3)))
    assert done == ["sent", "sent", "answered", "sent", "answered", "answered"]


async def test_a_job_that_nobody_waits_for_any_more_is_not_begun(workers: Workers) -> None:
    await run(workers, "echo", "started")
    jobs = [asyncio.create_task(run(workers, "echo", name)) for name in "abc"]
    await asyncio.sleep(0)
    jobs[2].cancel()
    done = asyncio.create_task(run(workers, "done", gives=list[str]))
    await asyncio.gather(*jobs, return_exceptions=True)
    assert (await done)[:3] == ["started", "a", "b"]


@posix
async def test_an_idle_process_is_ended_and_started_again_when_needed() -> None:
    workers = Workers(size=1, idle_seconds=0, command=odd_worker.COMMAND)
    first = await run(workers, "process_id", gives=int)
    for _ in range(2000):
        if not is_running(first):
            break
        await asyncio.sleep(0.005)
    assert await run(workers, "process_id", gives=int) != first
    await workers.close()


@posix
async def test_a_process_that_is_killed_while_idle_costs_nothing(workers: Workers) -> None:
    first = await run(workers, "process_id", gives=int)
    os.kill(first, signal.SIGKILL)
    for _ in range(2000):
        if not is_running(first):
            break
        await asyncio.sleep(0.005)
    await asyncio.sleep(0)
    assert await run(workers, "process_id", gives=int) != first


async def test_closing_ends_everything_and_tells_who_waits() -> None:
    workers = Workers(size=2, command=odd_worker.COMMAND)
    jobs = [asyncio.create_task(run(workers, "hang")) for _ in range(5)]
    await run(workers, "echo", "on", priority=Priority.ASKED)
    await workers.close()
    results = await asyncio.gather(*jobs, return_exceptions=True)
    assert {str(result) for result in results} == {"The program is closing."}
    with pytest.raises(WorkerError, match="closing"):
        await run(workers, "echo")


async def test_closing_while_the_first_process_starts() -> None:
    workers = Workers(size=1, command=odd_worker.COMMAND)
    job = asyncio.create_task(run(workers, "echo"))
    await asyncio.sleep(0)
    await workers.close()
    with pytest.raises(WorkerError):
        await job


async def test_closing_what_was_never_used() -> None:
    await Workers().close()


async def test_a_process_is_started_beside_the_event_loop(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    popen, started_in = subprocess.Popen, []

    def start(*arguments: Any, **options: Any) -> Any:
        started_in.append(threading.current_thread())
        return popen(*arguments, **options)

    monkeypatch.setattr(subprocess, "Popen", start)
    await run(workers, "echo", "on")
    assert threading.current_thread() not in started_in
    assert len(started_in) == 1


@pytest.mark.parametrize("command", [("no-such-program-here",), (sys.executable, "-c", "")])
async def test_a_process_that_can_not_be_started_is_one_sentence(command: tuple[str, ...]) -> None:
    workers = Workers(size=1, command=command)
    with pytest.raises(WorkerError, match="no worker process could be started"):
        await run(workers, "echo")
    await workers.close()


_PROGRAM = """
import asyncio, sys
from newsreader.services.workers import Workers
from tests.support import odd_worker
workers = Workers(size=1, command=odd_worker.COMMAND)
asyncio.run(workers.run("hold_connection", sys.argv[1], str, "The job"))
"""


@posix
def test_processes_end_when_the_program_is_killed() -> None:
    root = odd_worker.SCRIPT.parents[2]
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)
        program = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(server.getsockname()[1])], cwd=root
        )
        connection, _ = server.accept()
        with connection:
            connection.settimeout(20)
            program.send_signal(signal.SIGKILL)
            program.wait()
            assert connection.recv(1) == b""


async def test_the_real_process_starts_and_knows_its_jobs() -> None:
    workers = Workers(size=1, command=COMMAND)
    with pytest.raises(WorkerError):
        await run(workers, "no such job")
    await workers.close()
