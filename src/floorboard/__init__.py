"""floorboard: a terminal console for the shift lead of a support floor."""

__version__ = "0.1.0"
