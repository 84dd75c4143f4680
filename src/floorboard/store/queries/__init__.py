"""Queries: SQL in, frozen views out. Each takes the connection that `Store.reading` lends."""
