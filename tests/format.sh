#!/usr/bin/env bash
# Every C++ file stands as clang-format-19 would write it.
set -euo pipefail
cd "$(dirname "$0")/.."
git ls-files 'src/*.cc' 'src/*.h' 'apps/*.cc' 'apps/*.h' 'bench/*.cc' 'tests/*.cc' | xargs clang-format-19 --dry-run --Werror
