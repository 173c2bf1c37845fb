"""The shipped named-entity model: an 8-bit encoder run by onnxruntime, as a spaCy component.

It fills `doc.ents` with PERSON, ORG, LOC, INFRASTRUCTURE, PROJECT and MISC, `doc.user_data["scores"]` with a calibrated
probability for each, by its first and last token, and `doc.user_data["bodies"]` with the probability that a word is part of the
name of a body, by the word's place in the text. A sentence is one row; what stands in other sentences, other documents or
another batch changes nothing. How the weights are made: training/README.md; what they can and cannot do: MODEL_CARD.md.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FOLDER: Final = Path(__file__).parent / "model"
_FILES: Final = ("model.onnx", "tokenizer.json")
_WORD: Final = 24  # word pieces of one word: no name is longer, and a row of marks must not fill the window
_WINDOW: Final = 200  # word pieces of a row; a longer sentence is cut into rows that overlap by a quarter
_OVERLAP: Final = 50
_ROOM: Final = 256  # word pieces of a batch: what lies between two layers then stays in the processor's cache
_DOCUMENTS: Final = 64  # documents whose sentences are sorted by length together
_CACHED: Final = 50_000  # words whose pieces are kept
_BEGIN, _END, _UNKNOWN = 0, 2, 3
_BODIES: Final = ("ORG", "INFRASTRUCTURE", "PROJECT")
_CURE: Final = (
    "install belegt again (in a checkout: git checkout -- extractors/model), or go on without it: --model none"
)


class WeightsError(Exception):
    """The files of the shipped model are not what was shipped."""

    def __init__(self, path: Path, reason: str) -> None:
        """Names the file, what is wrong with it and the cure."""
        self.path, self.reason, self.cure = path, f"the shipped model cannot be used: it {reason}", _CURE
        super().__init__(f"{path}: {self.reason}; {self.cure}")


@dataclass(frozen=True, slots=True)
class Entity:
    """A name among the words of a sentence: `start` and `end` (exclusive) count words, `score` is a probability."""

    start: int
    end: int
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says of a sentence: its names, and for each word the probability that it is part of a body's or undertaking's name."""

    names: list[Entity]
    bodies: list[float]


@dataclass(frozen=True, slots=True)
class _Row:
    """A window: the words `start` to `end` of sentence `sentence`, their pieces, and the place of each word's first piece."""

    sentence: int
    start: int
    end: int
    pieces: list[int]
    first: list[int]


def read_meta(folder: Path = FOLDER) -> dict[str, Any]:
    """What `meta.json` says of the model: name, version, labels, tags, calibration, sha256 and origin of its files.

    Raises:
        WeightsError: when it is missing or no JSON object.
    """
    path = folder / "meta.json"
    try:
        meta = json.loads(path.read_bytes())
    except OSError as error:
        raise WeightsError(path, "is missing or cannot be read") from error
    except ValueError as error:
        raise WeightsError(path, "is damaged") from error
    if not isinstance(meta, dict) or not {"name", "version", "tags", "labels", "calibration", "sha256"} <= meta.keys():
        raise WeightsError(path, "is damaged")
    return meta


class Tagger:
    """The model without spaCy: words in, names out."""

    def __init__(self, folder: Path = FOLDER, threads: int = 0) -> None:
        """Loads the model.

        Args:
            folder: where meta.json, model.onnx and tokenizer.json lie.
            threads: processor threads of the model; 0 for one a core.

        Raises:
            WeightsError: when a file is missing, damaged, or not the one that meta.json names by its sha256.
        """
        self.meta = read_meta(folder)
        data = {name: _checked(folder / name, self.meta["sha256"].get(name)) for name in _FILES}
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        # One thread a batch, several batches at once: small products are not worth being divided.
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        # "all" would fuse the sums and norms into an operator that is three times slower on a processor
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        try:
            self._session = onnxruntime.InferenceSession(
                data["model.onnx"], options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_buffer(data["tokenizer.json"])
        except Exception as error:  # both libraries raise errors of their own for what they cannot read
            raise WeightsError(
                folder, f"cannot be loaded by this version of onnxruntime or tokenizers ({error})"
            ) from error
        self._threads = threads or _cores()
        self._tags: list[str] = self.meta["tags"]
        self._labels = frozenset(self.meta["labels"])
        self._bodies = [i for i, tag in enumerate(self._tags) if tag[2:] in _BODIES]
        self._slope, self._offset = self.meta["calibration"]
        self._pieces: dict[str, list[int]] = {}
        self._follow = _follow(self._tags)

    def __call__(self, sentences: Sequence[Sequence[str]]) -> list[list[Entity]]:
        """The names of each sentence, in order; a sentence is a row of words without white space."""
        return [reading.names for reading in self.read(sentences)]

    def read(self, sentences: Sequence[Sequence[str]]) -> list[Reading]:
        """The names of each sentence, and how near each word is to being part of one."""
        self._learn(sentences)
        rows = sorted(
            (row for i, words in enumerate(sentences) for row in self._rows(i, words)), key=lambda r: len(r.pieces)
        )
        scores: list[list[tuple[_Row, Any]]] = [[] for _ in sentences]
        for batch, result in self._results(list(_batches(rows))):
            for row, found in zip(batch, result, strict=True):
                scores[row.sentence].append((row, found))
        return [self._reading(_joined(parts)) if parts else Reading([], []) for parts in scores]

    def _reading(self, scores: Any) -> Reading:
        import numpy as np

        bodies = np.exp(scores[:, self._bodies]).sum(1).round(3).tolist()
        return Reading(list(self._decode(scores)), bodies)

    def _learn(self, sentences: Sequence[Sequence[str]]) -> None:
        """Cuts the words that were not seen before into word pieces."""
        if len(self._pieces) > _CACHED:
            self._pieces.clear()
        new = sorted({w for words in sentences for w in words if w not in self._pieces})
        if new:
            encoded = self._tokenizer.encode_batch([w[:200] for w in new], add_special_tokens=False)
            for word, pieces in zip(new, encoded, strict=True):
                self._pieces[word] = pieces.ids[:_WORD] or [_UNKNOWN]

    def _rows(self, sentence: int, words: Sequence[str]) -> Iterator[_Row]:
        start = 0
        while start < len(words):
            pieces, first, end = [_BEGIN], [], start
            while end < len(words) and len(pieces) + len(self._pieces[words[end]]) < _WINDOW:
                first.append(len(pieces))
                pieces += self._pieces[words[end]]
                end += 1
            pieces.append(_END)
            yield _Row(sentence, start, end, pieces, first)
            if end == len(words):
                return
            back = next((k for k in range(len(first)) if first[k] > len(pieces) - _OVERLAP), len(first))
            start += max(1, back)

    def _results(self, batches: list[list[_Row]]) -> Iterator[tuple[list[_Row], list[Any]]]:
        from concurrent.futures import ThreadPoolExecutor

        if self._threads == 1 or len(batches) < 2:
            for batch in batches:
                yield batch, self._run(batch)
            return
        with ThreadPoolExecutor(min(self._threads, len(batches))) as pool:
            yield from zip(batches, pool.map(self._run, batches), strict=True)

    def _run(self, batch: list[_Row]) -> list[Any]:
        """The logarithm of each tag's probability for each word of each row."""
        import numpy as np

        columns = len(batch[0].pieces)
        pieces = np.array([row.pieces for row in batch], np.int32)
        first = np.array([i * columns + f for i, row in enumerate(batch) for f in row.first], np.int32)
        (scores,) = self._session.run(["scores"], {"pieces": pieces, "first": first})
        edges = np.cumsum([len(row.first) for row in batch])[:-1]
        return list(np.split(scores, edges))

    def _decode(self, scores: Any) -> Iterator[Entity]:
        """The names on the likeliest row of tags in which no name goes on that has not begun."""
        best = scores.argmax(-1).tolist()
        if not any(best):
            return
        if any(b not in self._follow[a] for a, b in zip([0, *best], best, strict=False)):
            best = _viterbi(scores.tolist(), self._follow)
        start = 0
        while start < len(best):
            tag = self._tags[best[start]]
            end = start + 1
            if tag == "O":
                start = end
                continue
            while end < len(best) and self._tags[best[end]] == f"I-{tag[2:]}":
                end += 1
            if tag[2:] in self._labels:
                sure = min(float(scores[k][best[k]]) for k in range(start, min(end + 1, len(best))))
                yield Entity(start, end, tag[2:], self._calibrated(sure))
            start = end

    def _calibrated(self, logarithm: float) -> float:
        """The share of names with this score that are right, by the logistic curve of meta.json."""
        share = min(max(math.exp(logarithm), 1e-6), 1 - 1e-6)
        return round(1 / (1 + math.exp(-(self._slope * math.log(share / (1 - share)) + self._offset))), 3)


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _checked(path: Path, digest: str | None) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WeightsError(path, "is missing or cannot be read") from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise WeightsError(path, "is damaged: its sha256 is not the one in meta.json")
    return data


def _batches(rows: list[_Row]) -> Iterator[list[_Row]]:
    """Rows sorted by length, as many of one length at a time as there is room for: the graph knows no padding."""
    batch: list[_Row] = []
    for row in rows:
        columns = len(row.pieces)
        if batch and (columns != len(batch[0].pieces) or (len(batch) + 1) * columns > _ROOM):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _joined(parts: list[tuple[_Row, Any]]) -> Any:
    """The scores of a sentence from its windows: each word's from the window in which it stands farther from the edge."""
    import numpy as np

    parts.sort(key=lambda p: p[0].start)
    if len(parts) == 1:
        return parts[0][1]
    kept = []
    start = 0
    for (row, scores), following in zip(parts, [*parts[1:], None], strict=True):
        end = row.end if following is None else (following[0].start + row.end + 1) // 2
        kept.append(scores[start - row.start : end - row.start])
        start = end
    return np.concatenate(kept)


def _follow(tags: list[str]) -> list[list[int]]:
    """For each tag those that may follow it: "I-ORG" only after "B-ORG" or "I-ORG"; before the first word as after O."""
    return [[j for j, b in enumerate(tags) if b[0] != "I" or (a != "O" and a[2:] == b[2:])] for a in tags]


def _viterbi(scores: list[list[float]], follow: list[list[int]]) -> list[int]:
    """The likeliest row of tags under the rule of `follow`."""
    total = [s if j in follow[0] else -math.inf for j, s in enumerate(scores[0])]
    back: list[list[int]] = []
    for row in scores[1:]:
        reached = [-math.inf] * len(row)
        came = [0] * len(row)
        for i, so_far in enumerate(total):
            for j in follow[i]:
                if so_far > reached[j]:
                    reached[j], came[j] = so_far, i
        total = [reached[j] + s for j, s in enumerate(row)]
        back.append(came)
    best = [max(range(len(total)), key=total.__getitem__)]
    for came in reversed(back):
        best.append(came[best[-1]])
    return best[::-1]


class NamedEntities:
    """The spaCy component."""

    def __init__(self, tagger: Tagger) -> None:
        """Takes the loaded model."""
        self.tagger = tagger

    def __call__(self, doc: "Doc") -> "Doc":
        """Sets the names of one document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable["Doc"], *, batch_size: int = _DOCUMENTS) -> Iterator["Doc"]:
        """Sets the names of many documents, their sentences sorted by length together."""
        from itertools import islice

        docs = iter(stream)
        while chunk := list(islice(docs, batch_size)):
            sentences = [[t for t in sentence if not t.is_space] for doc in chunk for sentence in doc.sents]
            found = iter(zip(sentences, self.tagger.read([[t.text for t in s] for s in sentences]), strict=True))
            for doc in chunk:
                # zip asks `doc.sents` first, so that no reading of the next document is taken
                _set(doc, [reading for _, reading in zip(doc.sents, found, strict=False)])
                yield doc


def _set(doc: "Doc", found: list[tuple[list["Token"], Reading]]) -> None:
    from spacy.tokens import Span

    names = [(t[e.start].i, t[e.end - 1].i + 1, e) for t, reading in found for e in reading.names]
    doc.ents = [Span(doc, start, end, label=e.label) for start, end, e in names]
    doc.user_data["bodies"] = {
        t.idx: p for tokens, reading in found for t, p in zip(tokens, reading.bodies, strict=True)
    }
    doc.user_data["scores"] = {(start, end): e.score for start, end, e in names}
