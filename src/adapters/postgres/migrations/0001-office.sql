-- The office's own tables. Runs as the owner; the application connects as satu_pintu_app and gets no more than the
-- grants at the end: facts can be added and read, never changed or removed.

create schema office;

-- A published service never changes: cases stay on the version that they were submitted under.
create table office.service_versions (
  service text not null,
  version text not null,
  files jsonb not null,
  published_at timestamptz not null default now(),
  primary key (service, version)
);

create table office.units (
  code text primary key,
  parent text references office.units,
  level text not null check (level in ('province', 'city')),
  name jsonb not null,
  address text not null,
  zone text not null default 'Asia/Jakarta'
);

create table office.duties (
  person text not null,
  unit text not null references office.units,
  duty text not null check (duty in ('verifier', 'head')),
  valid_from date not null default current_date,
  valid_until date,
  primary key (person, unit, duty)
);

create table office.calendar_days (
  date date primary key,
  kind text not null check (kind in ('national', 'joint-leave')),
  name jsonb not null
);

create table office.series (name text primary key, last bigint not null);

-- One key a case. Erasing a person sets it to null: what was sealed with it is gone, the log keeps its hashes.
create table office.data_keys (id uuid primary key, wrapped text);

create table office.drafts (
  id uuid primary key,
  person text not null,
  service text not null,
  service_version text not null,
  answers bytea,
  saved_at timestamptz not null
);
create index drafts_of_person on office.drafts (person, service);

-- The facts. `canonical` is the RFC 8785 form of the whole record, `hash` its RFC 6962 leaf hash: what a public Merkle
-- log needs is already here. Position is the order in which they were written.
create table office.events (
  position bigint generated always as identity primary key,
  stream uuid not null,
  version integer not null check (version > 0),
  type text not null,
  at timestamptz not null,
  canonical text not null,
  hash bytea not null check (length(hash) = 32),
  unique (stream, version)
);

-- The read table of cases: everything lists need, saved with the events it follows from.
create table office.cases (
  id uuid primary key,
  version integer not null,
  number text not null unique,
  service text not null,
  service_version text not null,
  unit text not null,
  person text not null,
  state text not null,
  task text,
  role text,
  holder text,
  checked_by text,
  submitted_at timestamptz not null,
  deadline timestamptz,
  decided_at timestamptz,
  working_ms bigint,
  returned boolean not null default false,
  corrected boolean not null default false
);
create index cases_of_person on office.cases (person, submitted_at desc);
-- The fair line: oldest deadline first. Partial, so that it stays as small as the open work.
create index cases_free on office.cases (unit, role, deadline, submitted_at, id) where role is not null and holder is null;
create index cases_open on office.cases (unit, role, deadline, submitted_at, id) where role is not null;
create index cases_held on office.cases (holder, unit, role) where holder is not null;
create index cases_waiting on office.cases (unit) where state = 'correction';
create index cases_decided on office.cases (service, decided_at) include (working_ms) where working_ms is not null;

create table office.answers (
  application uuid not null,
  version integer not null,
  sealed bytea not null,
  primary key (application, version)
);

create table office.documents (
  id uuid primary key,
  application uuid not null,
  requirement text not null,
  file_name bytea not null,
  type text not null,
  mime text not null,
  size integer not null,
  pages integer,
  digest text not null,
  ref text not null,
  preview bytea,
  current boolean not null default true,
  at timestamptz not null
);
create index documents_of_application on office.documents (application);
create index documents_by_ref on office.documents (ref);

create table office.texts (
  id uuid primary key,
  application uuid not null,
  kind text not null check (kind in ('note', 'message')),
  author text not null,
  sealed bytea not null,
  at timestamptz not null
);
create index texts_of_application on office.texts (application, at);

create table office.permits (
  number text primary key,
  application uuid not null unique,
  service text not null,
  service_version text not null,
  unit text not null,
  facts bytea not null,
  jws bytea not null,
  file text not null,
  pdf text not null,
  signer text not null,
  signed_at timestamptz not null,
  valid_from date not null,
  valid_until date not null,
  revoked_at timestamptz
);

create table office.out_of_turn (
  application uuid not null,
  unit text not null,
  person text not null,
  reason text not null,
  at timestamptz not null
);
create index out_of_turn_of_unit on office.out_of_turn (unit, at desc);

-- Who looked at whose data.
create table office.reads (
  application uuid not null,
  person text not null,
  role text not null,
  what text not null,
  at timestamptz not null
);
create index reads_of_application on office.reads (application, at);

create table office.commands (
  id uuid primary key,
  person text not null,
  kind text not null,
  answer jsonb not null,
  at timestamptz not null default now()
);

-- Fixed windows for guessing: one row a window and address digest.
create unlogged table office.attempts (
  bucket text not null,
  starts timestamptz not null,
  count integer not null,
  primary key (bucket, starts)
);

do $$
begin
  if not exists (select from pg_roles where rolname = 'satu_pintu_app') then
    create role satu_pintu_app nologin;
    execute format('grant satu_pintu_app to %I with set true', current_user);
  end if;
end
$$;

grant usage on schema office to satu_pintu_app;
grant select, insert on
  office.service_versions, office.events, office.answers, office.texts, office.out_of_turn, office.reads, office.commands
  to satu_pintu_app;
grant select, insert, update on
  office.cases, office.documents, office.permits, office.series, office.data_keys to satu_pintu_app;
grant select, insert, update, delete on office.drafts, office.calendar_days, office.attempts to satu_pintu_app;
grant select on office.units, office.duties to satu_pintu_app;

-- Belt and braces: even a role that was granted too much can't rewrite what happened.
create function office.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The event log is append-only.' using errcode = 'insufficient_privilege';
end
$$;
create trigger events_are_for_ever before update or delete on office.events
  for each row execute function office.refuse_change();
create trigger events_are_never_emptied before truncate on office.events
  for each statement execute function office.refuse_change();
