"""Addresses of the vault. An opening is named by its code; nothing sealed ever stands in an address."""

from django.urls import path

from zhitong.vault import views

app_name = "vault"
urlpatterns = [
    path("", views.openings, name="openings"),
    path("<str:code>/", views.opening, name="opening"),
    path("<str:code>/consent/", views.consent, name="consent"),
    path("<str:code>/refuse/", views.refuse, name="refuse"),
    path("<str:code>/look/", views.look, name="look"),
]
