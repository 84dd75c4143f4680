"""A notice to the world outside: to a command's standard input, or to a webhook."""

from __future__ import annotations

import hashlib
import hmac
import os
import shlex
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException
from typing import Protocol

from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem

SECONDS = 10.0
"""How long a command may run, and a webhook be silent."""

NOT_FOR_COMMANDS = ("FLOORBOARD_PIN", "FLOORBOARD_NEW_PIN")
"""What of our environment a command doesn't get."""


class Way(Protocol):
    """Where notices go: a command, or a webhook whose notices are signed with the secret."""

    @property
    def command(self) -> str: ...
    @property
    def webhook(self) -> str: ...
    @property
    def secret(self) -> str: ...


def send(way: Way, key: str, body: str, at: Instant) -> None:
    """Send `body`, which is JSON. `key` is the same at each attempt, so that who gets it twice can
    tell. Raises `Problem` where it didn't arrive."""
    if way.command:
        _run(way.command, key, body)
    else:
        _post(way, key, body, at)


def signature(secret: str, at: Instant, body: str) -> str:
    """HMAC-SHA-256 over the time, a dot and the body, as hexadecimal digits."""
    return hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()


def _run(command: str, key: str, body: str) -> None:
    """Run the command without a shell: nothing of the notice stands on its command line."""
    name = command.split()[0]  # what follows may hold a token
    environment = {key: value for key, value in os.environ.items() if key not in NOT_FOR_COMMANDS}
    try:
        done = subprocess.run(
            shlex.split(command),
            input=body.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            start_new_session=True,
            env=environment,
        )
    except subprocess.TimeoutExpired as error:
        raise _failed(name, TimeoutError("timed out")) from error
    except (OSError, ValueError) as error:
        raise _failed(name, error) from error
    if done.returncode:
        raise _failed(name, N_("it ended with status {status}"), status=done.returncode)


def _post(way: Way, key: str, body: str, at: Instant) -> None:
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": key,
        "Floorboard-Timestamp": str(at),
    }
    if way.secret:
        headers["Floorboard-Signature"] = f"sha256={signature(way.secret, at, body)}"
    url = urllib.parse.urlsplit(way.webhook)
    where = f"{url.scheme}://{url.netloc.rpartition('@')[2]}"  # path and query may hold a token
    try:
        request = urllib.request.Request(way.webhook, body.encode(), headers, method="POST")
        with _OPENER.open(request, timeout=SECONDS) as answer:
            if answer.status >= 300:
                raise _failed(where, N_("it answers {status}"), status=answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        raise _failed(where, N_("it answers {status}"), status=error.code) from error
    except OSError as error:
        raise _failed(where, getattr(error, "reason", error)) from error
    except (ValueError, HTTPException) as error:  # their words may quote the whole address
        raise _failed(where, type(error).__name__) from error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What is signed for one place isn't carried to another."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def _failed(where: str, reason: object, status: int = 0) -> Problem:
    told = Problem(reason, status=status) if isinstance(reason, str) else reason
    return Problem(N_("the notice didn't arrive: {reason}"), where=where, reason=told)
