"""Addresses of the network."""

from django.urls import path

from zhitong.network.views import lists, offices, own, people, person, roster, settings, signing_in, units

app_name = "network"
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("office/", signing_in.change_office, name="change_office"),
    path("password/", own.password, name="password"),
    path("network/", units.units, name="units"),
    path("network/units/new/", units.add, name="add_unit"),
    path("network/units/<str:code>/", units.change, name="unit"),
    path("network/people/", people.people, name="people"),
    path("network/people/new/", people.add, name="add_person"),
    path("network/people/<str:code>/", person.read, name="person"),
    path("network/people/<str:code>/change/", person.change, name="change_person"),
    path("network/people/<str:code>/join/", person.join, name="join"),
    path("network/people/<str:code>/move/", person.move, name="move"),
    path("network/people/<str:code>/leave/", person.leave, name="leave"),
    path("network/people/<str:code>/roles/give/", person.give_role, name="give_role"),
    path("network/people/<str:code>/roles/end/", person.end_role, name="end_role"),
    path("network/people/<str:code>/deputies/name/", person.name_deputy, name="name_deputy"),
    path("network/people/<str:code>/deputies/end/", person.end_deputy, name="end_deputy"),
    path("network/people/<str:code>/account/open/", person.open_account, name="open_account"),
    path("network/people/<str:code>/account/password/", person.new_password, name="new_password"),
    path("network/people/<str:code>/account/close/", person.close_account, name="close_account"),
    path("network/deputies/", person.own_deputies, name="own_deputies"),
    path("network/rosters/", roster.rosters, name="rosters"),
    path("network/rosters/template.xlsx", roster.template, name="roster_template"),
    path("network/rosters/<str:code>/", roster.one, name="roster"),
    path("network/rosters/<str:code>/prepare/", roster.prepare, name="prepare_roster"),
    path("network/rosters/<str:code>/start/", roster.start, name="start_roster"),
    path("network/rosters/<str:code>/drop/", roster.drop, name="drop_roster"),
    path("network/lists/", lists.lists, name="lists"),
    path("network/lists/load/", lists.load, name="load_lists"),
    path("network/lists/<str:name>/", lists.one, name="list"),
    path("network/lists/<str:name>/<str:code>/end/", lists.end, name="end_value"),
    path("network/settings/", settings.settings, name="settings"),
    path("network/settings/calendar/", settings.calendar, name="calendar"),
    path("network/settings/<str:key>/", settings.one, name="setting"),
    path("network/offices/", offices.tree, name="tree"),
    path("network/rights/", offices.rights, name="rights"),
]
