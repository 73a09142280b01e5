-- How people are reached, and every message on the record.

-- A person's own choice. No row: by mail, in the language of their account. The number is sealed with a key of its own.
create table office.contacts (
  person text primary key,
  key uuid references office.data_keys,
  phone bytea,
  -- Keyed digest: finds who sent a text, tells nobody the number.
  phone_digest text,
  verified_at timestamptz,
  -- Said STOP: no text goes to it but the answers it asks for.
  stopped_at timestamptz,
  channel text not null default 'mail' check (channel in ('mail', 'sms', 'whatsapp')),
  -- Minutes after midnight; the same twice: never quiet.
  quiet_from smallint not null default 1260 check (quiet_from between 0 and 1439),
  quiet_until smallint not null default 420 check (quiet_until between 0 and 1439),
  saved_at timestamptz not null,
  check ((phone is null) = (phone_digest is null) and (phone is null) = (verified_at is null) and (phone is null) = (key is null)),
  check (phone is not null or channel = 'mail')
);
create index contacts_by_phone on office.contacts (phone_digest) where phone_digest is not null;

-- A number that waits for its code. The code is made from the id and kept nowhere.
create table office.phone_codes (
  id uuid primary key,
  person text not null unique,
  key uuid not null references office.data_keys,
  phone bytea not null,
  phone_digest text not null,
  tries smallint not null default 0,
  until timestamptz not null
);
create index phone_codes_by_end on office.phone_codes (until);

-- What somebody wrote to the office. The words and the number are sealed; the key goes after a time.
create table office.incoming_texts (
  id uuid primary key,
  -- The provider's own number of it: brought twice it is one.
  ref text not null unique,
  channel text not null check (channel in ('sms', 'whatsapp')),
  sender_digest text not null,
  key uuid not null references office.data_keys,
  sealed bytea not null,
  -- What is answered; the words are made when the answer is sent.
  answer text not null check (answer in ('status', 'how', 'help', 'mistyped', 'stopped', 'started', 'silence')),
  application uuid,
  locale text not null check (locale in ('id', 'en')),
  at timestamptz not null
);
create index incoming_texts_by_time on office.incoming_texts (at);

-- A message that the office sends: why, about what, and the channels in the order in which they are tried.
create table office.messages (
  id uuid primary key,
  -- What caused it: the same cause makes one message, however often its job runs.
  once text not null unique,
  person text,
  kind text not null,
  application uuid,
  zone text not null,
  route text[] not null check (cardinality(route) > 0),
  -- The job it is written from; references only.
  job jsonb not null,
  made_at timestamptz not null
);
create index messages_of_application on office.messages (application, made_at) where application is not null;

-- What became of it, channel after channel.
create table office.message_facts (
  position bigint generated always as identity primary key,
  message uuid not null references office.messages,
  -- Place of the channel in the route, from 0.
  attempt smallint not null check (attempt >= 0),
  what text not null check (what in ('trouble', 'handed-over', 'delivered', 'bounced', 'dropped')),
  -- A code; never a word of the provider's, which may quote a number.
  code text not null default '' check (length(code) <= 40),
  at timestamptz not null
);
create unique index message_facts_once on office.message_facts (message, attempt, what) where what <> 'trouble';
create index message_facts_of_message on office.message_facts (message, position);
create index message_facts_newest on office.message_facts (at);

grant select, insert, update, delete on office.contacts, office.phone_codes to satu_pintu_app;
grant select, insert on office.incoming_texts, office.messages, office.message_facts to satu_pintu_app;

create trigger messages_are_for_ever before update or delete on office.messages
  for each row execute function office.refuse_change();
create trigger message_facts_are_for_ever before update or delete on office.message_facts
  for each row execute function office.refuse_change();
create trigger incoming_texts_are_for_ever before update or delete on office.incoming_texts
  for each row execute function office.refuse_change();
