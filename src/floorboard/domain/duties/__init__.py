"""Recurring duties: their rules, the occurrences these make, and lists started by hand."""
