-- The paper permit brought to the door. The address is sealed with the key of the case, so erasing a person erases it.

create table office.deliveries (
  id uuid primary key,
  application uuid not null references office.cases,
  unit text not null references office.units,
  person text not null,
  state text not null check (state in ('asked', 'with-courier', 'delivered', 'cancelled')),
  address bytea not null,
  code_round integer not null default 1 check (code_round > 0),
  wrong_codes integer not null default 0 check (wrong_codes between 0 and 5),
  asked_at timestamptz not null,
  changed_at timestamptz not null
);
create unique index one_delivery_at_a_time on office.deliveries (application) where state in ('asked', 'with-courier');
create index deliveries_of_application on office.deliveries (application, asked_at desc);
-- The counter's worklist: as small as the open work.
create index deliveries_open on office.deliveries (unit, asked_at, id) where state in ('asked', 'with-courier');

-- What happened to each, for ever: who gave it out, who typed which attempt in (never the code).
create table office.delivery_events (
  position bigint generated always as identity primary key,
  delivery uuid not null references office.deliveries,
  type text not null,
  person text,
  at timestamptz not null
);
create index delivery_events_of_delivery on office.delivery_events (delivery, position);

grant select, insert, update on office.deliveries to satu_pintu_app;
grant select, insert on office.delivery_events to satu_pintu_app;

create trigger delivery_events_are_for_ever before update or delete on office.delivery_events
  for each row execute function office.refuse_change();
create trigger delivery_events_are_never_emptied before truncate on office.delivery_events
  for each statement execute function office.refuse_change();
