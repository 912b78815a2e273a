"""The table of decisions, and triggers that refuse every change of what it holds."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "1"
down_revision: Final = None
branch_labels: Final = None
depends_on: Final = None

_REFUSAL: Final = "Sổ quyết định chỉ ghi thêm, không sửa, không xóa."
# 'INSERT OR REPLACE' deletes without a delete trigger; what it would push aside is refused before.
_SQLITE: Final = (
    f"CREATE TRIGGER decisions_no_update BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    f"CREATE TRIGGER decisions_no_delete BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    "CREATE TRIGGER decisions_no_replace BEFORE INSERT ON decisions WHEN EXISTS (SELECT 1 FROM decisions WHERE"
    " sequence = NEW.sequence OR decision_id = NEW.decision_id OR withdraws = NEW.withdraws)"
    f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
)
_POSTGRESQL: Final = (
    "CREATE FUNCTION decisions_refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
    "CREATE TRIGGER decisions_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions"
    " FOR EACH STATEMENT EXECUTE FUNCTION decisions_refuse_change()",
)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "decisions",
        # in SQLite only a column of type INTEGER is the row's own number
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("ward", sa.Text(), nullable=False),
        sa.Column("discrepancy_id", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text()),
        sa.Column("guid", sa.Text()),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("is_same", sa.Boolean()),
        sa.Column("residents", sa.Text()),
        sa.Column("person_marks", sa.Text()),
        sa.Column("corrections", sa.Text()),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("land_value", sa.Text()),
        sa.Column("resident_value", sa.Text()),
        sa.Column("proposal", sa.Text()),
        sa.Column("probability", sa.Double()),
        sa.Column("model", sa.Text()),
        sa.Column("run_id", sa.Text()),
        sa.Column("source_file", sa.Text()),
        sa.Column("source_sha256", sa.Text()),
        sa.Column("source_row", sa.Integer()),
        sa.Column("taken_at", sa.Text(), nullable=False),
        sa.Column("withdraws", sa.Text()),
        sa.PrimaryKeyConstraint("sequence", name="decisions_sequence"),
        sa.UniqueConstraint("decision_id", name="decisions_decision_id"),
        sa.UniqueConstraint("withdraws", name="decisions_withdrawn_once"),
        sa.ForeignKeyConstraint(["withdraws"], ["decisions.decision_id"], name="decisions_withdraws_known"),
        sa.CheckConstraint("(answer = 'withdrawn') = (withdraws IS NOT NULL)", name="decisions_withdraws_said"),
    )
    op.create_index("decisions_of_ward", "decisions", ["ward", "sequence"])
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
