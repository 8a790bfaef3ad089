"""Keep the library small and whole: dictionaries, older texts packed anew, what is not indexed."""

from __future__ import annotations

import asyncio
import logging

from newsreader.core.errors import LibraryError, WorkerError
from newsreader.services.jobs import LearnJob
from newsreader.services.session import Session

INDEXED = 100
"""How many articles are put into the index in one transaction."""
STEP = 50
"""How many texts are packed anew in one transaction."""
STEPS = 4
"""How often that is done after a refresh."""

_log = logging.getLogger(__name__)


async def learn(session: Session) -> None:
    """Give the library its own dictionary, once it holds enough to learn it from.

    Raises:
        LibraryError: The library can not be used.
    """
    samples = await asyncio.to_thread(session.library.typical_texts)
    if not samples:
        return
    job = LearnJob(samples)
    try:
        content = await session.workers().run("learn_dictionary", job, bytes, "Learning")
    except (WorkerError, LibraryError) as error:
        _log.warning("No dictionary could be learned: %s", error)
        return
    await session.write(lambda: session.library.adopt_dictionary(content))


async def pack_anew(session: Session) -> None:
    """Compress some of the older texts as new ones are, in steps that keep nobody waiting.

    Raises:
        LibraryError: The library can not be written.
    """
    for _ in range(STEPS):
        if await session.write(lambda: session.library.pack_anew(STEP)) < STEP:
            break


async def index_missing(session: Session) -> None:
    """Let searches find what has arrived, and what an earlier run left out of the index.

    Raises:
        LibraryError: The library can not be written.
    """
    while await session.write(lambda: session.library.index_missing(INDEXED)) == INDEXED:
        pass
