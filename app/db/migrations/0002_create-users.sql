-- Expands: the release before this one reads and writes activities by handle while this one rolls out, so the handle
-- stays, and a trigger keeps both ways of naming an author the same. A later migration drops the handle and the trigger.

-- Up Migration

-- `sub` is who Cognito says one is; null for authors of the first release, who never signed up. It is never shown.
create table users (
  id uuid primary key default gen_random_uuid(),
  sub text unique,
  handle text not null check (handle ~ '^[A-Za-z0-9_]{1,30}$'),
  display_name text not null check (char_length(display_name) between 1 and 60),
  bio text not null default '' check (char_length(bio) <= 280),
  avatar_version text,
  created_at timestamptz not null default now()
);

-- Handles are the same whatever their case.
create unique index users_handle on users (lower(handle));
create index users_newest on users (created_at desc, id desc);

-- The first release let the database keep any text as a handle.
create function handle_of(text) returns text language sql immutable as $$
  select regexp_replace($1, '[^A-Za-z0-9_]', '_', 'g')
$$;

insert into users (handle, display_name, created_at)
select distinct on (lower(handle_of(handle))) handle_of(handle), handle, created_at
from activities order by lower(handle_of(handle)), created_at;

alter table activities add column author_id uuid references users (id) on delete cascade;
update activities set author_id = users.id from users where lower(users.handle) = lower(handle_of(activities.handle));

create function activities_author() returns trigger language plpgsql as $$
begin
  if new.author_id is null then
    insert into users (handle, display_name) values (handle_of(new.handle), new.handle)
    on conflict (lower(handle)) do nothing;
    select id into new.author_id from users where lower(handle) = lower(handle_of(new.handle));
  elsif new.handle is null then
    select handle into new.handle from users where id = new.author_id;
  end if;
  return new;
end $$;

create trigger activities_author before insert on activities for each row execute function activities_author();

-- Not valid first: adding the rule then takes no scan under a lock that keeps readers out.
alter table activities add constraint activities_have_authors check (author_id is not null) not valid;
alter table activities validate constraint activities_have_authors;

-- Down Migration
drop trigger activities_author on activities;
drop function activities_author;
alter table activities drop constraint activities_have_authors;
drop function handle_of;
alter table activities drop column author_id;
drop table users;
