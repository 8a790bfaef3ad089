"""The local library: the only place with SQL. Everything on the screen is read from here."""

from newsreader.library.library import Library

__all__ = ["Library"]
