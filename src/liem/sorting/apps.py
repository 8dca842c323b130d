from django.apps import AppConfig


class SortingConfig(AppConfig):
    name = "liem.sorting"

    def ready(self) -> None:
        from liem.intake.actions import on_received
        from liem.leads.said import counts_come_from
        from liem.sorting.queries import report_counts
        from liem.sorting.sketching import sketch_received

        on_received(sketch_received)
        counts_come_from(report_counts)
