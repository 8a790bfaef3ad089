"""What the reader pane shows: opens articles, prepares those that are not ready, keeps places."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from newsreader.core.document import Image
from newsreader.core.errors import DamagedTextError, NewsreaderError
from newsreader.core.models import Article, FullText, Reading
from newsreader.core.urls import is_web, picture_key
from newsreader.tui.facts import article_facts, notice_of, reading_facts, remarks_of
from newsreader.tui.glyphs import Glyphs
from newsreader.tui.page import Page

if TYPE_CHECKING:
    from newsreader.services.session import Session
    from newsreader.tui.widgets.article_view import ArticleView
    from newsreader.tui.widgets.names_pane import NamesPane


class Reader:
    """Puts articles into the reader pane and their names beside it.

    Args:
        session: Where articles come from.
        view: The pane.
        names: The pane of the names.
        signs: The signs to draw with.
        key: Gives the key of an action, for sentences.
    """

    def __init__(
        self,
        session: Session,
        view: ArticleView,
        names: NamesPane,
        signs: Glyphs,
        key: Callable[[str], str],
    ) -> None:
        self._session = session
        self._view = view
        self._names = names
        self._signs = signs
        self._key = key
        self.article: Article | None = None
        self.reading: Reading | None = None
        self.opened = False
        """Whether the person opened the article; it may be on show only as a preview."""
        self._saved: tuple[int, int] = (0, 0)

    def show(self, article: Article) -> bool:
        """Show an article from the library; say whether no more is to be done."""
        from newsreader.services.reading import open_article

        if self.article is not None and self.article.id == article.id:
            self.article = article
            if self.reading is not None:
                return True
        else:
            self.keep_place()
            self.article, self.opened = article, False
        try:
            reading = open_article(self._session, article.id)
        except DamagedTextError as error:
            self.reading = None
            self._show_waiting(f"{error} {self._key('full-text')} fetches its page.")
            return True
        if reading is None:
            self.reading = None
            self._show_waiting(f"Preparing the text{self._signs.ellipsis}")
            return False
        self._show_reading(reading)
        return True

    async def prepare(self, article: Article, full_text: FullText | None = None) -> None:
        """Have an article's text made, before all others; show it if it is still wanted."""
        from newsreader.services.reading import prepare

        try:
            reading = await prepare(self._session, article.id, full_text=full_text)
        except NewsreaderError as error:
            if self._is_shown(article.id) and self.reading is None:
                self._show_waiting(str(error))
                return
            raise
        if self._is_shown(article.id):
            self._show_reading(reading)

    def refresh(self) -> None:
        """Read the article on show again: its text or its names came, or changed."""
        if self.article is not None:
            from newsreader.services.reading import open_article

            reading = open_article(self._session, self.article.id)
            if reading is not None and reading != self.reading:
                self._show_reading(reading)

    def clear(self, title: str, lines: tuple[str, ...]) -> None:
        """Show no article, but a few words."""
        self.keep_place()
        self.article = self.reading = None
        self.opened = False
        self._view.show(Page(None, title, lines))
        self._names.show(None)

    def keep_place(self) -> None:
        """Remember where reading stopped."""
        if self.article is None or self.reading is None or not self.opened:
            return
        place = (self.article.id, self._view.position)
        if place != self._saved and not self._session.library.read_only:
            self._saved = place
            self._session.library.background(
                lambda: self._session.library.articles.set_position(*place)
            )

    def _is_shown(self, article_id: int) -> bool:
        return self.article is not None and self.article.id == article_id

    def _show_waiting(self, notice: str) -> None:
        assert self.article is not None
        facts = article_facts(self.article, self._session.now(), self._signs)
        title = self.article.title or self.article.url
        self._view.show(Page(self.article.id, title, facts, notice=notice))
        self._names.show(None)

    def _show_reading(self, reading: Reading) -> None:
        names_changed = self.reading is None or self.reading.entities != reading.entities
        same = self.reading is not None and self.reading.article.id == reading.article.id
        self.reading = reading
        article = reading.article
        if not same:
            self._saved = (article.id, reading.position)
        document = reading.document
        self._view.show(
            Page(
                key=article.id,
                title=article.title or article.url,
                facts=reading_facts(reading, self._session.now(), self._signs),
                remarks=remarks_of(reading.bookmark, self._signs),
                document=document,
                entities=reading.entities,
                notice=notice_of(article, self._key("open-browser"))
                or ("" if document.blocks else "There is no text here."),
                position=reading.position,
                lead=_lead(reading),
            )
        )
        if names_changed or not same:
            self._names.show(reading)
            self._names.choose(self._view.chosen)


def _lead(reading: Reading) -> Image | None:
    """Give the article's own picture, where the text does not show it anyway."""
    url = reading.article.image or ""
    shown = {picture_key(image.url) for image in reading.document.images}
    if not is_web(url) or picture_key(url) in shown:
        return None
    return Image(start=0, end=0, url=url)
