"""How HTMX behaves here: nothing evaluated, nothing inherited, nothing kept; and where its troubles are shown."""

from __future__ import annotations

import json

from django.http import HttpResponse

MESSAGES = "#messages"
CONFIG = json.dumps(
    {
        "allowEval": False,
        "allowScriptTags": False,
        "disableInheritance": True,
        "includeIndicatorStyles": False,
        "historyCacheSize": 0,
        "historyRestoreAsHxRequest": False,
        "selfRequestsOnly": True,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "422", "swap": True},  # a form that comes back with its errors, to its own place
            # Trouble is said where messages are said; the place that asked keeps what it holds, typed words included.
            {
                "code": "[45]..",
                "swap": True,
                "error": True,
                "ignoreTitle": True,
                "target": MESSAGES,
                "swapOverride": "innerHTML",
                "select": ".alert",
            },
        ],
    }
)


def into_messages(response: HttpResponse) -> HttpResponse:
    """Have HTMX show an answer among the messages, whatever the element that asked had as its target."""
    response.headers["HX-Retarget"] = MESSAGES
    response.headers["HX-Reswap"] = "innerHTML"
    response.headers["HX-Reselect"] = ".alert"
    return response
