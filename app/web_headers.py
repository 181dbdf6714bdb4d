"""The headers that every answer of the web view carries: what the page may load, do, and leave in a cache."""

from __future__ import annotations

from collections.abc import Iterable

Header = tuple[bytes, bytes]

_DENIED_FEATURES = [
    "camera",
    "display-capture",
    "geolocation",
    "hid",
    "magnetometer",
    "microphone",
]
_DENIED_FEATURES += ["accelerometer", "gyroscope", "midi", "payment", "serial", "usb", "xr-spatial-tracking"]

_POLICY = {
    "cross-origin-embedder-policy": "require-corp",  # with the next one, the page may use threads
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ", ".join(f"{feature}=()" for feature in _DENIED_FEATURES),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_OURS = {name.encode() for name in _POLICY} | {
    b"access-control-allow-origin",  # Flet answers "*" there
    b"cache-control",
    b"content-security-policy",
    b"server",
}


def content_policy(host: str) -> str:
    """The Content-Security-Policy under which Flet's client runs and can reach nothing but this app.

    Args:
        host: host and port that the browser asked for, such as 127.0.0.1:8550.
    """
    return (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        f"connect-src 'self' ws://{host} data: blob:; worker-src 'self' blob:; object-src 'none'; "
        "frame-ancestors 'none'; base-uri 'self'; form-action 'none'"
    )


def with_policy(headers: Iterable[Header], host: str) -> list[Header]:
    """An answer's headers with ours put in, and in place of the app's own of the same name.

    Args:
        headers: the answer's headers so far, as ASGI has them.
        host: host and port that the browser asked for.
    """
    kept = [(name, value) for name, value in headers if name.lower() not in _OURS]
    is_page = any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in kept)
    # Files may be kept but are asked for again each time: an update is never mixed with the version before.
    cache = b"no-store" if is_page else b"private, no-cache"
    ours = [(name.encode(), value.encode()) for name, value in _POLICY.items()]
    return [
        *kept,
        *ours,
        (b"cache-control", cache),
        (b"content-security-policy", content_policy(host).encode()),
    ]
