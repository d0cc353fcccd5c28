#!/usr/bin/env bash
# usage: tests/fuzz.sh SECONDS
# Runs every fuzzer of build/fuzz that long, each on its own corpus (kept in build/corpus), one on each core. The sample
# newsroom's pages and feeds are the seeds. Fails when any finds anything.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:?seconds}
export seconds
run() {
  name=$(basename "$1")
  mkdir -p "build/corpus/$name" build/findings
  if "$1" -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=2048 \
      -artifact_prefix="build/findings/$name-" "build/corpus/$name" examples/newsroom >"build/findings/$name.log" 2>&1; then
    printf '  %-24s %s\n' "$name" "$(grep -ao 'stat::number_of_executed_units.*\|Done [0-9]* runs.*' "build/findings/$name.log" | tail -n 1)"
  else
    printf '  %-24s FAILED: build/findings/%s.log\n' "$name" "$name"
    return 1
  fi
}
export -f run
find build/fuzz -maxdepth 2 -type f -executable -name '*_fuzz' -print0 | sort -z |
  xargs -0 -P "$(nproc)" -I{} bash -c 'run {}'
