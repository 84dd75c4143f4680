"""The first run: there is no store yet, so offer a sample floor, an empty one, or an import."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.worker import Worker, WorkerState

from floorboard import i18n
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, ngettext, told
from floorboard.tui.render.runs import Run, fit
from floorboard.tui.widgets.answer import Answer, Bar
from floorboard.tui.widgets.roll import Roll

if TYPE_CHECKING:
    from floorboard.desk.imports import ImportReport

ZONE = "Asia/Shanghai"
"""The zone that is proposed."""


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
    Way("sample", N_("Sample floor"), N_("a made-up centre to try; everybody's PIN is 246810")),
    Way("empty", N_("Empty floor"), N_("nothing in it yet")),
    Way("import", N_("Import tickets"), N_("from a CSV, XLSX or JSON export")),
)


class Ways(Roll[Way]):
    """The choices."""

    def cells(self, item: Way, width: int) -> list[Run]:
        return [Run(fit(_(item.label), 18), "strong"), Run(" "), Run(_(item.detail), "dim")]


class WelcomeApp(App[None]):
    """Three choices, then the making with its progress; Esc takes it back.

    The app itself takes the keys of the list: one that opens the line to type on has opened it
    before the next key is looked at.
    """

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    CSS = """
    Screen { background: #0f131a; align: center middle; }
    Ways { width: 72; max-width: 100%; height: 7; background: #0f131a; }
    #bar { width: 72; max-width: 100%; height: 3; background: #0f131a; }
    Answer { display: none; width: 72; max-width: 100%; height: 1; }
    Answer { border: none; background: #1a2130; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "retreat", priority=True),
        Binding("up,k", "move(-1)", priority=True),
        Binding("down,j", "move(1)", priority=True),
        Binding("enter", "choose", priority=True),
        Binding("q,ctrl+q", "leave"),
        Binding("f2", "language"),
    ]

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._stop = threading.Event()
        self._making = False
        self._made = False
        self._drawn = 0.0
        self._file: Path | None = None
        self._asked: Callable[[str], None] | None = None
        self.fault: BaseException | None = None

    def compose(self) -> ComposeResult:
        yield Ways(id="ways")
        yield Answer(self._answer)
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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The list's keys are letters and an Enter of the answer while one is typed."""
        return action not in ("move", "choose") or isinstance(self.focused, Ways)

    def action_move(self, by: int) -> None:
        self.query_one(Ways).action_move(by)

    def action_choose(self) -> None:
        way = self.query_one(Ways).current
        if self._made:
            self.exit()
        elif way is None or self._making:
            return
        elif way.id == "sample":
            self._make(self._sample)
        elif way.id == "empty":
            self._ask_zone()
        else:
            self._ask(_("The file's path, then Enter; Esc goes back"), "", self._take_file)

    @on(Roll.Opened)
    def _clicked(self) -> None:
        self.action_choose()

    def _ask(self, question: str, answer: str, then: Callable[[str], None]) -> None:
        """Ask for a line of text, with an `answer` to begin with."""
        self._asked = then
        self.query_one(Bar).say([Run(question, "text")])
        line_ = self.query_one(Answer)
        line_.display = True
        line_.value, line_.cursor_position = answer, len(answer)
        self.screen.set_focus(line_)

    def _take_file(self, answer: str) -> None:
        self._file = Path(answer).expanduser()
        self._ask_zone()

    def _ask_zone(self) -> None:
        question = _("The centre's time zone, then Enter; Esc goes back")
        self._ask(question, ZONE, lambda zone: self._make(partial(self._floor, zone)))

    def _answer(self, text: str) -> None:
        if self._made:
            self.exit()
        elif self._asked is not None and not self._making and text:
            self._asked(text)

    def _make(self, work: Callable[[], None]) -> None:
        if self._making:
            return
        self._making = True
        self._stop.clear()
        self.run_worker(work, thread=True, exit_on_error=False)

    def _sample(self) -> None:
        from floorboard.desk import sample

        sample.make(self._path, int(time.time()), pin=sample.PIN, progress=self._progress)

    def _floor(self, zone: str) -> None:
        """An empty floor, or one with the tickets of the file that was named."""
        from floorboard.desk import beginning, floor

        now = int(time.time())
        if self._file is None:
            names = {"name": beginning.NAME, "name_zh": beginning.NAME_ZH}
            floor.create(self._path, now, zone=zone, **names)
            return
        report = beginning.with_tickets(
            self._path, now, self._file, zone=zone, progress=self._progress
        )
        self.call_from_thread(self._show, report)

    def _show(self, report: ImportReport) -> None:
        """What was taken in, and what was not, before the board covers it."""
        self._made = True
        tickets = sum(file.created for file in report.files)
        text = ngettext("{count} ticket is in.", "{count} tickets are in.", tickets)
        runs = [Run(text.format(count=f"{tickets:,}"), "green")]
        refused = report.rejects
        if refused:
            told_ = ngettext(
                " {count} row was refused, see {path}.",
                " {count} rows were refused, see {path}.",
                refused,
            )
            path = report.files[0].rejects_path
            runs.append(Run(told_.format(count=f"{refused:,}", path=path), "amber"))
        runs.append(Run(" " + _("Enter opens the board."), "text"))
        self.query_one(Bar).say(runs)

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
        if event.state is WorkerState.SUCCESS and not self._made:
            self.exit()
        elif event.state is WorkerState.ERROR:
            self._making = False
            error = event.worker.error
            if isinstance(error, Cancelled):
                self._say()
            elif isinstance(error, Problem):
                self.query_one(Bar).say([Run(clean_line(told(error)), "amber")])
            elif isinstance(error, Exception):
                self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        self.fault = error
        self.exit(return_code=1)

    def action_retreat(self) -> None:
        if self._made:
            self.exit()
            return
        if self._making:
            self._stop.set()
            return
        self._file = self._asked = None
        self.query_one(Answer).display = False
        self._say()
        self.screen.set_focus(self.query_one(Ways))

    def action_leave(self) -> None:
        self._stop.set()
        self.exit()

    def action_language(self) -> None:
        i18n.use("zh" if i18n.language() == "en" else "en")
        self._say()
