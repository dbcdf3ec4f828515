from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0006_reply_texts'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='power',
            field=models.UUIDField(null=True),
        ),
    ]
