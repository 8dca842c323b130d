"""Addresses of this room."""

from django.urls import path

from liem.people import views
from liem.people.accounts import views as accounts
from liem.people.keys import views as keys
from liem.people.second_factor import views as second_factor

app_name = "people"
urlpatterns = [
    path("sign-in/", views.sign_in_page, name="sign_in"),
    path("sign-in/code/", second_factor.sign_in_code, name="sign_in_code"),
    path("second-factor/", second_factor.second_factor, name="second_factor"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.change_password, name="password"),
    path("my-key/", keys.my_key, name="my_key"),
    path("office-keys/", keys.offices, name="offices"),
    path("office-keys/change/", keys.change_office, name="change_office"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<int:number>/", accounts.account, name="account"),
    path("accounts/<int:number>/change/", accounts.change_account, name="change_account"),
]
