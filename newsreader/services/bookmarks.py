"""Keep articles for ever, any page among them, with notes and tags; and hand them on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import NamedTuple

from newsreader.core import urls
from newsreader.core.errors import ArticleError, ConfigError, InputError
from newsreader.core.models import Article, Bookmark
from newsreader.core.text import clean_body, clean_line
from newsreader.services.pages import read_page
from newsreader.services.preparation import save
from newsreader.services.session import Session

SEND_SECONDS = 60
"""How long the bookmark command may take."""
LONGEST_NOTE = 4000
"""Characters of a note that the bookmark command gets."""

_MARKDOWN = re.compile(r"[\\`*_\[\]<>]")


def annotate(
    session: Session, article_id: int, *, note: str | None = None, tags: Sequence[str] | None = None
) -> Bookmark:
    """Write a note and tags on a bookmark, making it where it is missing; None leaves as it is.

    Raises:
        LibraryError: It can not be stored.
    """
    session.check_writable()
    bookmarks = session.library.bookmarks
    known = bookmarks.get(article_id)
    if known is None:
        bookmarks.add(article_id)
        known = bookmarks.get(article_id)
    assert known is not None
    bookmarks.update(
        article_id,
        note=known.note if note is None else clean_body(note).strip(),
        tags=known.tags if tags is None else tidy_tags(tags),
    )
    changed = bookmarks.get(article_id)
    assert changed is not None
    return changed


def tidy_tags(tags: Sequence[str]) -> tuple[str, ...]:
    """Clean tags: one line each, no commas, no leading #, none twice."""
    clean = (clean_line(tag.replace(",", " "), 60).lstrip("#") for tag in tags)
    return tuple(dict.fromkeys(tag for tag in clean if tag))


async def save_url(session: Session, url: str, *, tags: Sequence[str] = ()) -> Article:
    """Keep any web page: fetch it, clean it, and bookmark it. It belongs to no feed.

    Args:
        session: The library and the network to use.
        url: As a person types it. Where an article of a feed has it, that one is bookmarked.
        tags: For the bookmark, beside those that it has.

    Raises:
        InputError: It is no web address.
        FetchError: The page can not be fetched.
        ArticleError: The page holds no text.
        LibraryError: It can not be stored.
    """
    session.check_writable()
    address = urls.clean_url(urls.normalise_typed(url))
    known = session.library.articles.find(address)
    if known is None:
        known = await _add_page(session, address)
    bookmark = session.library.bookmarks.get(known.id)
    more = (*bookmark.tags, *tags) if bookmark else tags
    await session.write(lambda: annotate(session, known.id, tags=more))
    return session.library.articles.get(known.id)


async def _add_page(session: Session, address: str) -> Article:
    """Fetch and prepare a page first, so that a failure leaves nothing behind."""
    page = await read_page(session, address)
    if not page.prepared.document.text:
        raise ArticleError(f"There is no text to keep at {page.url}")
    library = session.library

    def work() -> Article:
        known = library.articles.find(page.url)
        if known is not None:
            return known  # the address that was typed leads to a page that is here already
        article = library.articles.add_page(page.url, title=page.prepared.title or page.url)
        save(session, [page.outcome(article.id)])
        return article

    return await session.write(work)


# -- handing on ------------------------------------------------------------------------------------


class Export(NamedTuple):
    """Bookmarks as one text, and how many they are."""

    text: str
    number: int

    @property
    def many(self) -> str:
        """How many, in words."""
        return f"{self.number} bookmark{'' if self.number == 1 else 's'}"


def export(session: Session, format: str = "markdown", query: str = "", *, tag: str = "") -> Export:
    """Write all bookmarks as one text.

    Args:
        session: The library to use.
        format: ``markdown``, ``json``, or ``html``: the Netscape bookmark file that browsers and
            services import.
        query: Only those that match, in the query language.
        tag: Only those that have it.

    Raises:
        InputError: The format is unknown.
        LibraryError: The library can not be read.
    """
    writers = {"markdown": to_markdown, "html": to_netscape, "json": to_json}
    if format not in writers:
        raise InputError(f"Bookmarks are exported as {', '.join(writers)}, not as {format!r}.")
    found = session.library.bookmarks.all(query, tag=tag)
    return Export(writers[format](found), len(found))


def send(session: Session, article: Article) -> None:
    """Hand an article to the person's bookmark command. It blocks: not for an event loop.

    The command gets four arguments, as newsboat gives them: address, title, description (here the
    note on the bookmark), and the feed's title. A line that it prints says what went wrong.

    Raises:
        ConfigError: No command is named in the settings.
        InputError: The article has no address, or the command failed.
    """
    from newsreader.services import commands
    from newsreader.services.arguments import plain_argument

    command = session.settings.bookmarks.command
    if not command:
        file = session.paths.config_file
        raise ConfigError(f"No bookmark command is named: [bookmarks] command in {file} does.")
    address = urls.openable(article.url)
    bookmark = session.library.bookmarks.get(article.id)
    note = clean_line(bookmark.note, LONGEST_NOTE) if bookmark else ""
    told = [plain_argument(text) for text in (article.title, note, article.feed)]
    outcome = commands.run([*command, address, *told], seconds=SEND_SECONDS)
    complaint = clean_line(outcome.output.partition("\n")[0], 300)
    if complaint:
        raise InputError(f"The bookmark command says: {complaint}")
    if failed := commands.failure(command, outcome):
        raise InputError(failed)


def to_markdown(bookmarks: Sequence[Bookmark]) -> str:
    """Write bookmarks as a Markdown list, the newest first."""
    return "".join(_markdown_item(bookmark) for bookmark in bookmarks)


def _markdown_item(bookmark: Bookmark) -> str:
    article = bookmark.article
    title = _MARKDOWN.sub(r"\\\g<0>", article.title or article.url)
    link = f"[{title}](<{article.url}>)" if article.url else title
    about = ", ".join(part for part in (_source(article), _day(article.published)) if part)
    lines = [f"- {link}" + (f" ({about})" if about else "")]
    if bookmark.tags:
        lines.append("  " + " ".join(f"#{tag.replace(' ', '-')}" for tag in bookmark.tags))
    lines += [f"  > {line}" for line in bookmark.note.splitlines()]
    return "\n".join(lines) + "\n"


def to_netscape(bookmarks: Sequence[Bookmark]) -> str:
    """Write bookmarks as a Netscape bookmark file."""
    lines = [
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>",
        '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">',
        "<TITLE>Bookmarks</TITLE>",
        "<H1>Bookmarks</H1>",
        "<DL><p>",
    ]
    for bookmark in bookmarks:
        if not bookmark.article.url:
            continue  # a bookmark file holds addresses only
        lines.append(_netscape_item(bookmark))
        if bookmark.note:
            lines.append(f"    <DD>{escape(bookmark.note)}")
    return "\n".join([*lines, "</DL><p>"]) + "\n"


def _netscape_item(bookmark: Bookmark) -> str:
    article = bookmark.article
    tags = f' TAGS="{escape(",".join(bookmark.tags))}"' if bookmark.tags else ""
    return (
        f'    <DT><A HREF="{escape(article.url)}" ADD_DATE="{int(bookmark.created.timestamp())}"'
        f"{tags}>{escape(article.title or article.url)}</A>"
    )


def to_json(bookmarks: Sequence[Bookmark]) -> str:
    """Write bookmarks as a JSON array of articles, each with ``created``, ``note``, ``tags``."""
    import msgspec

    from newsreader.services import shapes

    encoded = msgspec.json.encode(shapes.cleaned([shapes.bookmark(one) for one in bookmarks]))
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def _source(article: Article) -> str:
    return article.feed or urls.host(article.url)


def _day(time: datetime | None) -> str:
    return time.date().isoformat() if time else ""
