"""Since when a translation is behind; known for old rows as the day they were last changed."""

from hashlib import sha256

from django.db import migrations, models


def mark(apps, schema_editor):
    alias = schema_editor.connection.alias
    clauses = apps.get_model("documents", "Clause").objects.using(alias).exclude(text_en="")
    for clause in clauses.only("text", "text_en_of", "changed_at").iterator():
        if clause.text_en_of != sha256(clause.text.encode()).hexdigest():
            clauses.filter(pk=clause.pk).update(behind_since=clause.changed_at.date())


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_statement")]

    operations = [
        migrations.AddField(
            model_name="clause",
            name="behind_since",
            field=models.DateField(
                editable=False, null=True, verbose_name="translation behind since"
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
