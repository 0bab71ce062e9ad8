"""The web service: `create_app(store)` makes an ASGI application."""

from .app import create_app
from .limits import Limits

__all__ = ["Limits", "create_app"]
