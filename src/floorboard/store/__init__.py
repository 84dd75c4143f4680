"""The store: tables, engine, migrations, and queries that return frozen views."""
