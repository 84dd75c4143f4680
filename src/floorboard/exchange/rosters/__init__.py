"""Rosters that were planned elsewhere: who works which shift on which day, from a table."""
