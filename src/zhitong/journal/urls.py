"""Addresses of the journal."""

from django.urls import path

from zhitong.journal import views

app_name = "journal"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("verify/", views.verify, name="verify"),
    path("export.<str:form>", views.export, name="export"),
]
