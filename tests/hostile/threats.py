"""What strangers write, threat by threat, with what may be left of it on one line.

`newsreader.core.text` says why each goes. A threat stands between two letters, as in ``a\\x07b``.
"""

from __future__ import annotations

_CONTROLS = {
    f"control {code:02X}": (chr(code), "")
    for code in (*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0))
    if code not in (0x1B, 0x85)
}
_LINE_ENDS = {
    f"line end {ord(sign):04X}": (sign, " ")
    for sign in "\t\n\x0b\x0c\r\x85\u2028\u2029"
}  # fmt: skip
_SEQUENCES = {
    "a lone ESC": ("\x1b", ""),
    "colours": ("\x1b[1;31m", ""),
    "colours with colons": ("\x1b[38:2::1:2:3m", ""),
    "the cursor": ("\x1b[66;66H", ""),
    "a cleared screen": ("\x1b[2J", ""),
    "the other screen": ("\x1b[?1049h", ""),
    "the mouse": ("\x1b[?1003h", ""),
    "pasting": ("\x1b[200~", ""),
    "a question about the cursor": ("\x1b[6n", ""),
    "a question about the terminal": ("\x1b[>c", "[>c"),
    "the keyboard of kitty": ("\x1b[=1;1u", ""),
    "the shape of the cursor": ("\x1b[2 q", ""),
    "a title": ("\x1b]0;OWN\x07", ""),
    "a title, ended by ST": ("\x1b]2;OWN\x1b\\", ""),
    "a title, ended by C1": ("\x1b]2;OWN\x9c", ""),
    "a title without an end": ("\x1b]0;OWN", "]0;OWN"),
    "the clipboard": ("\x1b]52;c;T1dO\x07", ""),
    "a link": ("\x1b]8;;http://own.example\x1b\\", ""),
    "a notification": ("\x1b]777;notify;a;b\x07", ""),
    "a picture of iTerm2": ("\x1b]1337;File=inline=1:AAAA\x07", ""),
    "a picture of kitty": ("\x1b_Ga=T,f=24;AAAA\x1b\\", ""),
    "a picture of sixels": ("\x1bPq#0;2;0;0;0\x1b\\", ""),
    "a device string": ("\x1bP$qm\x1b\\", ""),
    "a private message": ("\x1b^OWN\x1b\\", ""),
    "a string": ("\x1bXOWN\x1b\\", ""),
    "a sequence within another": ("\x1b\x1b[31m[31m", "[31m"),
    "half a sequence": ("\x1b[31 é", "[31 é"),
    "a sequence of C1": ("\x9b31m", "31m"),
    "a title of C1": ("\x9d0;OWN\x9c", "0;OWN"),
}
_UNSEEN = {
    f"unseen {ord(sign):04X}": (sign, "")
    for sign in (
        "\xad\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2064\u2066"
        "\u2067\u2068\u2069\u206a\u206f\u3164\ufe00\ufe0e\ufe0f\ufeff\uffa0\ufff9\ufffa\ufffb"
        "\U0001bca0\U0001d173\U000e0001\U000e0020\U000e0041\U000e007f\U000e0100\U000e01ef"
    )
}
_NO_CHARACTERS = {
    f"no character {ord(sign):04X}": (sign, "")
    for sign in "\ud800\udbff\udc00\udfff\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0001ffff\U0010ffff"
}
_PILES = {
    "zalgo": ("\u0301\u0316" * 30, "\u0301\u0316\u0301"),
    "zalgo of Thai": ("\u0e49" * 30, "\u0e49" * 6),
    "rings": ("\u20dd" * 30, "\u20dd" * 3),
    "idle joiners": ("\u200d\u200c" * 30, "\u200d"),
}

STEERS = {**_CONTROLS, **_LINE_ENDS, **_SEQUENCES, **_UNSEEN, **_NO_CHARACTERS, **_PILES}
"""What no terminal should get: by the name of the threat, itself and what is left of it."""

LITERALS = {
    "markup of rich": "[/foo][/][bold]x",
    "a link of rich": "[link=http://own.example]x[/link]",
    "an action of textual": "[@click=app.quit]x[/]",
    "half a tag of rich": "[",
    "a backslash before a bracket": "\\[b]",
    "variables of textual": "$error ${HOME}",
    "formats": "%s %n {0} {x!r} {",
    "a command": "$(touch own) `id`; id | id & id > own",
    "an option": "--help -x",
    "a path": "../../etc/passwd ~/.profile",
    "a file": "file:///etc/passwd",
    "a statement": "'; DROP TABLE articles; --",
    "a query": "NEAR( AND is:unread -x *",
    "Markdown": "# ![x](javascript:x) | * _ ` ~~~",
    "an entity": "&lt;b&gt; &#27; &amp;amp;",
    "a line of newsboat": '"~own" exec:own "!',
}
"""What is text, however it looks: it comes out as it went in."""

NEEDED = {
    "Persian": "می\u200cخواهم",
    "Devanagari": "क्\u200dष",
    "Malayalam": "ന്\u200d",
    "a family": "👨\u200d👩\u200d👧",
    "a flag": "🇺🇦 🏳\u200d🌈",
    "Vietnamese, composed of parts": "tie\u0302\u0301ng Vie\u0323\u0302t",
    "Hebrew with points": "בְּרֵאשִׁ֖ית",
    "Arabic with vowels": "ٱلرَّحْمَٰنِ",
    "Thai": "น้ำที่นี่",
    "Korean": "한국어 ᄒᆞᆫ글",
    "a cedilla": "ç ç",
    "quotes and dashes": "“x” ‘y’ «z» – — … · • €",
}
"""What languages need: it survives."""
