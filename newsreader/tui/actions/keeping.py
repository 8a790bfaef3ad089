"""Bookmarks: kept or no longer, with notes and tags; exported, and sent elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs

from newsreader.core.models import Article, Bookmark

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen

_FORMATS = (
    ("m", "Markdown", "a list with notes and tags", "markdown", ".md"),
    ("h", "HTML", "a file that browsers and other services import", "html", ".html"),
    ("j", "JSON", "everything, for programs", "json", ".json"),
)


class Keeping:
    """Actions on bookmarks. What they change can be taken back."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {
            "bookmark": self._toggle,
            "edit-bookmark": self._edit,
            "export-bookmarks": self._export,
            "send-bookmark": self._send,
        }

    # -- keeping -----------------------------------------------------------------------------------

    def _toggle(self) -> None:
        main = self._main
        article = main.current
        if article is None:
            return
        store = main.session.library.bookmarks
        change = store.remove if article.bookmarked else store.add
        before: list[Bookmark | None] = []

        def work() -> None:
            before.append(store.get(article.id))
            change(article.id)

        self._set(article, not article.bookmarked, work)
        self._remember(article, before)
        title = main.marking.short(article)
        if article.bookmarked:
            main.say(main.marking.undoable(f"No longer bookmarked: {title}"))
        elif main.session.settings.bookmarks.send:
            said = main.marking.undoable(f"Bookmarked, and sent: {title}")
            main.beside(self._send_one(article, said))
        else:
            main.say(main.marking.undoable(f"Bookmarked, kept for ever: {title}"))

    def _set(self, article: Article, bookmarked: bool, work: Callable[[], None]) -> None:
        """Store a change in the background, and show at once that the article is kept, or not."""
        main = self._main
        done = partial(main.from_thread, self._changed)
        main.lists.bookmark(article.id, bookmarked, work, lambda _: done())
        now = main.articles.find(article.id) or article
        main.marking.show(structs.replace(now, bookmarked=bookmarked))

    def _remember(self, article: Article, before: list[Bookmark | None]) -> None:
        """Make a change undoable: an article that was as given, with a bookmark that stands first.

        The bookmark is known when the change is stored, which is before anything that undoes it.
        """
        restore = self._main.session.library.bookmarks.restore

        def work() -> None:
            for bookmark in before[:1]:
                restore(article.id, bookmark)

        state = "bookmarked as before" if article.bookmarked else "not bookmarked"
        self._main.history.add(
            f"{self._main.marking.short(article)} is {state}",
            lambda: self._set(article, article.bookmarked, work),
        )

    def _changed(self) -> None:
        """Show what was stored: the counts, the tags, what is written above the text."""
        main = self._main
        if main.lists.is_kept:
            main.articles.reload()
        main.upkeep.reload_counts()
        main.reader.refresh()

    # -- notes and tags ----------------------------------------------------------------------------

    def _edit(self) -> None:
        from newsreader.tui.screens.forms import Field, FormScreen
        from newsreader.tui.terminal import edit

        main = self._main
        article = main.current
        if article is None:
            return
        main.check_writable()
        known = main.session.library.bookmarks.get(article.id)
        used = main.signs.cut(", ".join(main.lists.tags), 200)
        fields = [
            Field("note", "Note", known.note if known else "", "In your own words", lines=6),
            Field(
                "tags",
                "Tags",
                ", ".join(known.tags) if known else "",
                "Parted by commas",
                suggest=partial(suggest_tag, list(main.lists.tags)),
            ),
        ]
        main.app.push_screen(
            FormScreen(
                main.signs.cut(f"Bookmark: {article.title or article.url}", 70),
                fields,
                partial(self._annotate, article),
                note=f"Tags in use: {used}; the right arrow completes one." if used else "",
                outside=partial(edit, main.app),
            ),
            lambda said: main.say(said) if said else None,
        )

    async def _annotate(self, article: Article, answers: dict[str, str]) -> str:
        from newsreader.services.bookmarks import annotate

        main = self._main
        before: list[Bookmark | None] = []
        tags = answers["tags"].split(",")

        def work() -> None:
            before.append(main.session.library.bookmarks.get(article.id))
            annotate(main.session, article.id, note=answers["note"], tags=tags)

        await main.session.write(work)
        now = main.articles.find(article.id) or article
        main.marking.show(structs.replace(now, bookmarked=True))
        self._remember(now, before)
        self._changed()
        return main.marking.undoable(f"Bookmarked with your words: {main.marking.short(article)}")

    # -- handing on --------------------------------------------------------------------------------

    def _export(self) -> None:
        from newsreader.tui.screens.choices import Choice, ChoiceScreen

        main = self._main
        if not main.lists.bookmarks:
            main.say(f"There are no bookmarks yet. {main.key('bookmark')} makes one.")
            return
        choices = [Choice(words, detail, key) for key, words, detail, _, _ in _FORMATS]
        what = main.lists.title() if main.lists.is_kept else "all bookmarks"
        main.app.push_screen(
            ChoiceScreen(f"Export {what}", choices),
            lambda index: None if index is None else self._ask_where(*_FORMATS[index][3:]),
        )

    def _ask_where(self, format: str, ending: str) -> None:
        from newsreader.services.files import chosen_folder
        from newsreader.tui.screens.files import FileScreen

        main = self._main
        folder = chosen_folder(main.session.settings)
        name = f"bookmarks-{main.session.now().astimezone():%Y-%m-%d}{ending}"
        main.app.push_screen(
            FileScreen("Export bookmarks", folder, name, partial(self._write, format)),
            lambda said: main.say(said) if said else None,
        )

    async def _write(self, format: str, path: Path, replace: bool) -> str:
        from newsreader.services.bookmarks import export
        from newsreader.services.files import save_text, shown_path

        lists = self._main.lists
        query, tag = (lists.search, str(lists.scope.value)) if lists.is_kept else ("", "")

        def work() -> str:
            found = export(self._main.session, format, query, tag=tag)
            save_text(found.text, path, replace=replace)
            return f"Exported {found.many} to {shown_path(path)}"

        return await asyncio.to_thread(work)

    async def _send(self) -> None:
        article = self._main.current
        if article is not None:
            title = self._main.marking.short(article)
            await self._send_one(article, f"Sent to your bookmark command: {title}")

    async def _send_one(self, article: Article, said: str) -> None:
        """Run the person's bookmark command beside everything else, and say when it worked."""
        from newsreader.services.bookmarks import send

        main = self._main
        main.say(f"Sending: {main.marking.short(article)}")
        await asyncio.to_thread(send, main.session, article)
        main.say(said)


def suggest_tag(tags: list[str], typed: str) -> str | None:
    """Complete the last tag of a line of tags, None where none of those in use fits."""
    before, comma, last = typed.rpartition(",")
    wanted = last.lstrip()
    if not wanted:
        return None
    found = next((tag for tag in tags if tag.casefold().startswith(wanted.casefold())), None)
    return None if found is None else before + comma + last[: -len(wanted)] + found
