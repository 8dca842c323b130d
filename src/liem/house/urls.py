"""Addresses of all rooms."""

from django.urls import URLPattern, URLResolver, include, path

from liem.house import api, api_page, state_page, trail_pages, views

_house = [
    path("desk/", views.desk, name="desk"),
    path("language/<slug:code>/", views.choose_language, name="language"),
    path("health/", views.health, name="health"),
    path("api/", api_page.describe, name="api"),
    path("state/", state_page.state, name="state"),
    path("trail/", trail_pages.trail, name="trail"),
    path("trail/verify/", trail_pages.verify, name="verify_trail"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    # first, because looking for an address in all rooms before it costs as much as opening a citizen's draft
    path("", include("liem.intake.urls")),
    path("", include((_house, "house"))),
    path("", include("liem.people.urls")),
    path("jobs/", include("liem.jobs.urls")),
    path("records/", include("liem.imports.urls")),
    path("leads/", include("liem.leads.urls")),
    path("agencies/", include("liem.agencies.urls")),
    path("channels/", include("liem.channels.urls")),
    path("sorting/", include("liem.sorting.urls")),
    path("cases/", include("liem.cases.urls")),
    path("oversight/", include("liem.oversight.urls")),
    path(api.ROOT, include((api.patterns(), "api"))),
    path("", include("liem.publication.urls")),
]

handler400 = "liem.house.errors.bad_request"
handler403 = "liem.house.errors.forbidden"
handler404 = "liem.house.errors.not_found"
handler500 = "liem.house.errors.server_error"
