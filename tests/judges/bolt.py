"""A bot on Bolt, Slack's own framework, which takes the tests' Slack for the real one.

    python bolt.py socket|http

SLACK_API, BOT_TOKEN, APP_TOKEN and SIGNING_SECRET say where and as whom. tests/judges.rs starts it, does
things in its workspace, and reads from its output, a line of JSON each, what Bolt made of them and what became of its own
calls. Whatever Bolt cannot make sense of comes out as "wrong". It ends when its input does.
"""

import json
import logging
import os
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import builtin_handlers
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.models.blocks import ActionsBlock, ButtonElement, InputBlock, PlainTextInputElement, SectionBlock
from slack_sdk.models.metadata import Metadata
from slack_sdk.models.views import View

# No name in a text may call anybody: the tests' Slack wants it of every message.
PLAIN = {"parse": "none", "link_names": False}

# Seconds between two pings: a connection that answers none of four is given up.
PULSE = 1

client = WebClient(os.environ["BOT_TOKEN"], base_url=os.environ["SLACK_API"])
app = App(
    client=client,
    signing_secret=os.environ["SIGNING_SECRET"],
    raise_error_for_unhandled_request=True,
)


def tell(**what):
    """One line, whole, whichever thread has it to say."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


class Complaints(logging.Handler):
    """What the kit only grumbles about; but for connections that end without a word, as some do here."""

    ENDS = ("Failed to check the state of sock", "on_error invoked")

    def emit(self, record):
        if not record.getMessage().startswith(self.ENDS):
            tell(wrong=record.getMessage())


@app.error
def wrong(error, body):
    tell(wrong=f"{type(error).__name__}: {error}", of=body)


def heard(what, context, **more):
    """Who Bolt says did it, where, and whom it takes itself for."""
    keys = ["team_id", "user_id", "channel_id", "bot_id", "bot_user_id"]
    tell(heard=what, **{key: context.get(key) for key in keys}, **more)


# A day: what people do.


@app.command(re.compile("/.*"))
def command(ack, respond, say, client, command, context):
    """Acknowledged with a word, answered by its address, a card posted, found by its metadata, edited, its thread read."""
    ack("Heard.")
    heard("command", context, command=command["command"], text=command["text"], name=command["channel_name"])
    answer = respond("whispered", response_type="ephemeral")
    card = say(
        "a card",
        blocks=[SectionBlock(text="a *card*"), ActionsBlock(elements=[ButtonElement(text="Press", action_id="press-0", value="/x")])],
        metadata=Metadata("baton_message", {"name": "INC-1/1/0"}),
        **PLAIN,
    )
    where = card["channel"]
    client.chat_update(channel=where, ts=card["ts"], text="an edited card", **PLAIN)
    said = say("below it", thread_ts=card["ts"], **PLAIN)
    history = client.conversations_history(channel=where, include_all_metadata=True, limit=1)
    replies = client.conversations_replies(channel=where, ts=card["ts"], include_all_metadata=True)
    whisper = client.chat_postEphemeral(channel=where, user=context.user_id, text="for you", **PLAIN)
    tell(
        did="command",
        answered=[answer.status_code, answer.body],
        posted=[card["message"]["text"], card["message"]["bot_id"], card["message"]["metadata"]["event_payload"]["name"]],
        below=said["message"]["thread_ts"] == card["ts"],
        found=[[it["text"], it.get("metadata")] for it in history["messages"]],
        thread=[it["text"] for it in replies["messages"]],
        whispered="message_ts" in whisper.data,
    )


@app.action(re.compile("press-.*"))
def press(ack, respond, action, body, context):
    ack()
    heard("press", context, value=action["value"], ts=body["container"]["message_ts"], trigger="trigger_id" in body)
    tell(did="press", answered=respond("pressed", replace_original=False).body)


@app.message_shortcut("open-incident")
def shortcut(ack, client, shortcut, context):
    """A form is opened in time, and not a second time by the same trigger."""
    ack()
    heard("shortcut", context, text=shortcut["message"]["text"], ts=shortcut["message_ts"])
    form = View(
        type="modal",
        callback_id="form",
        title="A form",
        submit="Send",
        private_metadata="carried",
        blocks=[InputBlock(block_id="title", label="Title", element=PlainTextInputElement(action_id="value"))],
    )
    opened = client.views_open(trigger_id=shortcut["trigger_id"], view=form)["view"]
    tell(did="shortcut", view=opened, again=refusal(lambda: client.views_open(trigger_id=shortcut["trigger_id"], view=form)))


@app.view("form")
def submission(ack, view, context):
    """Refused in place while the title is empty."""
    title = view["state"]["values"]["title"]["value"]["value"]
    heard("submission", context, title=title, carried=view["private_metadata"])
    if title:
        ack()
    else:
        ack(response_action="errors", errors={"title": "Say what it is."})


@app.event("message")
def talk(event, say, context):
    heard("talk", context, text=event["text"], kind=event["channel_type"], ts=event["ts"])
    tell(did="talk", said=say("I heard you.", **PLAIN)["message"]["text"])


@app.event("app_mention")
def mention(event, context):
    heard("mention", context, text=event["text"])


@app.event("app_home_opened")
def home(event, client, context):
    heard("home", context, tab=event["tab"])
    view = View(type="home", blocks=[SectionBlock(text="My work")])
    tell(did="home", view=client.views_publish(user_id=event["user"], view=view)["view"]["type"])


# What the bot asks for by itself: a line of input each.


def looked_around():
    """Every page of every list."""
    pages = client.conversations_list(limit=3, types=["public_channel", "private_channel"], exclude_archived=True)
    channels = [channel for page in pages for channel in page["channels"]]
    direct = client.conversations_open(users=["UUNIX1"])["channel"]["id"]
    public = next(channel["id"] for channel in channels if not channel["is_private"])
    client.conversations_join(channel=public)
    return {
        "me": {key: client.auth_test()[key] for key in ["user_id", "bot_id", "team_id", "team", "user", "url"]},
        "channels": sorted(channel["name"] for channel in channels),
        "groups": [group["handle"] for group in client.usergroups_list()["usergroups"]],
        "direct": direct[0],
    }


def uploaded():
    """A picture, as the kit uploads it."""
    channels = client.conversations_list(limit=100)["channels"]
    unix = next(channel["id"] for channel in channels if channel["name"] == "unix")
    client.conversations_join(channel=unix)
    done = client.files_upload_v2(channel=unix, filename="chart.png", title="A chart", content=b"\x89PNG", alt_txt="a chart")
    return [[file["id"][0], file["title"]] for file in done["files"]]


def refused():
    """Every way in which Slack says no."""
    nowhere = lambda client=client: client.chat_postMessage(channel="C0NOWHERE", text="x", **PLAIN)
    impatient = WebClient(client.token, base_url=client.base_url, retry_handlers=[])
    stranger = WebClient("xoxb-stranger", base_url=client.base_url)
    return {
        "nowhere": refusal(nowhere),
        "stranger": refusal(stranger.auth_test),
        "argument": refusal(lambda: client.api_call("chat.postMessage", json={"channel": "C0NOWHERE", "colour": "red"})),
        "method": refusal(lambda: client.api_call("chat.shout")),
        # The next call is told to wait, by the test.
        "slowed": refusal(lambda: nowhere(impatient)),
        # And so is this one: it waits as long as it is told, and asks again.
        "patient": patiently(nowhere),
    }


def refusal(call):
    """The code, the status, and for how long not to ask again."""
    try:
        return call().data
    except SlackApiError as error:
        headers = {name.lower(): value for name, value in error.response.headers.items()}
        return [error.response["error"], error.response.status_code, headers.get("retry-after")]


def patiently(call):
    """Asks with the kit's own patience, whose clock is moved by hand."""
    waited = []
    builtin_handlers.time.sleep, before = lambda seconds: waited.append(int(seconds)), builtin_handlers.time.sleep
    try:
        patient = WebClient(client.token, base_url=client.base_url, retry_handlers=[RateLimitErrorRetryHandler()])
        return {"waited": waited, "then": refusal(lambda: call(patient))}
    finally:
        builtin_handlers.time.sleep = before


ERRANDS = {"look around": looked_around, "upload": uploaded, "be refused": refused}


# How it is reached.


class Door(BaseHTTPRequestHandler):
    """Bolt behind an address."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        answer = app.dispatch(BoltRequest(body=body, headers={name: value for name, value in self.headers.items()}))
        self.send_response(answer.status)
        for name, values in answer.headers.items():
            for value in values:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body.encode())

    def log_message(self, *_):
        """Says nothing: errors come out as such."""


def main(way):
    app.logger.addHandler(Complaints(logging.WARNING))
    if way == "socket":
        handler = SocketModeHandler(app, os.environ["APP_TOKEN"], ping_interval=PULSE)
        handler.connect()
        tell(ready="socket")
    else:
        door = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        threading.Thread(target=door.serve_forever, daemon=True).start()
        tell(ready=f"http://127.0.0.1:{door.server_port}/slack/events")
    for line in sys.stdin:
        errand = line.strip()
        try:
            tell(errand=errand, result=ERRANDS[errand]())
        except Exception as error:
            tell(wrong=f"{errand}: {type(error).__name__}: {error}")
    # Threads of the kit may still listen.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
