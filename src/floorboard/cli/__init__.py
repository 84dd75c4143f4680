"""The commands: thin, one file a topic; each calls the desk or a query and prints."""
