# SPDX-License-Identifier: MIT-0
"""STS, IAM Identity Center, a container's and an instance's metadata service on one port of its
own. Says its port on stdout, logs there what it was asked, and ends with its stdin.

The secret of access key K is `secret-of-K`; signatures are checked with botocore's signer. What a
role is called says how it is answered: `role/denied`, `role/busy` (throttled once), `role/skewed`
(the clock is 2 h off), `role/broken`, `role/forever` (a 500 each time).
"""

import collections
import datetime
import http.server
import json
import os
import sys
import threading
from urllib.parse import parse_qs, parse_qsl, urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

EXPIRY = "2036-01-02T03:04:05Z"
SKEW = datetime.timedelta(hours=2)
asked = collections.Counter()


def log(*words):
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


def role_answer(action, key, token="session-token"):
    return f"""<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <{action}Result><Credentials>
    <AccessKeyId>{key}</AccessKeyId><SecretAccessKey>secret-of-{key}</SecretAccessKey>
    <SessionToken>{token}&amp;&#x2F;&lt;</SessionToken><Expiration>{EXPIRY}</Expiration>
  </Credentials></{action}Result></{action}Response>"""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, **fields):
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response_only(status)
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def sts_error(self, status, code, message="no & never", **fields):
        self.answer(
            status, f'<ErrorResponse xmlns="x"><Error><Type>Sender</Type><Code>{code}</Code>'
            f"<Message>{message.replace('&', '&amp;')}</Message></Error>"
            "<RequestId>r-1</RequestId></ErrorResponse>", **fields)

    def credentials_json(self, key):
        return {
            "Code": "Success", "AccessKeyId": key, "SecretAccessKey": "secret-of-" + key,
            "Token": "session-token", "Expiration": EXPIRY,
        }

    def do_GET(self):
        self.dispatch()

    do_POST = do_PUT = do_GET

    def dispatch(self):
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        target = urlsplit(self.path)
        part = target.path.split("/")[1]
        getattr(self, "at_" + part, self.at_nowhere)(target)

    def at_nowhere(self, target):
        log("lost", self.path)
        self.answer(404, "no such page")

    def at_sts(self, target):
        form = dict(parse_qsl(self.body.decode(), strict_parsing=True))
        log("sts", json.dumps(form, sort_keys=True))
        role = form["RoleArn"].split("/", 1)[1]
        asked[role] += 1
        if role == "denied":
            return self.sts_error(403, "AccessDenied")
        if role == "forever":
            return self.answer(500, "<html>oh</html>")
        if role == "broken":
            return self.answer(200, "<AssumeRoleResponse/>")
        if role == "busy" and asked[role] == 1:
            return self.sts_error(400, "Throttling", Retry_After="7")
        if form["Action"] == "AssumeRoleWithWebIdentity":
            if self.headers.get("Authorization") or form["WebIdentityToken"] != "web-token":
                return self.sts_error(400, "InvalidIdentityToken")
            return self.answer(200, role_answer(form["Action"], "WEB-" + role))
        return self.assume(role, form)

    def assume(self, role, form):
        authorization = self.headers.get("Authorization", "")
        key, day, region = authorization.split("Credential=")[-1].split("/")[:3]
        date = datetime.datetime.strptime(
            self.headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
        here = datetime.datetime.now(datetime.timezone.utc) + (SKEW if role == "skewed" else 0 * SKEW)
        if abs(here - date) > datetime.timedelta(minutes=5):
            return self.sts_error(
                403, "SignatureDoesNotMatch", "Signature expired",
                Date=here.strftime("%a, %d %b %Y %H:%M:%S GMT"))
        names = authorization.split("SignedHeaders=")[-1].split(",")[0].split(";")
        request = AWSRequest(
            "POST", f"http://{self.headers['Host']}{self.path}", data=self.body,
            headers={name: self.headers[name] for name in names if name != "host"})
        signer = SigV4Auth(
            Credentials(key, "secret-of-" + key, self.headers.get("X-Amz-Security-Token")),
            "sts", region)
        request.context["timestamp"] = self.headers["X-Amz-Date"]
        canonical = signer.canonical_request(request)
        signature = signer.signature(signer.string_to_sign(request, canonical), request)
        if not authorization.endswith("Signature=" + signature):
            return self.sts_error(403, "SignatureDoesNotMatch", "wrong signature")
        log("signed", key, region)
        self.answer(200, role_answer(form["Action"], f"{role}-by-{key}"))

    def at_portal(self, target):
        query = parse_qs(target.query)
        token = self.headers.get("x-amz-sso_bearer_token")
        log("portal", query["role_name"][0], query["account_id"][0], token)
        if token not in ("good-token", "new-token"):
            return self.answer(
                401, {"message": "Session token not found or invalid"},
                x_amzn_ErrorType="UnauthorizedException:http://x/")
        self.answer(200, {"roleCredentials": {
            "accessKeyId": "SSO-" + query["role_name"][0], "secretAccessKey": "s",
            "sessionToken": "t", "expiration": 2082855845000}})

    def at_oidc(self, target):
        question = json.loads(self.body)
        log("oidc", target.path, json.dumps(question, sort_keys=True))
        if question["refreshToken"] != "good-refresh":
            return self.answer(400, {
                "error": "invalid_grant", "error_description": "Invalid refresh token"})
        self.answer(200, {
            "accessToken": "new-token", "expiresIn": 3600, "refreshToken": "next-refresh",
            "tokenType": "Bearer"})

    def at_container(self, target):
        log("container", target.path, self.headers.get("Authorization"))
        asked[self.path] += 1
        if target.path.endswith("/failing") and asked[self.path] < 3:
            return self.answer(500, "not yet")
        if target.path.endswith("/refusing"):
            return self.answer(403, {"code": "AccessDenied", "message": "who are you?"})
        if target.path.endswith("/html"):
            return self.answer(200, "<html/>")
        self.answer(200, self.credentials_json("CONTAINER"))

    # The metadata service, behind names of its own: `fine`, `old` (no tokens), `bare` (no role).
    def imds(self, target):
        path = target.path.split("/latest/", 1)[1]
        shown = self.headers.get("x-aws-ec2-metadata-token")
        log("imds", self.command, path, shown or "-")
        if path == "api/token":
            if "old" in target.path:
                return self.answer(403, "")
            if self.headers.get("x-aws-ec2-metadata-token-ttl-seconds") != "21600":
                return self.answer(400, "")
            return self.answer(200, "imds-token")
        if self.command != "GET" or shown != "imds-token":
            return self.answer(401, "")
        if "bare" in target.path:
            return self.answer(404, "")
        role = path.split("security-credentials/")[1]
        self.answer(200, self.credentials_json("IMDS") if role == "the%20role" else "the role")

    at_fine = at_old = at_bare = imds


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    log(server.server_address[1])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    while os.read(0, 1):
        log(".")
    os._exit(0)


main()
