"""Patterns that are not made before they are used."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache


def late(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> Callable[[], re.Pattern[str]]:
    """Give a pattern when it is asked for.

    One that names characters of many scripts takes milliseconds to make, which a program that
    opens at once does not have for what it may never need.
    """
    return cache(lambda: re.compile(pattern, flags))
