"""The explorer's types are those that the service's OpenAPI document gives."""

import json
import subprocess

from jlac_graph.web.openapi import openapi

from .conftest import WEB


def test_the_committed_types_are_those_of_the_service() -> None:
    document = json.dumps(openapi((), api_only=True))
    made = subprocess.run(
        ["npm", "run", "--silent", "types"],
        cwd=WEB, input=document, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert made.stdout == (WEB / "src" / "core" / "types.ts").read_text("utf-8"), "run 'make types'"
