#!/bin/bash
# Runs once, in the empty server that is to be the primary: the office's database, and whoever copies it.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -U postgres <<SQL
create role office login createrole password '$OFFICE_PASSWORD';
create database satu_pintu owner office;
create role copier login replication password '$POSTGRES_PASSWORD';
-- Kept for a standby that was away; it is copied anew when it was away for longer.
alter system set wal_keep_size = '1GB';
-- A confirmation waits until the standby has it on its disk. While there is no standby, nothing is confirmed: see README.md.
alter system set synchronous_standby_names = 'ANY 1 (db1, db2)';
SQL
echo 'host replication copier all scram-sha-256' >> "$PGDATA/pg_hba.conf"
