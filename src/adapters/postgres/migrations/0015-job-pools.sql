-- Which pools of workers are alive, told by each of them every few seconds. The queue's library gives up a job only four
-- hours after its worker died; by these rows the others know within a minute, and take its jobs over.
create table office.job_pools (
  id text primary key,
  seen_at timestamptz not null default now()
);
grant select, insert, update, delete on office.job_pools to satu_pintu_app;
