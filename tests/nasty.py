"""Forty strings that somebody's ticket may hold, and what goes wrong where they are trusted."""

from __future__ import annotations

ESC = "\x1b"
BEL = "\x07"
ST = f"{ESC}\\"

NASTY: dict[str, str] = {
    # markup, which a widget may obey
    "closing tag": "a customer wrote [/b] here",
    "unknown closing tag": "[/foo]",
    "click action": "[@click=app.quit]press me[/]",
    "style tag": "[bold red on white]loud[/]",
    "link tag": "[link=file:///etc/passwd]mine[/link]",
    "unclosed tag": "a [/",
    "escaped tag": "\\[b] \\\\[/b]",
    "variable": "$title {title} %(title)s {0.__class__} ${HOME}",
    "html": "<script>alert(1)</script>&lt;b&gt;",
    # terminal commands
    "colour": f"{ESC}[31;1mred{ESC}[0m",
    "clear the screen": f"{ESC}[2J{ESC}[3J{ESC}[H{ESC}c",
    "cursor": f"{ESC}[999;999H{ESC}[6n",
    "set the title": f"{ESC}]0;owned{BEL}",
    "paste buffer": f"{ESC}]52;c;cm0gLXJmIC8={BEL}",
    "paste buffer with ST": f"{ESC}]52;p;cm0gLXJmIC8={ST}",
    "hyperlink": f"{ESC}]8;;http://evil.example/{ST}bank{ESC}]8;;{ST}",
    "device control": f"{ESC}P+q544e{ST}{ESC}_Gi=1;AAAA{ST}",
    "alternate screen": f"{ESC}[?1049h{ESC}[?1000h{ESC}[?2004l",
    "C1 CSI": "\x9b31mred\x9b0m",
    "C1 OSC": "\x9d0;owned\x9c",
    "all C0": "".join(map(chr, range(0x20))) + "\x7f",
    "all C1": "".join(map(chr, range(0x80, 0xA0))),
    "bell and backspace": f"pass{BEL}{BEL}\b\b\b\bfail",
    "NUL": "before\0after",
    "carriage return": "harmless\rhidden\r\nline\r",
    "line ends": "one\ntwo\u2028three\u2029four\x0bfive\x0csix\x85seven",
    "tabs": "\ta\t\tb\t",
    # what changes the order or hides
    "bidi override": "photo\u202egnp.exe\u202c",
    "bidi isolates": "\u2066left\u2069\u2067right\u2069\u2068first\u2069\u202a\u202b\u202d\u061c",
    "bidi marks": "a\u200eb\u200fc",
    "zero width": "in\u200bvis\u200cib\u200dle\u2060\u180e",
    "byte order mark": "\ufeffstart\ufeff",
    "tag characters": "flag\U000e0067\U000e0062\U000e007f\U000e0001",
    "soft hyphens and fillers": "soft\u00adhyphen \u3164\uffa0\u115f\u1160\u034f\u2063",
    "lone surrogates": "\ud800 \udcff \udc1b\ud83d",
    # what is drawn otherwise than it is counted
    "combining flood": "Z\u0335\u0321" + "\u0301\u0300\u0323\u20dd" * 200 + "algo",
    "emoji": "👨‍👩‍👧‍👦 🏳️‍🌈 👍🏽 ❤️ 1️⃣ 🇨🇳",
    "wide": "值班主管：系统无法登录，请尽快处理。ｆｕｌｌ　ｗｉｄｔｈ",
    "right to left": "שלום العربية كمپيوتر می‌خواهم",
    "100,000 characters": "0123456789" * 10_000,
}
