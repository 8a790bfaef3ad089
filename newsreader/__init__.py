"""A terminal news reader. This module imports nothing: every command pays for what it does."""

__version__ = "0.1.0"
__homepage__ = "https://newsreader.example"
