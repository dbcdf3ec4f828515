"""Loads the versioned reference files of every context that has some; idempotent."""


def load_all() -> None:
    """Branches, sections, agencies, categories, roles …: what is there already stays as edited."""
    from wuai.contexts.appointments import api as appointments
    from wuai.contexts.care import api as care
    from wuai.contexts.cases import api as cases
    from wuai.contexts.deadlines import api as deadlines
    from wuai.contexts.identity import api as identity
    from wuai.contexts.notices import api as notices
    from wuai.contexts.organisation import api as organisation
    from wuai.contexts.payments import api as payments
    from wuai.contexts.referrals import api as referrals

    organisation.load_reference()
    identity.load_reference()
    deadlines.load_reference()
    cases.load_reference()
    payments.load_reference()
    notices.load_reference()
    appointments.load_reference()
    care.load_reference()
    referrals.load_reference()
