"""Parquet: a file for each view; schema and columns carry what they are. No stamp is written, so bytes repeat."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from db.export import described
from db.export.folder import Written
from db.export.reading import Snapshot, View, typed

if TYPE_CHECKING:
    import pyarrow as pa

GROUP: Final = 16_000_000
"""Bytes of a row group, before they are compressed: what is in memory at once. Of each group the writer keeps a few hundred
bytes a column until the end, so that small ones would add up in a large database."""


def write(snapshot: Snapshot, folder: Path, contract_version: int) -> Iterator[Written]:
    """One .parquet a view: zstd, texts, whole numbers and doubles."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for view in snapshot.views:
        name = f"{view.name}.parquet"
        schema = _schema(pa, view, contract_version)
        makers = [typed(kind) for kind in view.types]
        count = 0
        with pq.ParquetWriter(folder / name, schema, compression="zstd") as file:
            held: list[pa.RecordBatch] = []
            for batch in snapshot.batches(view):
                columns = zip(*batch, strict=True)
                arrays = [
                    pa.array([make(value) for value in values], field.type)
                    for make, values, field in zip(makers, columns, schema, strict=True)
                ]
                held.append(pa.record_batch(arrays, schema=schema))
                count += len(batch)
                if sum(one.nbytes for one in held) >= GROUP:
                    file.write_table(pa.Table.from_batches(held, schema))
                    held = []
            if held:
                file.write_table(pa.Table.from_batches(held, schema))
        yield Written(name, count)


def _schema(pa: Any, view: View, contract_version: int) -> "pa.Schema":
    told = described.views().get(view.name, {})
    types = {"TEXT": pa.string(), "INTEGER": pa.int64(), "REAL": pa.float64()}
    fields = [
        pa.field(column, types[kind], metadata={"description": told.get(column, "")})
        for column, kind in zip(view.columns, view.types, strict=True)
    ]
    about = {
        "belegt.contract_version": str(contract_version),
        "belegt.view": view.name,
        "belegt.description": told.get("", ""),
    }
    return pa.schema(fields, metadata=about)
