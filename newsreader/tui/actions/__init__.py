"""What each action of the one table does, by its id.

Most groups of actions are not needed until the first list stands: each is loaded when it is first
asked for, and all of them beside the screen soon after.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Generic, TypeVar, cast

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen

T = TypeVar("T")


class Group(Generic[T]):
    """A group of actions of the main screen, of the module and the class of its name."""

    def __set_name__(self, owner: type[MainScreen], name: str) -> None:
        self._name = name

    def __get__(self, main: MainScreen, owner: type[MainScreen]) -> T:
        """Load and make the group; from now on it is the screen's own."""
        module = import_module(f"{__name__}.{self._name}")
        made = cast(T, getattr(module, self._name.capitalize())(main))
        vars(main)[self._name] = made
        return made


def load_all() -> None:
    """Load the groups that were not asked for yet; may be called on any thread."""
    import pkgutil

    for module in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
