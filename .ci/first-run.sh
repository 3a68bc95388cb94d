#!/usr/bin/env bash
# Does what a newcomer does: serves the sample articles and asks one question.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'kill "${pid:-0}" 2>/dev/null || true; rm -rf "$work"' EXIT
go build -o "$work/entente" ./cmd/entente
"$work/entente" --db "sqlite:$work/graph.db" serve --load testdata/articles --listen 127.0.0.1:8099 2>"$work/log" &
pid=$!
for _ in $(seq 100); do
  curl -fs http://127.0.0.1:8099/readyz >/dev/null 2>&1 && break
  sleep 0.1
done
answer=$(curl -fs http://127.0.0.1:8099/graphql -H 'Content-Type: application/json' \
  -d '{"query":"{ relations(first: 5) { totalCount edges { node { kind subject { name } object { name } claims(first: 1) { edges { node { evidence { quote } } } } } } } }"}')
printf '%s\n' "$answer"
case $answer in
  *'"quote":'*) ;;
  *) cat "$work/log"; echo "the sample articles gave no relation with a quote"; exit 1 ;;
esac
