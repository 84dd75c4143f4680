"""The rules: pure functions over values. Nothing here reads a clock, a file or a table."""
