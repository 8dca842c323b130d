"""Addresses of this room."""

from django.urls import path

from liem.publication import views

app_name = "publication"
urlpatterns = [path("", views.front, name="front"), path("results/", views.results, name="results")]
