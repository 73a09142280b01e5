-- When desks can be booked, and who booked what. `taken` of a slot is counted in the transaction of the booking that
-- takes or frees the place, under the lock of the slot's row: it can't be oversold, whatever node or clock is wrong.

-- Every version of a desk's rules, so that it can be told who changed what. The highest is in force.
create table office.slot_rules (
  place text not null references office.places,
  desk text not null,
  version integer not null check (version > 0),
  unit text not null,
  rules jsonb not null,
  changed_by text,
  changed_at timestamptz not null,
  primary key (place, desk, version)
);

-- How far ahead the slots of a desk are laid out, and by which version of its rules.
create table office.slot_layouts (
  place text not null references office.places,
  desk text not null,
  until date not null,
  version integer not null,
  primary key (place, desk)
);

-- Capacity may be cut to less than what is taken: the bookings stand, and nothing more is taken.
create table office.slots (
  id bigint generated always as identity primary key,
  unit text not null,
  place text not null references office.places,
  desk text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  capacity integer not null check (capacity >= 0),
  taken integer not null default 0 check (taken >= 0),
  -- When it can be booked: the horizon and the lead time of the rules, reckoned out.
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  unique (place, desk, starts_at)
) with (fillfactor = 80);

create table office.bookings (
  id uuid primary key,
  unit text not null,
  place text not null,
  desk text not null,
  slot bigint not null references office.slots,
  person text not null,
  application uuid,
  state text not null check (state in ('held', 'confirmed', 'arrived', 'served', 'missed', 'cancelled', 'expired')),
  tentative boolean not null default false,
  held_until timestamptz check ((state = 'held') <= (held_until is not null)),
  code text not null,
  sequence integer not null default 0,
  created_at timestamptz not null,
  hurt_at timestamptz
) with (fillfactor = 90);
create index bookings_of_slot on office.bookings (slot) where state <> 'cancelled' and state <> 'expired';
create index bookings_of_person on office.bookings (person, created_at);
create index bookings_by_code on office.bookings (code);
create index bookings_held on office.bookings (held_until) where state = 'held';
-- An application is booked once at a time for each kind of visit.
create unique index bookings_live_of_application on office.bookings (application, desk)
  where application is not null and state in ('held', 'confirmed', 'arrived');

create table office.booking_events (
  position bigint generated always as identity primary key,
  booking uuid not null,
  unit text not null,
  what text not null,
  person text,
  role text not null check (role in ('person', 'staff', 'office')),
  at timestamptz not null
);
create index booking_events_of_booking on office.booking_events (booking, position);

create table office.waiting_list (
  id uuid primary key,
  unit text not null,
  place text not null references office.places,
  desk text not null,
  person text not null,
  application uuid,
  from_date date not null,
  to_date date not null check (to_date >= from_date),
  state text not null check (state in ('waiting', 'offered', 'accepted', 'declined', 'expired', 'left')),
  offer uuid references office.bookings,
  joined_at timestamptz not null,
  -- Who joined in the same millisecond is still in one order.
  position bigint generated always as identity
);
create index waiting_in_line on office.waiting_list (place, desk, position) where state = 'waiting';
create index waiting_of_person on office.waiting_list (person, joined_at);
create unique index waiting_of_offer on office.waiting_list (offer) where offer is not null;

grant select, insert on office.slot_rules, office.booking_events to satu_pintu_app;
grant select, insert, update on office.slot_layouts to satu_pintu_app;
grant select, insert, update (ends_at, capacity, taken, opens_at, closes_at) on office.slots to satu_pintu_app;
grant select, insert, update (unit, place, slot, state, tentative, held_until, sequence, hurt_at) on office.bookings to satu_pintu_app;
grant select, insert, update (state, offer) on office.waiting_list to satu_pintu_app;

create trigger booking_events_are_for_ever before update or delete on office.booking_events
  for each row execute function office.refuse_change();
create trigger booking_events_are_never_emptied before truncate on office.booking_events
  for each statement execute function office.refuse_change();

-- Ends the holds of a slot whose time is over, with its row locked. Gives how many places that freed.
create function office.expire_holds(p_slot bigint, p_now timestamptz) returns integer
language plpgsql set search_path = office as $$
declare freed integer;
begin
  perform 1 from slots where id = p_slot for update;
  with ended as (
    update bookings set state = 'expired' where slot = p_slot and state = 'held' and held_until <= p_now returning id, unit
  ), noted as (
    insert into booking_events (booking, unit, what, role, at) select id, unit, 'expired', 'office', p_now from ended
  ), missed as (
    update waiting_list set state = 'expired' where state = 'offered' and offer in (select id from ended)
  )
  select count(*) into freed from ended;
  if freed > 0 then update slots set taken = taken - freed where id = p_slot; end if;
  return freed;
end
$$;

-- Holds a place in one round trip. Locks in the order of all that changes bookings: the person, the slot, the booking.
-- The person's lock makes a repeated request wait for its twin and find what it did, and keeps the count of a person's
-- bookings true.
create function office.hold_slot(
  p_id uuid, p_slot bigint, p_person text, p_application uuid, p_code text, p_now timestamptz, p_held_until timestamptz,
  p_tentative boolean, p_most integer, out outcome text, out booking uuid, out state text, out held_until timestamptz
) language plpgsql set search_path = office as $$
declare
  known record;
  aim slots%rowtype;
begin
  perform pg_advisory_xact_lock(7221930, hashtext(p_person));
  select b.person, b.state, b.held_until into known from bookings b where b.id = p_id;
  if found then
    booking := p_id;
    outcome := case when known.person = p_person then 'held' else 'NotYours' end;
    state := known.state;
    held_until := known.held_until;
    return;
  end if;

  if p_application is not null then
    if not exists (select from cases c where c.id = p_application and c.person = p_person) then
      outcome := 'NotYours';
      return;
    end if;
  end if;
  if (select count(*) from bookings b where b.person = p_person and (b.state in ('confirmed', 'arrived') or (b.state = 'held' and b.held_until > p_now))) >= p_most then
    outcome := 'TooMany';
    return;
  end if;

  update slots s set taken = s.taken + 1
    where s.id = p_slot and s.taken < s.capacity and p_now >= s.opens_at and p_now <= s.closes_at and p_now < s.starts_at
    returning * into aim;
  if not found then
    select * into aim from slots s where s.id = p_slot;
    outcome := case
      when not found then 'NotFound'
      when aim.starts_at <= p_now then 'SlotPast'
      when aim.capacity = 0 then 'Closed'
      when p_now > aim.closes_at then 'TooSoon'
      when p_now < aim.opens_at then 'TooFar'
      else 'SlotFull' end;
    if outcome <> 'SlotFull' or not exists (select from bookings b where b.slot = p_slot and b.state = 'held' and b.held_until <= p_now) then
      return;
    end if;
    perform expire_holds(p_slot, p_now);
    -- What is freed belongs first to those who wait for it.
    if exists (
      select from waiting_list w join places p on p.code = w.place
      where w.place = aim.place and w.desk = aim.desk and w.state = 'waiting'
        and (aim.starts_at at time zone p.zone)::date between w.from_date and w.to_date
    ) then
      perform graphile_worker.add_job('booking-sweep', payload => json_build_object('slot', p_slot));
      return;
    end if;
    update slots s set taken = s.taken + 1 where s.id = p_slot and s.taken < s.capacity;
    if not found then return; end if;
  end if;

  insert into bookings (id, unit, place, desk, slot, person, application, state, tentative, held_until, code, created_at)
    values (p_id, aim.unit, aim.place, aim.desk, p_slot, p_person, p_application, 'held', p_tentative, p_held_until, p_code, p_now)
    on conflict do nothing;
  if not found then
    -- Another hold of the same application, or the same id of somebody else: the place goes back.
    update slots s set taken = s.taken - 1 where s.id = p_slot;
    select b.id into booking from bookings b
      where b.application = p_application and b.desk = aim.desk and b.state in ('held', 'confirmed', 'arrived');
    outcome := case when booking is null then 'NotYours' else 'AlreadyBooked' end;
    return;
  end if;
  insert into booking_events (booking, unit, what, person, role, at) values (p_id, aim.unit, 'held', p_person, 'person', p_now);
  outcome := 'held';
  booking := p_id;
  state := 'held';
  held_until := p_held_until;
end
$$;

revoke execute on function office.expire_holds, office.hold_slot from public;
grant execute on function office.expire_holds, office.hold_slot to satu_pintu_app;
