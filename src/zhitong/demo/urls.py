"""Addresses of the demo."""

from django.urls import path

from zhitong.demo import views

app_name = "demo"
urlpatterns = [path("sign-in/", views.sign_in_as, name="sign_in_as")]
