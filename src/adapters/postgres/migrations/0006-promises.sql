-- Promised days: calendars that remember, by unit; what a promise is made of, beside the case for quick reckoning.

-- A day off is revoked, never deleted or changed: what was promised while it stood still counts it. Days that were there
-- before this migration count as known from the beginning.
alter table office.calendar_days drop constraint calendar_days_pkey;
alter table office.calendar_days
  add column id bigint generated always as identity primary key,
  -- Null: everywhere.
  add column unit text references office.units,
  add column added_at timestamptz not null default '2000-01-01T00:00:00Z',
  add column added_by text,
  add column revoked_at timestamptz,
  add column revoked_by text,
  add constraint revoked_after_added check (revoked_at >= added_at);
create unique index calendar_days_in_force on office.calendar_days (date, (coalesce(unit, ''))) where revoked_at is null;
revoke update, delete on office.calendar_days from satu_pintu_app;
grant update (revoked_at, revoked_by) on office.calendar_days to satu_pintu_app;

-- Working hours of a unit of its own, by ISO weekday; null: the office's.
alter table office.units add column weekly jsonb;

-- Working days promised, and the stretches in which the clock stood still, as the events say; null for cases from before.
alter table office.cases
  add column days integer,
  add column stops jsonb,
  add column escalated boolean not null default false,
  add column lapsed boolean not null default false;
-- Open promises in the order in which they are figured anew; as small as the open work.
create index cases_promised on office.cases (id) include (unit, submitted_at, deadline) where deadline is not null and decided_at is null;
-- A change of the calendar comes after the last case that is in.
create index cases_by_submission on office.cases (submitted_at);
-- What the unit above was told of.
create index cases_escalated on office.cases (unit, deadline) where escalated and decided_at is null;
-- Whom a decreed day moved.
create index events_deadline_moved on office.events ((canonical::jsonb #>> '{event,day}')) where type = 'DeadlineMoved';
