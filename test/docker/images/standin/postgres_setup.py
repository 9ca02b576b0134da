"""The migration that runs once before those that need the database; run again, it changes nothing."""

import json
import os
import sys

import psycopg
from psycopg import sql

from gateway import project_schema
from stores import postgres_target

EXTENSIONS = ("vector", "pg_trgm", "pgcrypto", "btree_gin", "unaccent")


def main() -> None:
    try:
        schemas = ("kdcube_control_plane", project_schema(*tenant_and_project()))
        with psycopg.connect(**postgres_target(default_port="5436")) as connection:
            for name in EXTENSIONS:
                connection.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(name)))
            for name in schemas:
                connection.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(name)))
    except (psycopg.Error, LookupError, ValueError) as error:
        sys.exit(f"postgres-setup: {type(error).__name__}: {' '.join(str(error).split())}")
    print(f"postgres-setup: {', '.join(schemas)} are there")


def tenant_and_project() -> tuple[str, str]:
    """TENANT_ID and PROJECT_ID; on a developer's machine GATEWAY_CONFIG_JSON will do."""
    if "TENANT_ID" in os.environ and "PROJECT_ID" in os.environ:
        return os.environ["TENANT_ID"], os.environ["PROJECT_ID"]
    config = json.loads(os.environ["GATEWAY_CONFIG_JSON"])
    return config["tenant"], config["project"]
