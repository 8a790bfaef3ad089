"""From key presses to actions, by the one table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from newsreader.config.keymap import ACTIONS, Action, Keymap, action_of
from newsreader.config.keynames import show_key


class Dispatcher:
    """Finds the action of a key in the contexts that count, the first context winning.

    A binding may be a sequence of keys, as ``g g``. However long the person takes, the next key
    either goes on with it or ends it.

    Args:
        keymap: The keys that count.
        plain: Write the keys with ASCII characters only.
    """

    def __init__(self, keymap: Keymap, *, plain: bool = False) -> None:
        self.keymap = keymap
        self.show = partial(show_key, plain=plain)
        self._actions: dict[tuple[str, str], str] = {}
        self._beginnings: set[tuple[str, str]] = set()
        self._pending = ""
        for action in ACTIONS:
            for key in keymap.keys[action.id]:
                parts = key.split(" ")
                for context in action.contexts:
                    self._actions.setdefault((context, key), action.id)
                    self._beginnings.update(
                        (context, " ".join(parts[:n])) for n in range(1, len(parts))
                    )

    @property
    def problems(self) -> tuple[str, ...]:
        """What in the person's keys could not be followed."""
        return self.keymap.problems

    @property
    def pending(self) -> str:
        """The beginning of a sequence that was typed, as people know it; "" for none."""
        return self.show(self._pending) if self._pending else ""

    def press(self, key: str, contexts: Sequence[str]) -> str | None:
        """Take a key.

        Args:
            key: As Textual names it.
            contexts: What counts now, the most special first.

        Returns:
            The id of an action; "" where a sequence began, goes on, or came to nothing; None where
            the key means nothing.
        """
        began = self._pending
        typed = f"{began} {key}" if began else key
        self._pending = ""
        for context in contexts:
            if (context, typed) in self._actions:
                return self._actions[context, typed]
            if (context, typed) in self._beginnings:
                self._pending = typed
                return ""
        return "" if began else None

    def forget(self) -> None:
        """End a sequence that was begun."""
        self._pending = ""

    def elsewhere(self, key: str) -> Action | None:
        """Give the action that a key has where it counts, for one that means nothing here."""
        return next((action for action in ACTIONS if key in self.keymap.keys[action.id]), None)

    # -- words -------------------------------------------------------------------------------------

    def key_of(self, action: str) -> str:
        """Give the first key of an action as people know it, "" where it has none."""
        key = self.keymap.key_of(action)
        return self.show(key) if key else ""

    def keys_of(self, action: str) -> str:
        """Give the keys of an action as people know them."""
        return ", ".join(self.show(key) for key in self.keymap.keys[action])

    def hints(self, contexts: Iterable[str]) -> list[tuple[str, str]]:
        """Give the keys for the bottom line with their titles, the most important first.

        In the middle of a sequence they are those that may follow.
        """
        active = tuple(contexts)
        if self._pending:
            return self._followers(active)
        chosen = [
            action
            for action in ACTIONS
            if action.footer and any(c in active for c in action.contexts)
        ]
        ordered = sorted(chosen, key=lambda action: -action.footer)
        return [(self.show(key), a.title) for a in ordered if (key := self._first(a, active))]

    def hints_of(self, actions: Iterable[str]) -> list[tuple[str, str]]:
        """Give the keys of these actions with their titles."""
        return [(key, action_of(name).title) for name in actions if (key := self.key_of(name))]

    def _followers(self, contexts: Sequence[str]) -> list[tuple[str, str]]:
        found: dict[str, str] = {}
        for context in contexts:
            for action in ACTIONS:
                if context not in action.contexts:
                    continue
                for key in self.keymap.keys[action.id]:
                    if key.startswith(f"{self._pending} "):
                        rest = self.show(key.removeprefix(f"{self._pending} "))
                        found.setdefault(rest, action.title)
        return list(found.items())

    def _first(self, action: Action, contexts: Sequence[str]) -> str:
        """Give the first key of an action that is not taken by a more special context."""
        for key in self.keymap.keys[action.id]:
            taken = next(
                (self._actions.get((c, key)) for c in contexts if (c, key) in self._actions), ""
            )
            if taken == action.id:
                return key
        return ""
