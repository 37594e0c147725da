-- The shard-side schema, version 1. Run in one transaction by the installer, which holds the
-- installation lock; every statement may run again on a shard that has it already.
--
-- Advisory locks are of the two-integer form: class 1397248580 ('SHRD' in ASCII), object
--   key_lock(group, key)                      a key
--   slot_lock(group, slot)                    a slot
--   hashtext('g:' || group)                   a whole group, taken by scans that write
--   hashtext('m:' || group || ':' || slot)    whoever writes that a move of the slot or of a key in it begins
--   hashtext('unguarded')                     held by every connection of a pool with guard: off
--   hashtext('install')                       one installer at a time
-- Two things that share an id block each other needlessly, and that is all.

-- The installer has made the schema, and in it self() and base_shard().

create table if not exists shard_router.installation (
    only_row         boolean primary key default true check (only_row),
    schema_version   integer not null,
    shard            integer not null,
    shards           integer[] not null,
    guard            text not null check (guard in ('on', 'off')),
    installed_by     text not null,
    installed_at     timestamptz not null default now()
);

create table if not exists shard_router.layout (
    group_name text primary key,
    strategy   text not null,
    slots      integer not null check (slots > 0),
    base       integer[] not null check (cardinality(base) > 0),
    key_type   text not null,
    zone       text not null
);

create table if not exists shard_router.group_table (
    group_name text not null references shard_router.layout,
    table_name text not null,
    key_column text not null,
    primary key (group_name, table_name)
);

-- What this shard knows of who holds a slot or a single key. Rows are never deleted, only
-- overwritten with a greater epoch.
create table if not exists shard_router.placement (
    group_name text not null references shard_router.layout,
    kind       text not null check (kind in ('slot', 'key')),
    slot       integer not null,
    key        text check ((kind = 'key') = (key is not null)),
    shard      integer not null,
    epoch      bigint not null check (epoch > 0),
    move_id    uuid
);
create unique index if not exists placement_of_key
    on shard_router.placement (group_name, key) where kind = 'key';
create unique index if not exists placement_of_slot
    on shard_router.placement (group_name, slot) where kind = 'slot';
create index if not exists placement_in_slot on shard_router.placement (group_name, slot);

-- Counts the changes of placement; 1: there has never been one. A sequence is read as it is now and
-- not by a snapshot, and a change counts before it commits, so a guard that holds its locks and
-- reads 1 need not look at placement. Triggers count, ALWAYS, so that no way of writing is missed.
create sequence if not exists shard_router.placement_changes;
select setval('shard_router.placement_changes',
              case when exists (select from shard_router.placement) then 2 else 1 end)
 where pg_sequence_last_value('shard_router.placement_changes'::regclass) is null;

create or replace function shard_router.count_placement_change()
    returns trigger language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp as $$
begin
    perform nextval('shard_router.placement_changes');
    return null;
end $$;
create or replace trigger count_change after insert or update or delete on shard_router.placement
    for each row execute function shard_router.count_placement_change();
create or replace trigger count_truncation after truncate on shard_router.placement
    execute function shard_router.count_placement_change();
alter table shard_router.placement enable always trigger count_change;
alter table shard_router.placement enable always trigger count_truncation;

-- The journal, on a move's source and on its target. A row is open until it is done or aborted.
create table if not exists shard_router.move (
    move_id         uuid primary key,
    group_name      text not null,
    kind            text not null check (kind in ('slot', 'key')),
    slot            integer not null,
    key             text check ((kind = 'key') = (key is not null)),
    source          integer not null,
    target          integer not null check (target <> source),
    epoch           bigint not null,
    state           text not null check (state in ('begun', 'staged', 'decided', 'done', 'aborted')),
    return_of       uuid,
    backend_pid     integer,
    backend_start   timestamptz,
    nonce_hash      bytea,
    moved_rows      bigint,
    moved_bytes     bigint,
    pause_ms        bigint,
    begun_at        timestamptz not null default clock_timestamp(),
    ended_at        timestamptz
);
create unique index if not exists open_move_of_key
    on shard_router.move (group_name, key) where kind = 'key' and state not in ('done', 'aborted');
create unique index if not exists open_move_of_slot
    on shard_router.move (group_name, slot) where kind = 'slot' and state not in ('done', 'aborted');

-- What a move has staged on its target, for whoever adopts it; gone when the move ends.
create table if not exists shard_router.move_table (
    move_id     uuid not null references shard_router.move,
    ordinal     integer not null,
    table_name  text not null,
    staging     text not null,
    insertion   text not null,
    staged_rows bigint not null,
    primary key (move_id, ordinal)
);
create table if not exists shard_router.move_sequence (
    move_id       uuid not null references shard_router.move,
    sequence_name text not null,
    reach         bigint not null,
    primary key (move_id, sequence_name)
);
-- The placements of single keys that a slot's move hands over.
create table if not exists shard_router.move_key (
    move_id     uuid not null references shard_router.move,
    key         text not null,
    shard       integer not null,
    epoch       bigint not null,
    key_move_id uuid,
    primary key (move_id, key)
);

create table if not exists shard_router.decision (
    move_id uuid primary key,
    outcome text not null check (outcome in ('commit', 'abort')),
    nonce   bytea check ((outcome = 'commit') = (nonce is not null)),
    decided_at timestamptz not null default clock_timestamp()
);

create table if not exists shard_router.traffic (
    peer      integer not null,
    direction text not null check (direction in ('given', 'taken')),
    moves     bigint not null,
    checksum  numeric not null,
    primary key (peer, direction)
);

-- Always empty. Transactions above READ COMMITTED lock it before their snapshot is taken.
create table if not exists shard_router.fence ();

-- The ids of the two locks that every guard takes. The group's part is constant where the group is a
-- literal, as in the router's texts; so a slot costs nothing to compute, and a key one hash.
create or replace function shard_router.slot_lock(p_group text, p_slot integer)
    returns integer language sql immutable strict parallel safe
    return hashtext('s:' || p_group) # p_slot;
create or replace function shard_router.key_lock(p_group text, p_key text)
    returns integer language sql immutable strict parallel safe
    return hashtext('k:' || p_group) # hashtext(p_key);

-- The slow half of the guard: the lock is not free at once. Answers the milliseconds waited. Above
-- READ COMMITTED it does not wait: this transaction's snapshot is older than what the move is going
-- to decide, and the fence that it holds is what the move waits for.
create or replace function shard_router.await_shared(p_lock integer, p_wait_ms integer)
    returns integer language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
    v_callers text := current_setting('lock_timeout');
    v_callers_ms bigint := extract(epoch from v_callers::interval) * 1000;
    v_start timestamptz := clock_timestamp();
begin
    if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
        raise exception using
            errcode = 'serialization_failure',
            message = 'shard_router: a move began before this transaction''s snapshot and has not ended',
            hint = 'Run the transaction again.';
    end if;
    if v_callers_ms = 0 or v_callers_ms > p_wait_ms then
        perform set_config('lock_timeout', p_wait_ms || 'ms', true);
    end if;
    perform pg_advisory_xact_lock_shared(1397248580, p_lock);
    perform set_config('lock_timeout', v_callers, true);
    return extract(epoch from clock_timestamp() - v_start) * 1000;
exception when lock_not_available then
    raise exception using
        errcode = 'lock_not_available',
        message = 'shard_router: the guard waited longer than its limit for a move to finish',
        detail = format('limit_ms=%s', p_wait_ms),
        hint = 'Try again; if it persists, see the moves that are open on this shard.';
end $$;

-- Raises SR009 unless this transaction took the fence before its snapshot.
create or replace function shard_router.require_fence()
    returns void language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (
        select from pg_locks
         where locktype = 'relation' and relation = 'shard_router.fence'::regclass
           and database = (select oid from pg_database where datname = current_database())
           and pid = pg_backend_pid() and mode = 'RowShareLock' and granted)
    then
        raise exception using
            errcode = 'SR009',
            message = format('isolation level %s without the fence: this snapshot may be older than a move',
                             current_setting('transaction_isolation')),
            hint = 'Choose the level by Connection.setTransactionIsolation or the pool''s '
                   'transactionIsolation, not by SET TRANSACTION or a default of the role.';
    end if;
end $$;

-- The row that decides who holds a key: its own, else its slot's, else the base layout. With a null
-- key: who holds the slot. The one rule of guard and mover; PostgreSQL inlines it. self() and
-- base_shard() are written by the installer: the layout never changes.
create or replace function shard_router.deciding(p_group text, p_slot integer, p_key text)
    returns table (decided_by text, shard integer, epoch bigint) language sql stable as $$
    select d.decided_by, d.shard, d.epoch
      from (select 1 as precedence, 'key' as decided_by, p.shard, p.epoch
              from shard_router.placement p
             where p.group_name = p_group and p.kind = 'key' and p.key = p_key
            union all
            select 2, 'slot', p.shard, p.epoch
              from shard_router.placement p
             where p.group_name = p_group and p.kind = 'slot' and p.slot = p_slot
            union all
            select 3, 'base', shard_router.base_shard(p_group, p_slot), 0::bigint) d
     order by d.precedence limit 1
$$;

-- 0, or raises SR001 or SR002 where this shard does not hold the key. STABLE, so it reads by the
-- snapshot of the statement that calls it: that must be younger than a guard's locks, and is the
-- right one where that statement reads the key's rows. A SELECT that is a transaction of its own has
-- this for its OFFSET and needs no lock: a move takes rows and placement away in one transaction,
-- and brings both in another, so a snapshot that says "held here" has all rows of the key.
create or replace function shard_router.held(
        p_group text, p_slot integer, p_key text, p_waited_ms integer default 0)
    returns integer language plpgsql stable parallel restricted
    set search_path = pg_catalog, pg_temp as $$
declare
    v_by text;
    v_shard integer;
    v_epoch bigint;
    v_move uuid;
    v_source integer;
begin
    select d.decided_by, d.shard, d.epoch into v_by, v_shard, v_epoch
      from shard_router.deciding(p_group, p_slot, p_key) d;
    if v_shard = shard_router.self() then
        return 0;
    end if;
    if v_shard is null then
        raise exception using
            errcode = 'SR007',
            message = format('group %s is not installed on shard %s', p_group, shard_router.self()),
            hint = 'Run shardctl install with the configuration that names the group.';
    end if;
    -- A slot's move does not carry a key that has a placement of its own.
    select m.move_id, m.source into v_move, v_source from shard_router.move m
     where m.group_name = p_group and m.target = shard_router.self() and m.epoch > v_epoch
       and m.state not in ('done', 'aborted')
       and ((m.kind = 'key' and m.key = p_key)
            or (m.kind = 'slot' and m.slot = p_slot and v_by <> 'key'))
     order by m.epoch desc limit 1;
    if found then
        raise exception using
            errcode = 'SR002',
            message = format('slot %s of group %s is on its way to shard %s and not adopted yet',
                             p_slot, p_group, shard_router.self()),
            detail = format('move=%s source=%s waited_ms=%s', v_move, v_source, p_waited_ms);
    end if;
    raise exception using
        errcode = 'SR001',
        message = format('shard %s does not hold this key of group %s: its %s says shard %s',
                         shard_router.self(), p_group, v_by, v_shard),
        detail = format('by=%s shard=%s epoch=%s waited_ms=%s',
                            v_by, v_shard, v_epoch, p_waited_ms);
end $$;

-- The guard where the base layout names this shard: passes where nothing in the slot has ever come
-- or gone. VOLATILE PL/pgSQL, so that it reads by a snapshot that is younger than the locks. What it
-- calls is named in full instead of pinning search_path, which costs half as much again.
create or replace function shard_router.require_unmoved(
        p_group text, p_slot integer, p_key text)
    returns integer language plpgsql volatile as $$
begin
    perform from shard_router.placement p
      where p.group_name operator(pg_catalog.=) p_group and p.slot operator(pg_catalog.=) p_slot
      limit 1;
    if found then
        perform shard_router.held(p_group, p_slot, p_key, 0);
    end if;
    return 0;
end $$;

-- The whole guard, for all cases. Answers the milliseconds it waited.
create or replace function shard_router.guard_fully(
        p_group text, p_slot integer, p_key text, p_wait_ms integer)
    returns integer language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
    v_slot_lock integer := shard_router.slot_lock(p_group, p_slot);
    v_key_lock integer := shard_router.key_lock(p_group, p_key);
    v_waited integer := 0;
begin
    if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
        perform shard_router.require_fence();
    end if;
    if not pg_try_advisory_xact_lock_shared(1397248580, v_slot_lock) then
        v_waited := shard_router.await_shared(v_slot_lock, p_wait_ms);
    end if;
    if not pg_try_advisory_xact_lock_shared(1397248580, v_key_lock) then
        v_waited := v_waited + shard_router.await_shared(v_key_lock, p_wait_ms);
    end if;
    perform shard_router.held(p_group, p_slot, p_key, v_waited);
    return v_waited;
end $$;

-- Called by every transaction before it touches the key. Answers the milliseconds it waited.
--
-- One expression that PostgreSQL inlines into the caller's statement, because a PL/pgSQL function
-- with as many steps costs a third of a point select. It decides nothing by the statement's own
-- snapshot, which is older than the locks: a sequence is read as it is now, and what reads placement
-- is a volatile function. CASE keeps the order: the locks come first. Who calls it may read the
-- sequence. Its body is parsed here, once: no search_path matters.
create or replace function shard_router.guard(
        p_group text, p_slot integer, p_key text, p_wait_ms integer default 5000)
    returns integer language sql volatile
    return case
        when pg_try_advisory_xact_lock_shared(
                 1397248580, shard_router.slot_lock(p_group, p_slot))
             and pg_try_advisory_xact_lock_shared(
                 1397248580, shard_router.key_lock(p_group, p_key))
             and current_setting('transaction_isolation') = 'read committed'
             and shard_router.base_shard(p_group, p_slot) = shard_router.self()
            then case
                when pg_sequence_last_value('shard_router.placement_changes'::regclass) = 1 then 0
                else shard_router.require_unmoved(p_group, p_slot, p_key)
            end
        else shard_router.guard_fully(p_group, p_slot, p_key, p_wait_ms)
    end;

-- Whether no placement was ever written here. A sequence is read as it is now, so whatever snapshot
-- was taken before this sees none.
create or replace function shard_router.is_unmoved()
    returns boolean language sql volatile parallel restricted
    return pg_sequence_last_value('shard_router.placement_changes'::regclass) = 1;

-- For a text that took this shard for p_shard.
create or replace function shard_router.is_not(p_shard integer)
    returns integer language plpgsql stable parallel restricted as $$
begin
    raise exception using
        errcode = 'SR007',
        message = format('this is shard %s and not %s', shard_router.self(), p_shard),
        hint = 'Correct the URLs of the shards.';
end $$;

-- Called on every shard by a statement without a key that writes, before it writes on any.
create or replace function shard_router.guard_scan(p_group text, p_wait_ms integer default 5000)
    returns integer language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
    v_group_lock integer := hashtext('g:' || p_group);
    v_waited integer := 0;
begin
    if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
        perform shard_router.require_fence();
    end if;
    if not pg_try_advisory_xact_lock_shared(1397248580, v_group_lock) then
        v_waited := shard_router.await_shared(v_group_lock, p_wait_ms);
    end if;
    return v_waited;
end $$;

-- The whole of guard_wide, for all cases. Answers the milliseconds it waited.
create or replace function shard_router.guard_wide_fully(
        p_group text, p_slot integer, p_key text, p_wait_ms integer)
    returns integer language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
    v_waited integer := shard_router.guard_scan(p_group, p_wait_ms);
begin
    perform shard_router.held(p_group, p_slot, p_key, v_waited);
    return v_waited;
end $$;

-- As guard, for the 65th key of a transaction and those after it: the whole group's lock stands in
-- for the locks of slot and key, so that a transaction over many keys cannot fill the lock table.
-- One expression for guard's reasons: a large batch asks it once a key.
create or replace function shard_router.guard_wide(
        p_group text, p_slot integer, p_key text, p_wait_ms integer default 5000)
    returns integer language sql volatile
    return case
        when pg_try_advisory_xact_lock_shared(1397248580, hashtext('g:' || p_group))
             and current_setting('transaction_isolation') = 'read committed'
             and shard_router.base_shard(p_group, p_slot) = shard_router.self()
            then case
                when pg_sequence_last_value('shard_router.placement_changes'::regclass) = 1 then 0
                else shard_router.require_unmoved(p_group, p_slot, p_key)
            end
        else shard_router.guard_wide_fully(p_group, p_slot, p_key, p_wait_ms)
    end;

-- The guard of a router that knows this shard alone: all rows of all groups have to be here, and
-- stay as long as the transaction lasts. The router sends slot and key as to guard; they are unused.
create or replace function shard_router.guard_whole(
        p_slot integer, p_key text, p_wait_ms integer default 5000)
    returns integer language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
    v_group text;
    v_peer integer;
    v_waited integer := 0;
begin
    for v_group in select l.group_name from shard_router.layout l order by l.group_name loop
        v_waited := v_waited + shard_router.guard_scan(v_group, p_wait_ms);
    end loop;
    select t.peer into v_peer from shard_router.traffic t where t.moves > 0 limit 1;
    if found then
        raise exception using
            errcode = 'SR007',
            message = format('shard %s has moved rows to or from shard %s, which is not configured',
                             shard_router.self(), v_peer),
            hint = 'Restart with the configuration that lists it.';
    end if;
    return v_waited;
end $$;

-- Writes a placement unless one with the same or a greater epoch is there. Answers whether it did.
create or replace function shard_router.place(
        p_group text, p_kind text, p_slot integer, p_key text, p_shard integer, p_epoch bigint,
        p_move uuid)
    returns boolean language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
    if p_kind = 'key' then
        insert into shard_router.placement (group_name, kind, slot, key, shard, epoch, move_id)
        values (p_group, 'key', p_slot, p_key, p_shard, p_epoch, p_move)
        on conflict (group_name, key) where kind = 'key' do update
           set shard = excluded.shard, epoch = excluded.epoch, move_id = excluded.move_id
         where placement.epoch < excluded.epoch;
    else
        insert into shard_router.placement (group_name, kind, slot, shard, epoch, move_id)
        values (p_group, 'slot', p_slot, p_shard, p_epoch, p_move)
        on conflict (group_name, slot) where kind = 'slot' do update
           set shard = excluded.shard, epoch = excluded.epoch, move_id = excluded.move_id
         where placement.epoch < excluded.epoch;
    end if;
    return found;
end $$;

-- Adds a move to this shard's account with a peer; the checksum sums the first halves of the ids.
create or replace function shard_router.count_move(p_peer integer, p_direction text, p_move uuid)
    returns void language sql volatile set search_path = pg_catalog, pg_temp as $$
    insert into shard_router.traffic (peer, direction, moves, checksum)
    values (p_peer, p_direction, 1,
            ('x' || substr(replace(p_move::text, '-', ''), 1, 16))::bit(64)::bigint)
    on conflict (peer, direction) do update
       set moves = traffic.moves + 1, checksum = traffic.checksum + excluded.checksum
$$;

-- Moves a sequence past what came in, in steps of its increment, so that sequences that are disjoint
-- over the shards stay so. ALTER SEQUENCE locks out nextval, which would be set back otherwise.
create or replace function shard_router.advance_sequence(p_sequence regclass, p_reach bigint)
    returns void language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
    v_increment numeric;
    v_cache bigint;
    v_start numeric;
    v_min bigint;
    v_max bigint;
    v_last numeric;
begin
    select s.seqincrement, s.seqcache, s.seqstart, s.seqmin, s.seqmax
      into v_increment, v_cache, v_start, v_min, v_max
      from pg_sequence s where s.seqrelid = p_sequence;
    v_last := coalesce(pg_sequence_last_value(p_sequence), v_start - v_increment);
    if (p_reach - v_last) * sign(v_increment) <= 0 then
        return;
    end if;
    execute format('alter sequence %s cache %s', p_sequence, v_cache);
    v_last := coalesce(pg_sequence_last_value(p_sequence), v_start - v_increment);
    if (p_reach - v_last) * sign(v_increment) > 0 then
        perform setval(
            p_sequence,
            greatest(v_min, least(v_max,
                v_last + ceil((p_reach - v_last) / v_increment) * v_increment))::bigint);
    end if;
end $$;

-- Lets no trigger and no foreign key fire for moved rows, where the role may; else there must be no
-- trigger that would. Answers the setting before.
create or replace function shard_router.suppress_triggers(p_table regclass)
    returns text language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
    v_before text := current_setting('session_replication_role');
    v_trigger text;
begin
    if v_before = 'replica' then
        return v_before;
    end if;
    begin
        perform set_config('session_replication_role', 'replica', true);
    exception when insufficient_privilege then
        select t.tgname into v_trigger from pg_trigger t
         where t.tgrelid in (select p_table union select relid from pg_partition_tree(p_table))
           and not t.tgisinternal and t.tgenabled <> 'D'
         limit 1;
        if found then
            raise exception using
                errcode = 'insufficient_privilege',
                message = format('trigger %s on %s would fire for moved rows', v_trigger, p_table),
                hint = format('GRANT SET ON PARAMETER session_replication_role TO %I', current_user);
        end if;
    end;
    return v_before;
end $$;

-- Takes in what a decided move has staged here. Whoever knows the nonce, which the decision on the
-- source reveals, may call it, as often as they like. Answers whether this call did it.
create or replace function shard_router.adopt(p_move uuid, p_nonce bytea)
    returns boolean language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp as $$
declare
    v_move shard_router.move%rowtype;
    v_table shard_router.move_table%rowtype;
    v_rows bigint;
    v_before text := current_setting('session_replication_role');
begin
    select * into v_move from shard_router.move where move_id = p_move for update;
    if not found or v_move.target <> shard_router.self() then
        raise exception using
            errcode = 'SR007',
            message = format('shard %s has no move %s to adopt', shard_router.self(), p_move);
    end if;
    if v_move.nonce_hash <> sha256(p_nonce) then
        raise exception using
            errcode = 'insufficient_privilege',
            message = format('this is not the nonce of move %s', p_move);
    end if;
    if v_move.state = 'done' then
        return false;
    end if;
    if v_move.state <> 'staged' then
        raise exception using
            errcode = 'SR007',
            message = format('move %s is %s, and cannot be adopted', p_move, v_move.state);
    end if;
    if current_setting('synchronous_commit') <> 'remote_apply' then
        perform set_config('synchronous_commit', 'on', true);
    end if;
    perform shard_router.advance_sequence(s.sequence_name::regclass, s.reach)
       from shard_router.move_sequence s where s.move_id = p_move;
    for v_table in
        select * from shard_router.move_table where move_id = p_move order by ordinal
    loop
        perform shard_router.suppress_triggers(v_table.table_name::regclass);
        execute v_table.insertion;
        get diagnostics v_rows = row_count;
        if v_rows <> v_table.staged_rows then
            raise exception using
                errcode = 'data_corrupted',
                message = format('%s of %s staged rows went into %s',
                                 v_rows, v_table.staged_rows, v_table.table_name);
        end if;
    end loop;
    perform set_config('session_replication_role', v_before, true)
      where v_before <> current_setting('session_replication_role');
    if not shard_router.place(v_move.group_name, v_move.kind, v_move.slot, v_move.key,
                              shard_router.self(), v_move.epoch, p_move) then
        raise exception using
            errcode = 'data_corrupted',
            message = format('move %s comes to a placement with a greater epoch', p_move);
    end if;
    perform shard_router.place(v_move.group_name, 'key', v_move.slot, k.key, k.shard, k.epoch,
                               k.key_move_id)
       from shard_router.move_key k where k.move_id = p_move;
    perform shard_router.count_move(v_move.source, 'taken', p_move);
    perform shard_router.end_move(p_move, 'done');
    return true;
end $$;

-- Ends a move's row here, with all that it staged.
create or replace function shard_router.end_move(p_move uuid, p_state text)
    returns void language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
    v_staging text;
begin
    for v_staging in select staging from shard_router.move_table where move_id = p_move
    loop
        execute 'drop table if exists ' || v_staging;
    end loop;
    delete from shard_router.move_table where move_id = p_move;
    delete from shard_router.move_sequence where move_id = p_move;
    delete from shard_router.move_key where move_id = p_move;
    update shard_router.move set state = p_state, ended_at = clock_timestamp()
     where move_id = p_move and state not in ('done', 'aborted');
end $$;
