"""Addresses of notices."""

from django.urls import path

from zhitong.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.own, name="own"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<str:code>/", views.edit, name="edit"),
]
