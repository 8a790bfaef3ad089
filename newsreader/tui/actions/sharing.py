"""Sharing an article through mail and sites, and playing what comes with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from newsreader.core.errors import InputError
from newsreader.core.models import Article, Enclosure

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen


class Sharing:
    """Actions that lead from an article to others, and to what can be heard or seen."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {"share": self._share, "enclosures": self._enclosures}

    def _share(self) -> None:
        from newsreader.services.handing import shares
        from newsreader.tui.screens.choices import Choice, ChoiceScreen, letters

        main = self._main
        article = main.current
        if article is None:
            return
        ways = shares(main.session.settings)
        choices = [
            Choice(name, template.partition("?")[0], key)
            for (name, template), key in zip(ways.items(), letters(ways), strict=True)
        ]

        def chosen(index: int | None) -> None:
            if index is not None:
                main.guarded(partial(self._share_through, article, list(ways.items())[index]))

        main.app.push_screen(ChoiceScreen("Share: " + main.marking.short(article), choices), chosen)

    def _share_through(self, article: Article, way: tuple[str, str]) -> None:
        from newsreader.services.handing import share_address
        from newsreader.services.opening import open_url

        name, template = way
        open_url(share_address(template, article), self._main.session.settings)
        self._main.say(f"Shared through {name}: {self._main.marking.short(article)}")

    def _enclosures(self) -> None:
        from newsreader.services.handing import enclosure_detail, enclosure_name
        from newsreader.tui.screens.choices import Choice, ChoiceScreen

        main = self._main
        found = main.current.enclosures if main.current else ()
        if not found:
            main.say("Nothing to play comes with this article.")
        elif len(found) == 1:
            main.beside(self._play(found[0]))
        else:
            choices = [
                Choice(enclosure_name(one), enclosure_detail(one), str(number))
                for number, one in enumerate(found, start=1)
            ]
            main.app.push_screen(
                ChoiceScreen(
                    "What comes with this article",
                    choices,
                    hint="Enter plays   a number goes there   Esc leaves",
                ),
                lambda index: None if index is None else main.beside(self._play(found[index])),
            )

    async def _play(self, enclosure: Enclosure) -> None:
        from newsreader.services import commands
        from newsreader.services.handing import enclosure_name, player_command
        from newsreader.services.opening import open_url

        main = self._main
        settings = main.session.settings
        command = player_command(settings, enclosure.url)
        main.say(f"Playing: {enclosure_name(enclosure)}")
        if not command:
            open_url(enclosure.url, settings)
        elif settings.open.player_terminal:
            main.handing.tell(await main.handing.run(command, None, terminal=True))
        elif failed := await asyncio.to_thread(commands.launch, command):
            raise InputError(failed)
