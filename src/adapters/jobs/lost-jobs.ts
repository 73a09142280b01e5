import type { Connection } from '../postgres/connection.ts'

/** A pool that was not heard of for so long is dead, or cut off from the database and can not end its jobs either. */
export const deadAfterSeconds = 30

/** Says that a pool of workers is alive, and gives back the jobs of those that are not. Answers how many those were. */
export async function tellAlive(db: Connection, pool: string): Promise<number> {
  await db.query('insert into job_pools (id, seen_at) values ($1, now()) on conflict (id) do update set seen_at = now()', [pool])
  await db.query("delete from job_pools where seen_at < now() - interval '1 day'")
  // A job may be taken in the moment before its pool is first heard of: those get the same time.
  const { rowCount } = await db.query(
    `update graphile_worker._private_jobs set locked_by = null, locked_at = null
     where locked_by is not null and locked_at < now() - make_interval(secs => $1)
       and not exists (select from job_pools alive where alive.id = locked_by and alive.seen_at > now() - make_interval(secs => $1))`,
    [deadAfterSeconds],
  )
  return rowCount ?? 0
}

/** The jobs that the queue believes this pool to be doing. */
export async function jobsOf(db: Connection, pool: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>('select id::text as id from graphile_worker._private_jobs where locked_by = $1', [pool])
  return rows.map((row) => row.id)
}

/** Gives back jobs of a pool that nobody is doing: they were handed out over a connection that broke. */
export async function giveBack(db: Connection, pool: string, jobs: readonly string[]): Promise<void> {
  if (jobs.length === 0) return
  await db.query('update graphile_worker._private_jobs set locked_by = null, locked_at = null where locked_by = $1 and id = any($2::bigint[])', [pool, jobs])
}

/** A pool that has ended: it does nothing any more, so all of its jobs are given back. */
export async function forgetPool(db: Connection, pool: string): Promise<void> {
  await db.query('update graphile_worker._private_jobs set locked_by = null, locked_at = null where locked_by = $1', [pool])
  await db.query('delete from job_pools where id = $1', [pool])
}
