"""Addresses of rewards: the public list, and the desk that announces them."""

from django.urls import path

from wuai.contexts.rewards.web import public, staff

app_name = "rewards"
urlpatterns = [
    path("rewards/", public.listed, name="public"),
    path("rewards/<uuid:ref>/", public.show, name="public_show"),
    path("staff/rewards/", staff.listed, name="list"),
    path("staff/rewards/new/", staff.new, name="new"),
    path("staff/rewards/<uuid:ref>/", staff.show, name="show"),
    path("staff/rewards/<uuid:ref>/decide/", staff.decide, name="decide"),
    path("staff/rewards/<uuid:ref>/take-down/", staff.take_down, name="take_down"),
]
