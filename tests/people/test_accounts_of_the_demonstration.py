"""The page of signing in names the accounts of a demonstration, and nobody's in a house for real work."""

from django.test import Client
from django.utils import timezone

from liem.jobs.models import Job


def test_a_house_for_real_work_names_nobody(db: None, administrator: object) -> None:
    page = Client().get("/sign-in/").content.decode()
    assert "Để xem thử" not in page
    assert "thanhtra" not in page


def test_a_demonstration_names_its_accounts_and_not_their_password(db: None) -> None:
    Job.objects.create(kind="house.demo", asked_by="system", asked_at=timezone.now())
    page = Client().get("/sign-in/").content.decode()
    assert "Để xem thử" in page
    assert "thanhtra" in page
    assert "kiemtoan" in page
