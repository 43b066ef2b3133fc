"""The database itself refuses to change or delete an entry of the trail, or what a publication says it was made of."""

from django.db import migrations

TABLE = "portal_trailentry"

SQLITE = {
    "up": [
        f"CREATE TRIGGER trail_no_update BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END",
        f"CREATE TRIGGER trail_no_delete BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END",
        "CREATE TRIGGER publication_no_delete BEFORE DELETE ON portal_publication BEGIN SELECT RAISE(ABORT, 'a publication is never deleted'); END",
        "CREATE TRIGGER publication_frozen BEFORE UPDATE ON portal_publication WHEN NEW.digest IS NOT OLD.digest OR NEW.inputs IS NOT OLD.inputs "
        "OR NEW.outputs IS NOT OLD.outputs OR NEW.site IS NOT OLD.site OR NEW.period IS NOT OLD.period OR NEW.number IS NOT OLD.number "
        "BEGIN SELECT RAISE(ABORT, 'a publication is never edited'); END",
    ],
    "down": [f"DROP TRIGGER {name}" for name in ("trail_no_update", "trail_no_delete", "publication_no_delete", "publication_frozen")],
}
POSTGRESQL = {
    "up": [
        "CREATE FUNCTION portal_refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'append-only'; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER trail_no_change BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION portal_refuse()",
        f"CREATE TRIGGER trail_no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse()",
        "CREATE TRIGGER publication_no_delete BEFORE DELETE ON portal_publication FOR EACH ROW EXECUTE FUNCTION portal_refuse()",
        "CREATE TRIGGER publication_frozen BEFORE UPDATE ON portal_publication FOR EACH ROW WHEN (NEW.digest IS DISTINCT FROM OLD.digest "
        "OR NEW.inputs IS DISTINCT FROM OLD.inputs OR NEW.outputs IS DISTINCT FROM OLD.outputs OR NEW.site IS DISTINCT FROM OLD.site "
        "OR NEW.period IS DISTINCT FROM OLD.period OR NEW.number IS DISTINCT FROM OLD.number) EXECUTE FUNCTION portal_refuse()",
    ],
    "down": [
        f"DROP TRIGGER trail_no_change ON {TABLE}",
        f"DROP TRIGGER trail_no_truncate ON {TABLE}",
        "DROP TRIGGER publication_no_delete ON portal_publication",
        "DROP TRIGGER publication_frozen ON portal_publication",
        "DROP FUNCTION portal_refuse()",
    ],
}


def _run(editor, direction):
    for statement in (POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE)[direction]:
        editor.execute(statement)


def put_up(apps, editor):
    _run(editor, "up")


def take_down(apps, editor):
    _run(editor, "down")


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]
    operations = [migrations.RunPython(put_up, take_down)]
