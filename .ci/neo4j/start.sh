#!/usr/bin/env bash
# Starts a real Neo4j 5.26 Community server from Maven artefacts and prints its
# address when it answers. The data live in DIR and go with it.
#   .ci/neo4j/start.sh DIR [PORT [PASSWORD]]    (.ci/neo4j/stop.sh DIR ends it)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=$1
port=${2:-}
if [ -z "$port" ]; then # a free one, beside whatever else runs on the machine
  for port in $(seq 7688 7787); do
    (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
fi
password=${3:-}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
rm -f "$dir/ready"
if [ ! -s "$here/.classpath" ]; then
  mvn -q -B -f "$here/pom.xml" dependency:build-classpath -Dmdep.outputFile="$here/.classpath.all" >&2
  # Only the jars: the list has poms of aggregates too, which Java refuses.
  tr ':' '\n' <"$here/.classpath.all" | grep '\.jar$' | paste -sd: - >"$here/.classpath"
fi
opens=()
for package in java.nio java.io sun.nio.ch java.util.concurrent; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done
setsid java -Xmx1g "${opens[@]}" -cp "$(cat "$here/.classpath")" "$here/Server.java" "$dir" "$port" "$password" \
  >"$dir/server.log" 2>&1 </dev/null &
echo $! >"$dir/pid"
for _ in $(seq 600); do
  if [ -e "$dir/ready" ]; then
    echo "bolt://127.0.0.1:$port"
    exit 0
  fi
  if ! kill -0 "$(cat "$dir/pid")" 2>/dev/null; then
    break
  fi
  sleep 0.2
done
echo "neo4j did not start:" >&2
tail -20 "$dir/server.log" >&2
exit 1
