#!/bin/sh
# House rules that no linter knows: file length, words that say nothing, addresses that must not be in here.
set -u
cd "$(dirname "$0")/../.."
bad=0
complain() { printf '%s\n' "$*" >&2; bad=1; }

long=$(git ls-files '*.py' | grep -v '^db/migrations/versions/' | xargs wc -l | awk '$2 != "total" && $1 > 400 {print "  " $1 " " $2}')
[ -z "$long" ] || complain "Files over 400 lines:
$long"

vague=$(git ls-files '*.py' | grep -E '(^|/)(utils?|helpers?|managers?|common|base|misc)\.py$')
[ -z "$vague" ] || complain "Names that say nothing:
$vague"

packages=$(git ls-files 'tests/*__init__.py')
[ -z "$packages" ] || complain "tests hold no __init__.py (they would shadow the packages): $packages"

for lock in requirements.lock requirements-dev.lock; do
    grep -qE 'https?://' "$lock" && complain "$lock holds an address"
done
git grep -nIE 'd2pat_[A-Za-z0-9]{8,}' -- . ':!tests' && complain "That looks like a real DHIS2 token."
exit $bad
