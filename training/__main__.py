"""Makes the weights of the shipped model: `python -m training STAGE --base DIR --data DIR --work DIR`.

Stages: vocabulary, teacher, student, polish, export, all. Each leaves its result in the work folder, and is left out by `all` where
that is there already, so that a run which was stopped goes on.
"""

import argparse
import hashlib
import json
import pickle
import random
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch
from tokenizers import Tokenizer

from training import data, train, vocabulary
from training.data import LABELS, TAGS, Sentence
from training.encoder import Tagger
from training.evaluate import calibrate, report
from training.export import export
from training.quantise import rounded, scales_of
from training.weights import Base, read_base

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "extractors" / "model"
VERSION = "1.1.0"


@dataclass(frozen=True, slots=True)
class Way:
    """How a teacher is trained.

    Attributes:
        epochs, rate, seed: as they say; frozen: its word pieces stay as they are.
        renamed: one in so many sentences comes once more with other names; 0 for none.
        own: whether it sees our own corpus too; one of GermEval alone knows only what GermEval holds.
    """

    epochs: int
    rate: float
    seed: int
    frozen: bool = True
    renamed: int = 0
    own: bool = True


SEED = 20140401
# Those that were trained differently err differently: together they are 1.3 points better than the best of them.
TEACHERS = {
    "a": Way(5, 1e-4, SEED, frozen=False, renamed=4),
    "b": Way(6, 1e-4, SEED),
    "f": Way(5, 1.5e-4, 303),
    "e": Way(8, 1e-4, 101, own=False),
    "g": Way(5, 1e-4, 505, frozen=False, renamed=1, own=False),
}
FIRST = "f"  # whose weights the student begins with
# One network of the mean of their weights is better than each, and no slower (Wortsman et al., "Model soups", ICML 2022); with
# those of GermEval alone it is worse.
MIXED = ("a", "b", "f")
LAYERS = 12
STUDENT_EPOCHS, STUDENT_RATE = 3, 1e-4
POLISH_RATE = 4e-5
RENAMED, MORE, UNLABELLED = 2, 3, 5_000  # times all with other names, times GermEval again, sentences without tags


Shares: TypeAlias = "np.ndarray[tuple[int, int], np.dtype[np.float16]]"


class Recipe:
    """The stages and what they share."""

    def __init__(self, base: Path, corpora: Path, work: Path) -> None:
        self.base_folder, self.corpora, self.work = base, corpora, work
        work.mkdir(parents=True, exist_ok=True)
        self.inputs = tomllib.loads((HERE / "inputs.toml").read_text("utf-8"))

    def path(self, kind: str, name: str) -> Path:
        entry = self.inputs[kind][name]
        path = (self.base_folder if kind == "base" else self.corpora) / entry["path"]
        if digest(path) != entry.get("sha256"):
            raise SystemExit(f"{path} is not the {name} that inputs.toml names: its sha256 is {digest(path)}")
        return path

    def log(self, line: str) -> None:
        print(line, flush=True)  # noqa: T201
        with (self.work / "log.txt").open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    @cached_property
    def base(self) -> Base:
        return read_base(self.path("base", "weights"))

    @cached_property
    def germeval(self) -> list[Sentence]:
        return list(data.germeval(self.path("data", "germeval")))

    @cached_property
    def labelled(self) -> list[Sentence]:
        """What has tags: the part of GermEval that is not held out, and our own corpus."""
        return [*(s for s in self.germeval if not data.held_out(s)), *data.own(HERE / "corpus")]

    @cached_property
    def unlabelled(self) -> list[Sentence]:
        return [*data.smartdata(self.path("data", "smartdata")), *data.legal(self.path("data", "legal"))]

    @cached_property
    def names(self) -> data.Names:
        given = [line.split("\t") for line in self.path("data", "given_names").read_text("utf-8").splitlines()]
        family = self.path("data", "family_names").read_text("utf-8").split("\n")
        frequent = [name for name, count in given if int(count) >= 20]
        return data.Names(self.labelled, frequent, [f for f in family if f.strip() and f[0].isupper()])

    @cached_property
    def pieces(self) -> train.Pieces:
        return train.Pieces(Tokenizer.from_file(str(self.work / "tokenizer.json")))

    @cached_property
    def keep(self) -> list[int]:
        keep: list[int] = json.loads((self.work / "keep.json").read_text())
        return keep

    def check(self) -> train.Check:
        held = [s for s in self.germeval if data.held_out(s)]
        return train.Check(held, [self.pieces.example(s) for s in held])

    def vocabulary(self) -> None:
        """Which word pieces stay."""
        path = self.path("base", "tokenizer")
        tokenizer = Tokenizer.from_file(str(path))
        words = [w for s in [*self.labelled, *self.unlabelled] for w in s.words]
        keep = vocabulary.choose(tokenizer, words)
        (self.work / "keep.json").write_text(json.dumps(keep))
        (self.work / "tokenizer.json").write_bytes(vocabulary.cut(path, keep))
        self.log(f"vocabulary: {len(keep)} pieces")

    @cached_property
    def learnt(self) -> list[Sentence]:
        """The sentences of GermEval that are not held out."""
        return [s for s in self.germeval if not data.held_out(s)]

    def teacher(self) -> None:
        """Twelve layers on sentences that have tags, and on some of them with other names; each teacher in its way."""
        for name, way in TEACHERS.items():
            if (self.work / f"teacher_{name}.pt").exists():
                continue
            sentences = self.labelled if way.own else self.learnt
            plain = [self.pieces.example(s) for s in sentences]
            model = Tagger(self.base, self.keep, list(range(LAYERS)), len(TAGS), frozen=way.frozen)

            def examples(
                epoch: int, way: Way = way, plain: list[train.Example] = plain, sentences: list[Sentence] = sentences
            ) -> list[train.Example]:
                rng = random.Random(way.seed + epoch)
                chosen = rng.sample(sentences, len(sentences) // way.renamed) if way.renamed else []
                return [*plain, *(self.pieces.example(s) for s in data.renamed(chosen, self.names, rng))]

            train.fit(model, examples, way.epochs, way.rate, self.log, seed=way.seed, check=self.check())
            torch.save(model.state_dict(), self.work / f"teacher_{name}.pt")
            (self.work / f"said_{name}.pickle").unlink(missing_ok=True)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """What the student is taught on: sentences with tags, the same with other names, sentences without tags."""
        rng = random.Random(SEED)
        found = list(self.labelled)
        for _ in range(RENAMED):
            found += data.renamed(self.labelled, self.names, rng)
        found += rng.sample(self.unlabelled, UNLABELLED)
        for _ in range(MORE):
            found += data.renamed(self.learnt, self.names, rng)
        return found

    def said(self, name: str, path: Path, examples: list[train.Example]) -> list[Shares]:
        """What a network says of the examples; kept, for it takes minutes."""
        kept = self.work / f"said_{name}.pickle"
        if not kept.exists():
            part = kept.with_suffix(".part")
            part.write_bytes(pickle.dumps(train.predict(self.network(path), examples)))
            part.rename(kept)
        found: list[Shares] = pickle.loads(kept.read_bytes())
        return found

    def network(self, path: Path, dropout: float = 0.0) -> Tagger:
        """A network with the weights of a file."""
        model = Tagger(self.base, self.keep, list(range(LAYERS)), len(TAGS), dropout=dropout)
        model.load_state_dict(torch.load(path))
        return model

    def taught(self, voices: Callable[[str], dict[str, int]]) -> list[train.Example]:
        """The sentences with what networks say of them, each as loud as `voices` has it for the sentence's source."""
        examples = [self.pieces.example(s) for s in self.sentences]
        for name in {**voices("germeval"), **voices("own")}:
            path = self.work / ("mean.pt" if name == "mean" else f"teacher_{name}.pt")
            for sentence, e, shares in zip(self.sentences, examples, self.said(name, path, examples), strict=True):
                heard = voices(sentence.source)
                if name in heard:
                    part = shares * np.float16(heard[name] / sum(heard.values()))
                    e.soft = part if e.soft is None else e.soft + part
        # of a sentence with other names only the networks' word counts: the swap may have made another thing of it
        for e in examples[len(self.labelled) :]:
            e.tags = None
        self.log(f"taught: {len(examples)} sentences, {sum(len(e.pieces) for e in examples)} pieces")
        return examples

    def student(self) -> None:
        """The first teacher goes on, on what all of them say; then the mean of its weights and of theirs who know as much."""
        # what knows GermEval alone is asked of nothing else
        examples = self.taught(lambda source: {n: 1 for n, way in TEACHERS.items() if source == "germeval" or way.own})
        model = self.network(self.work / f"teacher_{FIRST}.pt", dropout=0.05)
        train.fit(
            model,
            lambda _: examples,
            STUDENT_EPOCHS,
            STUDENT_RATE,
            self.log,
            hard=0.3,
            seed=SEED + 1,
            check=self.check(),
            room=3000,
        )
        states = [torch.load(self.work / f"teacher_{name}.pt") for name in MIXED] + [model.state_dict()]
        torch.save(mean(states), self.work / "mean.pt")
        (self.work / "said_mean.pickle").unlink(missing_ok=True)  # what the mean before it said

    def polish(self) -> None:
        """One pass more from the mean, with activations rounded as 8 bits will round them, on its own word and the teachers'."""
        examples = self.taught(
            lambda source: {"mean": 3} | {n: 1 for n, way in TEACHERS.items() if way.own != (source == "germeval")}
        )
        model = self.network(self.work / "mean.pt", dropout=0.05)
        rounded(model, scales_of(model, self.sample(300)))
        train.fit(model, lambda _: examples, 1, POLISH_RATE, self.log, hard=0.2, seed=71, check=self.check(), room=3000)
        torch.save(model.state_dict(), self.work / "student.pt")

    def sample(self, number: int) -> list[train.Example]:
        """Some sentences with tags, for the ranges of the activations."""
        return [self.pieces.example(s) for s in random.Random(SEED).sample(self.labelled, number)]

    def export(self) -> None:
        """The files of `extractors/model`, with scores calibrated on the held-out sentences."""
        model = self.network(self.work / "student.pt")
        scales = scales_of(model, self.sample(600))
        files = {"model.onnx": export(model, scales), "tokenizer.json": (self.work / "tokenizer.json").read_bytes()}
        meta = {
            "name": "belegt_names", "version": VERSION, "labels": LABELS, "tags": TAGS, "calibration": [1.0, 0.0],
            "encoder": f"{LAYERS} layers of {self.inputs['base']['weights']['of']}", "layers": list(range(LAYERS)),
            "pieces": len(self.keep), "licence": "Apache-2.0", "made_by": "python -m training all (training/README.md)",
            "inputs": {
                **{name: entry["sha256"] for kind in self.inputs.values() for name, entry in kind.items()},
                "corpus": digest(HERE / "corpus"),
            },
            "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        }  # fmt: skip
        SHIPPED.mkdir(exist_ok=True)
        for name, content in files.items():
            (SHIPPED / name).write_bytes(content)
        self._write(meta)
        held = [s for s in self.germeval if data.held_out(s)]
        meta["calibration"] = calibrate(held)
        self._write(meta)
        for line in report(held):
            self.log(line)

    @staticmethod
    def _write(meta: dict[str, object]) -> None:
        (SHIPPED / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", "utf-8")


def mean(states: list[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of several networks' weights."""
    return {name: sum(s[name].float() for s in states) / len(states) for name in states[0]}


def digest(path: Path) -> str:
    """The sha256 of a file, or of the files of a folder in the order of their names."""
    found = hashlib.sha256()
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        found.update(file.read_bytes())
    return found.hexdigest()


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=["vocabulary", "teacher", "student", "polish", "export", "all"])
    for folder in ("base", "data", "work"):
        parser.add_argument(f"--{folder}", type=Path, required=True)
    arguments = parser.parse_args()
    recipe = Recipe(arguments.base, arguments.data, arguments.work)
    results = {
        "vocabulary": "keep.json",
        "teacher": f"teacher_{list(TEACHERS)[-1]}.pt",
        "student": "mean.pt",
        "polish": "student.pt",
    }
    for stage, result in results.items():
        if arguments.stage == stage or (arguments.stage == "all" and not (recipe.work / result).exists()):
            getattr(recipe, stage)()
    if arguments.stage in {"export", "all"}:
        recipe.export()


if __name__ == "__main__":
    main()
