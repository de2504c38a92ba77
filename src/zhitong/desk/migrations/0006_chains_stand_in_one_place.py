from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("desk", "0005_each_series_keeps_its_chain")]
    operations = [
        migrations.RemoveField(model_name="series", name="chain"),
        migrations.RemoveField(model_name="series", name="express_chain"),
    ]
