"""The jobs of the workers, done without a process of their own."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from newsreader.services.worker_main import JOBS, run_job
from newsreader.services.workers import Workers

T = TypeVar("T")

run_apart = Workers.run


async def run_here(
    self: Workers, name: str, payload: Any, gives: type[T], subject: str, **options: Any
) -> T:
    """Do what `Workers.run` has a process do; what goes in and comes out is packed as for one."""
    result = run_job(JOBS[name], msgspec.Raw(msgspec.msgpack.encode(payload)))
    return msgspec.msgpack.decode(result, type=gives)
