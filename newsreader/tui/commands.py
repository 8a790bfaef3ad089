"""What can be run by name, from the command palette and from the command line alike.

Every action of the one table is a command; a few take something that is typed after them.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from newsreader.config.keymap import ACTIONS, EVERYWHERE, READER, SIDEBAR, TREE, Action
from newsreader.core.errors import InputError
from newsreader.core.query import Scope
from newsreader.tui.lists import ORDER_NAMES

if TYPE_CHECKING:
    from newsreader.tui.screens.choices import Choice
    from newsreader.tui.screens.main import MainScreen

ALIASES = {"q": "quit", "goto": "open-feed", "why": "why-shown"}
"""Other names: what other programs have taught people, and what two actions might be called."""


class Argument(NamedTuple):
    """What may be typed after a command.

    Attributes:
        what: What it is, for the person: ``NAME``.
        take: Does the work.
        values: Gives what it can be; nothing where it can be anything.
        complete: Gives what something typed may become, where that is not one of a few values.
    """

    what: str
    take: Callable[[str], object]
    values: Callable[[], Sequence[str]] = tuple
    complete: Callable[[str], Sequence[str]] | None = None

    def matching(self, text: str) -> Sequence[str]:
        """Give what something typed may become."""
        return self.complete(text) if self.complete else _matching(text, self.values())


class Command(NamedTuple):
    """Something that can be run by name.

    Attributes:
        name: What is typed; the id of its action where it is one.
        title: A word or two.
        help: A sentence.
        keys: Its keys, as people know them.
        run: Does it; None where it needs its argument.
        argument: What may follow the name.
    """

    name: str
    title: str
    help: str
    keys: str = ""
    run: Callable[[], object] | None = None
    argument: Argument | None = None


class Offer(NamedTuple):
    """A command in the palette, or one with a value that it takes."""

    choice: Choice
    run: Callable[[], object]


class Commands:
    """All commands of the main screen."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main

    def all(self) -> list[Command]:
        """Give the commands, the more important first."""
        main = self._main
        arguments = self._arguments()
        commands = [
            Command(
                action.id,
                action.title,
                action.help,
                main.keyboard.dispatcher.keys_of(action.id),
                partial(self._run, action),
                arguments.get(action.id),
            )
            for action in sorted(ACTIONS, key=lambda action: -action.footer)
        ]
        return [*commands, *self._of_words()]

    def _of_words(self) -> list[Command]:
        """Give the commands that are no actions."""
        pages = self._main.pages
        feed = Argument("NAME", self._open_feed, lambda: list(self._scopes()))
        name = Argument("NAME", pages.open_named, complete=self._main.completer.names)
        about = "Show the page of a name: its articles, since when, with whom, where."
        return [
            Command(
                "open-feed", "open feed", "Show the list of a feed or a folder.", argument=feed
            ),
            Command("entity", "name", about, argument=name),
        ]

    def _run(self, action: Action) -> None:
        """Do an action; one that belongs to another pane means the article or the feed at hand."""
        main = self._main
        article = main.current
        contexts, node = set(action.contexts), main.feed_tree.node
        if article is not None and main.pane in ("tree", "list") and contexts <= {READER, SIDEBAR}:
            main.opening.open(article)
            main.go_to_pane("reader")
        if article is not None and contexts == {TREE} and node and not (node.feed or node.folder):
            main.feed_tree.go_to(Scope("feed", article.feed_id or 0))
        main.run(action.id)

    def offers(self, *, without: str) -> list[Offer]:
        """Give every command that needs nothing typed, then every value that one may take.

        Those of this pane come first.
        """
        from newsreader.tui.screens.choices import Choice

        commands = [command for command in self.all() if command.name != without]
        commands.sort(key=self._is_elsewhere)
        alone = [
            Offer(
                Choice(command.title.capitalize(), command.help, command.keys.partition(", ")[0]),
                command.run,
            )
            for command in commands
            if command.run is not None
        ]
        values = [
            Offer(
                Choice(f"{command.title.capitalize()}: {value}"),
                partial(command.argument.take, value),
            )
            for command in commands
            if command.argument is not None
            for value in command.argument.values()
        ]
        return [*alone, *values]

    def _is_elsewhere(self, command: Command) -> bool:
        contexts = next((one.contexts for one in ACTIONS if one.id == command.name), (EVERYWHERE,))
        return set(contexts).isdisjoint(self._main.keyboard.contexts)

    def _arguments(self) -> dict[str, Argument]:
        main = self._main
        orders = {name: order for order, name in ORDER_NAMES.items() if order in main.lists.orders}
        return {
            "theme": Argument(
                "NAME", main.theming.set_theme, lambda: sorted(main.app.available_themes)
            ),
            "search": Argument("WORDS", main.finding.search_for, complete=main.completer.complete),
            "sort": Argument(
                "ORDER", lambda name: main.browsing.sort(orders[name]), lambda: list(orders)
            ),
            "add-feed": Argument("ADDRESS", main.feeding.add),
        }

    def _scopes(self) -> dict[str, Scope]:
        """Give the lists of the tree by their names."""
        lists = self._main.lists
        scopes = {"All articles": Scope.all(), "Bookmarks": Scope("bookmarks", "")}
        for feed in lists.feeds.values():
            scopes.setdefault(feed.title or feed.url, Scope("feed", feed.id))
            if feed.folder:
                scopes.setdefault(feed.folder, Scope("folder", feed.folder))
        return scopes

    def _open_feed(self, name: str) -> None:
        self._main.shelf.open_scope(self._scopes()[name])
        self._main.go_to_pane("list")

    # -- what is typed -----------------------------------------------------------------------------

    def understand(self, text: str) -> Callable[[], object]:
        """Find what a line asks for.

        Raises:
            InputError: Nothing, or more than one thing.
        """
        text = text.strip()
        commands = self.all()
        name, _, rest = text.partition(" ")
        whole = _named(commands, text)
        command = whole or _named(commands, name)
        if command is None:
            raise InputError(_not_found(commands, text))
        rest = "" if whole else rest.strip()
        if rest and command.argument is not None:
            return partial(command.argument.take, _value(command, command.argument, rest))
        if rest:
            raise InputError(f"{command.name} takes nothing after it.")
        if command.run is None:
            what = command.argument.what if command.argument else ""
            raise InputError(f"{command.name} needs {what} after it.")
        return command.run

    def complete(self, text: str) -> list[str]:
        """Give whole lines that a line may become, the best first."""
        name, space, rest = text.lstrip().partition(" ")
        command = self.named(name) if space else None
        if command is not None and command.argument is not None:
            values = command.argument.matching(rest.strip())
            return [f"{command.name} {value}" for value in values]
        commands = self.all()
        words = text.casefold().split()
        names = _matching(text.strip(), [command.name for command in commands])
        named_so = [one.name for one in commands if _holds(one.title, words)]
        doing_so = [one.name for one in commands if _holds(one.help, words)]
        return list(dict.fromkeys([*names, *named_so])) or doing_so

    def named(self, name: str) -> Command | None:
        """Find a command by its name, its title, or the beginning of it."""
        return _named(self.all(), name)


def _holds(text: str, words: Sequence[str]) -> bool:
    return all(word in text.casefold() for word in words)


def _named(commands: Sequence[Command], name: str) -> Command | None:
    """Find the command that a name, a title, an alias or the beginning of only one name means."""
    name = name.casefold()
    name = ALIASES.get(name, name)
    found = [command for command in commands if command.name == name]
    found = found or [command for command in commands if command.title.casefold() == name]
    begun = [command for command in commands if name and command.name.startswith(name)]
    return found[0] if found else begun[0] if len(begun) == 1 else None


def _not_found(commands: Sequence[Command], text: str) -> str:
    names = [command.name for command in commands]
    begun = [name for name in names if name.startswith(text.casefold())]
    if begun:
        return f"{text} may be {', '.join(begun[:4])}{' and more' if len(begun) > 4 else ''}."
    nearest = difflib.get_close_matches(text.casefold(), names, n=1, cutoff=0.5)
    return f"There is no command {text}." + (f" Did you mean {nearest[0]}?" if nearest else "")


def _value(command: Command, argument: Argument, text: str) -> str:
    """Find the value that is meant.

    Raises:
        InputError: None is, or more than one.
    """
    values = argument.values()
    if not values:
        return text
    found = _matching(text, values)
    exact = [value for value in found if value.casefold() == text.casefold()]
    if exact or len(found) == 1:
        return (exact or found)[0]
    if found:
        raise InputError(f"{text} may be {', '.join(found[:4])}{' and more' if found[4:] else ''}.")
    nearest = difflib.get_close_matches(text, values, n=1, cutoff=0.4)
    hint = f" Did you mean {nearest[0]}?" if nearest else ""
    raise InputError(f"{command.name} knows no {text}.{hint}")


def _matching(text: str, values: Sequence[str]) -> list[str]:
    """Give the values that begin with a text, then those that hold it."""
    text = text.casefold()
    begin = [value for value in values if value.casefold().startswith(text)]
    return begin + [value for value in values if text in value.casefold() and value not in begin]
