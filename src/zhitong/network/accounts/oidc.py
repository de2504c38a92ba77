"""Sign-in through the office's own provider (OpenID Connect, authorization code with PKCE). Off until ``ZHITONG_OIDC_ISSUER`` is set.

The provider only says who somebody is: ``subject`` at ``issuer``. Which account that is, a security administrator has said before
(``Identity``); nobody is made, and no mail address is believed. State, nonce, signature, issuer and audience are checked by authlib.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from zhitong.network.models import Account, Identity

TIMEOUT = 10  # seconds for each question to the provider


class ProviderFailed(Exception):
    """The provider could not be asked, or what it said does not hold."""


def is_on() -> bool:
    return bool(settings.OIDC["issuer"])


def _client():
    from authlib.integrations.django_client import OAuth  # noqa: PLC0415  slow import

    oauth = OAuth()
    return oauth.register(
        "office",
        client_id=settings.OIDC["client_id"],
        client_secret=settings.OIDC["client_secret"],
        server_metadata_url=f"{settings.OIDC['issuer'].rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid", "code_challenge_method": "S256", "timeout": TIMEOUT},
    )


def lead_there(request: HttpRequest) -> HttpResponse:
    """To the provider's own page. Raises ProviderFailed when it cannot be reached."""
    from authlib.integrations.base_client.errors import OAuthError  # noqa: PLC0415  slow import
    from requests import RequestException  # noqa: PLC0415  slow import

    try:
        return _client().authorize_redirect(request, request.build_absolute_uri(reverse("network:provider_back")))
    except (RequestException, OAuthError, ValueError, KeyError, RuntimeError) as fault:
        raise ProviderFailed(type(fault).__name__) from fault


def who_came_back(request: HttpRequest) -> str:
    """The subject the provider vouches for. Raises ProviderFailed when anything about the answer is not right."""
    from authlib.integrations.base_client.errors import OAuthError  # noqa: PLC0415  slow import
    from joserfc.errors import JoseError  # noqa: PLC0415  slow import
    from requests import RequestException  # noqa: PLC0415  slow import

    try:
        token = _client().authorize_access_token(request, timeout=TIMEOUT)
    except (RequestException, OAuthError, JoseError, ValueError, KeyError, RuntimeError) as fault:
        raise ProviderFailed(type(fault).__name__) from fault
    subject = (token.get("userinfo") or {}).get("sub")
    if not isinstance(subject, str) or not subject or len(subject) > 255 or "\x00" in subject:
        raise ProviderFailed("no subject")
    return subject


def account_of(subject: str) -> Account | None:
    """The open account linked to this subject."""
    known = Identity.objects.filter(issuer=settings.OIDC["issuer"], subject=subject, account__is_active=True)
    identity = known.select_related("account").first()
    return identity.account if identity else None
