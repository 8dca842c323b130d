"""Accounts and appointments. Units are known by their code alone: this room knows no matter."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from liem.people.rules import Post
from liem.people.states import EVERY_UNIT, Role


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by their sign-in name, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(sign_in_name=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """A person who may sign in. Nothing else about them is kept here."""

    sign_in_name = models.CharField(_("sign-in name"), max_length=40, unique=True)
    display_name = models.CharField(_("name shown"), max_length=120)
    is_active = models.BooleanField(_("may sign in"), default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    own_codes = ArrayField(models.CharField(max_length=128), default=list, blank=True)
    """Under which codes the records know this person: what is said of these, the account never sees."""
    relative_codes = ArrayField(models.CharField(max_length=128), default=list, blank=True)
    """Under which codes the records know declared relatives of this person: what is said of these neither."""

    objects: ClassVar[AccountManager] = AccountManager()
    appointments: "models.QuerySet[Appointment]"

    USERNAME_FIELD = "sign_in_name"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        ordering = ("sign_in_name",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(sign_in_name__regex=r"^[a-z0-9][a-z0-9._-]*$"), name="account_sign_in_name_plain"
            ),
        )

    def __str__(self) -> str:
        return self.display_name

    @property
    def number(self) -> str:
        """What the trail knows this account by."""
        return str(self.pk)

    def posts(self) -> list[Post]:
        """All appointments, past and to come; read once per request."""
        if not hasattr(self, "_posts"):
            self._posts = [appointment.as_post() for appointment in self.appointments.all()]
        return self._posts

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.pop("_posts", None)
        super().refresh_from_db(*args, **kwargs)


class Appointment(models.Model):
    """A role held in one unit, or in the whole province, from one day to another."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(_("role"), max_length=40, choices=Role.choices)
    unit = models.CharField(_("unit"), max_length=64, default=EVERY_UNIT)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ("role", "unit", "valid_from")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="appointment_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="appointment_role_known"),
        )

    def __str__(self) -> str:
        return f"{self.role} in {self.unit}"

    def as_post(self) -> Post:
        return Post(self.role, self.unit, self.valid_from, self.valid_to)


class FailedSignIn(models.Model):
    """A sign-in that failed: a keyed digest of what is counted, never a name or an address; gone after an hour."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("key", "at"), name="failed_sign_in_key"),)

    def __str__(self) -> str:
        return f"failed sign-in at {self.at:%Y-%m-%d %H:%M}"


# Django looks for tables in this module alone.
from liem.people.keys import models as _keys  # noqa: E402, F401
from liem.people.relatives import models as _relatives  # noqa: E402, F401
from liem.people.second_factor import models as _second_factor  # noqa: E402, F401
