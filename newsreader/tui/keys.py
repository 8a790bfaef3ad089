"""From a key press to an action, by the one table; and keys in the words that people know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsreader.config.keymap import ACTIONS, Action, Keymap

_NAMES = {
    "slash": "/", "question_mark": "?", "right_square_bracket": "]", "left_square_bracket": "[",
    "greater_than_sign": ">", "less_than_sign": "<", "space": "Space", "enter": "Enter",
    "escape": "Esc", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End",
    "delete": "Del", "tab": "Tab", "left": "←", "right": "→", "up": "↑", "down": "↓",
    "backspace": "Backspace", "colon": ":", "comma": ",", "full_stop": ".", "plus": "+",
    "minus": "-", "semicolon": ";", "number_sign": "#", "vertical_line": "|", "at": "@",
}  # fmt: skip
_LONG_NAMES = {short: long for long, short in _NAMES.items() if len(short) == 1}


def show_key(key: str) -> str:
    """Write a key as people know it: ``ctrl+p`` as ``Ctrl-P``, ``slash`` as ``/``."""
    words = []
    for part in key.split(" "):
        *modifiers, last = part.split("+")
        name = _NAMES.get(last, last)
        if modifiers and len(name) == 1:
            name = name.upper()
        words.append("-".join([*(modifier.title() for modifier in modifiers), name]))
    return " ".join(words)


def long_key(key: str) -> str:
    """Give a key as Textual names it: ``/`` as ``slash``; sequences part by part."""
    return " ".join(_LONG_NAMES.get(part, part) for part in key.split(" "))


class Dispatcher:
    """Finds the action of a key in the contexts that count, the first context winning.

    A binding may be a sequence of keys, as ``g g``.
    """

    def __init__(self, keymap: Keymap) -> None:
        self.keymap = keymap
        self._actions: dict[tuple[str, str], str] = {}
        self._prefixes: set[str] = set()
        self._pending = ""
        for action in ACTIONS:
            for key in map(long_key, keymap.keys[action.id]):
                parts = key.split(" ")
                self._prefixes.update(" ".join(parts[:n]) for n in range(1, len(parts)))
                for context in action.contexts:
                    self._actions.setdefault((context, key), action.id)

    @property
    def problems(self) -> tuple[str, ...]:
        """What in the person's keys could not be followed."""
        return self.keymap.problems

    @property
    def pending(self) -> str:
        """The beginning of a sequence that was typed, "" for none."""
        return show_key(self._pending)

    def press(self, key: str, contexts: Sequence[str]) -> str | None:
        """Take a key.

        Args:
            key: As Textual names it.
            contexts: What counts now, the most special first.

        Returns:
            The id of an action; "" where a sequence began; None where the key means nothing.
        """
        for typed in (f"{self._pending} {key}".strip(), key):
            found = next(
                (
                    self._actions[context, typed]
                    for context in contexts
                    if (context, typed) in self._actions
                ),
                None,
            )
            if found is not None:
                self._pending = ""
                return found
            if typed in self._prefixes:
                self._pending = typed
                return ""
        self._pending = ""
        return None

    def keys_of(self, action: str) -> str:
        """Give the keys of an action as people know them."""
        return ", ".join(show_key(key) for key in self.keymap.keys[action])

    def hints(self, contexts: Iterable[str]) -> list[tuple[str, str]]:
        """Give the keys for the bottom line with their titles, the most important first."""
        active = tuple(contexts)
        chosen = [
            action
            for action in ACTIONS
            if action.footer and any(c in active for c in action.contexts)
        ]
        ordered = sorted(chosen, key=lambda action: -action.footer)
        return [(show_key(key), a.title) for a in ordered if (key := self._first(a, active))]

    def _first(self, action: Action, contexts: Sequence[str]) -> str:
        """Give the first key of an action that is not taken by a more special context."""
        for key in map(long_key, self.keymap.keys[action.id]):
            taken = next(
                (self._actions.get((c, key)) for c in contexts if (c, key) in self._actions), ""
            )
            if taken == action.id:
                return key
        return ""
