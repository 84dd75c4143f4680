"""Views as words, tables and documents; nothing here opens a store or a screen."""
