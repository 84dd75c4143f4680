"""The least that a Textual program can be: an app with one Static."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class MinimalApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("a minimal Textual app")


if __name__ == "__main__":
    MinimalApp().run()
