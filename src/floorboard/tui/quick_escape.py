"""Esc and the next key, pressed faster than a terminal can tell from Alt and that key.

Both arrive as the byte ESC and a character. Textual reads such a pair as Alt, as what Option makes
of a digit on a Mac, or as `^` and the character. No key here has an Alt, so it is taken apart.
"""

from __future__ import annotations

from textual.events import Key
from textual.keys import key_to_character

_OPTION_DIGITS = dict(zip("º¡™£¢∞§¶•ª", "0123456789", strict=True))


def taken_apart(event: Key) -> list[Key]:
    """The keys that were pressed for `event`, which is one of them in most cases."""
    escape = Key("escape", None)
    if event.key == "circumflex_accent":
        return [escape]
    if event.character in _OPTION_DIGITS:
        digit = _OPTION_DIGITS[event.character]
        return [escape, Key(digit, digit)]
    if event.key.startswith("alt+"):
        key = event.key.removeprefix("alt+")
        return [escape, Key(key, key_to_character(key))]
    return [event]


def joined(event: Key) -> bool:
    """Whether `event` can be nothing but Esc and a key behind it, even where letters are typed."""
    return event.key.startswith("alt+") and len(event.key) == len("alt+x")
