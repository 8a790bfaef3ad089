"""What all commands share: the session, output that is always clean, and failures as sentences."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from newsreader.config.paths import Paths, resolve_paths
from newsreader.core.errors import NewsreaderError
from newsreader.core.text import clean_body, clean_line

if TYPE_CHECKING:
    from newsreader.config.settings import Settings
    from newsreader.core.models import Article, Feed
    from newsreader.library import Library
    from newsreader.services.network import Network
    from newsreader.services.session import Session

T = TypeVar("T")
N = TypeVar("N", bound="Network")

DONE, FAILED, INTERRUPTED = 0, 1, 130
NO_FEEDS = "There are no feeds yet: newsreader add URL"
FORMATS = ("text", "markdown", "html", "json")
"""In which an article is printed."""

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class Context:
    """Where this run of the program works; what a command needs is made when it asks for it.

    Attributes:
        home: The value of ``--home``, None where it was not given.
    """

    def __init__(self) -> None:
        self.home: Path | None = None

    @property
    def paths(self) -> Paths:
        """Where things are."""
        return resolve_paths(self.home)

    @property
    def settings(self) -> Settings:
        """The person's settings.

        Raises:
            ConfigError: They can not be used.
        """
        from newsreader.config.settings import load_settings

        return load_settings(self.paths.config_file)

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        """Open the library for a command that asks nothing of the network.

        Raises:
            ConfigError: The settings can not be used.
            LibraryError: The library can not be opened.
        """
        session = self.open_session()
        try:
            _end_rules(session.library)
            yield session
        finally:
            session.close_now()

    @contextlib.contextmanager
    def library(self) -> Iterator[Library]:
        """Open the library for a command that asks nothing of the settings either.

        Raises:
            LibraryError: The library can not be opened.
        """
        from newsreader.services.home import open_library

        library = open_library(self.paths, tell=warn)
        try:
            _tell_notice(library)
            _end_rules(library)
            yield library
        finally:
            library.close()

    def open_session(self) -> Session:
        """Open the library, and tell what had to be done for it."""
        from newsreader.services.session import Session

        session = Session(self.paths, self._settings_with_a_word(), tell=warn)
        _tell_notice(session.library)
        return session

    def _settings_with_a_word(self) -> Settings:
        """Load the settings, and warn of a password in them that others can read."""
        from newsreader.services.exposure import exposed

        settings = self.settings
        if secret := exposed(settings, self.paths.config_file):
            warn(secret)
        return settings

    def run(self, work: Callable[[Session], Awaitable[T]]) -> T:
        """Open the library and run what needs the network, until it is done or a signal comes.

        Args:
            work: Called with the session; whatever happens, the session is closed after it.

        Raises:
            NewsreaderError: What ``work`` raised.
            KeyboardInterrupt: Ctrl-C; everything was closed first.
        """
        return self._run(self.open_session, work)

    def run_network(self, work: Callable[[Network], Awaitable[T]]) -> T:
        """Do as `run` for what needs the network or the workers, and no library."""
        from newsreader.services.network import Network

        return self._run(lambda: Network(self._settings_with_a_word()), work)

    def _run(self, open_one: Callable[[], N], work: Callable[[N], Awaitable[T]]) -> T:
        import asyncio

        self.start_log()

        async def whole() -> T:
            opened = open_one()
            try:
                return await work(opened)
            finally:
                await opened.close()

        return asyncio.run(_until_signal(whole()))

    def start_log(self) -> None:
        """From now on, what is logged goes to the log file, and nowhere else."""
        from newsreader.services.logs import start_log

        start_log(self.paths)


def _tell_notice(library: Library) -> None:
    if library.notice:
        warn(library.notice)


def _end_rules(library: Library) -> None:
    """Show what rules hid whose time is over; what can not be stored now, the next one will."""
    if library.read_only or not library.has_ended_rules():
        return
    from newsreader.core.errors import LibraryError
    from newsreader.services.rules import catch_up_now

    with contextlib.suppress(LibraryError):
        catch_up_now(library)


async def _until_signal(work: Awaitable[T]) -> T:
    """Let SIGTERM and SIGHUP (a closed terminal) end the work in order, as Ctrl-C does."""
    import asyncio
    import signal

    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(work)
    received: list[int] = []

    def stop(number: int) -> None:
        received.append(number)
        task.cancel()

    for number in (signal.SIGTERM, signal.SIGHUP):
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
            loop.add_signal_handler(number, stop, number)
    try:
        return await task
    except asyncio.CancelledError:
        if received:
            raise click.exceptions.Exit(128 + received[0]) from None
        raise


# -- failures --------------------------------------------------------------------------------------


def guarded(context: Context, run: Callable[[], Any]) -> int:
    """Run a command; every failure becomes one sentence on stderr, and an exit code.

    Args:
        context: Knows where the log file is.
        run: The command; an int that it returns is the exit code.
    """
    _have_streams()
    try:
        code = run()
        sys.stdout.flush()
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("Stopped.")
        return INTERRUPTED
    except BrokenPipeError:
        stop_writing()
        return DONE
    except NewsreaderError as error:
        fail(error)
        return FAILED
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            stop_writing()
            fail("There is no room left on the disk; what should have been written is not whole.")
            return FAILED
        return _unexpected(error, context)
    return code if isinstance(code, int) and not isinstance(code, bool) else DONE


def _unexpected(error: Exception, context: Context) -> int:
    """Keep the traceback for whoever has to find the mistake, and tell the person where it is."""
    from newsreader.services.logs import record

    where = record(context.paths, error)
    told = f"the details are in {where}" if where else "the details could not be kept"
    fail(f"Something unexpected went wrong ({type(error).__name__}); {told}.")
    return FAILED


def _have_streams() -> None:
    """Write nowhere where a stream is closed, and a question mark for what can not be shown."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # as by ">&-" in a shell
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115 (to the end)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def stop_writing() -> None:
    """The reader of a pipe has gone: what is still in the buffer goes nowhere, without a word."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# -- output ----------------------------------------------------------------------------------------


def put(text: str = "", *, end: str = "\n") -> None:
    """Write a result to stdout; nothing that could steer a terminal gets out here."""
    click.echo(clean_body(text) + end, nl=False)


def say(text: str) -> None:
    """Write a message or progress to stderr."""
    click.echo(clean_body(text), err=True)


def warn(text: str) -> None:
    """Write a sentence that the person should know of to stderr."""
    say(f"newsreader: {clean_line(str(text))}")


def fail(error: object) -> None:
    """Write why something failed to stderr."""
    say(f"newsreader: {clean_line(str(error))}")


def coloured() -> bool:
    """Say whether stdout may get colour: a terminal, and no NO_COLOR."""
    return is_able(sys.stdout) and not os.environ.get("NO_COLOR")


def is_able(stream: TextIO) -> bool:
    """Say whether a stream leads to a terminal that knows more than letters."""
    return stream.isatty() and os.environ.get("TERM", "") not in ("", "dumb")


def columns() -> int | None:
    """Give the width to cut lines at, None where stdout is no terminal."""
    if not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def put_json(value: Any, *, indent: bool = True) -> None:
    """Write one JSON document to stdout, on one line where ``indent`` is off."""
    import msgspec

    from newsreader.services.shapes import cleaned

    encoded = msgspec.json.encode(cleaned(msgspec.to_builtins(value)))
    if indent:
        encoded = msgspec.json.format(encoded, indent=2)
    click.echo(encoded.decode("utf-8"))


def put_json_array(values: Iterable[Any]) -> None:
    """Write one JSON array to stdout, an element a line, without holding it in memory."""
    import msgspec

    from newsreader.services.shapes import cleaned

    separator = "[\n"
    for value in values:
        encoded = msgspec.json.encode(cleaned(msgspec.to_builtins(value)))
        click.echo(separator + encoded.decode("utf-8"), nl=False)
        separator = ",\n"
    click.echo("[]" if separator == "[\n" else "\n]")


# -- arguments -------------------------------------------------------------------------------------


def _set_home(ctx: click.Context, _: click.Parameter, home: Path | None) -> None:
    if home is not None:
        ctx.ensure_object(Context).home = home


def home_option() -> click.Option:
    """Give ``--home``, which may stand before a command or after it."""
    return click.Option(
        ["--home"],
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        expose_value=False,
        is_eager=True,
        callback=_set_home,
        help="Keep settings, library and cache under DIR (also NEWSREADER_HOME).",
    )


class Command(click.Command):
    """A command of the program: it takes ``--home``, as all do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(home_option())


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")


def query_of(words: tuple[str, ...]) -> str:
    """Join the words of a QUERY argument.

    Raises:
        UsageError: It can not be understood; the sentence names the column.
    """
    from newsreader.core.errors import InputError
    from newsreader.core.query import parse

    text = " ".join(words)
    try:
        parse(text)
    except InputError as error:
        raise click.UsageError(f"QUERY: {error}") from error
    return text


def find_article(session: Session, text: str) -> Article:
    """Find the article that an argument names: its number or its address.

    Raises:
        InputError: There is none.
    """
    from newsreader.core.errors import InputError
    from newsreader.core.urls import without_credentials

    article = session.library.articles.find(text)
    if article is None:
        shown = clean_line(without_credentials(text), 100)
        raise InputError(f"There is no article {shown!r} in the library.")
    return article


def find_feed(session: Session, text: str) -> Feed:
    """Find the feed that an argument names: its number, its address or its title.

    Raises:
        InputError: There is none, or several have that title.
    """
    from newsreader.services.subscriptions import find

    return find(session, text)
