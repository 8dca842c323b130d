from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leads", "0003_signals_by_kind")]

    operations = [
        migrations.AddField(
            model_name="funnelpoint",
            name="eligible",
            field=models.BooleanField(default=False),
        ),
    ]
