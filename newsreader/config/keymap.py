"""The one table of actions: what can be done, by which key, where, and in what words.

The bindings, the footer, the help screen, the command palette and the README's key table are all
made from `ACTIONS`. A `Keymap` is a preset with the person's changes applied; what is wrong in
those changes is told in words, never silently ignored.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence

import msgspec

from newsreader.config.keynames import nearest_key, parse_key, show_key

EVERYWHERE = "everywhere"
LIST = "list"
READER = "reader"
SIDEBAR = "sidebar"
TREE = "tree"
PAGE = "page"
"""In the list while it is the page of a name; it comes before the list."""
FIND = "find"
"""In the reader while the hits of a search in the article are marked; it comes before the others."""
CONTEXTS = (EVERYWHERE, TREE, LIST, READER, SIDEBAR, PAGE, FIND)


class Action(msgspec.Struct, frozen=True):
    """Something that a person can do.

    Attributes:
        id: What the settings call it.
        keys: Its default keys, in Textual's names; the first one is shown.
        title: Its name in the footer, two words at most.
        help: A sentence for the help screen and the palette.
        contexts: The panes where its keys count.
        footer: How much it matters in the footer: 0 is left out, a higher number comes earlier.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    help: str
    contexts: tuple[str, ...] = (EVERYWHERE,)
    footer: int = 0


ACTIONS: tuple[Action, ...] = (
    Action("cursor-down", ("j", "down"), "down", "Move down one line or row.", (TREE, LIST, READER, SIDEBAR)),
    Action("cursor-up", ("k", "up"), "up", "Move up one line or row.", (TREE, LIST, READER, SIDEBAR)),
    Action("pane-left", ("h", "left"), "left pane", "Go to the pane on the left, or back."),
    Action("pane-right", ("l", "right"), "right pane", "Go to the pane on the right, or open."),
    Action("open", ("enter",), "open", "Open what the cursor is on.", (TREE, LIST, SIDEBAR), 90),
    Action("top", ("g g", "home"), "top", "Go to the beginning."),
    Action("bottom", ("G", "end"), "bottom", "Go to the end."),
    Action("page-down", ("pagedown", "ctrl+d"), "page down", "Go one page down."),
    Action("page-up", ("pageup", "ctrl+u", "shift+space"), "page up", "Go one page up."),
    Action("read-on", ("space",), "read on", "Page through the article, then open the next unread one.", (LIST, READER, SIDEBAR), 85),
    Action("next-unread", ("n",), "next unread", "Open the next unread article.", (TREE, LIST, READER, SIDEBAR), 80),
    Action("previous-unread", ("p",), "previous unread", "Open the previous unread article.", (TREE, LIST, READER, SIDEBAR)),
    Action("next-article", ("J",), "next", "Open the next article, read or not.", (LIST, READER, SIDEBAR)),
    Action("previous-article", ("K",), "previous", "Open the article before, read or not.", (LIST, READER, SIDEBAR)),
    Action("next-feed", ("right_curly_bracket",), "next feed", "Go to the next feed that has unread articles."),
    Action("previous-feed", ("left_curly_bracket",), "previous feed", "Go to the feed before that has unread articles."),
    Action("toggle-read", ("m",), "read/unread", "Mark the article read, or unread.", (LIST, READER, SIDEBAR), 60),
    Action("mark-all-read", ("A",), "all read", "Mark every article of the list read; in the feeds, of what the cursor is on.", (TREE, LIST)),
    Action("mark-everything-read", ("C",), "everything read", "Mark every article of all feeds read.", (TREE, LIST)),
    Action("undo", ("U",), "undo", "Take back the last change."),
    Action("bookmark", ("s",), "bookmark", "Keep the article for ever, or no longer.", (LIST, READER, SIDEBAR), 70),
    Action("edit-bookmark", ("B",), "note, tags", "Write a note and tags to the article's bookmark.", (LIST, READER, SIDEBAR)),
    Action("send-bookmark", ("ctrl+k",), "send", "Hand the article to your bookmark command.", (LIST, READER, SIDEBAR)),
    Action("open-browser", ("o",), "browser", "Open the article's page in the browser.", (LIST, READER, SIDEBAR), 50),
    Action("open-with", ("O",), "open with", "Open the article with a command of your settings.", (LIST, READER, SIDEBAR)),
    Action("pipe", ("vertical_line",), "pipe", "Give the article to a command, and show what it prints.", (LIST, READER, SIDEBAR)),
    Action("share", ("w",), "share", "Share the article by mail or through a site.", (LIST, READER, SIDEBAR)),
    Action("enclosures", ("P",), "play", "Play what comes with the article: audio, video.", (LIST, READER, SIDEBAR)),
    Action("pager", ("V",), "pager", "Read the article in your pager.", (LIST, READER, SIDEBAR)),
    Action("save-article", ("ctrl+s",), "save", "Save the article to a file.", (LIST, READER, SIDEBAR)),
    Action("copy-link", ("y",), "copy link", "Copy the article's address.", (LIST, READER, SIDEBAR)),
    Action("copy-text", ("Y",), "copy text", "Copy what is selected, or the whole article.", (READER, SIDEBAR)),
    Action("link-hints", ("f",), "follow link", "Put letters over the links on show; they open them.", (READER, SIDEBAR), 49),
    Action("links", ("L",), "links", "List the article's links, to open one of them.", (READER, SIDEBAR), 48),
    Action("pictures", ("i",), "pictures", "Show the pictures of the article, or hide them.", (READER, SIDEBAR), 47),
    Action("full-text", ("x",), "full text", "Fetch the article's page for its full text.", (LIST, READER)),
    Action("other-text", ("X",), "other text", "This page came out badly: show another text, also for later articles of its site.", (READER, SIDEBAR)),
    Action("edits", ("H",), "edits", "Show what was changed in the article since its text came, edit by edit.", (LIST, READER)),
    Action("refresh-feed", ("r",), "refresh", "Fetch the feed of the cursor now."),
    Action("refresh-all", ("R",), "refresh all", "Fetch all feeds now.", footer=30),
    Action("search", ("slash",), "search", "Search all articles; in the reader, search the article.", footer=65),
    Action("next-hit", ("n",), "next hit", "Go to the next place that the search in the article found.", (FIND,), 96),
    Action("previous-hit", ("N",), "previous hit", "Go to the previous place that it found.", (FIND,), 95),
    Action("show-bookmarks", ("b",), "bookmarks", "Show the bookmarks.", footer=40),
    Action("export-bookmarks", ("E",), "export", "Write the bookmarks to a file: Markdown, HTML or JSON."),
    Action("whats-new", ("W",), "what's new", "List the feeds that have new articles since the last visit."),
    Action("trends", ("circumflex_accent",), "in the news", "List who is named more in the last two days than before, in all feeds or in the folder that is open."),
    Action("save-search", ("asterisk",), "keep search", "Keep the search as a smart feed, which stands among the feeds.", (LIST,)),
    Action("why-shown", ("percent_sign",), "rules", "Say which of your rules hold for the article, and why.", (LIST, READER)),
    Action("only-unread", ("u",), "only unread", "Show only what is unread, or everything.", (TREE, LIST), 55),
    Action("sort", ("S",), "sort", "Change what comes first: the newest or the oldest; of bookmarks also by keeping or title.", (LIST,)),
    Action("density", ("v",), "density", "Take one line an article, or two, or what the width allows.", (LIST,)),
    Action("focus-entities", ("e",), "names", "Go to the people, organisations and places of the article; on a name's page, to those named with it.", footer=58),
    Action("next-mention", ("right_square_bracket",), "next mention", "Go to the next place that names the chosen entity.", (READER, SIDEBAR), 75),
    Action("previous-mention", ("left_square_bracket",), "previous mention", "Go to the previous place that names it.", (READER, SIDEBAR)),
    Action("why-name", ("I",), "why", "Tell why this is taken for a name, and correct it; of what is selected, say what it is.", (READER, SIDEBAR), 9),
    Action("rename-name", ("c",), "rename", "Show the name under another one, in all articles.", (SIDEBAR, PAGE), 42),
    Action("merge-name", ("ampersand",), "same as", "Make the name one with another, in all articles.", (SIDEBAR, PAGE), 41),
    Action("look-up-name", ("ctrl+w",), "look up", "Look the name up in Wikipedia, in the browser.", (SIDEBAR, PAGE), 40),
    Action("watch-name", ("asterisk",), "follow", "Follow the name: mark the articles that name it, and tell of them as they come; or no longer.", (READER, SIDEBAR, PAGE), 57),
    Action("mute-name", ("H",), "mute", "Hide the articles that name it, for ever or for some days; or show them again.", (SIDEBAR, PAGE), 43),
    Action("filter-names", ("F",), "leave out", "Leave out the names of this type, here and in the text, or take them in again.", (SIDEBAR,), 46),
    Action("toggle-folder", ("f",), "fold", "Open or close the folder.", (TREE,), 45),
    Action("add-feed", ("a",), "add feed", "Subscribe to a feed or a site, or find what is subscribed.", footer=20),
    Action("rename", ("c",), "rename", "Give the feed or the folder another name.", (TREE,)),
    Action("move-feed", ("M",), "move", "Move the feed or the folder into another folder.", (TREE,)),
    Action("feed-settings", ("comma",), "settings", "Change the feed's settings: address, full text, keeping, interval.", (TREE,)),
    Action("hide-feed", ("H",), "mute", "Leave the feed out of all articles, or take it in again.", (TREE,)),
    Action("feed-health", ("exclamation_mark",), "health", "Tell how the feed is doing, and what to do about it.", (TREE, LIST)),
    Action("remove-feed", ("D", "delete"), "unsubscribe", "Unsubscribe from the feed or the folder; bookmarks stay.", (TREE,)),
    Action("delete-article", ("D", "delete"), "delete", "Delete the article; a bookmark stays.", (LIST, READER)),
    Action("wider", ("greater_than_sign",), "wider", "Make the lines of the text longer.", (READER,)),
    Action("narrower", ("less_than_sign",), "narrower", "Make the lines of the text shorter.", (READER,)),
    Action("zen", ("z",), "text alone", "Show the text of the article alone, or all panes again.", footer=12),
    Action("toggle-tree", ("ctrl+f",), "feeds", "Hide the feeds, or show them."),
    Action("toggle-names", ("ctrl+n",), "names", "Hide the names, or show them."),
    Action("toggle-map", ("ctrl+g",), "map", "Hide the map of places, or show it.", (READER, SIDEBAR, PAGE)),
    Action("toggle-footer", ("ctrl+b",), "bottom line", "Hide the bottom line until something is said, or show it."),
    Action("grow-pane", ("plus",), "wider pane", "Make the pane wider."),
    Action("shrink-pane", ("minus",), "narrower pane", "Make the pane narrower."),
    Action("reset-panes", ("equals_sign",), "usual widths", "Give every pane its usual width."),
    Action("theme", ("t",), "theme", "Change between the dark and the light theme."),
    Action("themes", ("T",), "themes", "Choose a theme, and see each while choosing."),
    Action("help", ("question_mark",), "help", "Show what every key does.", footer=15),
    Action("command-line", ("colon",), "command", "Run any action by its name, typed in the bottom line; some take words after it."),
    Action("palette", ("ctrl+p",), "commands", "Run any action by its name."),
    Action("back", ("q", "escape"), "back", "Go back; from the list, quit.", footer=10),
    Action("suspend", ("ctrl+z",), "suspend", "Go back to the shell for a while; its fg comes back."),
    Action("quit", ("Q", "ctrl+q"), "quit", "Quit at once."),
)  # fmt: skip

PRESETS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "default": {},
    "newsboat": {
        "pane-left": ("left", "h"),
        "pane-right": ("right",),
        "top": ("home",),
        "bottom": ("end",),
        "toggle-read": ("N",),
        "only-unread": ("l",),
        "sort": ("g", "G", "S"),
        "open-browser": ("o", "O"),
        "open-with": ("ctrl+o",),
        "links": ("u", "#", "L"),
        "enclosures": ("e", "P"),
        "focus-entities": ("m",),
        "bookmark": ("ctrl+b",),
        "edit-bookmark": ("ctrl+e", "B"),
        "save-article": ("s", "ctrl+s"),
        "export-bookmarks": ("X",),
        "other-text": ("ctrl+x",),
        "add-feed": ("E", "a"),
        "toggle-footer": ("ctrl+t",),
    },
    "google-reader": {
        "cursor-down": ("n", "down"),
        "cursor-up": ("p", "up"),
        "next-article": ("j",),
        "previous-article": ("k",),
        "next-unread": ("J",),
        "previous-unread": ("K",),
        "next-feed": ("N", "}"),
        "previous-feed": ("P", "{"),
        "open": ("o", "enter"),
        "open-browser": ("v",),
        "enclosures": ("X",),
        "other-text": ("ctrl+x",),
        "density": ("d",),
        "only-unread": ("u", "g u"),
        "show-bookmarks": ("b", "g s"),
        "edit-bookmark": ("t", "B"),
        "theme": ("ctrl+t",),
    },
}
"""What each preset changes in the defaults."""

RESERVED = {"ctrl+c": "it copies what is selected, and quits where nothing is"}
"""Keys that no action can have, and what they do."""


class Keymap(msgspec.Struct, frozen=True):
    """The keys that count now.

    Attributes:
        keys: Action id to its keys, as `newsreader.config.keynames.parse_key` names them.
        problems: One sentence for each thing in the settings that could not be followed.
        preset: The name of the preset that they began with.
    """

    keys: dict[str, tuple[str, ...]]
    problems: tuple[str, ...] = ()
    preset: str = "default"

    def key_of(self, action: str) -> str:
        """Give the first key of an action, "" where it has none."""
        keys = self.keys.get(action, ())
        return keys[0] if keys else ""


def build_keymap(
    preset: str = "default",
    bind: Mapping[str, str | Sequence[str]] | None = None,
    where: Callable[[str], str] = lambda _: "",
) -> Keymap:
    """Apply a preset and the person's own keys to the defaults.

    What the person binds is no longer another action's. What can not be followed is told, and
    everything else counts.

    Args:
        preset: A name in `PRESETS`.
        bind: Action id to key or keys, as the settings hold them.
        where: Gives the beginning of a sentence about the binding of an action: where it stands.
    """
    keys = {action.id: tuple(map(parse_key, action.keys)) for action in ACTIONS}
    for action, wanted in PRESETS.get(preset, {}).items():
        _give(keys, action, tuple(map(parse_key, wanted)))
    problems: list[str] = []
    given: dict[str, tuple[str, ...]] = {}
    for action, text in (bind or {}).items():
        written = (text,) if isinstance(text, str) else tuple(text)
        chosen, wrong = _understand(action, written, given) if action in keys else ((), [])
        if action not in keys:
            wrong = [_unknown(action, keys)]
        elif chosen or not written:
            wrong += _give(keys, action, chosen)
            given[action] = chosen
        problems += [f"{where(action)}{sentence}" for sentence in wrong]
    return Keymap(keys, tuple(problems), preset)


def _unknown(action: str, keys: Mapping[str, object]) -> str:
    nearest = difflib.get_close_matches(action, keys, n=1)
    hint = f" Did you mean {nearest[0]}?" if nearest else ""
    return f"There is no action {action!r} to bind a key to.{hint}"


def _understand(
    action: str, written: Sequence[str], given: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[str, ...], list[str]]:
    """Read the keys that a person gives an action; give those that count, and what is wrong."""
    chosen, wrong = [], []
    for text in written:
        key = parse_key(text)
        rival = _rival(action, key, given)
        if not key:
            hint = f" Did you mean {nearest}?" if (nearest := nearest_key(text)) else ""
            wrong.append(f"There is no key {text!r} to bind to {action}.{hint}")
        elif key in RESERVED:
            wrong.append(f"{show_key(key)} can not be bound to {action}: {RESERVED[key]}.")
        elif rival is not None:
            wrong.append(_told(action, key, *rival))
        else:
            chosen.append(key)
    return tuple(chosen), wrong


def _rival(action: str, key: str, given: Mapping[str, tuple[str, ...]]) -> tuple[str, str] | None:
    """Find a key of another action that can not stand beside one: the action, and that key."""
    for other, keys in given.items():
        for taken in keys:
            if other != action and _clash(key, taken) and _share_a_context(action, other):
                return other, taken
    return None


def _told(action: str, key: str, other: str, taken: str) -> str:
    if key == taken:
        return f"{show_key(key)} is given to both {other} and {action}; it stays with {other}."
    return _alike(taken, other, key, action)


def _alike(key: str, action: str, lost: str, other: str) -> str:
    return (
        f"{show_key(key)} of {action} and {show_key(lost)} of {other} begin alike;"
        f" only {show_key(key)} counts."
    )


def _give(keys: dict[str, tuple[str, ...]], action: str, chosen: tuple[str, ...]) -> list[str]:
    """Give keys to an action, taking them from all others that would see them.

    Returns:
        A sentence for each key that was lost only because it begins like one of those.
    """
    lost = []
    for other in ACTIONS:
        if other.id == action or not _share_a_context(action, other.id):
            continue
        kept = []
        for taken in keys[other.id]:
            rivals = [key for key in chosen if _clash(key, taken)]
            if not rivals:
                kept.append(taken)
            elif taken not in rivals:
                lost.append(_alike(rivals[0], action, taken, other.id))
        keys[other.id] = tuple(kept)
    keys[action] = chosen
    return lost


def _clash(one: str, other: str) -> bool:
    """Say whether one key is the other, or its beginning; time does not tell them apart."""
    return f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")


def _share_a_context(one: str, other: str) -> bool:
    first, second = set(action_of(one).contexts), set(action_of(other).contexts)
    if FIND in first | second:  # which is meant to lie over the others
        return FIND in first & second
    return EVERYWHERE in first | second or bool(first & second)


def action_of(action: str) -> Action:
    """Find an action by its id.

    Raises:
        KeyError: There is none.
    """
    return _BY_ID[action]


_BY_ID = {action.id: action for action in ACTIONS}
