# Starts PostgreSQL and stops it again however the JVM ends: the JVM holds the other end of standard input, so
# its death, also by kill -9, is an end of file here. Ctrl-C goes to the whole terminal group: only the JVM heeds it.
# pg_ctl gives the server a session of its own.
# arguments: bin cluster log start-seconds stop-seconds [prefix…]
trap '' INT TERM HUP QUIT PIPE
bin=$1 cluster=$2 log=$3 start=$4 stop=$5
shift 5
if "$@" "$bin/pg_ctl" -D "$cluster" -l "$log" -w -t "$start" start >/dev/null 2>&1 </dev/null; then
  read -r pid <"$cluster/postmaster.pid"
  echo "READY $pid"
  cat >/dev/null
else
  echo FAILED
  exit 1
fi
# By now a later JVM may run its own server in this folder: that one is not ours to stop.
if read -r now 2>/dev/null <"$cluster/postmaster.pid" && [ "$now" = "$pid" ]; then
  "$@" "$bin/pg_ctl" -D "$cluster" -m fast -w -t "$stop" stop >/dev/null 2>&1 </dev/null
fi
