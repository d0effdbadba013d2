#!/bin/sh
# Everything that is known about one request: its log lines, its answers, its facts, dead letters and webhook
# deliveries. Says what it could not reach. Texts of documents, questions and answers are not printed.
#
#   scripts/oncall/log_sample.sh REQUEST_ID
#
# DATA_DIR            where the log files are (data)
# GROUNDWIRE_URL      the API (http://127.0.0.1:8080); GROUNDWIRE_API_KEY its key
# DATABASE_URL        postgresql://...: facts and deliveries are read with psql; else from the server in DATA_DIR
# LOG_FILES           log files to read instead of those of DATA_DIR, for example of a collector

set -eu

if [ $# -ne 1 ]; then
  sed -n '2,11s/^# \{0,1\}//p' "$0" >&2
  exit 64
fi
request=$1
case $request in
  '' | *[!A-Za-z0-9._-]*)
    echo "log_sample: a request id is of letters, digits, '.', '_' and '-': $request" >&2
    exit 64
    ;;
esac

# The bytes that %41 and the like stand for.
decoded() {
  printf '%s\n' "$1" | LC_ALL=C awk '{
    for (i = 0; i < 256; i++) byte[sprintf("%02x", i)] = sprintf("%c", i)
    done = ""
    while (match($0, /%[0-9A-Fa-f][0-9A-Fa-f]/)) {
      done = done substr($0, 1, RSTART - 1) byte[tolower(substr($0, RSTART + 1, 2))]
      $0 = substr($0, RSTART + 3)
    }
    printf "%s", done $0
  }'
}

# Takes postgresql://USER:PASSWORD@HOST:PORT/NAME?KEY=VALUE&... apart for psql. By the environment: arguments can be
# read by everybody on this machine.
connection() {
  rest=${1#*://}
  options=
  case $rest in *\?*) options=${rest#*\?} rest=${rest%%\?*} ;; esac
  name=
  case $rest in */*) name=${rest#*/} rest=${rest%%/*} ;; esac
  case $rest in
    *@*)
      who=${rest%@*}
      rest=${rest##*@}
      case $who in *:*) PGPASSWORD=$(decoded "${who#*:}") && export PGPASSWORD ;; esac
      [ -z "${who%%:*}" ] || { PGUSER=$(decoded "${who%%:*}") && export PGUSER; }
      ;;
  esac
  case $rest in
    \[*\]*)
      host=${rest#\[}
      host=${host%%\]*}
      port=${rest##*\]}
      ;;
    *:*) host=${rest%%:*} port=:${rest#*:} ;;
    *) host=$rest port= ;;
  esac
  [ -z "$host" ] || { PGHOST=$(decoded "$host") && export PGHOST; }
  [ -z "${port#:}" ] || { PGPORT=${port#:} && export PGPORT; }
  [ -z "$name" ] || { PGDATABASE=$(decoded "$name") && export PGDATABASE; }
  while [ -n "$options" ]; do
    option=${options%%&*}
    case $options in *\&*) options=${options#*&} ;; *) options= ;; esac
    value=$(decoded "${option#*=}")
    case ${option%%=*} in
      user) PGUSER=$value && export PGUSER ;;
      password) PGPASSWORD=$value && export PGPASSWORD ;;
      host) PGHOST=$value && export PGHOST ;;
      port) PGPORT=$value && export PGPORT ;;
      dbname) PGDATABASE=$value && export PGDATABASE ;;
      sslmode) PGSSLMODE=$value && export PGSSLMODE ;;
      sslrootcert) PGSSLROOTCERT=$value && export PGSSLROOTCERT ;;
      sslcert) PGSSLCERT=$value && export PGSSLCERT ;;
      sslkey) PGSSLKEY=$value && export PGSSLKEY ;;
      *) ;; # others are for programs, not for looking
    esac
  done
}

data=${DATA_DIR:-data}
logs=$data/logs
database=${DATABASE_URL:-}
if [ -z "$database" ] && [ -r "$data/postgres/port" ] && [ -r "$data/postgres/groundwire.password" ]; then
  PGHOST=127.0.0.1
  PGPORT=$(cat "$data/postgres/port")
  PGUSER=groundwire
  PGDATABASE=groundwire
  PGPASSWORD=$(cat "$data/postgres/groundwire.password")
  export PGHOST PGPORT PGUSER PGDATABASE PGPASSWORD
  database=embedded
else
  case $database in
    postgresql://* | postgres://*) connection "$database" ;;
    *) database= ;; # said where it is missed
  esac
fi
url=${GROUNDWIRE_URL:-http://127.0.0.1:8080}
url=${url%/}
lines=$(mktemp)
reply=$(mktemp)
trap 'rm -f "$lines" "$reply"' EXIT
trap 'exit 130' INT TERM

section() { printf '\n== %s\n' "$1"; }
missing() { printf -- '-- not reached: %s\n' "$1"; }

# The files, oldest first: groundwire.log.5 ... groundwire.log.1, groundwire.log; packed ones too.
files() {
  if [ -n "${LOG_FILES:-}" ]; then
    # shellcheck disable=SC2086 # several, separated by blanks
    printf '%s\n' $LOG_FILES
    return
  fi
  find "$logs" -maxdepth 1 -type f -name 'groundwire.log*' 2>/dev/null |
    awk -F'groundwire.log' '{ n = $NF; gsub(/[^0-9]/, "", n); print (n == "" ? 0 : n) "\t" $0 }' |
    sort -k1,1nr | cut -f2-
}

read_logs() {
  files | while IFS= read -r file; do
    case $file in
      *.gz) gzip -dc -- "$file" ;;
      *) cat -- "$file" ;;
    esac
  done | grep -F "\"request_id\":\"$request\"" || true
}

# Whether GET $1 brought something; it is then in $reply.
get() {
  set -- "$1" "$(printf 'header = "X-API-Key: %s"' "${GROUNDWIRE_API_KEY:-}")"
  if [ -n "${GROUNDWIRE_API_KEY:-}" ]; then
    # by standard input: arguments can be read by everybody on this machine
    status=$(printf '%s\n' "$2" | curl -sS -m 10 -K - -o "$reply" -w '%{http_code}' "$url$1" 2>/dev/null) || status=000
  else
    status=$(curl -sS -m 10 -o "$reply" -w '%{http_code}' "$url$1" 2>/dev/null) || status=000
  fi
  case $status in
    200) return 0 ;;
    000) missing "$url$1: nobody answers; set GROUNDWIRE_URL" ;;
    401 | 403) missing "$url$1: $status; set GROUNDWIRE_API_KEY" ;;
    *) missing "$url$1: $status" ;;
  esac
  return 1
}

# Fields of a JSON object without the texts, by jq where there is one.
fields() {
  if command -v jq >/dev/null 2>&1; then
    jq -c "$1" "$reply"
  else
    grep -oE '"(id|state|status|model|finishReason|promptTokens|completionTokens|createdAt|finishedAt|requestId|handler|type)":("[^"]*"|[0-9]+|null)' "$reply" |
      tr '\n' ' '
    echo
  fi
}

query() {
  if [ -z "$database" ]; then
    missing "the database: set DATABASE_URL=postgresql://..."
  elif ! command -v psql >/dev/null 2>&1; then
    missing "the database: psql is not installed"
  else
    PGOPTIONS="-c groundwire.scope=system -c default_transaction_read_only=on -c statement_timeout=15s" \
      psql -X -q -v ON_ERROR_STOP=1 -v request="$request" -f - 2>"$reply" ||
      missing "the database: $(sed 's#//[^@]*@#//#' "$reply" | tail -n 1)"
  fi
}

section "log lines of $request"
read_logs >"$lines"
if [ -s "$lines" ]; then
  cat "$lines"
else
  missing "no line has it: $(files | grep -c . || true) files in $logs; set DATA_DIR or LOG_FILES, the oldest may be gone"
fi

section "answers"
answers=$(sed -n 's/.*"answer":"\([0-9a-f-]\{36\}\)".*/\1/p' "$lines" | sort -u)
[ -n "$answers" ] || echo "none is named in its lines"
for answer in $answers; do
  if get "/api/v1/answers/$answer"; then
    fields 'del(.text, .question, .sources, .citations) | del(.[] | nulls)'
  fi
done

section "facts, and who has not handled them"
query <<'SQL'
SELECT id, type, key, key_seq, occurred_at, published_at, causation_id, traceparent
FROM outbox WHERE correlation_id = :'request' ORDER BY position LIMIT 200;
SELECT event_id, handler, state, deliveries, attempts, available_at, leased_until, left(last_error, 200) AS last_error
FROM event_delivery WHERE correlation_id = :'request' ORDER BY occurred_at LIMIT 200;
SELECT inbox.event_id, inbox.handler, inbox.handled_at
FROM inbox JOIN outbox ON outbox.id = inbox.event_id
WHERE outbox.correlation_id = :'request' ORDER BY inbox.handled_at LIMIT 200;
SQL

section "dead letters"
if [ -n "$database" ] && command -v psql >/dev/null 2>&1; then
  query <<'SQL'
SELECT id, event_id, type, handler, state, attempts, next_at, left(reason, 200) AS reason, buried_at
FROM dead_letter WHERE correlation_id = :'request' ORDER BY id LIMIT 100;
SQL
elif get "/api/v1/dead-letters?limit=100"; then
  echo "of the newest 100 of this key's organization:"
  if command -v jq >/dev/null 2>&1; then
    jq -c --arg request "$request" \
      '.items[] | select(.requestId == $request) | {id, eventId, type, handler, state, attempts, nextAt, buriedAt}' "$reply"
  else
    tr '{' '\n' <"$reply" | grep -F "\"requestId\":\"$request\"" || echo "none"
  fi
fi

section "webhook deliveries"
query <<'SQL'
SELECT id, webhook_id, event_id, type, state, attempts, next_at, last_status, left(last_error, 200) AS last_error
FROM webhook_delivery WHERE correlation_id = :'request' ORDER BY id LIMIT 200;
SQL
