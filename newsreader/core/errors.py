"""Every failure that a person may be told of, each with the sentence that they read.

NewsreaderError
+-- ConfigError          settings, keys, paths
+-- FetchError           the network and what servers answer
+-- FeedError            bytes that are no feed
+-- ArticleError         a page that holds no article
|   +-- PortalError      a network's login in the place of a page
+-- PictureError         a picture that can not be shown
+-- LibraryError         the local database
|   +-- DamagedTextError a text in it that can not be read
+-- InputError           what the person typed or named
+-- WorkerError          a worker process that died or overran its deadline
"""


class NewsreaderError(Exception):
    """The root: ``str(error)`` is one clear sentence for the person, without a traceback."""


class ConfigError(NewsreaderError):
    """A setting, a key or a path can not be used."""


class FetchError(NewsreaderError):
    """An address could not be fetched.

    Attributes:
        status: The HTTP status, where there was an answer.
        retry_after: Seconds that the server asked to wait, where it did.
    """

    def __init__(
        self, sentence: str, *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.retry_after = retry_after


class FeedError(NewsreaderError):
    """The bytes are no feed."""


class ArticleError(NewsreaderError):
    """The page holds no article."""


class PortalError(ArticleError):
    """A network that asks to log in first gave its own page; later the right one may come."""


class PictureError(NewsreaderError):
    """A picture can not be shown."""


class LibraryError(NewsreaderError):
    """The local library can not do what was asked."""


class DamagedTextError(LibraryError):
    """A text in the library can not be read any more; what is made anew takes its place."""

    def __init__(self) -> None:
        super().__init__("A text in the library is damaged.")


class InputError(NewsreaderError):
    """What the person typed or named can not be used."""


class WorkerError(NewsreaderError):
    """A worker process died, or overran its deadline and was ended."""
