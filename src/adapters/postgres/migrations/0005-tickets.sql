-- The line at a place. A ticket is one visit of one person on one day; it carries no name, only a number.

create table office.tickets (
  id uuid primary key,
  -- The order in which tickets were taken: decides between two of the same instant.
  position bigint generated always as identity,
  place text not null references office.places,
  unit text not null references office.units,
  day date not null,
  letter text not null,
  sequence integer not null check (sequence > 0),
  desk text not null,
  rest text[] not null default '{}',
  channel text not null check (channel in ('kiosk', 'phone', 'officer', 'booking')),
  priority text check (priority in ('elderly', 'pregnant', 'disabled')),
  booking text,
  booked_at timestamptz,
  device text,
  state text not null check (state in ('expected', 'waiting', 'called', 'away', 'served', 'not-served', 'left')),
  taken_at timestamptz not null,
  arrived_at timestamptz,
  since timestamptz,
  keeps_booking boolean not null default false,
  only_counter text,
  counter text,
  called_at timestamptz,
  calls integer not null default 0,
  ended_at timestamptz,
  cause text,
  mark smallint check (mark between 1 and 4),
  unique (place, day, letter, sequence)
);
-- The line and the board read open tickets of today: partial, so that it stays as small as the hall.
create index tickets_open on office.tickets (place, day) where state in ('expected', 'waiting', 'called', 'away');
-- One person at a counter at a time, whatever goes wrong elsewhere.
create unique index tickets_at_counter on office.tickets (place, day, counter) where state = 'called';
-- A booking is good for one ticket.
create unique index tickets_of_booking on office.tickets (booking) where booking is not null;
create index tickets_of_device on office.tickets (device, day) where device is not null;
-- Public figures count ended trips by place and month.
create index tickets_by_day on office.tickets (day, place) include (state, cause, mark);

create table office.ticket_events (
  position bigint generated always as identity primary key,
  ticket uuid not null references office.tickets,
  place text not null,
  at timestamptz not null,
  type text not null,
  -- Who at the counter; null when the person themself.
  officer text,
  facts jsonb not null
);
create index ticket_events_of_ticket on office.ticket_events (ticket, position);
create index ticket_calls on office.ticket_events (place, position) where type in ('called', 'recalled');

-- Visits to a desk as they were measured: from the call to the end.
create table office.ticket_visits (
  ticket uuid not null references office.tickets,
  place text not null,
  desk text not null,
  counter text not null,
  called_at timestamptz not null,
  ended_at timestamptz not null
);
create index ticket_visits_of_desk on office.ticket_visits (place, desk, ended_at desc);

-- Every wait that was told to somebody, and what came of it.
create table office.ticket_estimates (
  ticket uuid not null references office.tickets,
  place text not null,
  desk text not null,
  told_at timestamptz not null,
  -- What the line let expect, and the range that was told.
  expected_ms bigint not null,
  from_ms bigint not null,
  to_ms bigint not null,
  called_at timestamptz,
  was_right boolean,
  primary key (ticket, told_at)
);
create index ticket_estimates_untold on office.ticket_estimates (ticket) where called_at is null;
create index ticket_estimates_judged on office.ticket_estimates (place, desk, called_at desc) include (told_at, expected_ms, was_right) where called_at is not null;

-- Who sits at which counter now.
create table office.counter_sessions (
  place text not null references office.places,
  counter text not null,
  person text not null,
  opened_at timestamptz not null,
  break_since timestamptz,
  -- How many of its calls in a row overtook somebody.
  favours integer not null default 0,
  primary key (place, counter)
);
create unique index counter_of_person on office.counter_sessions (person);

-- Boards and counters hear of a change when it is committed. The message says where, and nothing else.
create function office.tell_of_line() returns trigger language plpgsql as $$
begin
  perform pg_notify('office_line', case when tg_op = 'DELETE' then old.place else new.place end);
  return null;
end
$$;
create trigger tickets_tell after insert or update on office.tickets for each row execute function office.tell_of_line();
create trigger counters_tell after insert or update or delete on office.counter_sessions for each row execute function office.tell_of_line();

create trigger ticket_events_are_for_ever before update or delete on office.ticket_events
  for each row execute function office.refuse_change();
create trigger ticket_events_are_never_emptied before truncate on office.ticket_events
  for each statement execute function office.refuse_change();

grant select, insert, update on office.tickets, office.ticket_estimates to satu_pintu_app;
grant select, insert on office.ticket_events, office.ticket_visits to satu_pintu_app;
grant select, insert, update, delete on office.counter_sessions to satu_pintu_app;
