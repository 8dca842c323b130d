"""Agencies, how people reach them, and whether that works. All of it is public, save who serves under which code."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from liem.agencies import rules
from liem.agencies.states import ContactKind, Function, Level, Liveness

CODE = 128


class Agency(models.Model):
    """One agency in one period. A change of name, parent or head is a new period; old matters keep the old row."""

    code = models.CharField(max_length=CODE)
    name_vi = models.CharField(_("name"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    function = models.CharField(_("function"), max_length=20, choices=Function.choices, default=Function.SERVICE)
    parent = models.CharField(_("answers to"), max_length=CODE, blank=True)
    unit = models.CharField(_("unit of the register"), max_length=CODE, blank=True)
    fields = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    head = models.CharField(_("code of its head"), max_length=CODE, blank=True)
    """Where the register of officials does not say it."""
    successor = models.CharField(max_length=CODE, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name_vi", "code")
        constraints = (
            models.UniqueConstraint(fields=("code", "valid_from"), name="agency_once_per_period", nulls_distinct=False),
            models.CheckConstraint(condition=~models.Q(code__contains=","), name="agency_code_without_comma"),
        )

    def __str__(self) -> str:
        return self.name_vi

    def as_rule(self, head: str = "") -> rules.Agency:
        """The row as the rules take it; ``head`` is who the register of officials says leads it."""
        return rules.Agency(
            self.code,
            self.name_vi,
            self.name_en or self.name_vi,
            self.level,
            self.function,
            self.parent,
            self.unit,
            frozenset(self.fields),
            self.head or head,
            self.successor,
            self.valid_from,
            self.valid_to,
        )


class Contact(models.Model):
    """A hotline or mailbox of an agency, with the rules under which it works. Never deleted: it ends."""

    agency = models.CharField(max_length=CODE)
    kind = models.CharField(_("kind"), max_length=10, choices=ContactKind.choices)
    address = models.CharField(_("number or address"), max_length=254)
    hours_vi = models.CharField(_("hours"), max_length=200, blank=True)
    hours_en = models.CharField(_("hours in English"), max_length=200, blank=True)
    answered_by_vi = models.CharField(_("who answers"), max_length=200, blank=True)
    answered_by_en = models.CharField(_("who answers, in English"), max_length=200, blank=True)
    regulation = models.CharField(_("operating rules"), max_length=300, blank=True)
    """Number and date of the agency's own rules for receiving reports."""
    regulation_url = models.URLField(_("address of the operating rules"), max_length=500, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ("agency", "kind", "address")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "address"), condition=models.Q(valid_to__isnull=True), name="contact_listed_once"
            ),
        )

    def __str__(self) -> str:
        return self.address


class Trial(models.Model):
    """Somebody, or the house, tried a hotline or mailbox. What was found stays; a later trial does not remove it."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="trials")
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    answered = models.BooleanField(_("it answered"))
    detail = models.CharField(_("what happened"), max_length=300, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("contact", "-at"), name="trial_of_contact"),)

    def __str__(self) -> str:
        return f"{self.contact}: {Liveness.ALIVE if self.answered else Liveness.DEAD}"
