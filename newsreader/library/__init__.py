"""The local library: the only place with SQL. Everything on the screen is read from here."""

from newsreader.library.entities import Named, NamedOften
from newsreader.library.library import Library
from newsreader.library.search import Snippet
from newsreader.library.texts import EntrySource

__all__ = ["EntrySource", "Library", "Named", "NamedOften", "Snippet"]
