"""Addresses of this room."""

from django.urls import URLPattern

app_name = "sorting"
urlpatterns: list[URLPattern] = []
