"""Screen 6: the shift handover."""

from floorboard.tui.screens.handover.screen import HandoverScreen

PAGE = HandoverScreen
