"""A screen that waits before it acts, and that other threads may talk to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual import events
from textual.geometry import Offset
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from newsreader.tui.compositor import LeanCompositor
from newsreader.tui.messages import Later
from newsreader.tui.widgets.guard import Guarded
from newsreader.tui.widgets.text_view import TextView


class PatientScreen(Guarded, Screen[None]):
    """Gathers what comes in a row into one, and takes calls from other threads."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = LeanCompositor()
        self._delays: dict[str, tuple[Timer, Callable[[], None]]] = {}

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Come for the first time with the styles that all parts were just given."""
        event.refresh_styles = event.refresh_styles and self.stack_updates > 0

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """Find what is under the pointer; a text knows its places by cells, not by characters."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        if isinstance(widget, TextView):
            offset = widget.place_under(x - widget.region.x, y - widget.region.y)
        return widget, offset

    def delay(self, name: str, seconds: float, call: Callable[[], object]) -> None:
        """Call something when nothing of the same name was asked for a while."""

        def now() -> None:
            timer, _ = self._delays.pop(name, (None, None))
            if timer is not None:
                timer.stop()
            self.guarded(call)

        before, _ = self._delays.pop(name, (None, None))
        if before is not None:
            before.stop()
        self._delays[name] = self.set_timer(seconds, now), now

    def gather(self, name: str, seconds: float, call: Callable[[], object]) -> None:
        """Call something after a while, once for all that ask for it until then."""
        if name not in self._delays:
            self.delay(name, seconds, call)

    def delays(self) -> list[Callable[[], None]]:
        """Give what waits for its time, so that it can be done at once."""
        return [now for _, now in self._delays.values()]

    def guarded(self, call: Callable[[], object]) -> None:
        """Call something, and say what goes wrong."""
        try:
            call()
        except Exception as error:
            self.report(error)

    def beside(self, work: Awaitable[object], *, instead_of: str = "") -> None:
        """Do something that takes time beside everything else, and say what goes wrong.

        Args:
            work: What to do.
            instead_of: A name; what was begun under the same one is ended.
        """
        group, exclusive = instead_of or "beside", bool(instead_of)
        self.run_worker(self._do(work), group=group, exclusive=exclusive, exit_on_error=False)

    async def _do(self, work: Awaitable[object]) -> None:
        try:
            await work
        except Exception as error:
            self.report(error)

    def report_from_thread(self, error: Exception) -> None:
        """Tell of a failure; may be called on any thread."""
        self.from_thread(lambda: self.report(error))

    def from_thread(self, call: Callable[[], object]) -> None:
        """Have something called on the screen's own thread."""
        self.post_message(Later(call))

    def on_later(self, message: Later) -> None:
        """Call what another thread asked for."""
        message.call()
