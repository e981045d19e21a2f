"""HTTP with manners: time limits, a size limit, retries with back-off, few redirects, no secret sent elsewhere."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx
import stamina

from generator import __version__
from generator.errors import ConfigError, FetchError, Problem, UnreachableError

USER_AGENT = f"broadsheet/{__version__} (static archive of paper feeds)"
MAX_BODY_BYTES = 32 << 20
"""The most that is read of one answer, decompressed: a day of 664-author papers has 2 MB."""
_MAX_REDIRECTS = 5
_CONNECT_S = 5.0
_ATTEMPTS = 3
_TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})

# A retry is not news; a failure is an exception.
stamina.instrumentation.set_on_retry_hooks(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A good answer: where it came from in the end, its body, and the `Link` header's next page if there is one."""

    url: str
    body: bytes
    next_link: str | None


class _TemporaryError(FetchError):
    """A fault that may be gone in a moment."""


class _NoConnectionError(_TemporaryError):
    """No connection at all."""


class Client:
    """One pool of connections for all that a run asks for; safe to use from several threads.

    `token` is sent to `endpoint`'s host alone, and nowhere after a redirect to another one.

    Raises:
        ConfigError: The environment names a proxy or certificates that cannot be used.
    """

    def __init__(
        self,
        *,
        wait_s: float,
        endpoint: str = "",
        token: str | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Prepare to ask; nothing is sent yet."""
        self._total_s = wait_s
        self._token = token
        self._endpoint = endpoint
        try:
            self._http = httpx.Client(
                transport=transport,
                timeout=httpx.Timeout(wait_s, connect=min(wait_s, _CONNECT_S)),
                headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
                follow_redirects=False,
            )
        except (httpx.InvalidURL, ImportError, OSError, ValueError) as error:
            where, remedy = "the environment", "mend or unset HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE"
            found = f"a proxy or certificates that cannot be used ({_reason(error)})"
            raise ConfigError(Problem(where=where, found=found, remedy=remedy)) from error

    def __enter__(self) -> Self:
        """Use as a context; connections are closed at its end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        self._http.close()

    def get(self, url: str) -> Response:
        """Ask for `url`, several times if the fault may pass.

        Raises:
            UnreachableError: No connection could be made, or `url` is no address of the web.
            FetchError: An answer, but not a good one.
        """
        _check_address(url)
        try:
            for attempt in stamina.retry_context(
                on=_TemporaryError,
                attempts=_ATTEMPTS,
                timeout=2 * self._total_s,
                wait_initial=0.2,
                wait_max=5.0,
                wait_jitter=0.3,
            ):
                with attempt:
                    return self._follow(url)
        except _NoConnectionError as error:
            raise UnreachableError(error.problems) from error
        except _TemporaryError as error:
            raise FetchError(error.problems) from error
        raise AssertionError("stamina returns or raises")

    def _follow(self, url: str) -> Response:
        current = url
        for _ in range(_MAX_REDIRECTS + 1):
            answer = self._once(current)
            if isinstance(answer, Response):
                return answer
            current = answer
        raise FetchError(Problem(where=url, found=f"more than {_MAX_REDIRECTS} redirects"))

    def _once(self, url: str) -> Response | str:
        """One request: an answer, or the address it redirects to."""
        try:
            with self._http.stream("GET", url, headers=self._headers(url)) as response:
                if response.has_redirect_location:
                    return _redirected(response)
                _raise_for_status(response)
                _refuse_layers(response)
                body = b"".join(_limited(response, url, deadline=time.monotonic() + self._total_s))
                return Response(url=str(response.url), body=body, next_link=_next_link(response))
        except httpx.ConnectError as error:
            raise _NoConnectionError(Problem(where=url, found=f"no connection ({_reason(error)})")) from error
        except httpx.ProxyError as error:
            raise _NoConnectionError(Problem(where=url, found=f"the proxy refuses ({_reason(error)})")) from error
        except httpx.TimeoutException as error:
            raise _NoConnectionError(Problem(where=url, found=f"no answer within {self._total_s:g} s")) from error
        except httpx.TransportError as error:
            raise _TemporaryError(Problem(where=url, found=f"the answer broke off ({_reason(error)})")) from error
        except (httpx.DecodingError, httpx.InvalidURL) as error:
            raise FetchError(Problem(where=url, found=f"cannot be read ({_reason(error)})")) from error

    def _headers(self, url: str) -> Mapping[str, str]:
        if self._token and urlsplit(url)[:2] == urlsplit(self._endpoint)[:2]:
            return {"Authorization": f"Bearer {self._token}"}
        return {}


def _check_address(url: str) -> None:
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as error:
        found = f"no address of the web ({_reason(error)})"
        raise UnreachableError(Problem(where=url, found=found, expected="http(s)://host/")) from error
    if address.scheme not in {"http", "https"} or not address.host:
        raise UnreachableError(Problem(where=url, found="no address of the web", expected="http(s)://host/"))


def _redirected(response: httpx.Response) -> str:
    target = response.url.join(response.headers["Location"])
    if target.scheme not in {"http", "https"}:
        found = f"a redirect to a {target.scheme}: address"
        raise FetchError(Problem(where=str(response.url), found=found, expected="http or https"))
    return str(target)


def _raise_for_status(response: httpx.Response) -> None:
    if response.is_success:
        return
    found = f"the answer {response.status_code} {response.reason_phrase}".strip()
    problem = Problem(where=str(response.url), found=found, expected="200 OK")
    raise (_TemporaryError if response.status_code in _TEMPORARY else FetchError)(problem)


def _refuse_layers(response: httpx.Response) -> None:
    """Refuse a body compressed more than once: httpx unpacks a whole piece of it before its size can be seen."""
    encodings = response.headers.get("Content-Encoding", "")
    if "," in encodings:
        raise FetchError(Problem(where=str(response.url), found=f"a body packed more than once ({encodings})"))


def _limited(response: httpx.Response, url: str, *, deadline: float) -> Iterator[bytes]:
    """The body in pieces, as long as it is neither too long nor too slow."""
    size = 0
    for piece in response.iter_bytes():
        size += len(piece)
        if size > MAX_BODY_BYTES:
            raise FetchError(Problem(where=url, found=f"more than {MAX_BODY_BYTES >> 20} MB", expected="a day's list"))
        if time.monotonic() > deadline:
            raise _TemporaryError(Problem(where=url, found="an answer too slow to wait for"))
        yield piece


def _next_link(response: httpx.Response) -> str | None:
    return response.links.get("next", {}).get("url")


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
