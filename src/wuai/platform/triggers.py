"""Triggers that let a table guard itself, declared in a model's ``Meta.triggers``."""

import pgtrigger

# Encrypted columns stay encrypted in an image: it is the row as it lay in the table.
_IMAGE = """
INSERT INTO platform_rowimage (at, table_name, row_id, operation, by_ref, action, old)
VALUES (clock_timestamp(), TG_TABLE_NAME, OLD.id::text, TG_OP,
        coalesce(current_setting('wuai.by', true), ''),
        coalesce(current_setting('wuai.action', true), ''), to_jsonb(OLD){hidden});
RETURN NULL;
"""


def append_only() -> list[pgtrigger.Trigger]:
    """No UPDATE, DELETE or TRUNCATE, whoever asks."""
    return [
        pgtrigger.Protect(name="no_change", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="no_truncate",
            when=pgtrigger.Before,
            level=pgtrigger.Statement,
            operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'wuai: % is append-only', TG_TABLE_NAME;",
        ),
    ]


def row_images(*hidden: str, unless: str = "") -> list[pgtrigger.Trigger]:
    """Keep how a row looked before each UPDATE and DELETE, with who did it.

    ``hidden`` names columns that no image may hold (a password's hash). ``unless`` is a
    condition in PL/pgSQL under which an UPDATE changed nothing that a reader sees.
    """
    skip = (
        f"IF TG_OP = 'UPDATE' THEN IF {unless} THEN RETURN NULL; END IF; END IF;" if unless else ""
    )
    without = "".join(f" - '{name}'" for name in hidden)
    return [
        pgtrigger.Trigger(
            name="row_image",
            when=pgtrigger.After,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=skip + _IMAGE.replace("{hidden}", without),
        )
    ]
