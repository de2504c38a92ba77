"""Addresses of the queue."""

from django.urls import path

from zhitong.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:job_id>/retry/", views.retry, name="retry"),
]
