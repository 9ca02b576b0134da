"""
`python3 standin <role>` takes the place of one of KDCube's services, as far as variables, connections and paths go.
It runs in the test images, and as a process of the host whose python3 has aiohttp, redis and psycopg.
"""

import sys
from importlib import import_module

sys.dont_write_bytecode = True

ROLES = ("chat-ingress", "chat-proc", "metrics", "web-ui", "proxylogin", "postgres-setup", "py-code-exec")

if len(sys.argv) != 2 or sys.argv[1] not in ROLES:
    sys.exit(f"usage: standin {'|'.join(ROLES)}")
import_module(sys.argv[1].replace("-", "_")).main()
