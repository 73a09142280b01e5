-- Uploads that come in pieces over a bad line. Names are sealed with the key of the case, and so are the pieces, which lie
-- with the other files; what nobody went on with for a day is deleted.

create table office.uploads (
  id uuid primary key,
  application uuid not null,
  person text not null,
  requirement text not null,
  about bytea not null,
  size integer not null check (size > 0),
  received integer not null default 0 check (received between 0 and size),
  -- 'taken', or why the whole file was not; null while it is coming in.
  outcome text,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  unique (application, requirement)
);
create index uploads_of_person on office.uploads (person) where outcome is null;
create index uploads_seen on office.uploads (seen_at);

create table office.upload_pieces (
  upload uuid not null references office.uploads on delete cascade,
  starts integer not null,
  size integer not null check (size > 0),
  ref text not null,
  primary key (upload, starts)
);
create index upload_pieces_by_ref on office.upload_pieces (ref);

grant select, insert, update, delete on office.uploads, office.upload_pieces to satu_pintu_app;
