#!/usr/bin/env bash
# As in the official image, POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB count only while there is no data yet.
# Unlike there, a password is asked on 127.0.0.1 too.
set -euo pipefail

as_postgres() {
  install --directory --owner=postgres --group=postgres "$PGDATA" /run/postgresql
  chown --recursive postgres:postgres "$PGDATA"
  chmod 700 "$PGDATA"
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
}

# Nobody must find the server over TCP before the database is there: pg_isready would call it ready.
create_cluster() {
  : "${POSTGRES_PASSWORD:?must be set for a new database}"
  initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s' "$POSTGRES_PASSWORD") \
    --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
  printf "listen_addresses = '*'\n" >>"$PGDATA/postgresql.conf"
  printf 'host all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"
  pg_ctl --wait --options="-c listen_addresses=''" start
  if [[ $POSTGRES_DB != postgres ]]; then createdb --username="$POSTGRES_USER" "$POSTGRES_DB"; fi
  pg_ctl --wait --mode=fast stop
}

if [[ $1 == -* ]]; then set -- postgres "$@"; fi
if [[ $1 == postgres ]]; then
  if [[ $EUID == 0 ]]; then as_postgres "$@"; fi
  export POSTGRES_USER=${POSTGRES_USER:-postgres}
  export POSTGRES_DB=${POSTGRES_DB:-$POSTGRES_USER}
  if [[ ! -s $PGDATA/PG_VERSION ]]; then create_cluster; fi
fi
exec "$@"
