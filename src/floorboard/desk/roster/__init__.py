"""The roster: who is on and why, what changes it, where cover is missing and who could fill it."""
