-- When each field of a draft was changed last (epoch milliseconds by its key), so that two places that wrote in the same
-- draft can be put together field by field. Keys and times say nothing of the person.
alter table office.drafts add column changed jsonb not null default '{}';
