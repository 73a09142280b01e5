#!/bin/bash
# Copies the primary when this server is empty, and follows it. After a failover, an old primary whose folder was emptied
# becomes the standby of the new one by PRIMARY=db2 and this same script.
set -euo pipefail
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # --write-recovery-conf writes standby.signal and where to follow; NAME is who confirms.
  until PGPASSWORD="$POSTGRES_PASSWORD" pg_basebackup --pgdata="$PGDATA" --wal-method=stream --checkpoint=fast --write-recovery-conf \
    --dbname="host=${PRIMARY:-db1} user=copier application_name=$NAME"; do
    find "$PGDATA" -mindepth 1 -delete
    sleep 3
  done
  # Promoted, it has no standby yet, and must not wait for one.
  echo "synchronous_standby_names = ''" >> "$PGDATA/postgresql.auto.conf"
  chmod 700 "$PGDATA"
fi
exec postgres
