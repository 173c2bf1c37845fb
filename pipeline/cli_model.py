"""`belegt model`: what is known of the model that finds names."""

import json
from typing import Annotated

import typer

from pipeline.command import answering
from pipeline.errors import ModelError

app = typer.Typer(help="The shipped named-entity model.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """Keep `info` a command of its own while it is the only one."""


@app.command()
@answering
def info(*, as_json: Annotated[bool, typer.Option("--json", help="meta.json as it is.")] = False) -> None:
    """Say what the shipped model is, what it was made from and where its card lies, and check its files."""
    from extractors.tagger import FOLDER, Tagger, WeightsError

    try:
        meta = Tagger().meta
    except WeightsError as error:
        raise ModelError(error.reason, str(error.path), error.cure) from error
    if as_json:
        typer.echo(json.dumps(meta, ensure_ascii=False, indent=1))
        return
    size = sum(path.stat().st_size for path in FOLDER.iterdir())
    typer.echo(f"{meta['name']} {meta['version']}: {meta['encoder']}")
    typer.echo(f"labels: {', '.join(meta['labels'])}; {meta['pieces']:,} word pieces")
    typer.echo(f"files: {FOLDER}, {size / 1e6:.1f} MB, whole by their sha256")
    for name, digest in meta["sha256"].items():
        typer.echo(f"  {name}  {digest}")
    typer.echo(f"made from ({meta['made_by']}):")
    for name, digest in meta["inputs"].items():
        typer.echo(f"  {name}  {digest}")
    typer.echo(f"licence: {meta['licence']}; figures, data and limits: MODEL_CARD.md")
