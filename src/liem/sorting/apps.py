from django.apps import AppConfig


class SortingConfig(AppConfig):
    name = "liem.sorting"
