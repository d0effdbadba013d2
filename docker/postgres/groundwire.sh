#!/bin/sh
# Runs once, in a new database server: the role and the database of Groundwire. A superuser, as the image would make
# one, is not bound by row-level security, and tenants would not be kept apart.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set password="$(cat /run/secrets/database_password)" <<'SQL'
CREATE ROLE groundwire LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD :'password';
CREATE DATABASE groundwire OWNER groundwire;
\connect groundwire
CREATE EXTENSION vector;
SQL
