"""Each corrected instruction learns the first row of its line, and replies that named a later row name the first one."""

from django.db import migrations


def name_the_first(apps, schema_editor):
    Instruction, Reply = apps.get_model("outcomes", "Instruction"), apps.get_model("outcomes", "Reply")
    for row in Instruction.objects.exclude(corrects=None).order_by("pk"):  # a correction comes after what it corrects
        before = Instruction.objects.get(pk=row.corrects_id)
        row.first_id = before.first_id or before.pk
        row.save(update_fields=["first"])
        Reply.objects.filter(answers=row).update(answers=row.first_id)


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0002_deputies_and_replies_by_instruction")]
    operations = [migrations.RunPython(name_the_first, migrations.RunPython.noop)]
