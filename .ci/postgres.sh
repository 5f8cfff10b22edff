# A PostgreSQL of our own for the tests, to be sourced: `. .ci/postgres.sh`.
# Installs the server if there is none (Debian, Ubuntu), starts it on a free port of 127.0.0.1 with
# fresh data, exports SHAPAN_TEST_DATABASE_URL, and defines `postgres_stop` to take it all down.
# shellcheck shell=bash

postgres_programs() {
  local found
  found="$(find /usr/lib/postgresql /usr/local/opt /opt/homebrew/opt -name initdb -path '*/bin/*' \
    2>/dev/null | sort -V | tail -1)"
  [ -n "$found" ] || found="$(command -v initdb || true)"
  [ -n "$found" ] && dirname "$(readlink -f "$found")"
}

# The server refuses to run as root; then it runs as the user its package made.
postgres_do() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

postgres_install() {
  local sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo"
  # No server of the system's own is wanted, only its programs.
  $sudo mkdir -p /etc/postgresql-common
  echo "create_main_cluster = false" | $sudo tee /etc/postgresql-common/createcluster.conf >/dev/null
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null
}

postgres_start() {
  local programs port password
  programs="$(postgres_programs || true)"
  if [ -z "$programs" ]; then
    postgres_install
    programs="$(postgres_programs)"
  fi
  POSTGRES_FOLDER="$(mktemp -d)"
  POSTGRES_PROGRAMS="$programs"
  password="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
  printf '%s\n' "$password" > "$POSTGRES_FOLDER/password"
  if [ "$(id -u)" = 0 ]; then chown -R postgres "$POSTGRES_FOLDER"; fi
  postgres_do "$programs/initdb" -D "$POSTGRES_FOLDER/data" -U shapan_owner -A scram-sha-256 \
    --pwfile="$POSTGRES_FOLDER/password" -E UTF8 --locale=C >/dev/null
  postgres_do "$programs/pg_ctl" -D "$POSTGRES_FOLDER/data" -w -l "$POSTGRES_FOLDER/log" -o \
    "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$POSTGRES_FOLDER -c max_connections=120" \
    start >/dev/null
  export SHAPAN_TEST_DATABASE_URL="postgresql://shapan_owner:$password@127.0.0.1:$port/postgres"
}

postgres_stop() {
  [ -n "${POSTGRES_FOLDER:-}" ] || return 0
  postgres_do "$POSTGRES_PROGRAMS/pg_ctl" -D "$POSTGRES_FOLDER/data" -m immediate stop >/dev/null || true
  rm -rf "$POSTGRES_FOLDER"
  unset POSTGRES_FOLDER SHAPAN_TEST_DATABASE_URL
}

postgres_start
