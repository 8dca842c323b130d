from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "liem.cases"

    def ready(self) -> None:
        from liem.cases.arrivals import in_hand
        from liem.leads import expiry

        if in_hand not in expiry.IN_HAND:
            expiry.IN_HAND.append(in_hand)
