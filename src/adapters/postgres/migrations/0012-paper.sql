-- Forms that are printed before the power goes. Each has its serial here from the moment it is printed, with the id of the
-- application that it becomes, so that a serial typed in twice is the same application. No row holds anything of a person.

create table office.paper_packs (
  id uuid primary key,
  unit text not null references office.units,
  service text not null,
  service_version text not null,
  locale text not null check (locale in ('id', 'en')),
  -- Null: printed by the command on the server.
  printed_by text,
  printed_at timestamptz not null
);
create index paper_packs_of_unit on office.paper_packs (unit, printed_at desc);

create table office.paper_forms (
  id uuid primary key,
  serial text not null unique,
  pack uuid not null references office.paper_packs,
  unit text not null references office.units,
  service text not null,
  state text not null default 'printed' check (state in ('printed', 'used', 'spoiled', 'missing')),
  reason text,
  printed_at timestamptz not null,
  opened_at timestamptz,
  received_at timestamptz,
  entered_at timestamptz,
  changed_at timestamptz not null,
  check ((state in ('spoiled', 'missing')) = (reason is not null)),
  check ((state = 'used') = (entered_at is not null)),
  check (state <> 'used' or received_at is not null)
);
create index paper_forms_of_pack on office.paper_forms (pack, serial);
-- What the head still has to account for: as small as the blank forms in the drawer.
create index paper_forms_open on office.paper_forms (unit, printed_at, serial) where state = 'printed';

-- What happened to each pack and form, for ever: who printed, opened, entered, marked it.
create table office.paper_events (
  position bigint generated always as identity primary key,
  pack uuid not null references office.paper_packs,
  form uuid references office.paper_forms,
  person text,
  at timestamptz not null,
  type text not null,
  facts jsonb not null
);
create index paper_events_of_pack on office.paper_events (pack, position desc);

grant select, insert on office.paper_packs, office.paper_events to satu_pintu_app;
grant select, insert, update (state, reason, opened_at, received_at, entered_at, changed_at) on office.paper_forms to satu_pintu_app;

create trigger paper_events_are_for_ever before update or delete on office.paper_events
  for each row execute function office.refuse_change();
create trigger paper_events_are_never_emptied before truncate on office.paper_events
  for each statement execute function office.refuse_change();
