from django.apps import AppConfig


class SortingConfig(AppConfig):
    name = "liem.sorting"

    def ready(self) -> None:
        from liem.intake.actions import on_received
        from liem.leads.said import counts_come_from
        from liem.sorting.actions import sketch_received
        from liem.sorting.queries import report_counts

        on_received(sketch_received)
        counts_come_from(report_counts)
