"""What Alembic runs: always over the connection that `db.engine` opened, inside its transaction.

The views are dropped before the tables change, because SQLite refuses to rename a table that a view looks at, and are
made again from views.sql when the newest schema is reached. A change of views.sql alone is an empty migration.

PostgreSQL came with schema 0007: a database there begins with the tables as db/models.py has them, and takes later
migrations; their SQL is said in its words (db/dialect.py).
"""

from importlib.resources import files

from alembic import context
from sqlalchemy import Connection

from db import postgres_schema
from db.models import Row


def _run(connection: Connection) -> None:
    on_server = connection.dialect.name == "postgresql"
    if on_server:
        postgres_schema.drop_views(connection)
    else:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'view'").scalars().all()
        for name in names:
            connection.exec_driver_sql(f'DROP VIEW "{name}"')
    context.configure(connection=connection, target_metadata=Row.metadata, render_as_batch=True)
    if on_server and context.get_context().get_current_revision() is None:
        postgres_schema.make(connection, Row.metadata)
        context.get_context().stamp(context.script, "head")
        postgres_schema.claimed(connection)
    else:
        context.run_migrations()
        if on_server:
            postgres_schema.collate(connection)
    if context.get_context().get_current_revision() == context.script.get_current_head():
        for statement in files("db").joinpath("views.sql").read_text("utf-8").split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)


_run(context.config.attributes["connection"])
