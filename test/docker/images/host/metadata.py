"""
The metadata service of an instance, version 2, as far as SDKs ask it for the role's credentials: a token first, then
everything with it. Source: AWS, EC2 user guide, "Retrieve security credentials from instance metadata".
"""

import json
import secrets
import sys
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROLE = sys.argv[1]
REGION = sys.argv[2]
TOKEN = secrets.token_urlsafe(32)


def credentials() -> str:
    later = datetime.now(timezone.utc) + timedelta(hours=6)
    return json.dumps(
        {
            "Code": "Success",
            "Type": "AWS-HMAC",
            "AccessKeyId": "ASIA" + "EXAMPLE".rjust(16, "0"),
            "SecretAccessKey": "of-nobody",
            "Token": "of-nobody",
            "LastUpdated": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "Expiration": later.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
    )


ANSWERS = {
    "/latest/meta-data/iam/security-credentials/": lambda: ROLE,
    f"/latest/meta-data/iam/security-credentials/{ROLE}": credentials,
    "/latest/meta-data/placement/region": lambda: REGION,
    "/latest/meta-data/placement/availability-zone": lambda: f"{REGION}a",
    "/latest/meta-data/instance-id": lambda: "i-00000000000000000",
}


class Metadata(BaseHTTPRequestHandler):
    def do_PUT(self) -> None:
        if self.path != "/latest/api/token":
            return self.answer(404, "")
        self.answer(200, TOKEN)

    def do_GET(self) -> None:
        # http_tokens = required
        if self.headers.get("X-aws-ec2-metadata-token") != TOKEN:
            return self.answer(401, "")
        found = ANSWERS.get(self.path)
        self.answer(200, found()) if found else self.answer(404, "")

    def answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.send_header("X-Aws-Ec2-Metadata-Token-Ttl-Seconds", "21600")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        pass


ThreadingHTTPServer(("", 80), Metadata).serve_forever()
