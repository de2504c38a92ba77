"""Addresses of the network."""

from django.urls import path

from zhitong.network import views

app_name = "network"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("office/", views.change_office, name="change_office"),
]
