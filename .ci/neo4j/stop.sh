#!/usr/bin/env bash
# Stops the server that .ci/neo4j/start.sh started in DIR, and waits for its end.
set -euo pipefail
[ -e "$1/pid" ] || exit 0
pid=$(cat "$1/pid")
kill "$pid" 2>/dev/null || exit 0
for _ in $(seq 150); do
  kill -0 "$pid" 2>/dev/null || exit 0
  sleep 0.2
done
kill -9 "$pid" 2>/dev/null || true
