"""The office's gazetteer: its places with a search, a spreadsheet to take in, one to begin from."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhitong.errors import Refused
from zhitong.network import queries
from zhitong.network.forms.lists import PlacesForm
from zhitong.network.places.actions import take_in_places
from zhitong.network.places.reading import FIELDS, KINDS, read_places
from zhitong.network.views.saying import in_language
from zhitong.sheets import OutSheet, write_xlsx
from zhitong.web.lists import listing
from zhitong.web.pages import page

SHOWN_FAULTS = 20
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("network.lists")
@require_http_methods(["GET", "HEAD", "POST"])
def places(request: HttpRequest) -> HttpResponse:
    form = PlacesForm(request.POST, request.FILES) if request.method == "POST" else PlacesForm()
    faults = []
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        content = upload.read()
        try:
            rows, faults = read_places(content, upload.name)
            if faults:
                words = _("%(count)s rows cannot be read; nothing was taken in. Correct them and send the file again.")
                form.add_error("file", words % {"count": len(faults)})
            else:
                only = form.cleaned_data["only_these"]
                digest = hashlib.sha256(content).hexdigest()
                counts = take_in_places(rows, by=request.actor, digest=digest, only_these=only)
                said = _("Places taken in: %(added)s new, %(changed)s changed, %(same)s as before, %(ended)s ended.")
                messages.success(request, said % counts)
                return redirect("network:places")
        except Refused as refusal:
            form.add_error("file", in_language(refusal))
    today = timezone.localdate(request.actor.at)
    typed = request.GET.get("q", "")[:60].replace("\x00", "")
    found = queries.choices("place", request.actor.office_id, on=today).order_by("name", "pk")
    context = {
        "form": form,
        "faults": faults[:SHOWN_FAULTS],
        "more_faults": max(0, len(faults) - SHOWN_FAULTS),
        "places": listing(request, found.filter(name__icontains=typed) if typed else found),
        "typed": typed,
        "kinds": {kind: name for name, kind in reversed(KINDS.items())},
    }
    return render(request, "network/places.html", context, status=422 if form.errors else 200)


@page("network.lists")
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with the headings that need no naming."""
    answer = HttpResponse(content_type=MEDIA_TYPE)
    answer.headers["Content-Disposition"] = 'attachment; filename="places.xlsx"'
    example = ["柳岸街道", "街道", "柳岸", ""]
    write_xlsx(answer, [OutSheet("地名", [field.label for field in FIELDS], [example])])
    return answer
