"""Following names and searches, and muting names: articles are marked, listed, or hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
        return {
            "watch-name": self._watch,
            "mute-name": self._mute,
            "save-search": self._save_search,
            "why-shown": self._why,
        }

    async def _watch(self) -> None:
        """Follow the name that is meant, or no longer."""
        from newsreader.services.watch import watch

        main = self._main
        identity, rule = self._whom(Action.NOTIFY)
        if rule is not None:
            await self.end(rule)
            return
        rule = await main.session.write(lambda: watch(main.session, identity.id))
        self._begun(rule, f"{identity.name} is followed", "is no longer followed")

    async def _mute(self) -> None:
        """Show again what the name that is meant hides, or ask for how long it is to hide."""
        from newsreader.tui.screens.choices import Choice, ChoiceScreen, letters

        main = self._main
        identity, rule = self._whom(Action.HIDE)
        if rule is not None:
            await self.end(rule)
            return
        keys = letters(words.rpartition(" ")[2] for words, _ in _SPANS)
        choices = [Choice(words, "", key) for (words, _), key in zip(_SPANS, keys, strict=True)]

        def chosen(index: int | None) -> None:
            if index is not None:
                main.beside(self._hide(identity, *_SPANS[index]))

        main.app.push_screen(
            ChoiceScreen(f"Hide all articles that name {identity.name}", choices), chosen
        )

    def _whom(self, action: Action) -> tuple[Identity, Rule | None]:
        """Give the name that is meant, and the rule by which it is followed or muted already.

        Raises:
            NewsreaderError: Nobody is meant, or nothing can be stored.
        """
        from newsreader.services.watch import rule_on

        main = self._main
        main.check_writable()
        identity = main.naming.whom()
        return identity, rule_on(main.session, action, identity.id)

    async def _hide(self, identity: Identity, words: str, days: int | None) -> None:
        from newsreader.services.watch import mute

        session = self._main.session
        until = session.now() + timedelta(days=days) if days is not None else None
        rule = await session.write(lambda: mute(session, identity.id, until=until))
        self._begun(rule, f"{identity.name} is muted {words}", "is no longer muted")

    # -- searches ----------------------------------------------------------------------------------

    def _save_search(self) -> None:
        """Ask for a name, and keep the search as a smart feed."""
        from newsreader.services import rules
        from newsreader.tui.screens.forms import Field, FormScreen

        main = self._main
        main.check_writable()
        query = main.lists.search
        if not query:
            main.say(f"{main.key('search')} searches; what it finds can be kept as a smart feed.")
            return

        async def attempt(given: Mapping[str, str]) -> str:
            name = given["name"]
            rule = await main.session.write(
                lambda: rules.add(main.session, Action.LIST, query, name=name)
            )
            self._begun(rule, f"{rule.name} is a smart feed now", "is no longer a smart feed")
            return ""

        field = Field("name", "Name", query)
        main.app.push_screen(FormScreen("Keep this search as a smart feed", [field], attempt))

    async def end(self, rule: Rule) -> None:
        """Follow or mute somebody no longer, or drop a smart feed."""
        from newsreader.services import rules

        session = self._main.session
        self._main.check_writable()
        await session.write(lambda: rules.remove(session, rule.id))
        match rule.action:
            case Action.LIST:
                said, undone = f"The smart feed {rule.name} is gone", "is there again"
            case Action.HIDE:
                said, undone = f"{rule.entity} is no longer muted", "is muted"
            case _:
                said, undone = f"{rule.entity} is no longer followed", "is followed"
        self._done(rule, said, undone, lambda: rules.restore(session, rule.id))

    def _why(self) -> None:
        """Say which rules hold for the article, and why."""
        from newsreader.services import rules

        main = self._main
        article = main.current
        if article is None:
            return
        said = rules.why(main.session, article.id)
        main.say(" ".join(said) or "None of your rules holds for this article.")

    # -- what follows ------------------------------------------------------------------------------

    def _begun(self, rule: Rule, said: str, undone: str) -> None:
        from newsreader.services import rules

        session = self._main.session
        self._done(rule, said, undone, lambda: rules.remove(session, rule.id))

    def _done(self, rule: Rule, said: str, undone: str, take_back: Callable[[], object]) -> None:
        """Show what a rule that came or went changes, and let it be taken back."""
        main = self._main

        def apply() -> None:
            main.upkeep.reload_counts()
            main.upkeep.apply_rules()

        main.history.add(
            f"{rule.name or rule.entity} {undone}",
            lambda: main.lists.write(take_back, lambda _: main.from_thread(apply)),
        )
        main.say(main.marking.undoable(said))
        apply()
