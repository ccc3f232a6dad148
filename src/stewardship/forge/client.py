"""A small client of one forge's HTTP interface: JSON in, JSON out, on the standard library.

A question is asked again where the forge was busy or the line broke; what changes something is
sent again only where the forge said that it was too much (it then did nothing). How long to wait
is what the forge says (``Retry-After``, ``x-ratelimit-reset``), and never more than a minute. The
token goes to one host, is sent nowhere that a redirect or a link leads, and is in no message.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from email.message import Message
from http.client import HTTPException
from typing import Any

from stewardship.errors import GateError, UserError
from stewardship.pattern import pattern
from stewardship.reporters.clean import terminal

TIMEOUT = 20.0
"""Seconds without an answer."""
TRIES = 4
LONGEST = 60.0
"""Seconds to wait between two tries."""
PAGES = 100
"""Pages of one list; a longer one is an error, for half a list must not pass for all of it."""
LARGEST = 20_000_000
LOOPBACK = ("127.0.0.1", "::1", "localhost")
NEXT = pattern(r'<([^>]*)>\s*;[^,]*\brel="?next"?')
TOKEN = pattern(r"[\x21-\x7e]+")
BUSY = (500, 502, 503, 504)


class RefusedError(UserError):
    """The forge said no. ``status`` is that of HTTP: 401, 403, 404, 409, 422, 429 ..."""

    def __init__(self, status: int, message: str, hint: str) -> None:
        super().__init__(message, None, hint)
        self.status = status


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follow a redirect (a repository was renamed) on the same host only."""

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        if _origin(newurl) != _origin(req.full_url):
            raise UserError(
                "the forge redirects to another host, and the token is not sent there",
                None,
                "set GITHUB_API_URL to the address that it is meant for",
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Client:
    """One forge, at the address of its interface, with one token."""

    __slots__ = ("_api", "_now", "_opener", "_sleep", "_token")

    def __init__(
        self,
        api: str,
        token: str,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.time,
    ) -> None:
        """``api`` without a path's end (``https://api.github.com``). ``UserError`` for an address
        that is not ``https``, unless it is this machine's own, and for a token that is none."""
        parts = urllib.parse.urlsplit(api)
        secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if not secure or not parts.hostname or parts.username:
            raise UserError(
                "the address of the forge is not one that a token may be sent to",
                None,
                "GITHUB_API_URL is such as https://api.github.com or https://HOST/api/v3",
            )
        if not TOKEN.fullmatch(token):
            raise UserError(
                "there is no token for the forge, or it holds what no token holds",
                None,
                "set STEWARDSHIP_TOKEN or GITHUB_TOKEN",
            )
        self._api = api.rstrip("/")
        self._token = token
        self._sleep = sleep
        self._now = now
        self._opener = urllib.request.build_opener(_SameHost())

    def get(self, path: str) -> Any:
        """What a path answers. ``RefusedError`` where the forge says no (a status of 400 to 499),
        ``GateError`` where it cannot be reached or does not work."""
        return self._ask("GET", self._api + path)[0]

    def all(self, path: str) -> Iterator[Any]:
        """Every item of a list, page after page."""
        url = f"{self._api}{path}{'&' if '?' in path else '?'}per_page=100"
        for _ in range(PAGES):
            found, headers = self._ask("GET", url)
            if not isinstance(found, list):
                raise GateError(f"{_what('GET', url)}: the forge answers no list")
            yield from found
            following = NEXT.search(headers.get("link") or "")
            if not following:
                return
            url = urllib.parse.urljoin(url, following[1])
            if _origin(url) != _origin(self._api):
                raise UserError("the next page is on another host, and the token is not sent there")
        raise GateError(f"{_what('GET', url)}: more than {PAGES} pages, too many to read")

    def send(self, method: str, path: str, data: Mapping[str, object]) -> Any:
        """Change something: POST, PATCH, PUT or DELETE."""
        return self._ask(method, self._api + path, json.dumps(data).encode())[0]

    def _ask(self, method: str, url: str, body: bytes | None = None) -> tuple[Any, Message]:
        for attempt in range(1, TRIES + 1):
            try:
                return self._once(method, url, body)
            except urllib.error.HTTPError as error:
                with error:
                    wait = self._wait(method, error, attempt)
                    if wait is None or attempt == TRIES:
                        raise self._refused(method, url, error) from None
            except (OSError, HTTPException) as error:
                if method != "GET" or attempt == TRIES:
                    why = getattr(error, "reason", None) or type(error).__name__
                    raise GateError(
                        f"{_what(method, url)}: the forge cannot be reached ({self._safe(why)})"
                    ) from None
                wait = 2.0 ** (attempt - 1)
            self._sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _once(self, method: str, url: str, body: bytes | None) -> tuple[Any, Message]:
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self._token}",
            "User-Agent": "stewardship",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310 - checked
        with self._opener.open(request, timeout=TIMEOUT) as answer:
            content = answer.read(LARGEST + 1)
            told: Message = answer.headers
        if len(content) > LARGEST:
            raise GateError(f"{_what(method, url)}: the answer is too large")
        try:
            return (json.loads(content) if content.strip() else None), told
        except (ValueError, RecursionError):
            raise GateError(f"{_what(method, url)}: the answer is no JSON") from None

    def _wait(self, method: str, error: urllib.error.HTTPError, attempt: int) -> float | None:
        """Seconds until the next try; None where another one is of no use."""
        if error.code == 429 or (error.code == 403 and _limited(error.headers)):
            asked = _seconds(error.headers, self._now())
            wait = 2.0 ** (attempt - 1) if asked is None else max(asked, 0.0)
            return wait if wait <= LONGEST else None
        if error.code in BUSY and method == "GET":
            asked = _seconds(error.headers, self._now())
            return min(2.0 ** (attempt - 1) if asked is None else max(asked, 0.0), LONGEST)
        return None

    def _refused(
        self, method: str, url: str, error: urllib.error.HTTPError
    ) -> UserError | GateError:
        what = _what(method, url)
        if error.code >= 500:
            return GateError(f"{what}: the forge does not work at present ({error.code})")
        said = self._said(error)
        if error.code == 429 or (error.code == 403 and _limited(error.headers)):
            message = f"{what}: the forge's rate limit is used up"
            return RefusedError(
                429, message, "try again later; a token of its own has its own limit"
            )
        meaning, hint = MEANINGS.get(error.code, (f"the forge answers {error.code}", ""))
        if error.code == 403 and (needed := error.headers.get("x-accepted-github-permissions")):
            hint = f"the token lacks one of: {self._safe(needed)}"
        return RefusedError(error.code, f"{what}: {meaning}{f' ({said})' if said else ''}", hint)

    def _said(self, error: urllib.error.HTTPError) -> str:
        try:
            told = json.loads(error.read(100_000))
        except (OSError, ValueError, RecursionError, HTTPException):
            return ""
        message = told.get("message") if isinstance(told, dict) else None
        return self._safe(message) if isinstance(message, str) else ""

    def _safe(self, text: object) -> str:
        """What somebody else said, on one short line, and without the token."""
        plain = " ".join(terminal(str(text).replace(self._token, "***")).split())
        return plain if len(plain) <= 200 else plain[:199] + "…"


MEANINGS = {
    401: ("the token is not accepted", "it has expired or was revoked: set another"),
    403: ("the token may not do this", "give the token the permission (docs/ownership.md)"),
    404: ("there is no such thing, or the token may not see it", "look at the name and the token"),
    409: ("something else changed it meanwhile", "run it again"),
    422: ("the forge does not take this", "look at what it says"),
}


def _limited(headers: Message) -> bool:
    return headers.get("retry-after") is not None or headers.get("x-ratelimit-remaining") == "0"


def _seconds(headers: Message, now: float) -> float | None:
    """How long the forge asks to wait, if it says: a number of seconds, or a time of the clock."""
    after, reset = headers.get("retry-after"), headers.get("x-ratelimit-reset")
    if after is not None and after.strip().isdigit():
        return float(after)
    if headers.get("x-ratelimit-remaining") == "0" and reset and reset.strip().isdigit():
        return float(reset) - now
    return None


def _origin(url: str) -> tuple[str, str]:
    parts = urllib.parse.urlsplit(url)
    return parts.scheme, parts.netloc.casefold()


def _what(method: str, url: str) -> str:
    return terminal(f"{method} {urllib.parse.urlsplit(url).path}")
