# Sourced by the scripts beside it, with their folder in $here: where things are, and a build of what has changed.

root=$(dirname "$here")
jdk=$("$root/groundwire" jdk)
classes=$here/target/classes

# The class path is written at the end of a build.
stale() {
  [ -f "$here/target/class-path" ] || return 0
  [ -n "$(find "$root/pom.xml" "$root/codecs" "$root/conf" "$root/migrations" "$root/verticles" "$here" \
    \( -name target -o -name results -o -path '*/src/test' \) -prune -o -type f -newer "$here/target/class-path" -print |
    head -n 1)" ]
}

build() {
  stale || return 0
  printf 'Building ...\n' >&2
  mkdir -p "$here/target"
  (cd "$root" && JAVA_HOME=$jdk mvn -B -ntp -q -pl load-tests -am package \
    -Dmaven.test.skip=true -Dspotless.check.skip=true -Djacoco.skip=true) >"$here/target/build.log" 2>&1 || {
    printf 'The build failed; see %s\n' "$here/target/build.log" >&2
    exit 1
  }
  touch "$here/target/class-path" "$root/verticles/launcher/target/groundwire.jar"
}
