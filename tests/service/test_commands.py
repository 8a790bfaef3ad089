"""The person's own commands: real small programs, and what strangers write put before them."""

from __future__ import annotations

import asyncio
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from newsreader.config.settings import Bookmarks, Settings
from newsreader.core.errors import ConfigError, InputError
from newsreader.core.models import Article
from newsreader.core.query import ListQuery
from newsreader.services import arguments, bookmarks, commands
from newsreader.services.session import Session
from tests.support.library import entry, store


def script(folder: Path, text: str) -> str:
    """Make a small program of a few lines of Python; give its path."""
    folder.mkdir(exist_ok=True)
    path = folder / "program"
    path.write_text(f"#!{sys.executable}\nimport sys\n{text}\n", encoding="utf-8")
    path.chmod(0o700)
    return str(path)


def article_of(session: Session, title: str = "A title") -> Article:
    feed = session.library.feeds.add("https://one.example/feed", title="One")
    count = session.library.articles.count(ListQuery())
    one = entry(count, title=title, link="https://one.example/a")
    [number] = store(session.library, feed.id, [one]).new
    return session.library.articles.get(number)


# -- argument lists --------------------------------------------------------------------------------


def test_a_line_is_split_and_nothing_else_is_done_to_it() -> None:
    assert arguments.split("wc -w 'a b' $HOME `id` | cat") == [
        *("wc", "-w", "a b", "$HOME", "`id`", "|", "cat"),
    ]
    assert arguments.split("~/bin/x")[0] == str(Path.home() / "bin/x")
    for line in ("", "  ", "echo 'x"):
        with pytest.raises(InputError):
            arguments.split(line)


VALUES = {"url": "https://a.example/", "title": "-rf {url} $(id)", "file": "/tmp/f"}


@pytest.mark.parametrize(
    ("command", "filled"),
    [
        (["x", "{title}"], ["x", " -rf {url} $(id)"]),
        (["x", "--title={title}"], ["x", "--title=-rf {url} $(id)"]),
        (["x", "{url}:{title}"], ["x", "https://a.example/:-rf {url} $(id)"]),
        (["x", "{file}", "{other}"], ["x", "/tmp/f", "{other}"]),
        (["sh", "-c", "x", "sh", "{title}"], ["sh", "-c", "x", "sh", " -rf {url} $(id)"]),
    ],
)  # fmt: skip
def test_a_value_stays_in_its_argument_and_is_no_option(
    command: list[str], filled: list[str]
) -> None:
    assert arguments.fill(command, VALUES) == filled


@pytest.mark.parametrize(
    "command",
    [
        ["sh", "-c", "echo {title}"],
        ["/bin/bash", "-lc", "w3m {url}"],
        ["xterm", "-e", "env", "sh", "-c", "echo {title}"],
        ["python3", "-c", "print('{title}')"],
        ["perl", "-e", "print '{title}'"],
        [],
    ],
)
def test_a_value_never_becomes_a_part_of_a_script(command: list[str]) -> None:
    with pytest.raises(ConfigError):
        arguments.fill(command, VALUES)


# -- running ---------------------------------------------------------------------------------------


def test_text_goes_in_and_clean_text_comes_out(tmp_path: Path) -> None:
    program = script(tmp_path, r"sys.stdout.write(sys.stdin.read().upper() + '\x1b]0;x\x07\n')")
    outcome = commands.run([program], "grüße\n", seconds=20)
    assert outcome == commands.Outcome(0, "GRÜSSE")


def test_a_failure_is_told_in_its_own_first_words(tmp_path: Path) -> None:
    program = script(tmp_path, r"sys.stderr.write('\n\x1b[31mno such thing\nmore\n'); sys.exit(3)")
    outcome = commands.run([program], seconds=20)
    assert commands.failure([program], outcome) == (
        "program failed with exit code 3: no such thing"
    )


def test_endless_output_is_cut(tmp_path: Path) -> None:
    program = script(tmp_path, "while True: print('x' * 1000)")
    outcome = commands.run([program], seconds=60)
    assert outcome.cut
    assert len(outcome.output) <= commands.MOST_OUTPUT


def test_one_that_tells_a_lot_is_not_stopped_by_it(tmp_path: Path) -> None:
    program = script(
        tmp_path, "for _ in range(3000): print('x' * 100, file=sys.stderr)\nprint('done')"
    )
    outcome = commands.run([program], seconds=60)
    assert (outcome.code, outcome.output) == (0, "done")


def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    program = script(tmp_path, "sys.stdin.read()\nimport time\ntime.sleep(600)")
    with pytest.raises(InputError, match="took more than 1 seconds"):
        commands.run([program], seconds=0.6)


def test_what_was_ended_is_waited_for_however_long_it_takes_to_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(commands, "LINGER", 0)
    processes: list[subprocess.Popen[bytes]] = []
    with pytest.raises(InputError, match="was ended"):
        commands.run(["sleep", "600"], seconds=0, started=processes.append)
    for thread in threading.enumerate():
        if thread.name == "newsreader-waiting":
            thread.join(20)
    assert processes[0].returncode == -signal.SIGKILL


async def test_what_begins_when_nobody_waits_for_it_any_more_is_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = commands.start
    asked, go, begun = threading.Event(), threading.Event(), threading.Event()
    processes: list[subprocess.Popen[bytes]] = []

    def late(*arguments: Any, **how: Any) -> subprocess.Popen[bytes]:
        asked.set()
        go.wait()
        processes.append(start(*arguments, **how))
        begun.set()
        return processes[0]

    monkeypatch.setattr(commands, "start", late)
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    task = asyncio.create_task(commands.attend(command, seconds=60))
    await asyncio.to_thread(asked.wait)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go.set()
    await asyncio.to_thread(begun.wait)
    assert await asyncio.to_thread(processes[0].wait, 20) < 0


def test_one_that_leaves_another_running_is_not_waited_for(tmp_path: Path) -> None:
    program = script(
        tmp_path,
        "import subprocess\nprint('done', flush=True)\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(5)'])",
    )
    assert commands.run([program], seconds=4).output == "done"


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(InputError, match="there is no such program"):
        commands.run(["/nowhere/at-all"], seconds=1)
    with pytest.raises(InputError, match="can not be started"):
        commands.run_in_terminal(["/nowhere/at-all"])


def test_programs_of_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "code --wait")
    assert arguments.program(("VISUAL", "EDITOR"), ("vi",)) == ["code", "--wait"]
    monkeypatch.delenv("EDITOR")
    assert arguments.program(("EDITOR",), ("no-such-thing", "sh")) == ["sh"]
    with pytest.raises(InputError, match=r"\$EDITOR"):
        arguments.program(("EDITOR",), ("no-such-thing",))


# -- the bookmark command --------------------------------------------------------------------------


def told(session: Session, tmp_path: Path, text: str) -> Session:
    """Give the session a bookmark command of a few lines."""
    command = (script(tmp_path, text), "extra")
    session.settings = Settings(bookmarks=Bookmarks(command=command))
    return session


async def test_the_bookmark_command_gets_four_arguments(session: Session, tmp_path: Path) -> None:
    article = article_of(session, "-o {url} $(id)")
    bookmarks.annotate(session, article.id, note="one\ntwo")
    out = tmp_path / "out"
    told(session, tmp_path, f"open({str(out)!r}, 'w').write(repr(sys.argv[1:]))")
    bookmarks.send(session, article)
    assert out.read_text() == repr(
        ["extra", "https://one.example/a", " -o {url} $(id)", "one two", "One"]
    )


async def test_what_the_bookmark_command_prints_is_an_error(
    session: Session, tmp_path: Path
) -> None:
    article = article_of(session)
    told(session, tmp_path, r"print('\x1b[1mno account')")
    with pytest.raises(InputError, match=r"says: no account"):
        bookmarks.send(session, article)
    told(session, tmp_path, "sys.exit('denied')")
    with pytest.raises(InputError, match="exit code 1: denied"):
        bookmarks.send(session, article)


async def test_without_a_command_it_says_where_to_name_one(session: Session) -> None:
    with pytest.raises(ConfigError, match=r"config\.toml"):
        bookmarks.send(session, article_of(session))


def test_commands_in_the_settings_are_read_strictly(tmp_path: Path) -> None:
    from newsreader.config.settings import load_settings

    file = tmp_path / "config.toml"
    file.write_text('[open.commands.x]\ncommand = ["x"]\nterminl = true\n')
    with pytest.raises(ConfigError, match=r"line 3: .*open\.commands\.x\.terminl.*terminal"):
        load_settings(file)
    file.write_text("[open.commands.x]\ncommand = []\n")
    with pytest.raises(ConfigError, match="line 2"):
        load_settings(file)
    file.write_text('[open.commands.x]\ncommand = ["x"]\ninput = "html"\n[share]\nY = "z"\n')
    settings = load_settings(file)
    assert settings.open.commands["x"].input == "html"
    assert settings.share == {"Y": "z"}


def test_a_private_file_is_private_and_goes() -> None:
    from newsreader.services.files import private_file

    with private_file("note.md", "x") as path:
        assert path.read_text() == "x"
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not path.parent.exists()
