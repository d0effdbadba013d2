#!/usr/bin/env bash
# Proves that a cluster of the previous version becomes one of this checkout, node by node, without a failed request:
# builds that version's jar aside, this one's here, and runs RollingRestartIT from the one to the other.
# scripts/rolling_upgrade.sh [COMMIT]     default: HEAD^, the commit before this one
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

previous=$(git rev-parse --verify --quiet "${1:-HEAD^}^{commit}") || {
  echo "${1:-HEAD^} is no commit of this checkout; a shallow clone has none but its own: git fetch --unshallow" >&2
  exit 2
}
aside=$(mktemp -d)
end() {
  git worktree remove --force "$aside/source" 2>/dev/null || true
  rm -rf "$aside"
}
trap end EXIT

echo "previous version: $(git log -1 --format='%h %s' "$previous")"
git worktree add --quiet --detach "$aside/source" "$previous"
# Its modules must not be taken for this version's: they stay out of the local repository.
mvn -B -ntp -q -f "$aside/source/pom.xml" -pl verticles/launcher -am package -DskipTests -Dspotless.check.skip=true
export GROUNDWIRE_PREVIOUS_JAR="$aside/source/verticles/launcher/target/groundwire.jar"
mvn -B -ntp -pl verticles/launcher -am verify -Dtest=NoUnitTest -Dit.test=RollingRestartIT \
  -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
