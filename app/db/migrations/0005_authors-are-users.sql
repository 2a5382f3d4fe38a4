-- Contracts: the release before this one names an author by id, so what served only the first release goes. The handle
-- itself is still written by the release before this one; it may be left out from now on, and goes in a later migration.
-- The index activities_feed stays: a search for a word that many use walks it.

-- Up Migration
drop trigger activities_author on activities;
drop function activities_author;
drop function handle_of;

-- The rule that was validated before spares the scan of the table under the lock.
alter table activities alter column author_id set not null;
alter table activities drop constraint activities_have_authors;
alter table activities alter column handle drop not null;

-- Down Migration
update activities set handle = users.handle from users where users.id = activities.author_id and activities.handle is null;
alter table activities alter column handle set not null;
alter table activities add constraint activities_have_authors check (author_id is not null);
alter table activities alter column author_id drop not null;

create function handle_of(text) returns text language sql immutable as $$
  select regexp_replace($1, '[^A-Za-z0-9_]', '_', 'g')
$$;

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
