"""The first run: there is no store yet, so offer a sample floor, an empty one, or an import."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from floorboard import i18n
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.exchange.wall_clock import ZoneNeeded
from floorboard.i18n import _, told
from floorboard.tui.render.runs import Run, fit, line, wrap
from floorboard.tui.widgets.plain_input import PlainInput
from floorboard.tui.widgets.roll import Roll

ZONE = "Asia/Shanghai"
"""The zone of a new floor; `floorboard new --zone` makes one elsewhere."""


def welcome(path: Path) -> bool:
    """Ask how to begin; whether there is a store at `path` now."""
    app = WelcomeApp(path)
    app.run()
    if app.fault is not None:
        raise app.fault
    return path.exists()


class Cancelled(Exception):
    """The user took it back while it was being made."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to begin. `label` and `detail` are msgids."""

    id: str
    label: str
    detail: str


WAYS = (
    Way("sample", N_("Sample floor"), N_("a made-up centre to look around in")),
    Way("empty", N_("Empty floor"), N_("nothing in it yet")),
    Way("import", N_("Import tickets"), N_("from a CSV, XLSX or JSON export")),
)


class Ways(Roll[Way]):
    """The choices."""

    def cells(self, item: Way, width: int) -> list[Run]:
        return [Run(fit(_(item.label), 18), "strong"), Run(" "), Run(_(item.detail), "dim")]


class Bar(Widget):
    """How far the making has come, or what went wrong."""

    def __init__(self) -> None:
        super().__init__(id="bar")
        self._runs: list[Run] = []

    def say(self, runs: list[Run]) -> None:
        self._runs = runs
        self.refresh()

    def render_line(self, y: int) -> Strip:
        lines = wrap([Run("  "), *self._runs], self.size.width, 2)
        return line(lines[y] if y < len(lines) else [], self.size.width)


class WelcomeApp(App[None]):
    """Three choices, then the making with its progress; Esc takes it back."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    CSS = """
    Screen { background: #0f131a; align: center middle; }
    Ways { width: 72; max-width: 100%; height: 7; background: #0f131a; }
    #bar { width: 72; max-width: 100%; height: 3; background: #0f131a; }
    PlainInput { width: 72; max-width: 100%; border: none; height: 1; background: #1a2130; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "retreat", priority=True),
        Binding("q,ctrl+q", "leave"),
        Binding("f2", "language"),
    ]

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._stop = threading.Event()
        self._making = False
        self._drawn = 0.0
        self._file: Path | None = None
        self.fault: BaseException | None = None

    def compose(self) -> ComposeResult:
        yield Ways(id="ways")
        yield Bar()

    def on_mount(self) -> None:
        self._say()
        self.query_one(Ways).focus()

    def _say(self) -> None:
        ways = self.query_one(Ways)
        ways.put(WAYS)
        ways.say(
            _("Welcome to floorboard"),
            [Run(_("Enter chooses · F2 中文 · q leaves"), "dim")],
        )
        place = _("The store will lie in {path}").format(path=self._path)
        self.query_one(Bar).say([Run(place, "dim")])

    @on(Roll.Opened)
    def _chosen(self) -> None:
        way = self.query_one(Ways).current
        if way is None or self._making:
            return
        if way.id == "import":
            self._ask_file()
        else:
            self._make(self._sample if way.id == "sample" else self._empty)

    def _ask_file(self) -> None:
        if self.query(PlainInput):
            return
        self._file = None
        asked = PlainInput(compact=True)
        self.mount(asked)
        asked.focus()
        self.query_one(Bar).say([Run(_("The file's path, then Enter; Esc goes back"), "dim")])

    def _ask_zone(self) -> None:
        asked = self.query_one(PlainInput)
        asked.value = ZONE
        asked.cursor_position = len(ZONE)
        text = _("Its times don't say of which time zone they are: name it, then Enter")
        self.query_one(Bar).say([Run(text, "amber")])

    @on(PlainInput.Submitted)
    def _answered(self, event: PlainInput.Submitted) -> None:
        answer = event.value.strip()
        if self._file is None:
            self._file = file = Path(answer).expanduser()
            self._make(lambda: self._import(file, None))
        else:
            file = self._file
            self._make(lambda: self._import(file, answer))

    def _make(self, work: Callable[[], None]) -> None:
        if self._making:
            return
        self._making = True
        self._stop.clear()
        self.run_worker(work, thread=True, exit_on_error=False)

    def _sample(self) -> None:
        from floorboard.desk import sample

        sample.make(self._path, int(time.time()), progress=self._progress)

    def _empty(self) -> None:
        from floorboard.desk import floor

        now = int(time.time())
        floor.create(self._path, now, name="Support centre", name_zh="支持中心", zone=ZONE)

    def _import(self, file: Path, zone: str | None) -> None:
        from floorboard.desk import imports
        from floorboard.desk.desk import Desk

        if not file.is_file():
            raise Problem(N_("there is no such file"), where=str(file))
        self._empty()
        desk = Desk.open(self._path)
        try:
            options = imports.Options(zone=zone)
            imports.import_tickets(desk, [file], options, progress=self._progress)
        except BaseException:
            desk.close()
            for each in (self._path, self._path.with_name(self._path.name + ".key")):
                each.unlink(missing_ok=True)
            raise
        desk.close()

    def _progress(self, done: int, total: int) -> None:
        """Called from the working thread; raising there takes the work back."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._drawn < 0.1:
            return
        self._drawn = now
        share = done / total if total else 0.0
        filled = round(30 * min(1.0, share))
        runs = [
            Run("█" * filled, "blue"),
            Run("░" * (30 - filled), "faint"),
            Run(f" {done:,} / {total:,}   ", "dim"),
            Run(_("Esc takes it back"), "dim"),
        ]
        self.call_from_thread(self.query_one(Bar).say, runs)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.SUCCESS:
            self.exit()
        elif event.state is WorkerState.ERROR:
            self._making = False
            error = event.worker.error
            if isinstance(error, Cancelled):
                self._say()
            elif isinstance(error, ZoneNeeded):
                self._ask_zone()
            elif isinstance(error, Problem):
                self._file = None
                self.query_one(Bar).say([Run(clean_line(told(error)), "amber")])
            elif isinstance(error, Exception):
                self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        self.fault = error
        self.exit(return_code=1)

    def action_retreat(self) -> None:
        if self._making:
            self._stop.set()
            return
        for asked in self.query(PlainInput):
            asked.remove()
        self._say()
        self.query_one(Ways).focus()

    def action_leave(self) -> None:
        self._stop.set()
        self.exit()

    def action_language(self) -> None:
        i18n.use("zh" if i18n.language() == "en" else "en")
        self._say()
