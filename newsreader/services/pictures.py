"""Pictures of articles: from the cache or from their server, decoded in a worker process."""

from __future__ import annotations

import asyncio

from newsreader.core.errors import PictureError
from newsreader.services.jobs import Box, Picture, PictureJob
from newsreader.services.picture_cache import PictureCache
from newsreader.services.session import Session
from newsreader.services.workers import Priority

PICTURE_TYPES = "image/webp, image/png, image/jpeg, image/gif, image/bmp;q=0.5"
"""What is asked for; servers that can choose give what can be decoded."""
UNTOLD_TYPES = frozenset({"", "application/octet-stream", "binary/octet-stream"})
"""What servers say of files of which they do not know what they are."""
MAX_BYTES = 12 * 1024 * 1024
"""The largest file that is taken; the settings may say less."""
DEADLINE = 10.0
"""The most seconds for decoding."""


class PictureSource:
    """Where pictures come from.

    Args:
        session: Its network, its worker processes, and its directory for what can be lost.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._cache = PictureCache(session.paths.cache_dir / "pictures")

    async def load(self, url: str, box: Box, *, may_be_private: bool) -> Picture:
        """Give a picture, decoded to fit a box.

        Args:
            url: Its web address.
            box: The room that there is.
            may_be_private: The address may be one of this machine or network; as in `Client.fetch`.

        Raises:
            FetchError: It could not be fetched.
            PictureError: What came is no picture that can be shown.
            WorkerError: It took too long, or too much memory, to decode.
        """
        kept = await asyncio.to_thread(self._cache.get, url)
        content = await self._fetch(url, may_be_private) if kept is None else kept
        try:
            picture = await self._session.workers().run(
                "decode_picture",
                PictureJob(content=content, box=box),
                Picture,
                "Decoding it",
                deadline=DEADLINE,
                priority=Priority.ASKED,
            )
        except PictureError:
            await asyncio.to_thread(self._cache.drop, url)
            raise
        if kept is None:
            await asyncio.to_thread(self._cache.put, url, content)
        return picture

    async def _fetch(self, url: str, may_be_private: bool) -> bytes:
        limit = self._session.settings.network.max_megabytes * 1024 * 1024
        client = await self._session.client()
        response = await client.fetch(
            url,
            accept=PICTURE_TYPES,
            max_bytes=min(limit, MAX_BYTES),
            allow_private=may_be_private,
        )
        kind = response.content_type.partition(";")[0].strip().lower()
        if response.gone:
            raise PictureError("Its server says that it is gone.")
        if kind == "image/svg+xml":
            raise PictureError("It is an SVG drawing, of which there are no pixels.")
        if not kind.startswith("image/") and kind not in UNTOLD_TYPES:
            raise PictureError("Its server sent something that is no picture.")
        return response.body
