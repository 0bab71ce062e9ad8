"""The web service: `app.create_app` makes an ASGI application, `server.serve` runs it."""
