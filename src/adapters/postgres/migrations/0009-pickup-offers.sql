-- A pickup is tentative until the permit is signed. When it will not be there in time, the person is offered a later slot,
-- once for each slot of a booking; the place in it is held as a booking of its own until they have answered.

create table office.pickup_offers (
  booking uuid not null references office.bookings,
  -- The slot that the permit will be too late for.
  slot bigint not null references office.slots,
  -- The booking that holds the offered place; null when nothing was free.
  held uuid references office.bookings,
  state text not null check (state in ('open', 'accepted', 'kept', 'cancelled', 'lapsed')),
  made_at timestamptz not null,
  until timestamptz not null,
  primary key (booking, slot)
);
create unique index pickup_offers_by_held on office.pickup_offers (held) where held is not null;
-- What the look ahead reads: as small as the number of pickups that wait for a signature.
create index bookings_tentative on office.bookings (slot, id) where tentative and state = 'confirmed';

grant select, insert, update (state) on office.pickup_offers to satu_pintu_app;
