"""Addresses of this room."""

from django.urls import path

from liem.sorting.views import desk, handing, report, watch

app_name = "sorting"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("quarantine/", desk.quarantine, name="quarantine"),
    path("hand-over/", handing.hand_over, name="hand_over"),
    path("overview/", desk.overview, name="overview"),
    path("counts.csv", desk.counts, name="counts"),
    path("watch/", watch.watches, name="watches"),
    path("watch/review/<int:number>/", watch.review, name="review"),
    path("watch/protect/<int:number>/", watch.protect, name="protect"),
    path("watch/decide/<int:number>/", watch.decide, name="decide"),
    path("consequences/", watch.consequences, name="consequences"),
    path("report/<slug:number>/", report.report, name="report"),
    path("report/<slug:number>/<slug:verb>/", report.change, name="change"),
]
