"""HTTP with manners: limits on time and size, retries with back-off, few redirects, no secret sent elsewhere.

What a source says of its limits is obeyed before it has to refuse: `RateLimit` as in
https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/, `Retry-After` as in RFC 9110 §10.2.3.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import httpx
import stamina

from generator import __version__
from generator.errors import ConfigError, FetchError, Problem, RefusedError, UnreachableError
from generator.manners import LONGEST_PAUSE_S, Manners

T = TypeVar("T")

USER_AGENT = f"broadsheet/{__version__} (static archive of paper feeds)"
AT_ONCE = 4
"""How many requests are under way at a time."""
MAX_BODY_BYTES = 32 << 20
"""The most that is read of one answer, decompressed: a day of 664-author papers has 2 MB."""
_MAX_REDIRECTS = 5
_HERE = frozenset({None, "localhost", "127.0.0.1", "::1"})
_HIGHEST_PORT = 65535
_CONNECT_S = 5.0
_ATTEMPTS = 4
_ATTEMPTS_LATE = 2
_TEMPORARY = frozenset({408, 425, 429})
_SERVER_ERRORS = range(500, 600)
_NOT_MODIFIED = 304
_CONDITIONS = ("If-None-Match", "If-Modified-Since")
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})

# A retry is not news; a failure is an exception.
stamina.instrumentation.set_on_retry_hooks(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What an answer can be asked for by, if it changed since (RFC 9110 §8.8): empty where none was given."""

    etag: str = ""
    last_modified: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything to ask by."""
        return bool(self.etag or self.last_modified)


NO_VALIDATORS = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A good answer: where it came from in the end, its body, and the `Link` header's next page if there is one.

    `unchanged` means that the source says so (304); then there is no body.
    """

    url: str
    body: bytes
    next_link: str | None = None
    validators: Validators = NO_VALIDATORS
    unchanged: bool = False


class _TemporaryError(FetchError):
    """A fault that may be gone in a moment."""


class _BrokenError(_TemporaryError):
    """A good answer, but not the whole of it."""


class _NoConnectionError(_TemporaryError):
    """No connection at all."""


class _LateError(_TemporaryError):
    """No answer in time: waited for twice, and no more."""


class Client:
    """One pool of connections for all that a run asks for; safe to use from several threads.

    `wait_s` is how long one attempt may take from its first byte to its last, whatever drips in between.  `token` is
    sent to `endpoint`'s host alone, and nowhere after a redirect to another one.  `pace_s` gives the seconds between
    two requests to a host that asks for them.  `home` is where the archive is published, for the source's own people to
    look at.  `say` is told of long pauses.

    Raises:
        ConfigError: The environment names a proxy or certificates that cannot be used.
    """

    def __init__(
        self,
        *,
        wait_s: float,
        endpoint: str = "",
        token: str | None = None,
        home: str = "",
        pace_s: Mapping[str, float] | None = None,
        say: Callable[[str], None] = lambda _: None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Prepare to ask; nothing is sent yet."""
        self._wait_s = wait_s
        self._token = token
        self._endpoint = endpoint
        self._manners = Manners(pace_s=pace_s or {}, say=say)
        self._loop = asyncio.new_event_loop()
        self._under_way = Lock()
        self._futures: set[Future[Any]] = set()
        self._closed = False
        self._thread = Thread(target=self._loop.run_forever, name="fetch", daemon=True)
        try:
            self._http = httpx.AsyncClient(
                transport=transport,
                timeout=httpx.Timeout(wait_s, connect=min(wait_s, _CONNECT_S)),
                limits=httpx.Limits(max_connections=AT_ONCE),
                headers={"User-Agent": _user_agent(home), "Accept-Encoding": "gzip, deflate"},
                follow_redirects=False,
            )
        except (httpx.InvalidURL, ImportError, OSError, ValueError) as error:
            self._loop.close()
            where, remedy = "the environment", "mend or unset HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE"
            found = f"a proxy or certificates that cannot be used ({_reason(error)})"
            raise ConfigError(Problem(where=where, found=found, remedy=remedy)) from error

    def __enter__(self) -> Self:
        """Use as a context; connections are closed at its end."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections; what is still being waited for is given up."""
        self._manners.end()
        self._run(self._close())
        with self._under_way:
            self._closed = True
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        for future in list(self._futures):
            future.cancel()
        self._loop.close()

    def get(
        self,
        url: str,
        *,
        accept: str = "application/json",
        known: Validators | None = None,
        is_whole: Callable[[bytes], bool] = lambda _: True,
    ) -> Response:
        """Ask for `url`, several times if the fault may pass; with `known`, only for what changed since.

        A body that is not whole by `is_whole` is such a fault; if none that is whole comes, the longest is given.

        Raises:
            UnreachableError: No connection could be made, `url` is no address of the web, or the source asks to be
                left alone for longer than anybody waits: asking for something else would not help now.
            FetchError: An answer, but not a good one, or none in time.
        """
        return self._patiently(url, {"Accept": accept} | _conditions(known), None, is_whole=is_whole)

    def post(self, url: str, form: Mapping[str, str]) -> Response:
        """Send `form` to `url`, several times if the fault may pass; it has to be something that may be sent twice.

        Raises:
            UnreachableError: As of `get`.
            FetchError: As of `get`, or it leads elsewhere: what is sent to one address is not sent to another.
        """
        return self._patiently(url, {"Accept": "*/*"}, form)

    def _patiently(
        self,
        url: str,
        headers: Mapping[str, str],
        form: Mapping[str, str] | None,
        *,
        is_whole: Callable[[bytes], bool] = lambda _: True,
    ) -> Response:
        _check_address(url)
        broken: list[Response] = []
        try:
            for attempt in stamina.retry_context(
                on=_worth_another(), attempts=_ATTEMPTS, timeout=None, wait_initial=0.3, wait_max=10.0, wait_jitter=0.5
            ):
                with attempt:
                    response = self._follow(url, headers, form)
                    if response.unchanged or is_whole(response.body):
                        return response
                    broken.append(response)
                    raise _BrokenError(Problem(where=url, found="an answer that is not whole"))
        except FetchError as error:
            if broken:
                return max(broken, key=lambda response: len(response.body))
            match error:
                case _NoConnectionError():
                    raise UnreachableError(error.problems) from error
                case _TemporaryError():
                    raise FetchError(error.problems) from error
                case _:
                    raise
        raise AssertionError("stamina returns or raises")

    def _follow(self, url: str, headers: Mapping[str, str], form: Mapping[str, str] | None) -> Response:
        current = url
        for _ in range(_MAX_REDIRECTS + 1):
            try:
                answer = self._once(current, headers, form)
            except _NoConnectionError as error:
                if current == url:
                    raise
                raise _TemporaryError(error.problems) from error  # Where it leads is not there; the source is.
            if isinstance(answer, Response):
                return answer
            if form is not None:
                raise FetchError(Problem(where=url, found=f"it leads to {answer}", remedy="name that address instead"))
            current = answer
        raise FetchError(Problem(where=url, found=f"more than {_MAX_REDIRECTS} redirects"))

    def _once(self, url: str, headers: Mapping[str, str], form: Mapping[str, str] | None) -> Response | str:
        """One request: an answer, or the address it redirects to."""
        _check_address(url)
        host = urlsplit(url).netloc
        self._manners.wait_for(host)
        try:
            return self._run(self._ask(url, host, {**headers, **self._credentials(url)}, form))
        except TimeoutError as error:
            raise _LateError(Problem(where=url, found=f"no whole answer within {self._wait_s:g} s")) from error
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise _NoConnectionError(Problem(where=url, found=f"no connection ({_reason(error)})")) from error
        except httpx.ProxyError as error:
            raise _NoConnectionError(Problem(where=url, found=f"the proxy refuses ({_reason(error)})")) from error
        except httpx.TimeoutException as error:
            raise _LateError(Problem(where=url, found=f"no answer within {self._wait_s:g} s")) from error
        except httpx.TransportError as error:
            raise _TemporaryError(Problem(where=url, found=f"the answer broke off ({_reason(error)})")) from error
        except httpx.DecodingError as error:
            raise _TemporaryError(Problem(where=url, found=f"damaged in packing ({_reason(error)})")) from error
        except httpx.InvalidURL as error:
            raise FetchError(Problem(where=url, found=f"cannot be read ({_reason(error)})")) from error
        finally:
            self._manners.done_with(host)

    async def _ask(
        self, url: str, host: str, headers: Mapping[str, str], form: Mapping[str, str] | None
    ) -> Response | str:
        sent = self._http.stream("GET" if form is None else "POST", url, headers=headers, data=form)
        async with asyncio.timeout(self._wait_s), sent as response:
            self._manners.learn(host, response.headers, status=response.status_code)
            if response.has_redirect_location:
                return _redirected(response)
            conditional = not headers.keys().isdisjoint(_CONDITIONS)
            if response.status_code == _NOT_MODIFIED:
                await response.aread()
                if not conditional:
                    raise FetchError(Problem(where=url, found="304, though nothing was asked for by condition"))
                return Response(url=str(response.url), body=b"", unchanged=True)
            self._raise_for_status(response, host)
            _refuse_encodings(response)
            body = b"".join([piece async for piece in _limited(response, url)])
            return Response(
                url=str(response.url), body=body, next_link=_next_link(response), validators=_validators(response)
            )

    def _raise_for_status(self, response: httpx.Response, host: str) -> None:
        if response.is_success:
            return
        found = f"the answer {response.status_code} {response.reason_phrase}".strip()
        problem = Problem(where=str(response.url), found=found, expected="200 OK")
        pause_s = self._manners.pause_of(host)
        if pause_s > LONGEST_PAUSE_S or self._manners.refuses_all(host):
            asked = f"it asks to be left alone for {pause_s:.0f} s" if pause_s > 0 else "as to every request"
            found, remedy = f"{found}: {asked}", "run again later"
            raise UnreachableError(Problem(where=str(response.url), found=found, remedy=remedy))
        temporary = response.status_code in _TEMPORARY or response.status_code in _SERVER_ERRORS
        raise (_TemporaryError if temporary else RefusedError)(problem)

    def _credentials(self, url: str) -> Mapping[str, str]:
        if self._token and urlsplit(url)[:2] == urlsplit(self._endpoint)[:2]:
            return {"Authorization": f"Bearer {self._token}"}
        return {}

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of `work`, done on this client's own loop.

        Raises:
            FetchError: The client was closed before there was one.
        """
        with self._under_way:
            if self._closed:
                work.close()
                raise FetchError(Problem(where="the client", found="closed"))
            future = asyncio.run_coroutine_threadsafe(work, self._loop)
            self._futures.add(future)
        try:
            return future.result()
        except CancelledError as error:
            raise FetchError(Problem(where="the client", found="closed before an answer came")) from error
        finally:
            with self._under_way:
                self._futures.discard(future)

    async def _close(self) -> None:
        own = asyncio.current_task()
        for task in asyncio.all_tasks():
            if task is not own:
                task.cancel()
        await self._http.aclose()


def _worth_another() -> Callable[[Exception], bool]:
    """Decides for one address whether a failed attempt is followed by another."""
    late = 0

    def decide(error: Exception) -> bool:
        nonlocal late
        late += isinstance(error, _LateError)
        return isinstance(error, _TemporaryError) and late < _ATTEMPTS_LATE

    return decide


def _user_agent(home: str) -> str:
    """The program's name, and where its archive is published; this machine is no such place."""
    is_told = home.isascii() and home.isprintable() and urlsplit(home).hostname not in _HERE
    return f"{USER_AGENT[:-1]}; +{home})" if is_told else USER_AGENT


def _check_address(url: str) -> None:
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as error:
        found = f"no address of the web ({_reason(error)})"
        raise UnreachableError(Problem(where=url, found=found, expected="http(s)://host/")) from error
    valid_port = address.port is None or 0 < address.port <= _HIGHEST_PORT
    if address.scheme not in {"http", "https"} or not address.host or not valid_port:
        raise UnreachableError(Problem(where=url, found="no address of the web", expected="http(s)://host/"))


def _conditions(known: Validators | None) -> dict[str, str]:
    if known is None:
        return {}
    values = zip(_CONDITIONS, (known.etag, known.last_modified), strict=True)
    return {name: value for name, value in values if value}


def _validators(response: httpx.Response) -> Validators:
    headers = response.headers
    return Validators(etag=headers.get("ETag", ""), last_modified=headers.get("Last-Modified", ""))


def _redirected(response: httpx.Response) -> str:
    target = response.url.join(response.headers["Location"])
    if target.scheme not in {"http", "https"}:
        found = f"a redirect to a {target.scheme}: address"
        raise FetchError(Problem(where=str(response.url), found=found, expected="http or https"))
    if not target.host:
        raise FetchError(Problem(where=str(response.url), found="a redirect to no address"))
    return str(target.copy_with(userinfo=b""))


def _refuse_encodings(response: httpx.Response) -> None:
    """Refuse a body packed more than once, or by what was not asked for: its size cannot be seen while unpacking."""
    encodings = response.headers.get("Content-Encoding", "").strip().lower()
    if encodings not in _ENCODINGS:
        problem = Problem(where=str(response.url), found=f"a body packed as {encodings!r}", expected="gzip or deflate")
        raise FetchError(problem)


async def _limited(response: httpx.Response, url: str) -> AsyncIterator[bytes]:
    """The body in pieces, as long as it is not too long."""
    size = 0
    async for piece in response.aiter_bytes():
        size += len(piece)
        if size > MAX_BODY_BYTES:
            raise FetchError(Problem(where=url, found=f"more than {MAX_BODY_BYTES >> 20} MB", expected="a day's list"))
        yield piece


def _next_link(response: httpx.Response) -> str | None:
    return response.links.get("next", {}).get("url")


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
