"""Look whether all is well: paths, versions, the library, the feeds, the terminal."""

from __future__ import annotations

import os
import platform
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Literal

import msgspec

from newsreader import __version__
from newsreader.config.paths import Paths
from newsreader.config.settings import Settings, load_keymap, load_settings
from newsreader.core import urls
from newsreader.core.errors import ConfigError, InputError, LibraryError
from newsreader.core.query import ListQuery, Scope
from newsreader.core.text import clean_line
from newsreader.services import feed_health
from newsreader.services.asked import last_hour
from newsreader.services.exposure import exposed
from newsreader.services.feed_health import Health
from newsreader.services.home import utc_now
from newsreader.services.jobs import Wishes
from newsreader.services.rules import PAUSE
from newsreader.services.session import Session
from newsreader.services.sites import WORDS, check
from newsreader.services.terminal import HOW_TO_INSTALL, asked_terminal, can_draw_pictures

State = Literal["fine", "note", "problem"]

PACKAGES = ("textual", "feedparser", "readability-lxml", "lxml", "aiohttp", "msgspec", "numpy")
"""Whose versions matter in a report."""
MOST_HOSTS = 50
"""How many of the hosts that were asked are named."""
MOST_FEEDS = 20
"""How many feeds that are ailing or odd are named."""
LARGE = 256 * 1024 * 1024
"""Bytes of a library from which on it takes more than a moment to look at."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at.

    Attributes:
        topic: ``paths``, ``versions``, ``settings``, ``library``, ``feeds``, ``network`` or
            ``terminal``.
        state: ``note`` is worth knowing; ``problem`` wants something done.
        sentence: What was found.
    """

    topic: str
    state: State
    sentence: str


class Report(msgspec.Struct, frozen=True):
    """Everything that was looked at, in order."""

    findings: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        """Say whether nothing wants to be done."""
        return all(finding.state != "problem" for finding in self.findings)


def examine(
    paths: Paths,
    environment: Mapping[str, str] | None = None,
    *,
    clock: Callable[[], datetime] = utc_now,
    tell: Callable[[str], object] = lambda _: None,
) -> Report:
    """Look at everything. What is broken is reported, never raised.

    Args:
        paths: Whose home to look at.
        environment: What tells of the terminal; None for the program's own environment.
        clock: Gives the present time in UTC.
        tell: Told before what takes long.
    """
    settings, about_settings = _settings(paths)
    return Report(
        (
            *_paths(paths),
            *_versions(),
            *about_settings,
            *_library(paths, settings, clock, tell),
            *_terminal(os.environ if environment is None else environment),
        )
    )


def refetch(session: Session) -> None:
    """Throw all texts away but those of bookmarks, in steps that keep nobody waiting.

    The refreshes to come bring them back; nothing is unread, or new, by that. Where this is stopped
    in the midst, the other texts stay.

    Raises:
        LibraryError: The library can not be changed.
    """
    session.check_writable()
    done = session.library.drop_texts()
    while done:
        time.sleep(PAUSE)
        done = session.library.drop_texts(done)


def _fine(topic: str, sentence: str) -> Finding:
    return Finding(topic=topic, state="fine", sentence=sentence)


def _note(topic: str, sentence: str) -> Finding:
    return Finding(topic=topic, state="note", sentence=sentence)


def _problem(topic: str, sentence: str) -> Finding:
    return Finding(topic=topic, state="problem", sentence=sentence)


# -- paths, versions, settings ---------------------------------------------------------------------


def _paths(paths: Paths) -> Iterator[Finding]:
    yield _fine("paths", f"The settings are in {paths.config_file}{_missing(paths.config_file)}.")
    yield _fine("paths", f"The library is {paths.library_file}{_size(paths.library_file)}.")
    yield _fine("paths", f"The cache is in {paths.cache_dir}.")
    yield _fine("paths", f"The log is {paths.log_file}{_missing(paths.log_file)}.")
    for directory in (paths.data_dir, paths.config_dir):
        if directory.is_dir() and not os.access(directory, os.W_OK):
            yield _problem("paths", f"The directory {directory} is not writable.")


def _missing(file: Path) -> str:
    return "" if file.exists() else " (there is none yet)"


def _size(file: Path) -> str:
    size = _bytes(file)
    return f" ({size / 1_000_000:.1f} MB)" if size else _missing(file)


def _bytes(file: Path) -> int:
    """Give the size of a file, 0 for one that is not there; it may go at any time."""
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _versions() -> Iterator[Finding]:
    yield _fine(
        "versions",
        f"newsreader {__version__} with {platform.python_implementation()}"
        f" {platform.python_version()} on {platform.system()} {platform.release()}.",
    )
    found = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            yield _problem("versions", f"The package {package} is not installed.")
    yield _fine("versions", f"{', '.join(found)}.")


def _settings(paths: Paths) -> tuple[Settings, list[Finding]]:
    try:
        settings = load_settings(paths.config_file)
    except ConfigError as error:
        return Settings(), [_problem("settings", str(error))]
    problems = load_keymap(settings, paths.config_file).problems
    findings = [_problem("settings", problem) for problem in problems]
    findings += _rules(settings)
    if secret := exposed(settings, paths.config_file):
        findings.append(_problem("settings", secret))
    return settings, findings or [_fine("settings", "The settings are in order.")]


def _rules(settings: Settings) -> Iterator[Finding]:
    """Look at the selectors for the pages of sites."""
    for host, rules in settings.sites.items():
        try:
            check(Wishes(keep=rules.keep, drop=rules.drop))
        except InputError as error:
            yield _problem("settings", f"The rules for {clean_line(host, 100)}: {error}")


# -- the library and its feeds ---------------------------------------------------------------------


def _library(
    paths: Paths,
    settings: Settings,
    clock: Callable[[], datetime],
    tell: Callable[[str], object],
) -> Iterator[Finding]:
    """Open the library as any command does, and check it."""
    try:
        session = Session(paths, settings, clock=clock)
    except LibraryError as error:
        yield _problem("library", str(error))
        return
    try:
        if _bytes(paths.library_file) >= LARGE:
            tell("All of the library is looked at; as large as it is, that takes a while.")
        yield from _examine_library(session)
        yield from _feeds(session)
        yield _asked(session)
    except LibraryError as error:
        yield _problem("library", str(error))
    finally:
        session.close_now()


def _examine_library(session: Session) -> Iterator[Finding]:
    library = session.library
    if library.notice:
        yield _problem("library", library.notice)
    if library.read_only:
        yield _problem("library", "The library can be read but not changed.")
    problems = library.check()
    yield from (_problem("library", problem) for problem in problems)
    if not problems:
        yield _fine("library", "The database is sound, and its counts are right.")
    articles = library.articles
    everything, unread = articles.count(ListQuery()), articles.count(ListQuery(unread_only=True))
    kept = articles.count(ListQuery(scope=Scope(kind="bookmarks")))
    stored = "1 article" if everything == 1 else f"{everything} articles"
    yield _fine("library", f"{stored}, {unread} unread, {kept} bookmarked.")
    waiting = len(articles.pending(1000))
    if waiting:
        many = "1000 or more" if waiting == 1000 else str(waiting)
        yield _note("library", f"{many} articles wait to be prepared by the next refresh.")
    for host, text in library.sites.texts().items():
        yield _note("library", f"Articles of {host} come as {WORDS[text]}, as you chose.")


def _feeds(session: Session) -> Iterator[Finding]:
    feeds = session.library.feeds.all()
    now = session.now()
    count = Counter(feed_health.health_of(feed, now) for feed in feeds)
    failing = count[Health.FAILING] + count[Health.GONE]
    number = "1 feed" if len(feeds) == 1 else f"{len(feeds)} feeds"
    silent = f" {count[Health.SILENT]} silent," if count[Health.SILENT] else ""
    yield _fine(
        "feeds",
        f"{number}: {count[Health.WELL]} well,{silent} {failing} failing,"
        f" {count[Health.NEW]} not fetched yet.",
    )
    ailing = [(feed, words) for feed in feeds if (words := feed_health.brief(feed, now))]
    well = {feed.id for feed in feeds}.difference(feed.id for feed, _ in ailing)
    odd = [(one, " ".join(one.warnings)) for one in feeds if one.warnings and one.id in well]
    told = ailing + odd
    for feed, words in told[:MOST_FEEDS]:
        yield _note("feeds", f"{feed.title} ({urls.without_credentials(feed.url)}): {words}")
    if len(told) > MOST_FEEDS:
        yield _note("feeds", f"{len(told) - MOST_FEEDS} more feeds are not well, or odd.")


def _asked(session: Session) -> Finding:
    hosts = last_hour(session.library, session.now())
    if not hosts:
        return _fine("network", "No server was asked within the last hour.")
    named = ", ".join(f"{host} ({times})" for host, times in hosts[:MOST_HOSTS])
    more = f" and {len(hosts) - MOST_HOSTS} more" if len(hosts) > MOST_HOSTS else ""
    return _fine("network", f"Asked within the last hour: {named}{more}.")


# -- the terminal ----------------------------------------------------------------------------------


def _terminal(environment: Mapping[str, str]) -> Iterator[Finding]:
    term = environment.get("TERM", "")
    if not term or term == "dumb":
        yield _note("terminal", "TERM names no terminal that the screen could draw on.")
        return
    yield _fine("terminal", f"{term} with {_colours(term, environment)}.")
    encoding = next(
        (environment[key] for key in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(key)), ""
    )
    if "utf" not in encoding.lower():
        named = encoding or "not set"
        yield _note(
            "terminal",
            f"The locale ({named}) does not promise UTF-8; screen.ascii draws with plain signs.",
        )
    yield _pictures(environment)
    if environment.get("TMUX"):
        yield _note(
            "terminal",
            "Inside tmux, copying needs `set -g set-clipboard on`; Escape waits for escape-time.",
        )
    if environment.get("SSH_CONNECTION"):
        yield _fine("terminal", "Over ssh, copying works where the terminal takes OSC 52.")


def _pictures(environment: Mapping[str, str]) -> Finding:
    """Say how pictures are drawn. Only the terminal that the program runs in can be asked."""
    if not can_draw_pictures():
        return _note("terminal", HOW_TO_INSTALL)
    with asked_terminal(environment) as terminal:
        pass
    protocol, width, height = terminal.graphics
    if protocol == "half-block":
        return _fine("terminal", "Pictures can be drawn with half blocks of colour.")
    name = {"kitty": "Kitty's protocol", "sixel": "Sixel"}[protocol]
    return _fine("terminal", f"Pictures can be drawn by {name}, {width} x {height} pixels a cell.")


def _colours(term: str, environment: Mapping[str, str]) -> str:
    if environment.get("NO_COLOR"):
        return "no colour (NO_COLOR is set)"
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "24-bit colour"
    return "256 colours" if "256" in term or term.startswith("tmux") else "16 colours"
