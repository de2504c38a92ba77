"""Second factors: codes of an authenticator app (TOTP, RFC 6238), passkeys (WebAuthn), recovery codes.

Only proofs are judged here; adding and taking away are deeds of ``accounts/actions.py``. A code is good once: the time step it
belonged to, and everything before, is refused afterwards. A passkey's counter must grow where it counts at all.
"""

from __future__ import annotations

import base64
import ipaddress
import json
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

import pyotp
import segno
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from zhitong.network.codes import ALPHABET
from zhitong.network.models import Account, RecoveryCode, SecondFactor

if TYPE_CHECKING:
    from webauthn.helpers import structs

STEP = 30  # seconds a code is shown
DRIFT = 1  # steps that an app's clock may be behind or ahead
RECOVERY_CODES = 10
RECOVERY_LENGTH = 10  # of 31 signs: about 49 bits, kept as a password is
CHALLENGE = "passkey_challenge"
KIND = SecondFactor.Kind


def factors_of(account: Account):
    return SecondFactor.objects.filter(account=account).order_by("pk")


def has_factor(account: Account) -> bool:
    return factors_of(account).exists()


# Codes of an app


def new_secret() -> str:
    """160 random bits in base 32, as RFC 4226 advises."""
    return pyotp.random_base32(32)


def address_for_app(account: Account, secret: str) -> str:
    return pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name=_("Zhitong"))


def picture_for_app(account: Account, secret: str) -> str:
    """The QR code that an app reads, as the address of a picture that lies in the page itself."""
    return segno.make(address_for_app(account, secret), error="m").svg_data_uri(scale=4, border=4, light="#fff")


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step this code belongs to, of those near now; None when it is of none."""
    present = int(now.timestamp()) // STEP
    app = pyotp.HOTP(secret)
    good = [step for step in range(present - DRIFT, present + DRIFT + 1) if app.verify(code, step)]
    return good[-1] if good else None


@transaction.atomic
def is_app_code(account: Account, typed: str, now: datetime) -> bool:
    """Whether an app of this account shows this code now and it was not used yet. It is used from here on."""
    code = _digits(typed)
    if len(code) != 6:
        return False
    for factor in factors_of(account).filter(kind=KIND.APP).select_for_update():
        step = step_of(open_secret(factor), code, now)
        if step is not None and step > factor.step:
            factor.step, factor.used_at = step, now
            factor.save(update_fields=["step", "used_at"])
            return True
    return False


def _digits(typed: str) -> str:
    """As typed by people: with spaces between, or full-width."""
    return "".join(str(int(sign)) for sign in typed if sign.isdecimal())


# A secret is kept sealed: a copy of the database alone opens no account


def _key() -> bytes:
    """From the key that must never change, so that apps outlive a new ZHITONG_SECRET_KEY."""
    return HKDF(SHA256(), 32, salt=None, info=b"zhitong second factor").derive(settings.JOURNAL_KEY.encode())


def seal_secret(secret: str, account: Account) -> bytes:
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(_key()).encrypt(nonce, secret.encode(), str(account.pk).encode())


def open_secret(factor: SecondFactor) -> str:
    """The shared secret; a row moved to another account, or sealed under another key, matches no code."""
    sealed = bytes(factor.secret)
    try:
        return AESGCM(_key()).decrypt(sealed[:12], sealed[12:], str(factor.account_id).encode()).decode()
    except InvalidTag:
        return new_secret()


# Recovery codes


def make_recovery_codes(account: Account, now: datetime) -> list[str]:
    """Ten new codes, in clear only here; the earlier ones stop working. The digit in front says which, so that one digest is compared."""
    RecoveryCode.objects.filter(account=account).delete()
    codes = []
    for number in range(RECOVERY_CODES):
        word = "".join(secrets.choice(ALPHABET) for _i in range(RECOVERY_LENGTH))
        RecoveryCode.objects.create(account=account, number=number, digest=make_password(word), made_at=now)
        codes.append(f"{number}-{word[:5]}-{word[5:]}")
    return codes


@transaction.atomic
def is_recovery_code(account: Account, typed: str, now: datetime) -> bool:
    """Whether this is an unused recovery code of the account. It is used from here on."""
    code = "".join(sign for sign in typed.casefold() if sign.isascii() and sign.isalnum())
    if len(code) != RECOVERY_LENGTH + 1 or not code[0].isdigit():
        return False
    rows = RecoveryCode.objects.select_for_update().filter(account=account, number=int(code[0]), used_at=None)
    row = rows.first()
    if row is None or not check_password(code[1:], row.digest):
        return False
    row.used_at = now
    row.save(update_fields=["used_at"])
    return True


# Passkeys


def site_of(request: HttpRequest) -> str:
    """The name a passkey is bound to: the server's, without its port."""
    return request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()


def can_have_passkeys(request: HttpRequest) -> bool:
    """Browsers know passkeys only for a name over https, or for localhost."""
    site = site_of(request)
    try:
        ipaddress.ip_address(site.strip("[]"))
    except ValueError:
        return request.is_secure() or site == "localhost"
    return False


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _listed(account: Account) -> list[structs.PublicKeyCredentialDescriptor]:
    from webauthn.helpers import base64url_to_bytes, structs  # noqa: PLC0415  slow import

    known = factors_of(account).filter(kind=KIND.PASSKEY).values_list("credential", flat=True)
    return [structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in known]


def ask_for_new_passkey(request: HttpRequest, account: Account) -> str:
    """What the browser is asked for when a passkey is added (JSON); the challenge waits in the session."""
    from webauthn import generate_registration_options  # noqa: PLC0415  slow import
    from webauthn.helpers import bytes_to_base64url, options_to_json, structs  # noqa: PLC0415  slow import

    options = generate_registration_options(
        rp_id=site_of(request),
        rp_name=_("Zhitong"),
        user_name=account.username,
        user_id=salted_hmac("network.passkey", str(account.pk), algorithm="sha256").digest(),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.PREFERRED,
            user_verification=structs.UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_listed(account),
    )
    request.session[CHALLENGE] = bytes_to_base64url(options.challenge)
    return options_to_json(options)


def new_passkey(request: HttpRequest, answer: str) -> dict | None:
    """What is to be kept of a new passkey; None when the browser's answer does not fit what was asked."""
    from webauthn import verify_registration_response  # noqa: PLC0415  slow import
    from webauthn.helpers import base64url_to_bytes, bytes_to_base64url  # noqa: PLC0415  slow import
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415  slow import

    challenge = request.session.pop(CHALLENGE, "")
    try:
        made = verify_registration_response(
            credential=_as_json(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site_of(request),
            expected_origin=_origin(request),
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    return {
        "credential": bytes_to_base64url(made.credential_id),
        "public_key": made.credential_public_key,
        "counter": made.sign_count,
    }


def ask_for_passkey(request: HttpRequest, account: Account | None) -> str:
    """What the browser is asked for at the sign-in (JSON). Without an account the passkey alone must say who it is and that its
    holder unlocked it, which is two factors in one."""
    from webauthn import generate_authentication_options  # noqa: PLC0415  slow import
    from webauthn.helpers import bytes_to_base64url, options_to_json, structs  # noqa: PLC0415  slow import

    options = generate_authentication_options(
        rp_id=site_of(request),
        allow_credentials=_listed(account) if account else None,
        user_verification=structs.UserVerificationRequirement.PREFERRED
        if account
        else structs.UserVerificationRequirement.REQUIRED,
    )
    request.session[CHALLENGE] = bytes_to_base64url(options.challenge)
    return options_to_json(options)


@transaction.atomic
def owner_of_passkey(request: HttpRequest, answer: str, account: Account | None, now: datetime) -> Account | None:
    """Whose passkey answered the challenge rightly; with ``account``, only theirs. A challenge is good once."""
    from webauthn import verify_authentication_response  # noqa: PLC0415  slow import
    from webauthn.helpers import base64url_to_bytes  # noqa: PLC0415  slow import
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415  slow import

    challenge = request.session.pop(CHALLENGE, "")
    try:
        given = _as_json(answer)
        rows = SecondFactor.objects.select_for_update().filter(kind=KIND.PASSKEY, credential=_credential(given))
        factor = rows.first()
        if factor is None or not challenge or (account and factor.account_id != account.pk):
            return None
        proof = verify_authentication_response(
            credential=given,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site_of(request),
            expected_origin=_origin(request),
            credential_public_key=bytes(factor.public_key),
            credential_current_sign_count=factor.counter,
            require_user_verification=account is None,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    factor.counter, factor.used_at = proof.new_sign_count, now
    factor.save(update_fields=["counter", "used_at"])
    return factor.account


def _credential(given: dict) -> str:
    credential = given["id"]
    if not isinstance(credential, str) or not credential.isascii() or "\x00" in credential:
        raise ValueError("no credential's name")
    return (
        base64.urlsafe_b64encode(base64.urlsafe_b64decode(credential + "=" * (-len(credential) % 4)))
        .decode()
        .rstrip("=")
    )


def _as_json(answer: str) -> dict:
    if len(answer) > 20_000:
        raise ValueError("too long for a passkey's answer")
    given = json.loads(answer)
    if not isinstance(given, dict):
        raise ValueError("not an object")
    return given
