from django.db import migrations

from sekisho.ledger import seals


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: seals.fix(editor.connection),
            lambda apps, editor: seals.lift(editor.connection),
        )
    ]
