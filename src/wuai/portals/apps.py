from django.apps import AppConfig


class PortalsConfig(AppConfig):
    name = "wuai.portals"
    label = "portals"

    def ready(self) -> None:
        """Tell people of acts in their cases, of days that move and of how what they asked for
        stands; tell sections what is near or missed; say what proves a person.
        """
        from wuai.contexts.applications import events as applications
        from wuai.contexts.appointments import events as appointments
        from wuai.contexts.deadlines import events as deadlines
        from wuai.contexts.identity import api as identity
        from wuai.platform.events import subscribe
        from wuai.portals import acts, applicants, handlers, proofs

        subscribe(deadlines.DeadlineMoved, handlers.deadlines_moved)
        subscribe(deadlines.DeadlinesMissed, handlers.deadlines_missed)
        subscribe(deadlines.DeadlinesNear, handlers.deadlines_near)
        subscribe(applications.ApplicationReceived, applicants.application_received)
        subscribe(applications.ApplicationMoved, applicants.application_moved)
        subscribe(appointments.AppointmentMoved, applicants.appointment_moved)
        for event, handler in acts.HEARD:
            subscribe(event, handler)
        identity.register_case_proof(proofs.find)
