-- Who is away and who stands in; what officers got done and how long it took them; how much a unit has promised for
-- each day. Together they say what a day can hold.

-- Why somebody is away is a kind, never an illness: what a day can hold doesn't depend on it (UU 27/2022: no more than is needed).
create table office.absences (
  id uuid primary key,
  person text not null,
  unit text not null references office.units,
  first_day date not null,
  last_day date not null check (last_day >= first_day),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  deputy text check (deputy <> person),
  kind text not null check (kind in ('leave', 'duty-elsewhere', 'training', 'other')),
  recorded_by text not null,
  recorded_at timestamptz not null,
  ended_at timestamptz,
  ended_by text
);
-- Asked at every submission and on every day view for those that are not over: the past stays behind the index's end.
create index absences_of_unit on office.absences (unit, ends_at);
create index absences_of_person on office.absences (person, ends_at);

-- One row for each step that an officer finished: the record it follows from, and the working time it took them.
create table office.work_done (
  application uuid not null,
  version integer not null,
  unit text not null,
  service text not null,
  role text not null check (role in ('verifier', 'head')),
  person text not null,
  at timestamptz not null,
  busy_ms bigint not null check (busy_ms >= 0),
  primary key (application, version)
);
-- A pace is the median over one person's last days; read from the index alone.
create index work_done_of_person on office.work_done (person, at desc) include (unit, role, busy_ms);

alter table office.cases
  add column since timestamptz,
  add column handed boolean not null default false,
  add column one_day boolean not null default false;
-- What is in somebody's hands, by unit: a small part of the open work, and the only part that can be moved.
create index cases_held_in_unit on office.cases (unit, role, deadline, submitted_at, id) where role is not null and holder is not null;
create index cases_waiting_since on office.cases (unit, since) where state = 'correction';
drop index office.cases_waiting;

-- Open cases of one-day services by the day their promise ends: what a new promise is held against. Kept by a trigger, so
-- that it agrees with the cases whoever writes them: a submission, a decision, a correction, a changed calendar.
create table office.day_loads (
  unit text not null,
  service text not null,
  day date not null,
  to_check integer not null default 0 check (to_check >= 0),
  to_sign integer not null default 0 check (to_sign >= 0),
  primary key (unit, service, day)
) with (fillfactor = 50);

update office.cases c set one_day = true
  from office.service_versions v
  where v.service = c.service and v.version = c.service_version and c.decided_at is null
    and v.files ->> 'service.yaml' ~ '(^|\n)one_day_service: true';

create function office.day_of(deadline timestamptz, of_unit text) returns date language sql stable as $$
  select (deadline at time zone coalesce((select zone from office.units where code = of_unit), 'Asia/Jakarta'))::date
$$;

insert into office.day_loads (unit, service, day, to_check, to_sign)
  select unit, service, office.day_of(deadline, unit), count(*) filter (where role = 'verifier'), count(*) filter (where role = 'head')
  from office.cases where one_day and role is not null and deadline is not null and decided_at is null group by 1, 2, 3;

create function office.add_to_day(case_row office.cases, many integer) returns void language plpgsql as $$
begin
  if not case_row.one_day or case_row.role is null or case_row.deadline is null or case_row.decided_at is not null then return; end if;
  insert into office.day_loads (unit, service, day) values (case_row.unit, case_row.service, office.day_of(case_row.deadline, case_row.unit))
    on conflict do nothing;
  -- A counter must never hold up a decision: it stops at nothing rather than fail.
  update office.day_loads set
      to_check = greatest(0, to_check + case when case_row.role = 'verifier' then many else 0 end),
      to_sign = greatest(0, to_sign + case when case_row.role = 'head' then many else 0 end)
    where unit = case_row.unit and service = case_row.service and day = office.day_of(case_row.deadline, case_row.unit);
end
$$;

create function office.count_day() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if (old.unit, old.deadline, old.role, old.decided_at) is not distinct from (new.unit, new.deadline, new.role, new.decided_at) then return null; end if;
    perform office.add_to_day(old, -1);
  end if;
  perform office.add_to_day(new, 1);
  return null;
end
$$;
create trigger cases_count_in_their_day after insert or update on office.cases
  for each row when (new.one_day) execute function office.count_day();

grant select, insert on office.absences, office.work_done to satu_pintu_app;
grant update (ended_at, ended_by) on office.absences to satu_pintu_app;
grant select, insert, update on office.day_loads to satu_pintu_app;
