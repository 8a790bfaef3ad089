"""A few fields to fill in, with what went wrong right below them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from newsreader.core.text import clean_body
from newsreader.tui.painting import safe
from newsreader.tui.widgets.guard import Guarded
from newsreader.tui.widgets.state_line import StateLine


class Field(NamedTuple):
    """Something to fill in.

    Attributes:
        name: What the answer is called.
        label: What the person reads beside it.
        value: What stands in it at first.
        hint: Shown while it is empty.
        options: The values to choose from, each with its words; empty for free text.
        lines: How many lines the text may take on the screen.
        suggest: Completes what is typed, None where it knows nothing; the right arrow takes it.
        replaced: What is typed first takes the place of the value.
    """

    name: str
    label: str
    value: str = ""
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    lines: int = 1
    suggest: Callable[[str], str | None] | None = None
    replaced: bool = False


class _Suggester(Suggester):
    def __init__(self, suggest: Callable[[str], str | None]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._suggest = suggest

    async def get_suggestion(self, value: str) -> str | None:
        return self._suggest(value)


class _Line(Guarded, Input):
    def __init__(self, field: Field) -> None:
        super().__init__(
            safe(field.value),
            placeholder=safe(field.hint),
            compact=True,
            classes="field",
            select_on_focus=field.replaced,
            suggester=_Suggester(field.suggest) if field.suggest else None,
        )
        self.cursor_blink = False

    def on_resize(self) -> None:
        """Show the end of a long value, where the cursor is."""
        self.scroll_to(x=self.virtual_size.width, animate=False, force=True)

    @property
    def answer(self) -> str:
        """What stands in the field."""
        return self.value.strip()


class _Text(Guarded, TextArea):
    def __init__(self, field: Field) -> None:
        super().__init__(
            clean_body(field.value),
            placeholder=safe(field.hint),
            compact=True,
            classes="field",
            tab_behavior="focus",
            highlight_cursor_line=False,
        )
        self.cursor_blink = False
        self.styles.height = field.lines
        self.move_cursor(self.document.end)

    @property
    def answer(self) -> str:
        """What stands in the field."""
        return self.text.strip()


class _Options(Guarded, Static, can_focus=True):
    """One of a few values, changed with left and right."""

    def __init__(self, field: Field) -> None:
        super().__init__(classes="field")
        self._options = field.options
        values = [value for value, _ in field.options]
        self._at = values.index(field.value) if field.value in values else 0

    @property
    def answer(self) -> str:
        """The value that is chosen."""
        return self._options[self._at][0]

    def on_mount(self) -> None:
        """Show the value."""
        self._show()

    def _show(self) -> None:
        self.update(Content(safe(f"< {self._options[self._at][1]} >")))

    def on_key(self, event: events.Key) -> None:
        """Change the value."""
        steps = {"left": -1, "h": -1, "right": 1, "l": 1, "space": 1}
        if event.key in steps:
            event.stop()
            self.step(steps[event.key])

    def on_click(self) -> None:
        """Change the value."""
        self.step(1)

    def step(self, step: int) -> None:
        """Take the next or the previous value."""
        self._at = (self._at + step) % len(self._options)
        self._show()


class FormScreen(Guarded, ModalScreen[str]):
    """Asks for a few things at once, tries what was given, and closes when that worked.

    Args:
        title: What is asked for.
        fields: What to fill in, from top to bottom.
        attempt: Given the answers by the names of their fields; what it returns is said when the
            form closes. A `NewsreaderError` is shown below the fields, which stay for another try.
        busy: Shown while that is going on.
        note: Stands below the fields until something else is said there.
        wide: The values may be long.
        verb: What the key does that ends the form.
        outside: Has a text edited by another program, which Ctrl-E in a text of lines asks for.
    """

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        attempt: Callable[[dict[str, str]], Awaitable[str]],
        *,
        busy: str = "",
        note: str = "",
        wide: bool = False,
        verb: str = "saves",
        outside: Callable[[str], Awaitable[str]] | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._fields = fields
        self._attempt = attempt
        self._busy = busy
        self._note = note
        self._wide = wide
        self._verb = verb
        self._outside = outside
        self._tried: dict[str, str] | None = None
        """The answers that are being tried."""
        self._widgets: dict[str, _Line | _Text | _Options] = {}

    def compose(self) -> ComposeResult:
        """Make the parts."""
        with Vertical(classes="dialog form wide" if self._wide else "dialog form"):
            yield Static(Content(safe(self._title)), classes="dialog-title")
            for field in self._fields:
                with Horizontal(classes="field-row"):
                    yield Static(Content(safe(field.label)), classes="field-label")
                    yield self._make(field)
            yield StateLine(Content(safe(self._note)), classes="dialog-state")
            yield Static(self._keys(), classes="dialog-keys", markup=False)

    def _make(self, field: Field) -> Widget:
        kind = _Options if field.options else _Text if field.lines > 1 else _Line
        widget = self._widgets[field.name] = kind(field)
        return widget

    def _keys(self) -> str:
        lines = any(field.lines > 1 for field in self._fields)
        save = f"{'Ctrl-S' if lines else 'Enter'} {self._verb}"
        outside = "   Ctrl-E your editor" if self._outside is not None else ""
        several = "   Tab next" if len(self._fields) > 1 else ""
        options = "   left, right choose" if any(f.options for f in self._fields) else ""
        return f"{save}{several}{options}{outside}   Esc leaves"

    def on_mount(self) -> None:
        """Begin with the first field."""
        next(iter(self._widgets.values())).focus()

    def on_key(self, event: events.Key) -> None:
        """Go from field to field, save, or leave."""
        typing_lines = isinstance(self.focused, _Text)
        match event.key:
            case "escape":
                self.dismiss("")
            case "ctrl+s":
                self.save()
            case "ctrl+e" if typing_lines and self._outside is not None:
                self._edit_outside(self._outside)
            case "enter" if not typing_lines:
                self.save()
            case "down" if not typing_lines:
                self.focus_next()
            case "up" if not typing_lines:
                self.focus_previous()
            case _:
                return
        event.stop()
        event.prevent_default()

    @property
    def answers(self) -> dict[str, str]:
        """What stands in the fields now."""
        return {name: widget.answer for name, widget in self._widgets.items()}

    def save(self) -> None:
        """Try what was given; once, though the key be pressed again while that is going on."""
        answers = self.answers
        if answers == self._tried:
            return
        self._tried = answers
        self._state.say(self._busy)
        self._try(answers)

    @work(exclusive=True, group="form", exit_on_error=False)
    async def _edit_outside(self, edit: Callable[[str], Awaitable[str]]) -> None:
        field = self.focused
        if isinstance(field, _Text):
            with self._state.telling():
                field.text = await edit(field.text)

    @work(exclusive=True, group="form", exit_on_error=False)
    async def _try(self, answers: dict[str, str]) -> None:
        with self._state.telling():
            try:
                self.dismiss(await self._attempt(answers))
            finally:
                if self._tried is answers:
                    self._tried = None

    @property
    def _state(self) -> StateLine:
        return self.query_one(StateLine)
