"""Makes the weights of the shipped model: `python -m training STAGE --base DIR --data DIR --work DIR`.

Stages: vocabulary, teacher, student, export, all. Each leaves its result in the work folder, and is left out by `all` where
that is there already, so that a run which was stopped goes on.
"""

import argparse
import hashlib
import json
import pickle
import random
import tomllib
from functools import cached_property
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training import data, train, vocabulary
from training.data import LABELS, TAGS, Sentence
from training.encoder import Tagger
from training.evaluate import calibrate, report
from training.export import export
from training.quantise import ranges_of
from training.weights import Base, read_base

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "extractors" / "model"
VERSION = "1.0.0"
TEACHER_RATE = 1e-4
# Two that were trained differently err differently: together they are 1.3 points better than either.
TEACHERS = {"a": {"epochs": 5, "frozen": False, "renamed": 4}, "b": {"epochs": 6, "frozen": True, "renamed": 0}}
STUDENT_EPOCHS, STUDENT_RATE = 4, 1.5e-4
POLISH_RATE = 5e-5
STUDENT_LAYERS = (0, 1, 2, 3, 5, 6, 8, 10, 11)  # of teacher a's twelve
RENAMED, UNLABELLED = 2, 5_000
SEED = 20140401


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

    def teacher(self) -> None:
        """Twelve layers on all sentences that have tags, and on some of them with other names; each teacher in its way."""
        plain = [self.pieces.example(s) for s in self.labelled]
        for name, way in TEACHERS.items():
            if (self.work / f"teacher_{name}.pt").exists():
                continue
            model = Tagger(self.base, self.keep, list(range(12)), len(TAGS), frozen=bool(way["frozen"]))

            def examples(epoch: int, share: int = int(way["renamed"])) -> list[train.Example]:
                rng = random.Random(SEED + epoch)
                chosen = rng.sample(self.labelled, len(self.labelled) // share) if share else []
                return [*plain, *(self.pieces.example(s) for s in data.renamed(chosen, self.names, rng))]

            train.fit(model, examples, int(way["epochs"]), TEACHER_RATE, self.log, seed=SEED, check=self.check())
            torch.save(model.state_dict(), self.work / f"teacher_{name}.pt")

    def taught(self) -> list[train.Example]:
        """Labelled, renamed and unlabelled sentences with what the teachers say of them together."""
        path = self.work / "taught.pickle"
        if path.exists():
            found: list[train.Example] = pickle.loads(path.read_bytes())
            return found
        rng = random.Random(SEED)
        sentences = list(self.labelled)
        for _ in range(RENAMED):
            sentences += data.renamed(self.labelled, self.names, rng)
        sentences += rng.sample(self.unlabelled, UNLABELLED)
        examples = [self.pieces.example(s) for s in sentences]
        for name in TEACHERS:
            teacher = Tagger(self.base, self.keep, list(range(12)), len(TAGS))
            teacher.load_state_dict(torch.load(self.work / f"teacher_{name}.pt"))
            for e, shares in zip(examples, train.predict(teacher, examples), strict=True):
                part = shares / len(TEACHERS)
                e.soft = part if e.soft is None else e.soft + part
        # of a sentence with other names only the teachers' word counts: the swap may have made another thing of it
        for e in examples[len(self.labelled) :]:
            e.tags = None
        path.write_bytes(pickle.dumps(examples))
        self.log(f"taught: {len(examples)} sentences, {sum(len(e.pieces) for e in examples)} pieces")
        return examples

    def student(self) -> None:
        """Fewer layers, cut from teacher a, on what the teachers say."""
        examples = self.taught()
        state = torch.load(self.work / "teacher_a.pt")
        model = Tagger(self.base, self.keep, list(STUDENT_LAYERS), len(TAGS), dropout=0.05)
        model.load_state_dict(_cut_layers(state, STUDENT_LAYERS))
        train.fit(
            model,
            lambda _: examples,
            STUDENT_EPOCHS,
            STUDENT_RATE,
            self.log,
            hard=0.3,
            seed=SEED,
            check=self.check(),
            room=3000,
        )
        torch.save(model.state_dict(), self.work / "student_mean.pt")
        self.polish()

    def polish(self) -> None:
        """A last pass at a low rate over the labelled sentences alone, half by their tags and half by the teachers' word."""
        model = Tagger(self.base, self.keep, list(STUDENT_LAYERS), len(TAGS), dropout=0.05)
        model.load_state_dict(torch.load(self.work / "student_mean.pt"))
        examples = self.taught()[: len(self.labelled)]
        train.fit(
            model, lambda _: examples, 1, POLISH_RATE, self.log, hard=0.5, seed=SEED, check=self.check(), average=False
        )
        torch.save(model.state_dict(), self.work / "student.pt")

    def export(self) -> None:
        """The files of `extractors/model`, with scores calibrated on the held-out sentences."""
        model = Tagger(self.base, self.keep, list(STUDENT_LAYERS), len(TAGS))
        model.load_state_dict(torch.load(self.work / "student.pt"))
        sample = random.Random(SEED).sample(self.labelled, 600)
        ranges = ranges_of(model, [self.pieces.example(s) for s in sample])
        files = {"model.onnx": export(model, ranges), "tokenizer.json": (self.work / "tokenizer.json").read_bytes()}
        meta = {
            "name": "belegt_names", "version": VERSION, "labels": LABELS, "tags": TAGS, "calibration": [1.0, 0.0],
            "encoder": f"{len(STUDENT_LAYERS)} layers of {self.inputs['base']['weights']['of']}", "layers": STUDENT_LAYERS,
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


def _cut_layers(state: dict[str, torch.Tensor], layers: tuple[int, ...]) -> dict[str, torch.Tensor]:
    """The teacher's state with the layers `layers` alone."""
    new = {f"layers.{old}.": f"layers.{n}." for n, old in enumerate(layers)}
    out = {}
    for name, value in state.items():
        prefix = ".".join(name.split(".")[:2]) + "."
        if not name.startswith("layers."):
            out[name] = value
        elif prefix in new:
            out[new[prefix] + name.removeprefix(prefix)] = value
    return out


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
    results = {"vocabulary": "keep.json", "teacher": "teacher_b.pt", "student": "student.pt"}
    for stage, result in results.items():
        if arguments.stage == stage or (arguments.stage == "all" and not (recipe.work / result).exists()):
            getattr(recipe, stage)()
    if arguments.stage == "polish":
        recipe.polish()
    if arguments.stage in {"export", "all"}:
        recipe.export()


if __name__ == "__main__":
    main()
