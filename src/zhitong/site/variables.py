"""Every setting an installation may give, in one table: name, meaning, default. The manual's table is made from it.

A value comes from the environment or from one file (``ZHITONG_SETTINGS``, by default ``zhitong.env`` in the working
folder); the environment wins. Names ending in ``_FILE`` give a secret by the path of a file that holds it.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from dotenv import load_dotenv


@dataclass(frozen=True)
class Variable:
    name: str
    meaning: str
    default: str = ""


VARIABLES = (
    Variable(
        "ZHITONG_MODE", "development or production; production refuses to start with anything unsafe", "development"
    ),
    Variable(
        "ZHITONG_DEMO", "1 loads the fictional demo office and its one-click sign-in; only on a loopback address", "0"
    ),
    Variable("ZHITONG_DEBUG", "1 shows Django's error pages; never in production", "0"),
    Variable("ZHITONG_HOME", "folder for database, files, keys and backups", "var"),
    Variable("ZHITONG_SECRET_KEY", "signs sessions and forms; at least 50 characters in production", ""),
    Variable("ZHITONG_JOURNAL_KEY", "keys the commitments that stand for people in the journal; never change it", ""),
    Variable(
        "ZHITONG_VAULT_KEYS",
        "the key file of sealed identities, readable by the server's user alone; empty means vault.keys in ZHITONG_HOME",
        "",
    ),
    Variable(
        "ZHITONG_VAULT_PUBLIC",
        "the public half of the newest key, all that the residents' process needs to seal; empty means vault.public beside the key file",
        "",
    ),
    Variable(
        "ZHITONG_ALLOWED_HOSTS",
        "names under which the office reaches the server, comma separated",
        "127.0.0.1,localhost,[::1]",
    ),
    Variable("ZHITONG_HTTPS", "1 when people reach the server by https: cookies and redirects are then secure", "0"),
    Variable("ZHITONG_TRUST_PROXY", "1 when a proxy in front sets X-Forwarded-Proto and X-Forwarded-For", "0"),
    Variable(
        "ZHITONG_DATABASE_URL",
        "postgres://user:password@host/name, straight to the server or through a pooler that keeps a session (not one that pools by transaction); empty means SQLite in ZHITONG_HOME",
        "",
    ),
    Variable(
        "ZHITONG_PUBLIC_SIDE",
        "1 serves the residents' pages and nothing else, as `zhitong serve --public` sets it; ZHITONG_DATABASE_URL is then that of `zhitong public-role`",
        "0",
    ),
    Variable("ZHITONG_SQLITE_JOURNAL", "WAL or DELETE; empty lets the linked SQLite version decide", ""),
    Variable("ZHITONG_SESSION_MINUTES", "idle time before a new sign-in; typed text is kept", "480"),
    Variable(
        "ZHITONG_PASSWORD_PROFILE",
        "rules for passwords: asvs (long, never aged) or dengbao3 (等保三级: mixed, changed every 90 days, 30 idle minutes)",
        "asvs",
    ),
    Variable("ZHITONG_OIDC_ISSUER", "address of the office's sign-in provider (OpenID Connect); empty means none", ""),
    Variable("ZHITONG_OIDC_CLIENT_ID", "what the provider calls this installation", ""),
    Variable("ZHITONG_OIDC_CLIENT_SECRET", "the secret the provider gave this installation", ""),
    Variable("ZHITONG_OIDC_NAME", "what people call the provider, as written on the button", "单位统一登录"),
    Variable("ZHITONG_TIME_ZONE", "the office's time zone", "Asia/Shanghai"),
    Variable("ZHITONG_UPLOAD_MB", "largest attachment, in MB", "20"),
    Variable(
        "ZHITONG_CLAMAV",
        "socket of ClamAV (a path, or host:port) that looks at every upload; while it is down, files are held; empty means none",
        "",
    ),
    Variable("ZHITONG_SMTP_URL", "smtp://user:password@host:port for notices by mail; empty means in-app only", ""),
    Variable("ZHITONG_MAIL_FROM", "address that notices by mail come from", ""),
    Variable("ZHITONG_LANG", "language of commands: zh-hans or en; `--lang en` says it for one command", "zh-hans"),
    Variable(
        "ZHITONG_STATIC",
        "found: stylesheets and scripts from the program's folders; collected: under hashed names from ZHITONG_HOME/static, as `zhitong serve` sets it",
        "found",
    ),
    Variable("ZHITONG_LOG_LEVEL", "DEBUG, INFO, WARNING or ERROR", "INFO"),
)
_DEFAULTS = {variable.name: variable.default for variable in VARIABLES}


def said(english: str, chinese: str) -> str:
    """One sentence in the operator's language. Settings are read before Django is there, so gettext cannot be asked."""
    return english if text("ZHITONG_LANG").lower().startswith("en") else chinese


class SettingsError(Exception):
    """The installation's settings do not allow a start; the message names the variable and what to do."""


def read_file() -> Path | None:
    """Load the settings file into the environment, without replacing what the environment already says."""
    path = Path(os.environ.get("ZHITONG_SETTINGS", "zhitong.env"))
    if path.is_file():
        load_dotenv(path, override=False)
        return path
    if "ZHITONG_SETTINGS" in os.environ:
        raise SettingsError(
            said(
                f"ZHITONG_SETTINGS names {path}, but there is no such file.",
                f"ZHITONG_SETTINGS 指定了 {path}，但没有这个文件。请核对路径，或取消该变量。",
            )
        )
    return None


def text(name: str) -> str:
    """The value of one declared variable; a secret may come from the file that NAME_FILE points to."""
    default = _DEFAULTS[name]
    by_file = os.environ.get(f"{name}_FILE")
    if by_file:
        return Path(by_file).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def flag(name: str) -> bool:
    value = text(name).strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"", "0", "false", "no", "off"}:
        return False
    raise SettingsError(said(f"{name} must be 1 or 0, not {value!r}.", f"{name} 应为 1 或 0，现为 {value!r}。"))


def number(name: str) -> int:
    value = text(name)
    try:
        return int(value)
    except ValueError:
        raise SettingsError(
            said(f"{name} must be a whole number, not {value!r}.", f"{name} 应为整数，现为 {value!r}。")
        ) from None


def one_of(name: str, offered: tuple[str, ...]) -> str:
    value = text(name).strip()
    if value not in offered:
        raise SettingsError(f"{name} must be one of {', '.join(offered)}, not {value!r}.")
    return value


def names(name: str) -> list[str]:
    return [part.strip() for part in text(name).split(",") if part.strip()]


def refuse_unsafe_production(
    *, mode: str, secret_key: str, journal_key: str, debug: bool, demo: bool, hosts: list[str]
) -> None:
    """Raise SettingsError when a production start would be unsafe; says every reason at once."""
    if mode not in {"development", "production"}:
        raise SettingsError(
            said(
                f"ZHITONG_MODE must be development or production, not {mode!r}.",
                f"ZHITONG_MODE 应为 development 或 production，现为 {mode!r}。",
            )
        )
    if mode != "production":
        return
    faults = []
    if len(secret_key) < 50:
        faults.append(
            said(
                "ZHITONG_SECRET_KEY is missing or shorter than 50 characters; `zhitong init` writes one.",
                "缺少 ZHITONG_SECRET_KEY，或不足 50 个字符；运行 `zhitong init` 可自动生成。",
            )
        )
    if len(journal_key) < 32:
        faults.append(
            said(
                "ZHITONG_JOURNAL_KEY is missing or shorter than 32 characters; `zhitong init` writes one.",
                "缺少 ZHITONG_JOURNAL_KEY，或不足 32 个字符；运行 `zhitong init` 可自动生成。",
            )
        )
    if debug:
        faults.append(
            said(
                "ZHITONG_DEBUG is on: it shows settings and texts to anybody. Set it to 0.",
                "ZHITONG_DEBUG 已打开，会向任何人显示设置和文稿，请设为 0。",
            )
        )
    if demo:
        faults.append(
            said(
                "ZHITONG_DEMO is on: its people sign in with one click. Set it to 0.",
                "ZHITONG_DEMO 已打开，演示人员一点即可登录，请设为 0。",
            )
        )
    if "*" in hosts or not hosts:
        faults.append(
            said(
                "ZHITONG_ALLOWED_HOSTS must list the server's own names, not *.",
                "ZHITONG_ALLOWED_HOSTS 应写明服务器自己的名称，不能用 *。",
            )
        )
    if faults:
        head = said("Zhitong does not start in production:", "直通不能在生产模式下启动：")
        raise SettingsError(f"{head}\n- " + "\n- ".join(faults))


def write_first_file(hosts: str) -> Path | None:
    """Before ``zhitong init``: production settings with new keys, unless settings are there already. Gives the path when one was written."""
    path = Path(os.environ.get("ZHITONG_SETTINGS", "zhitong.env"))
    if path.exists() or "ZHITONG_MODE" in os.environ:
        return None
    lines = [
        "# 本单位的设置。其中的密钥须保密，请在另一处安全的地方保存一份：没有密钥，备份无法读取。",
        "# Settings of this installation. The keys are secrets: keep a copy in another safe place, a backup cannot be read without them.",
        "ZHITONG_MODE=production",
        f"ZHITONG_SECRET_KEY={secrets.token_urlsafe(48)}",
        f"ZHITONG_JOURNAL_KEY={secrets.token_urlsafe(32)}",
        f"ZHITONG_ALLOWED_HOSTS={hosts}",
    ]
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")
    return path
