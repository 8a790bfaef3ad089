"""What is promised is proved by tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROOFS = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "tests/hostile/README.md").read_text())


@pytest.mark.parametrize(("path", "name"), PROOFS)
def test_a_proof_is_there(path: str, name: str) -> None:
    assert re.search(rf"^(?:async )?def {name}\(", (ROOT / path).read_text(), re.MULTILINE)


def test_each_promise_has_a_proof() -> None:
    assert len(PROOFS) > 30
    for section in (ROOT / "tests/hostile/README.md").read_text().split("\n## ")[1:]:
        assert "::" in section
