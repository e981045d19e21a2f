"""Names on papers → the people and organizations that have enough of them for a page."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from generator.model import Contributor
from generator.text.names import LONGEST_NAME, fold_name
from generator.text.slugs import unique_slug


def index_contributors(named: Iterable[tuple[str, Sequence[str]]], *, min_papers: int) -> Mapping[str, Contributor]:
    """Those whom `min_papers` papers name, by each spelling of their names.

    `named` are ids and the names that the papers bear, oldest first.  Two spellings are one name when they differ in
    case, accents, spaces, hyphens and full stops only; of equally frequent ones the first seen is shown.  Addresses are
    given out in the order in which names came to `min_papers`, so that a growing archive moves none: a later one whose
    address is taken gets a digest behind it.
    """
    named = list(named)
    spellings: dict[str, list[str]] = defaultdict(list)
    counts = Counter(chain.from_iterable(names for _, names in named))
    for name in counts:
        if len(name) <= LONGEST_NAME and (key := fold_name(name)):
            spellings[key].append(name)
    key_of = {
        name: key
        for key, names in spellings.items()
        if sum(counts[name] for name in names) >= min_papers
        for name in names
    }
    members: dict[str, list[int]] = defaultdict(list)
    for place, (_, names) in enumerate(named):
        for key in {key_of[name] for name in names if name in key_of}:
            members[key].append(place)
    reached = sorted((places[min_papers - 1], key) for key, places in members.items() if len(places) >= min_papers)
    taken = {key for _, key in reached if key.isdecimal()}  # A number may be the address of a numbered page.
    found: dict[str, Contributor] = {}
    for _, key in reached:
        one = Contributor(
            slug=unique_slug(key, taken),
            name=max(spellings[key], key=counts.__getitem__),
            papers=tuple(named[place][0] for place in members[key]),
        )
        found |= dict.fromkeys(spellings[key], one)
    return found


def each_once(found: Mapping[str, Contributor]) -> list[Contributor]:
    """Everyone in `found`, by slug."""
    return sorted({one.slug: one for one in found.values()}.values(), key=lambda one: one.slug)
