import wuai.platform.migration
from django.db import migrations


class Migration(wuai.platform.migration.Migration):
    """The code of a certificate is the one that the cases' table of moves has."""

    dependencies = [("organisation", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "UPDATE organisation_closingcode SET code = 'CERTIFICATE' WHERE code = 'CERTIFIED'",
            "UPDATE organisation_closingcode SET code = 'CERTIFIED' WHERE code = 'CERTIFICATE'",
        )
    ]
