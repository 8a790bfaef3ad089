"""The names of keys: from what people write to what the terminal's library calls them, and back."""

from __future__ import annotations

import contextlib
import difflib
import re
import unicodedata

_SIGNS = {
    "!": "exclamation_mark", '"': "quotation_mark", "#": "number_sign", "$": "dollar_sign",
    "%": "percent_sign", "&": "ampersand", "'": "apostrophe", "(": "left_parenthesis",
    ")": "right_parenthesis", "*": "asterisk", "+": "plus", ",": "comma", "-": "minus",
    ".": "full_stop", "/": "slash", ":": "colon", ";": "semicolon", "<": "less_than_sign",
    "=": "equals_sign", ">": "greater_than_sign", "?": "question_mark", "@": "at",
    "[": "left_square_bracket", "\\": "backslash", "]": "right_square_bracket",
    "^": "circumflex_accent", "_": "underscore", "`": "grave_accent",
    "{": "left_curly_bracket", "|": "vertical_line", "}": "right_curly_bracket", "~": "tilde",
}  # fmt: skip
_SHOWN = {
    "space": "Space", "enter": "Enter", "escape": "Esc", "tab": "Tab", "backspace": "Backspace",
    "delete": "Del", "insert": "Ins", "home": "Home", "end": "End", "pageup": "PgUp",
    "pagedown": "PgDn", "left": "←", "right": "→", "up": "↑", "down": "↓",
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}  # fmt: skip
_ARROWS = ("left", "right", "up", "down")
_OTHER_NAMES = {
    "return": "enter", "cr": "enter", "page-up": "pageup", "page-down": "pagedown",
    "pgup": "pageup", "pgdown": "pagedown", "spacebar": "space", "bs": "backspace",
}  # fmt: skip
_NAMED = {
    **{name: name for name in (*_SHOWN, *_SIGNS.values())},
    **{shown.lower(): name for name, shown in _SHOWN.items()},
    **_OTHER_NAMES,
}
_SIGN_OF = {name: sign for sign, name in _SIGNS.items()}
_MODIFIERS = {
    "ctrl": "ctrl", "control": "ctrl", "c": "ctrl", "shift": "shift", "s": "shift",
    "alt": "alt", "meta": "alt", "a": "alt", "m": "alt",
}  # fmt: skip
_MODIFIED = re.compile(rf"({'|'.join(_MODIFIERS)})[-+](.+)", re.IGNORECASE)
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape",
         "ctrl+space": "ctrl+at"}  # fmt: skip
"""Keys that a terminal can not tell from others."""


def parse_key(text: str) -> str:
    """Read a key, or a sequence of keys with spaces between them, as a person writes it.

    ``Ctrl-P``, ``ctrl+p``, ``^P`` and ``<C-p>`` are the same key; so are ``/`` and ``slash``, and
    ``Space`` and ``<space>``.

    Returns:
        The name that the rest of the program uses; "" for what is no key.
    """
    parts = [_parse_one(part) for part in text.split()]
    if text == " ":
        return "space"
    if len(parts) > 1 and "escape" in parts:  # which ends a sequence
        return ""
    return " ".join(parts) if all(parts) else ""


def _parse_one(text: str) -> str:
    if len(text) > 2 and text[0] == "<" and text[-1] == ">":
        text = text[1:-1]
    if len(text) == 2 and text[0] == "^" and text[1].isascii():
        text = f"ctrl+{text[1]}"
    modifiers = set()
    while found := _MODIFIED.fullmatch(text):
        modifiers.add(_MODIFIERS[found[1].lower()])
        text = found[2]
    name = _name(text)
    if not name or not modifiers:
        return name
    if len(name) == 1:
        name = name.upper() if modifiers == {"shift"} else name.lower()
        modifiers -= {"shift"}
    key = "+".join([*sorted(modifiers), name])
    return _SAME.get(key, key)


def _name(text: str) -> str:
    """Name a key without its modifiers; "" for what is none."""
    if len(text) != 1:
        return _NAMED.get(text.lower(), "")
    if text.isalnum() or text in _SIGNS:
        return _SIGNS.get(text, text)
    if text in _SHOWN.values():
        return _NAMED[text]
    name = unicodedata.name(text, "") if text.isprintable() else ""
    return name.lower().replace("-", "_").replace(" ", "_")


def show_key(key: str, *, plain: bool = False) -> str:
    """Write a key as people know it: ``ctrl+p`` as ``Ctrl-P``, ``slash`` as ``/``.

    Args:
        key: As `parse_key` names it.
        plain: Write words for the arrows.
    """
    return " ".join(_show_one(part, plain) for part in key.split(" "))


def _show_one(key: str, plain: bool) -> str:
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    name = (
        last.title()
        if plain and last in _ARROWS
        else _SHOWN.get(last) or _SIGN_OF.get(last) or _sign(last)
    )
    if modifiers and len(name) == 1:
        name = name.upper()
    return "-".join([*(modifier.title() for modifier in modifiers), name])


def _sign(name: str) -> str:
    """Give the sign of a name that Unicode made, or the name where it has none."""
    with contextlib.suppress(KeyError):
        return unicodedata.lookup(name.replace("_", " "))
    return name


def nearest_key(text: str) -> str:
    """Give the key that was probably meant, as people know it; "" where none is near."""
    if len(text) > 1 and all(_name(sign) for sign in text) and len(set(text)) == 1:
        return " ".join(text)  # gg
    *modifiers, last = re.split(r"[-+]", text.strip("<>"))
    names = [*_NAMED, *_MODIFIERS]
    near = [difflib.get_close_matches(part.lower(), names, n=1) for part in modifiers]
    ends = [last] if len(last) == 1 else difflib.get_close_matches(last.lower(), _NAMED, n=1)
    if not ends or not all(near):
        return ""
    key = parse_key("+".join([*(one[0] for one in near), ends[0]]))
    return show_key(key) if key else ""
