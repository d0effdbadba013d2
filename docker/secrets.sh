#!/bin/sh
# Makes the secrets of the compose files at random in docker/secrets, those that are not there yet.
# A container reads them as another user, so the files can be read by everybody and their folder only by you.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
cd secrets

random() { head -c "$1" /dev/urandom | base64 | tr -d '\n'; }
word() { random 32 | tr '+/' '-_' | tr -d '='; }

# The name of the file is that of the variable, in small letters; the content is standard input.
keep() {
  if [ -e "$1" ]; then
    cat >/dev/null
  else
    cat >"$1.new"
    chmod 444 "$1.new"
    mv "$1.new" "$1"
    echo "made docker/secrets/$1"
  fi
}

word | keep service_api_key
random 32 | keep secret_key
word | keep cluster_secret
word | keep postgres_password
word | keep database_password
printf 'postgresql://groundwire:%s@postgres:5432/groundwire' "$(cat database_password)" | keep database_url
word | keep redis_password
printf 'redis://:%s@redis:6379' "$(cat redis_password)" | keep redis_url
word | keep nats_token
printf 'authorization { token: "%s" }\n' "$(cat nats_token)" | keep nats_authorization.conf
word | keep grafana_password
# Of language models; empty while there are none.
printf '' | keep llm_api_key
printf '' | keep anthropic_api_key
