#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A PostgreSQL server for tests, on a free port, in a directory of its own that goes with it.
#
#   server.sh start STATE [PROCESS]   starts one; STATE becomes a file of lines NAME=VALUE, or of the one line "none=WHY"
#   server.sh halt STATE              stops it at once, as a power cut does; the data stay
#   server.sh resume STATE            starts it again on the same port
#   server.sh stop STATE              stops it and removes all
#
# It ends by itself when PROCESS does, however that ends; without one, the process that called this script. Two roles: the superuser `postgres`,
# who needs no password on the Unix socket, and the plain `queqiao`; over TCP both have the password in STATE. DURABLE=1 in the environment
# keeps fsync on.
set -eu
verb=$1 state=$2

# The server refuses to run as root.
as_server() {
  if [ "$(id -u)" -ne 0 ]; then "$@"
  elif id postgres >/dev/null 2>&1; then setpriv --reuid=postgres --regid="$(id -g postgres)" --clear-groups "$@"
  else setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups "$@"
  fi
}

binaries() {
  ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1
}

value() {
  sed -n "s/^$1=//p" "$state"
}

ctl() {
  as_server "$(value bin)/pg_ctl" -D "$(value place)/data" -s "$@" >/dev/null 2>&1 </dev/null
}

run() {
  ctl -w -t 60 -l "$(value place)/log" -o "-c listen_addresses=127.0.0.1 -c port=$(value port) -c unix_socket_directories=$(value place) \
    -c fsync=$(value fsync) -c max_connections=200 -c shared_buffers=32MB -c jit=off" start
}

# The first line of what was wrong; the rest is in the log, which goes too.
give_up() {
  echo "none=$1" >"$state"
  [ -z "${place:-}" ] || rm -rf "$place"
  exit 0
}

start() {
  watched=${1:-$PPID}
  bin=$(binaries)
  [ -n "$bin" ] && [ -x "$bin/initdb" ] || give_up "PostgreSQL's server is not installed (Debian: postgresql)"
  place=$(mktemp -d "${TMPDIR:-/tmp}/queqiao-postgres-XXXXXX")
  password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
  printf '%s\n' "$password" >"$place/password"
  if [ "$(id -u)" -eq 0 ]; then
    owner=$(id -un postgres 2>/dev/null || echo nobody)
    chown "$owner" "$place" "$place/password"
  fi
  chmod 755 "$place"
  as_server "$bin/initdb" -D "$place/data" -U postgres --pwfile="$place/password" --auth-local=trust --auth-host=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$place/initdb.log" 2>&1 || give_up "initdb: $(tail -1 "$place/initdb.log")"
  fsync=off
  [ -z "${DURABLE:-}" ] || fsync=on
  for try in 1 2 3; do
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    printf 'bin=%s\nplace=%s\nport=%s\npassword=%s\nfsync=%s\n' "$bin" "$place" "$port" "$password" "$fsync" >"$state"
    if run; then
      watch "$watched" &
      as_server "$bin/psql" -q -h "$place" -p "$port" -U postgres -c "create role queqiao login password '$password'" >"$place/psql.log" 2>&1 </dev/null ||
        give_up "psql: $(tail -1 "$place/psql.log")"
      return 0
    fi
  done
  give_up "the server did not start: $(tail -1 "$place/log" 2>/dev/null)"
}

# In a session of its own, so that a signal to the tests does not take the watcher with it.
watch() {
  exec setsid sh -c '
    while kill -0 "$1" 2>/dev/null && [ -d "$2" ]; do sleep 1; done
    [ ! -d "$2" ] || "$3" stop "$4"
  ' watch "$1" "$place" "$(realpath "$0")" "$(realpath "$state")" >/dev/null 2>&1 </dev/null
}

case $verb in
start) start "${3:-}" ;;
halt) ctl -m immediate stop ;;
resume) run ;;
stop)
  [ -f "$state" ] || exit 0
  place=$(value place)
  if [ -n "$place" ] && [ -d "$place" ]; then
    ctl -m immediate stop || true
    rm -rf "$place"
  fi
  rm -f "$state"
  ;;
*) echo "unknown: $verb" >&2; exit 2 ;;
esac
