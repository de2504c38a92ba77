"""Addresses of figures."""

from django.urls import path

from zhitong.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("rows/", views.rows, name="rows"),
    path("export.<str:form>", views.export, name="export"),
]
