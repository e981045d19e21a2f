"""Telling a WebSub hub what changed: https://www.w3.org/TR/websub/#publishing."""

from collections.abc import Iterable

from generator.errors import FetchError, UnreachableError
from generator.fetch import Client


def tell_hub(client: Client, hub: str, topics: Iterable[str]) -> list[str]:
    """Announce each feed of `topics` to `hub`, which then fetches it; what went wrong, a line each.

    The specification leaves the request to publisher and hub; hubs know the address as `hub.url` or as `hub.topic`.
    """
    problems: list[str] = []
    for topic in topics:
        try:
            client.post(hub, {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic})
        except UnreachableError as error:
            return [*problems, str(error)]
        except FetchError as error:
            problems.append(f"{topic}: {error}")
    return problems
