"""Following names, and muting them: what is named with them is marked, or hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from newsreader.core.models import Action, Identity, Rule

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen

_SPANS = (
    ("for ever", None), ("for a day", 1), ("for a week", 7), ("for a month", 30),
)  # fmt: skip
"""For how many days a name can be muted, in words."""


class Following:
    """Actions on whom the person wants to read of, or not. All can be taken back."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {"watch-name": self._watch, "mute-name": self._mute}

    async def _watch(self) -> None:
        """Follow the name that is meant, or no longer."""
        from newsreader.services.watch import rule_on, watch

        main = self._main
        main.check_writable()
        identity = main.naming.whom()
        rule = rule_on(main.session, Action.NOTIFY, identity.id)
        if rule is not None:
            await self._end(rule, f"{identity.name} is no longer followed", "is followed")
            return
        rule = await main.session.write(lambda: watch(main.session, identity.id))
        self._begun(rule, f"{identity.name} is followed", "is no longer followed")

    async def _mute(self) -> None:
        """Show again what the name that is meant hides, or ask for how long it is to hide."""
        from newsreader.services.watch import rule_on
        from newsreader.tui.screens.choices import Choice, ChoiceScreen, letters

        main = self._main
        main.check_writable()
        identity = main.naming.whom()
        rule = rule_on(main.session, Action.HIDE, identity.id)
        if rule is not None:
            await self._end(rule, f"{identity.name} is no longer muted", "is muted")
            return
        keys = letters(words.rpartition(" ")[2] for words, _ in _SPANS)
        choices = [Choice(words, "", key) for (words, _), key in zip(_SPANS, keys, strict=True)]

        def chosen(index: int | None) -> None:
            if index is not None:
                main.beside(self._hide(identity, *_SPANS[index]))

        main.app.push_screen(
            ChoiceScreen(f"Hide all articles that name {identity.name}", choices), chosen
        )

    async def _hide(self, identity: Identity, words: str, days: int | None) -> None:
        from newsreader.services.watch import mute

        session = self._main.session
        until = session.now() + timedelta(days=days) if days is not None else None
        rule = await session.write(lambda: mute(session, identity.id, until=until))
        self._begun(rule, f"{identity.name} is muted {words}", "is no longer muted")

    # -- what follows ------------------------------------------------------------------------------

    def _begun(self, rule: Rule, said: str, undone: str) -> None:
        from newsreader.services import rules

        session = self._main.session
        self._done(rule, said, undone, lambda: rules.remove(session, rule.id))

    async def _end(self, rule: Rule, said: str, undone: str) -> None:
        from newsreader.services import rules

        session = self._main.session
        await session.write(lambda: rules.remove(session, rule.id))
        self._done(rule, said, undone, lambda: rules.restore(session, rule.id))

    def _done(self, rule: Rule, said: str, undone: str, take_back: Callable[[], object]) -> None:
        """Show what a rule that came or went changes, and let it be taken back."""
        main = self._main
        apply = main.upkeep.apply_rules
        main.history.add(
            f"{rule.entity} {undone}",
            lambda: main.lists.write(take_back, lambda _: main.from_thread(apply)),
        )
        main.say(main.marking.undoable(said))
        apply()
