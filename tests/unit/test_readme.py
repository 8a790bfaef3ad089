"""What the README says is true: its keys come from the table of actions.

``UPDATE_README=1 pytest tests/unit/test_readme.py`` writes the table anew.
"""

import os
import re
from pathlib import Path

from newsreader.cli import COMMANDS
from newsreader.config.keymap import ACTIONS, CONTEXTS, EVERYWHERE
from newsreader.config.keynames import parse_key, show_key

README = Path(__file__).parents[2] / "README.md"
SECTION = re.compile(r"(?<=<!-- keys -->\n).*?(?=<!-- /keys -->)", re.DOTALL)


def key_table() -> str:
    rows = ["| key | what it does | where |", "|---|---|---|"]
    for action in ACTIONS:
        keys = " ".join(f"`{show_key(parse_key(key))}`" for key in action.keys)
        keys = keys.replace("|", "\\|")
        panes = [context for context in CONTEXTS if context in action.contexts]
        where = "" if EVERYWHERE in panes else ", ".join(panes)
        rows.append(f"| {keys} | {action.help} | {where} |")
    return "\n".join(rows) + "\n"


def test_the_key_table_is_the_one_of_the_program() -> None:
    text = README.read_text("utf-8")
    if os.environ.get("UPDATE_README"):
        README.write_text(SECTION.sub(lambda _: key_table(), text), "utf-8")
        return
    found = SECTION.search(text)
    assert found is not None
    assert found[0] == key_table()


def test_every_command_stands_in_the_readme() -> None:
    table = README.read_text("utf-8").partition("## From the command line")[2].partition("##")[0]
    words = set(re.findall(r"[a-z]+", table))
    assert set(COMMANDS) - {"demo"} <= words
