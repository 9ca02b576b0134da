"""Postgres, Redis, clamd and the shared storage, reached as the variables say; the defaults are the real code's."""

import asyncio
import os
import uuid
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
from redis.asyncio import Redis

from gateway import gateway


def redis_client() -> Redis:
    """REDIS_URL wins over its parts."""
    env = os.environ.get
    parts = f"redis://:{quote(env('REDIS_PASSWORD', ''))}@{env('REDIS_HOST', 'localhost')}:{env('REDIS_PORT', '6379')}"
    url = env("REDIS_URL") or f"{parts}/{env('REDIS_DB', '0')}"
    return Redis.from_url(url, decode_responses=True, client_name=env("REDIS_CLIENT_NAME"))


async def redis() -> None:
    async with redis_client() as client:
        await client.ping()


def postgres_target(default_port: str) -> dict[str, str]:
    """The real code's own default port is not Postgres's."""
    env = os.environ.get
    return {
        "host": env("POSTGRES_HOST", "localhost"),
        "port": env("POSTGRES_PORT", default_port),
        "dbname": env("POSTGRES_DATABASE", "postgres"),
        "user": env("POSTGRES_USER", "postgres"),
        "password": env("POSTGRES_PASSWORD", "postgres"),
        "sslmode": "require" if env("POSTGRES_SSL", "").lower() in ("1", "true") else "prefer",
        "connect_timeout": "3",
    }


async def postgres() -> None:
    """Connects, and finds what postgres-setup has made: whoever starts before it is unhealthy."""
    async with await psycopg.AsyncConnection.connect(**postgres_target(default_port="5434")) as connection:
        found = await connection.execute("select nspname from pg_namespace")
        missing = set(gateway().schemas) - {name for (name,) in await found.fetchall()}
    if missing:
        raise LookupError(f"no schema {', '.join(sorted(missing))}: postgres-setup has not run")


async def clamd() -> None:
    if os.environ.get("APP_AV_SCAN", "1") != "1":
        return
    host, port = os.environ.get("CLAMAV_HOST", "clamav"), os.environ.get("CLAMAV_PORT", "3310")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"zPING\0")
    answer = await reader.readuntil(b"\0")
    writer.close()
    if answer != b"PONG\0":
        raise ConnectionError(f"clamd answers {answer!r}")


async def storage() -> None:
    """What is written can be read again, and it is not ours alone: nothing of it stays."""
    text = uuid.uuid4().hex
    if await asyncio.to_thread(round_trip, f"standin/{text}", text) != text:
        raise OSError("storage gives back something else than what was put there")


def round_trip(name: str, text: str) -> str:
    put(name, text)
    back = get(name)
    delete(name)
    return back


def put(name: str, text: str) -> str:
    if bucket := s3():
        bucket.put_object(Key=s3_key(name), Body=text.encode())
    else:
        path = storage_path() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return f"{os.environ['KDCUBE_STORAGE_PATH']}/{name}"


def get(name: str) -> str:
    if bucket := s3():
        return bucket.Object(s3_key(name)).get()["Body"].read().decode()
    return (storage_path() / name).read_text()


def delete(name: str) -> None:
    if bucket := s3():
        bucket.Object(s3_key(name)).delete()
    else:
        (storage_path() / name).unlink()


def storage_path() -> Path:
    """`file:///there`, or the path alone."""
    return Path(urlsplit(os.environ["KDCUBE_STORAGE_PATH"]).path)


def s3():
    """Region and credentials as boto finds them: AWS_DEFAULT_REGION, not AWS_REGION."""
    url = urlsplit(os.environ["KDCUBE_STORAGE_PATH"])
    if url.scheme != "s3":
        return None
    import boto3  # half a second, and a host without it has files

    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    return boto3.resource("s3", endpoint_url=endpoint).Bucket(url.netloc)


def s3_key(name: str) -> str:
    return f"{urlsplit(os.environ['KDCUBE_STORAGE_PATH']).path.strip('/')}/{name}".lstrip("/")
