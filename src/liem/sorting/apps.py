from django.apps import AppConfig


class SortingConfig(AppConfig):
    name = "liem.sorting"

    def ready(self) -> None:
        from liem.intake.actions import on_received
        from liem.sorting.actions import sketch_received

        on_received(sketch_received)
