from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "liem.cases"

    def ready(self) -> None:
        from liem.cases.arrivals import in_hand
        from liem.cases.kept_out import keep_aside, on_adoption, on_declaration
        from liem.imports.actions import adopted
        from liem.leads import expiry, recusals
        from liem.people import actions as people

        if in_hand not in expiry.IN_HAND:
            expiry.IN_HAND.append(in_hand)
        if keep_aside not in recusals.ASIDE:
            recusals.ASIDE.append(keep_aside)
        if on_declaration not in people.DECLARED:
            people.DECLARED.append(on_declaration)
        adopted.connect(on_adoption, dispatch_uid="cases: relatives of the records")
