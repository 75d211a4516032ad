"""Where keys and metadata may be fetched from: which addresses the caller has named, and which only
an issuer has.
"""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import urlsplit


class Source:
    """The place that the options of a case name."""

    def __init__(self, url: str | None, options: dict[str, Any]) -> None:
        self.is_keys = url is not None
        issuer = options.get("issuer")
        named = url or options.get("metadata_url") or issuer
        assert named is not None
        self.home = origin(named)
        self.urls = [named] if issuer is None else [openid(issuer), oauth(issuer)]
        self.issuer = options.get("metadata_issuer", issuer)
        self.allow_http = options.get("allow_http", False)
        self.hosts = options.get("allowed_hosts")

    def name(self) -> str:
        """What a snapshot calls it."""
        return self.urls[0] if self.is_keys else f"{self.issuer} {self.urls[0]}"

    def is_callers(self, url: str) -> bool:
        """Whether the caller has named its host."""
        return origin(url) == self.home or self._is_listed(url)

    def allows(self, url: str) -> bool:
        """Whether a `jwks_uri` may be asked."""
        parts = urlsplit(url)
        if parts.scheme not in (("https", "http") if self.allow_http else ("https",)) or not parts.hostname or parts.username:
            return False
        return self.is_callers(url) or self.hosts is None and not _is_private(parts.hostname)

    def _is_listed(self, url: str) -> bool:
        return urlsplit(url).hostname in [host.lower() for host in self.hosts or []]


def origin(url: str) -> tuple[str, str | None, int]:
    """Scheme, host and port (RFC 6454)."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"https": 443, "http": 80}[parts.scheme]


def openid(issuer: str) -> str:
    """OpenID Connect Discovery 1.0, section 4.1."""
    return issuer.removesuffix("/") + "/.well-known/openid-configuration"


def oauth(issuer: str) -> str:
    """RFC 8414, section 3.1."""
    parts = urlsplit(issuer)
    return f"{parts.scheme}://{parts.netloc}/.well-known/oauth-authorization-server{parts.path.removesuffix('/')}"


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
