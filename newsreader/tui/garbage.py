"""When Python looks for garbage: seldom, and never in what was loaded to stay."""

from __future__ import annotations

import gc

LOOKED_AT = (10_000, 20, 20)
"""Of how many objects more than went it is looked for circles of them. The screen makes few, and
a look at all that there is would keep a key waiting longer than drawing."""


def settle() -> None:
    """Look for garbage from now on, but not in what is there."""
    gc.freeze()
    gc.set_threshold(*LOOKED_AT)
    gc.enable()


def settle_again() -> None:
    """Pass over what was loaded since, where `settle` was called."""
    if gc.get_freeze_count():
        gc.freeze()
