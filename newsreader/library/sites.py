"""What a person decided for a site: which text is shown of its articles."""

from __future__ import annotations

from newsreader.core.models import SiteText
from newsreader.library.connection import Database


class Sites:
    """The table of sites for which something was decided."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def text(self, host: str) -> SiteText | None:
        """Give which text is wanted of a site's articles; None for what comes by itself."""
        value = self._database.value("SELECT text FROM sites WHERE host = ?", (host,))
        return None if value is None else SiteText(value)

    def texts(self) -> dict[str, SiteText]:
        """Give all decisions, by host."""
        rows = self._database.rows("SELECT host, text FROM sites ORDER BY host")
        return {row["host"]: SiteText(row["text"]) for row in rows}

    def set_text(self, host: str, text: SiteText | None) -> None:
        """Remember which text is wanted of a site's articles; None forgets it.

        Raises:
            LibraryError: It can not be stored.
        """
        with self._database.transaction():
            if text is None:
                self._database.run("DELETE FROM sites WHERE host = ?", (host,))
            else:
                self._database.run(
                    "INSERT OR REPLACE INTO sites (host, text) VALUES (?, ?)", (host, text.value)
                )
