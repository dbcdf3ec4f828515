import wuai.platform.migration
from django.db import migrations, models


class Migration(wuai.platform.migration.Migration):
    dependencies = [
        ("instalments", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="plan", name="plan_channel_known"),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["COUNTER", "PHONE", "PAPER", "WEB"])),
                name="plan_channel_known",
            ),
        ),
    ]
