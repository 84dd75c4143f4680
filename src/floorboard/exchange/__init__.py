"""Formats: bytes to drafts and back, one file a format, without a store."""
