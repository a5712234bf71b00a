"""Judges what the tests asked of the made-up Slack by Slack's own kit for Python: arguments, blocks, views, metadata.

    python blocks.py FILE FOLDER

Each line of FILE is {"kind": method, "body": arguments} (tests/support/recorded.rs); FOLDER holds golden messages.
"""

import inspect
import json
import pathlib
import sys

from slack_sdk import WebClient
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.metadata import Metadata
from slack_sdk.models.views import View
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.webhook import WebhookClient

# Of a method, so many calls at least: with fewer, the tests no longer write down what they ask.
LEAST = {
    "chat.postMessage": 100,
    "chat.update": 100,
    "chat.postEphemeral": 100,
    "views.open": 50,
    "views.publish": 1,
    "files.completeUploadExternal": 1,
    "conversations.history": 1,
    "answer": 1,
    "acknowledgement": 1,
}
SHOWN_MAX = 20

# What the kit would have to find, or it is blind: a request each, with one thing wrong.
PLANTED = [
    ("chat.postMessage", {"channel": "C1", "text": "x", "colour": "red"}),
    ("chat.postMessage", {"text": "no channel"}),
    ("chat.shout", {"channel": "C1"}),
    ("chat.postMessage", {"channel": "C1", "blocks": [{"type": "divider", "width": 3}]}),
    ("chat.postMessage", {"channel": "C1", "blocks": [{"type": "separator"}]}),
    ("chat.postMessage", {"channel": "C1", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]}),
    ("chat.postMessage", {"channel": "C1", "blocks": [{"type": "actions", "elements": [{"type": "knob", "action_id": "a"}]}]}),
    ("chat.postMessage", {"channel": "C1", "metadata": {"event_type": "x", "payload": {}}}),
    ("views.open", {"trigger_id": "T1", "view": {"type": "modal", "title": {"type": "plain_text", "text": "x" * 25}}}),
    ("answer", {"text": "x", "ephemeral": True}),
    ("acknowledgement", {"envelope_id": "e", "text": "beside the payload"}),
]


def faults(kind, body):
    """All that the kit does not know, or would refuse, of one request."""
    if kind == "answer":
        yield from unknown_arguments(WebhookClient.send, body)
        yield from of_blocks(body.get("blocks"))
    elif kind == "acknowledgement":
        again = SocketModeResponse(body.get("envelope_id"), body.get("payload")).to_dict()
        yield from differences("acknowledgement", body, again)
        payload = body.get("payload") or {}
        yield from of_blocks(payload.get("blocks"))
        if "view" in payload:
            yield from of_view(payload["view"])
    else:
        yield from of_method(kind, body)


def of_method(name, body):
    method = getattr(WebClient, name.replace(".", "_"), None)
    if method is None:
        yield f"{name}: there is no such method"
        return
    yield from unknown_arguments(method, body)
    yield from of_blocks(body.get("blocks"))
    if "view" in body:
        yield from of_view(body["view"])
    if "metadata" in body:
        yield from same("metadata", body["metadata"], lambda it: Metadata(**it))


def unknown_arguments(method, arguments):
    """Arguments that the method does not have, and those it cannot do without."""
    known = inspect.signature(method).parameters
    for name in arguments:
        if name not in known:
            yield f"{method.__name__}: no argument {name}"
    for name, parameter in known.items():
        needed = parameter.default is parameter.empty and parameter.kind is parameter.KEYWORD_ONLY
        # The kit's own way of giving the token, which goes into the header.
        if needed and name not in arguments and name != "app_token":
            yield f"{method.__name__}: without {name}"


def of_blocks(blocks):
    for block in blocks or []:
        yield from same(f"block {block.get('type')}", block, Block.parse)


def of_view(view):
    yield from same(f"view {view.get('type')}", view, lambda it: View(**it))


def same(where, given, parse):
    """The kit makes an object of it, calls it valid, and makes the same of that object again."""
    try:
        parsed = parse(given)
        again = parsed.to_dict() if parsed is not None else None
    except (SlackObjectFormationError, TypeError, AttributeError) as error:
        yield f"{where}: {error}"
        return
    yield from differences(where, given, again)


def differences(where, given, again):
    """What came back otherwise: a field that is gone is one the kit does not know."""
    if isinstance(given, dict) and isinstance(again, dict):
        for key in sorted(given.keys() | again.keys()):
            if key not in again:
                yield f"{where}.{key}: the kit does not know it"
            elif key in given:
                yield from differences(f"{where}.{key}", given[key], again[key])
    elif isinstance(given, list) and isinstance(again, list) and len(given) == len(again):
        for number, (one, other) in enumerate(zip(given, again)):
            yield from differences(f"{where}.{number}", one, other)
    elif given != again:
        yield f"{where}: {json.dumps(given)[:200]} becomes {json.dumps(again)[:200]}"


def of_golden(path):
    """A golden file is a view, a list of calls or of a message's parts, or one part: whatever has blocks is judged."""
    kept = json.loads(path.read_text())
    for part in kept if isinstance(kept, list) else [kept]:
        if part.get("type") in View.types:
            yield from of_view(part)
        else:
            yield from of_blocks(part.get("blocks"))


def main(pages, golden):
    requests = [json.loads(line) for line in pages.read_text().splitlines()]
    wrong, judged = {}, {}
    for kind, body in PLANTED:
        if not any(faults(kind, body)):
            wrong[f"blind to {json.dumps(body)} as {kind}"] = None
    for request in requests:
        judged[request["kind"]] = judged.get(request["kind"], 0) + 1
        for fault in faults(request["kind"], request["body"]):
            wrong.setdefault(fault, request)
    for kind, least in LEAST.items():
        if judged.get(kind, 0) < least:
            wrong[f"{judged.get(kind, 0)} of {kind} to judge, {least} at least were expected"] = None
    for path in sorted(golden.glob("*.json")):
        for fault in of_golden(path):
            wrong[f"{path.name}: {fault}"] = None
    for fault, request in list(wrong.items())[:SHOWN_MAX]:
        print(f"slack: {fault}\n  {json.dumps(request)[:600]}", file=sys.stderr)
    print(f"slack: {len(requests)} requests judged, {len(wrong)} faults")
    return 0 if not wrong else 1


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
