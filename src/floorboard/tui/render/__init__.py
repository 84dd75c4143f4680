"""Views into cells: pure functions from what the store says to runs of styled text."""
