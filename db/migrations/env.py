"""Alembic's entry: runs on the connection that db.migrate hands over, inside its transaction."""

from alembic import context

from db.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=False,  # db.migrate owns the one transaction around all of it
    include_object=lambda _object, name, kind, _reflected, _other: (
        not (kind == "table" and str(name).startswith("patient_search"))
    ),
)
context.run_migrations()
