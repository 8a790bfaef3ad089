"""Patterns that are not made before they are used, or that a person gave."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import cache, lru_cache


def late(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> Callable[[], re.Pattern[str]]:
    """Give a pattern when it is asked for.

    One that names characters of many scripts takes milliseconds to make, which a program that
    opens at once does not have for what it may never need.
    """
    return cache(lambda: re.compile(pattern, flags))


@lru_cache(maxsize=32)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile the regular expression that a person gave (`newsreader.core.query.Pattern`).

    Raises:
        re.error, OverflowError, RecursionError: It is none.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return re.compile(pattern, re.IGNORECASE)
