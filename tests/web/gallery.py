"""Pages that only tests show: all parts on one page, an unmarked view, a form that echoes, refusals of every kind."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path
from django.utils.html import escape
from django.views.decorators.http import require_POST

from zhitong.errors import BadInput, Conflict, NotPermitted, WrongState
from zhitong.site import urls as site
from zhitong.web.forms import Text
from zhitong.web.lists import listing
from zhitong.web.pages import NavItem, page, public, signed_in

handler400, handler403, handler404, handler500 = site.handler400, site.handler403, site.handler404, site.handler500

TITLES = [
    "关于柳岸街道老旧小区加装电梯后续维护资金无着落的情况反映",
    "基层医疗机构慢病用药目录与医院不衔接，老人往返取药不便",
    "VeryLongTitleWithoutBreak" * 4,
]
STATES = "new near late drafting in_review signed dropped sent received recalled take_up merge hold send_back decline express parked quiet"
MENU = [
    NavItem(10, "gallery", "写来稿", "", place="main"),
    NavItem(20, "gallery_list", "研判", "", lambda actor: 24),
    NavItem(30, "gallery_secret", "给角色", "network.give_role"),
    NavItem(70, "gallery_own", "通知", "", lambda actor: 3, place="person"),
]


class PartsForm(forms.Form):
    title = Text(label="题目", help_text="一事一报，写明什么事、谁的事。", error_messages={"required": "写明题目"})
    body = Text(label="正文", lines=8, max_length=1500, required=False)
    scope = forms.ChoiceField(
        label="范围", choices=[("one", "个案"), ("several", "多例"), ("wide", "普遍")], widget=forms.RadioSelect
    )
    units = forms.MultipleChoiceField(
        label="抄送",
        choices=[("a", "城管局"), ("b", "民政局")],
        widget=forms.CheckboxSelectMultiple,
        help_text="可多选",
    )
    hide = forms.BooleanField(label="不公开我的姓名", help_text="编辑仍能看到。", required=False)
    day = forms.DateField(label="回看日", widget=forms.DateInput(attrs={"type": "date"}))
    area = forms.ChoiceField(label="领域", choices=[("", "请选择"), ("city", "城市管理")])
    file = forms.FileField(label="附件", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False, initial="0b1f")


def draw(request, **facts):
    """The gallery's template is a file beside the tests and not of any room, so it is read here."""
    template = engines["django"].from_string(Path(__file__).with_name("gallery.html").read_text(encoding="utf-8"))
    at = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    whole = {"rows": TITLES, "listing": listing(request, list(range(1000))), "wide": range(1, 13), "at": at}
    return HttpResponse(template.render({**whole, "states": STATES.split(), **facts}, request))


@public("shown in tests")
def gallery(request):
    form = PartsForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form.is_valid()
    return draw(request, form=form)


@page("assessment.read")
def rows(request):
    return draw(request, form=PartsForm())


@signed_in
def own(request):
    return HttpResponse("own")


def unmarked(request):
    return HttpResponse("nobody said who may see this")


@signed_in
@require_POST
def keep(request):
    """Stands for a room's action: what arrived is shown in the next page's message."""
    messages.success(request, f"kept: {request.POST.get('body', '')}")
    return redirect("gallery_list")


@signed_in
@require_POST
def save(request):
    return HttpResponse(escape(f"saved: {request.POST['body']}"))


@page("network.give_role")
def secret(request):
    return HttpResponse("secret")


REFUSALS = {
    "not_permitted": NotPermitted("gallery.not_permitted", "起草人不能签发自己的稿件。", "可请吴越签发。"),
    "wrong_state": WrongState("gallery.wrong_state", "这篇信息稿已经签发，不能再修改。", "可以另起一稿。"),
    "conflict": Conflict("gallery.conflict", "周敏刚刚保存了另一版。", "两版都还在。"),
    "bad_input": BadInput("gallery.bad_input", "日期不存在。", "写成 2026-02-28。"),
}


@public("shown in tests")
def refusing(request, kind):
    raise REFUSALS[kind]


@public("shown in tests")
def breaking(request):
    raise RuntimeError("a fault of ours")


@public("shown in tests")
def suspicious(request):
    raise SuspiciousOperation("nonsense")


urlpatterns = [
    *site.urlpatterns,
    path("gallery/", gallery, name="gallery"),
    path("gallery/list/", rows, name="gallery_list"),
    path("gallery/own/", own, name="gallery_own"),
    path("gallery/unmarked/", unmarked),
    path("gallery/keep/", keep),
    path("gallery/save/", save),
    path("gallery/secret/", secret, name="gallery_secret"),
    path("gallery/refused/<kind>/", refusing),
    path("gallery/broken/", breaking),
    path("gallery/suspicious/", suspicious),
]
