-- Counters that go on without the server: their devices, the numbers lent to them, and every record they brought.

create table office.counter_devices (
  id uuid primary key,
  unit text not null references office.units,
  name text not null,
  -- JSON Web Key of the half that may be known; the other half can not leave the device.
  public_key jsonb not null,
  registered_by text not null,
  registered_at timestamptz not null,
  contacted_at timestamptz,
  revoked_by text,
  revoked_at timestamptz,
  -- It said that it wiped itself.
  wiped_at timestamptz,
  check ((revoked_by is null) = (revoked_at is null))
);
create index counter_devices_of_unit on office.counter_devices (unit);

-- Who signed in on which device: only they can have worked on it alone.
create table office.counter_officers (
  device uuid not null references office.counter_devices,
  person text not null,
  since timestamptz not null,
  primary key (device, person)
);

-- Every number that was lent, and what became of it. The id is the application's or the ticket's from the beginning, so that
-- the code on a receipt is right before the office has heard of the application.
create table office.counter_numbers (
  id uuid primary key,
  device uuid not null references office.counter_devices,
  kind text not null check (kind in ('application', 'ticket')),
  number text not null,
  service text,
  place text references office.places,
  desk text,
  letter text,
  day date,
  sequence integer,
  lent_at timestamptz not null,
  -- The command that used it.
  used_by uuid,
  voided_at timestamptz,
  check (used_by is null or voided_at is null),
  check ((kind = 'application') = (service is not null)),
  check ((kind = 'ticket') = (place is not null and desk is not null and letter is not null and day is not null and sequence is not null))
);
create index counter_numbers_of_device on office.counter_numbers (device, kind) where used_by is null and voided_at is null;
create index counter_numbers_by_device on office.counter_numbers (device);

-- Every line that a device brought, by the SHA-256 of what was signed. A damaged one has neither sequence nor command.
create table office.counter_records (
  hash text primary key check (length(hash) = 64),
  device uuid not null references office.counter_devices,
  unit text not null,
  sequence integer check (sequence > 0),
  command uuid,
  officer text,
  kind text not null,
  subject uuid,
  after uuid[] not null default '{}',
  -- When it was done as far as that can be trusted, and when it came.
  at timestamptz not null,
  arrived_at timestamptz not null,
  key uuid not null references office.data_keys,
  sealed bytea not null,
  signature text not null,
  verdict text not null check (verdict in ('accepted', 'waiting', 'set-aside', 'given-up')),
  -- The reason, or what it waits for: kinds and keys, no words of people.
  answer jsonb not null,
  judged_at timestamptz not null
);
create index counter_records_of_device on office.counter_records (device, sequence);
create index counter_records_by_command on office.counter_records (command);
create index counter_records_of_subject on office.counter_records (subject);
create index counter_records_open on office.counter_records (unit, arrived_at) where verdict in ('waiting', 'set-aside');
create index counter_records_after on office.counter_records using gin (after) where verdict = 'waiting';

-- What persons did with records that were set aside. For ever.
create table office.counter_resolutions (
  position bigint generated always as identity primary key,
  record text not null references office.counter_records,
  -- Whose key the reason is sealed with: that of the record.
  key uuid not null references office.data_keys,
  person text not null,
  what text not null check (what in ('apply-now', 'other-number', 'give-up')),
  reason bytea,
  verdict text not null,
  at timestamptz not null,
  check ((what = 'give-up') = (reason is not null))
);
create index counter_resolutions_of_record on office.counter_resolutions (record, position);

-- Scans that came apart from their records. One that was refused is known as refused.
create table office.counter_documents (
  application uuid not null,
  sha256 text not null check (length(sha256) = 64),
  device uuid not null references office.counter_devices,
  id uuid not null,
  type text,
  mime text,
  size integer not null,
  pages integer,
  digest text,
  ref text,
  preview bytea,
  refused text,
  at timestamptz not null,
  primary key (application, sha256),
  check ((refused is null) = (ref is not null))
);
create index counter_documents_by_ref on office.counter_documents (ref);

-- Signed permits that were given out at a counter that was alone. Each application's once.
create table office.counter_handouts (
  application uuid primary key,
  permit text not null references office.permits,
  device uuid not null references office.counter_devices,
  officer text not null,
  at timestamptz not null
);

grant select, insert, update (contacted_at, revoked_by, revoked_at, wiped_at) on office.counter_devices to satu_pintu_app;
grant select, insert on office.counter_officers, office.counter_resolutions, office.counter_handouts, office.counter_documents to satu_pintu_app;
grant select, insert, update (used_by, voided_at) on office.counter_numbers to satu_pintu_app;
grant select, insert, update (verdict, answer, judged_at) on office.counter_records to satu_pintu_app;

create trigger counter_resolutions_are_for_ever before update or delete on office.counter_resolutions
  for each row execute function office.refuse_change();
create trigger counter_resolutions_are_never_emptied before truncate on office.counter_resolutions
  for each statement execute function office.refuse_change();
