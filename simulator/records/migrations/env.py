"""What alembic runs: the missing steps, in the transaction that `migration` has begun."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    # Steps share one transaction: a database is never left between two versions.
    transaction_per_migration=False,
)
context.run_migrations()
