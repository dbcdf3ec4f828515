from django.apps import AppConfig


class PortalsConfig(AppConfig):
    name = "wuai.portals"
    label = "portals"

    def ready(self) -> None:
        """Tell people when their deadlines move, and sections what is near or missed; say what
        proves a person.
        """
        from wuai.contexts.deadlines import events as deadlines
        from wuai.contexts.identity import api as identity
        from wuai.platform.events import subscribe
        from wuai.portals import handlers, proofs

        subscribe(deadlines.DeadlineMoved, handlers.deadlines_moved)
        subscribe(deadlines.DeadlinesMissed, handlers.deadlines_missed)
        subscribe(deadlines.DeadlinesNear, handlers.deadlines_near)
        identity.register_case_proof(proofs.find)
