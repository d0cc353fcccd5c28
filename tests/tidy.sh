#!/usr/bin/env bash
# clang-tidy over every source of the product, with the clang build's compile commands; all findings are errors.
set -euo pipefail
cd "$(dirname "$0")/.."
git ls-files 'src/*.cc' 'apps/*.cc' | grep -v -E '_(test|fuzz)\.cc$|/tools/|/testing/' |
  xargs -P "$(nproc)" -n 4 clang-tidy-19 -p build/clang --quiet 2>/dev/null
