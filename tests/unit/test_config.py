"""Settings are read strictly, keys are checked, and mistakes are told in words."""

from pathlib import Path

import pytest

from newsreader.config.paths import resolve_paths
from newsreader.config.settings import Settings, load_settings
from newsreader.core.errors import ConfigError
from newsreader.core.models import FullText


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.toml") == Settings()


def test_a_file_changes_only_what_it_names(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        'full_text = "never"\n[retention]\nread_days = 7\n'
        '[feeds."https://example.org/feed"]\nusername = "me"\n[keys.bind]\nbookmark = ["B"]\n',
    )
    settings = load_settings(path)
    assert settings.full_text is FullText.NEVER
    assert settings.retention.read_days == 7
    assert settings.retention.unread_days == 365
    assert settings.feeds["https://example.org/feed"].username == "me"
    assert settings.keys.bind == {"bookmark": ["B"]}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[screen]\nthem = 'x'\n", 2, "Did you mean theme?"),
        ("\n[retentoin]\n", 2, "Did you mean retention?"),
        ("[retention]\n\nread_days = -1\n", 3, "retention.read_days"),
        ("[feeds.'https://example.org/']\npasword = 'x'\n", 2, "Did you mean password?"),
        ("full_text = 'often'\n", 1, "full_text"),
        ("= 3\n", 1, "valid TOML"),
    ],
)
def test_mistakes_name_the_line_and_what_was_meant(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_settings(path)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)
    assert f"line {line}" in str(caught.value)


def test_a_file_that_is_no_text_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_settings(path)


def test_one_home_holds_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path / "env"))
    assert resolve_paths(tmp_path).library_file.is_relative_to(tmp_path / "data")
    assert resolve_paths().library_file.is_relative_to(tmp_path / "env")
    paths = resolve_paths(tmp_path / "new")
    paths.create()
    assert paths.data_dir.stat().st_mode & 0o077 == 0
