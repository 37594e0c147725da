create table users (id text primary key, name text not null, balance bigint not null default 0);
create table consciousness_states (
    user_id text not null references users (id),
    id uuid not null default gen_random_uuid(),
    state text not null,
    primary key (user_id, id)
);
create table countries (code text primary key, name text not null);
