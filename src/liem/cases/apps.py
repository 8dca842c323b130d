from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "liem.cases"
