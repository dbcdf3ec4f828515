import wuai.platform.migration
from django.db import migrations, models


class Migration(wuai.platform.migration.Migration):
    dependencies = [
        ("outbox", "0004_confirmed_mailboxes"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="asked_at",
            field=models.DateTimeField(null=True),
        ),
        # Letters that are on their way go on holding from the day of the consent.
        migrations.RunSQL(
            "UPDATE outbox_contact SET asked_at = consented_at"
            " WHERE channel = 'MAIL' AND confirmed_at IS NULL",
            migrations.RunSQL.noop,
        ),
    ]
