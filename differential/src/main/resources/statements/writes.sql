# Writes: one key

insert into users (id, name) values ('new', 'New');

insert into users (name, id) values ('New', 'new');

? text new | text New
insert into users (id, name) values (?, ?);

? text u1 | text again
insert into users (id, name) values (?, ?);

insert into users (id, name) values ('u1', 'again') on conflict (id) do nothing;

insert into users (id, name, age) values ('u1', 'again', 3) on conflict (id) do update set name = excluded.name, age = users.age + 1 returning id, name;

insert into users (id, name) values ('new', default) returning *;

insert into users values ('new');

insert into users default values;

insert into users (name) values ('no key');

insert into users (id, age) values (null, 1);

insert into users (id, age) values ('new', 'abc');

insert into users (id, country) values ('new', 'no such country');

insert into users (id, done) values ('new', 101);

insert into users (id, prefs, token, tags, born, photo, feeling, span) values ('new', '{"x": [1]}', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{a,"b c"}', '2024-02-29', '\x00ff', 'ok', '1 day');

? text new | other {"x": 1} | uuid a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 | texts a,b | date 2024-02-29 | bytes 00ff | other ok
insert into users (id, prefs, token, tags, born, photo, feeling) values (?, ?::jsonb, ?, ?, ?, ?, ?::mood);

insert into users as u (id, name) values ('u1', 'x') on conflict on constraint users_pkey do update set name = u.name || excluded.name where u.age is not null;

@ignore consciousness_states.id
insert into consciousness_states (user_id, state, at) values ('u1', 'new', '2024-01-01 00:00+00');

insert into consciousness_states (user_id, id, state, at) values ('u1', 100000, 'new', '2024-01-01 00:00+00') returning user_id, id, state, level;

insert into consciousness_states (user_id, id, at) values ('nobody', 100000, '2024-01-01 00:00+00');

@shape
@keys id
@ignore consciousness_states.id
insert into consciousness_states (user_id, state, at) values ('u1', 'new', '2024-01-01 00:00+00');

@keys user_id id
insert into consciousness_states (user_id, id, state, at) values ('u1', 100000, 'new', '2024-01-01 00:00+00');

@keys id name balance
? text new | text New
insert into users (id, name) values (?, ?);

@keys doubled
insert into accounts (id, cents) values (1000, 21);

? long 1000 | int 5
insert into accounts (id, cents) values (?, ?) returning id, doubled;

insert into accounts (id) values ('1001');

insert into devices (id, name) values ('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'upper') returning id;

insert into daily_metrics (day, name, hits) values ('2030-05-05', 'visits', 1), ('2030-05-06', 'visits', 2), ('2030-05-07', 'visits', 3);

insert into "Odd Table" ("User Id", "select", "Ünï ""q""") values ('u1', 99, 'x') returning "select";

insert into audit.log (user_id, seq) values ('u1', 99);

insert into events (user_id, at, kind) values ('u1', '2024-06-01', 'x'), ('u1', '2025-06-01', 'y');

insert into events (user_id, at, kind) values ('u1', '2034-06-01', 'x');

insert into orders (user_id, no, total) select user_id, no + 1000, total from orders where user_id = 'u2' returning no, total;

insert into orders (user_id, no) select 'u2', n from generate_series(2000, 2005) n;

insert into items (user_id, order_no, line, qty) select o.user_id, o.no, 99, 1 from orders o where o.user_id = 'u2';

update users set name = 'x' where id = 'u1';

? text y | text u1
update users set name = ? where id = ?;

update users set age = age + 1, balance = balance - 1 where id = 'u1' returning id, age, balance;

update users set name = 'x' where id = 'no such';

update users set name = 'x' where id = 'u1' and age = -5;

update users u set name = o.status from orders o where o.user_id = u.id and u.id = 'u2' and o.no = 1;

update users set name = (select max(status) from orders where user_id = 'u2') where id = 'u2';

update users set (name, age) = ('a', 5) where id = 'u1';

update users set id = 'u1' where id = 'u1';

update users set name = 'x' where id = 'u1' and name = 'y' or id = 'u1' and age > 0;

update orders set total = total * 1.1 where user_id = 'u2' and no in (1, 2, 3);

@keys no total
update orders set total = 1 where user_id = 'u2' and no <= 3;

update accounts set cents = cents + 1 where id = 7 returning doubled;

delete from orders where user_id = 'nobody';

delete from items where user_id = 'u2' and order_no = 1 returning line, sku;

? text u2
delete from items where user_id = ?;

delete from items i using orders o where o.user_id = i.user_id and o.no = i.order_no and o.user_id = 'u2' and o.total > 100;

delete from users where id = 'u2';

with gone as (delete from items where user_id = 'u2' returning *) select count(*), sum(qty) from gone;

with changed as (update users set age = 1 where id = 'u1' returning id, age) select * from changed;

with i as (insert into users (id) values ('new') returning id) select id from i;

merge into users u using (values ('u1', 'merged')) as v(id, name) on u.id = v.id and u.id = 'u1' when matched then update set name = v.name when not matched then insert (id, name) values (v.id, v.name);

insert into users (id, name) values ('new', 'a'), ('new', 'b');

insert into users (id, name) values ('same1', 'a') returning id as who, upper(name) as shout;

@begin
select id into temp copied from users where id = 'u1';
select * from copied;
@rollback

# Writes: batches

@batch
? text u1 | int 101 | text x
? text u1 | int 102 | text y
? text u1 | int 103 | text z
insert into orders (user_id, no, status) values (?, ?, ?);

@batch
? text a | text u1
? text b | text u1
? text c | text nobody
update users set name = ? where id = ?;

@batch
? text n1 | text x
? text n2 | text y
? text n3 | text z
? text n4 | text z
insert into users (id, name) values (?, ?);

@batch
? text x | text u1
? text y | text u2
? text z | text u3
? text w | text nobody
update users set name = ? where id = ?;

@batch
@keys id name
? text n1 | text x
? text n2 | text y
insert into users (id, name) values (?, ?);

@batch
? text u2 | int 1
? text u2 | int 2
? text u3 | int 1
delete from items where user_id = ? and order_no = ?;

@batch
? text n1 | text x
? text u1 | text duplicate
insert into users (id, name) values (?, ?);

# Writes: several keys

insert into users (id, name) values ('n1', 'a'), ('n2', 'b'), ('n3', 'c'), ('n4', 'd');

? text n1 | text n2
insert into users (id) values (?), (?);

insert into users (id, name) values ('n1', 'a'), ('n2', 'b'), ('n3', 'c') returning id;

insert into users (id, name) values ('n1', 'a'), ('u1', 'b'), ('n3', 'c');

insert into users (id, name) values ('n1', 'a'), ('u1', 'b') on conflict do nothing;

update users set age = 1 where id in ('u1', 'u2', 'u3');

update users set age = 1;

update users set age = age + 1 where country = 'DE';

delete from items;

delete from orders where status = 'lost' and not exists (select 1 from items i where i.user_id = orders.user_id and i.order_no = orders.no);

delete from empties;

update empties set word = 'x';

update users set id = 'u1-renamed' where id = 'u3';

update users set id = 'renamed' where id = 'nobody';

update users set id = id || '-' where age > 80;

insert into accounts (id, owner) select 5000 + age, id from users where age > 85;

insert into users (id, name) select 'copy-' || id, name from users where id = 'u1';

insert into users (id, name) select id || '-2', name from users;

insert into empties (user_id, n) select id, age from users where age is not null;

insert into empties (user_id, n) select user_id, count(*) from orders group by user_id;

insert into empties (user_id, n) select owner, 1 from accounts where owner is not null on conflict do nothing;

update users u set name = 'x' from accounts a where a.owner = u.id;

update users set plan_id = 1 where id = (select min(user_id) from orders);

merge into users u using orders o on u.id = o.user_id and o.no = 1 when matched then update set name = o.status;

truncate items;

truncate users cascade;

with gone as (delete from empties returning *) select count(*) from gone;

copy users to stdout;

# Writes: reference and home tables

insert into countries (code, name, euro) values ('NZ', 'New Zealand', false);

update countries set population = 1 where code = 'DE';

delete from countries where code = 'none';

update plans set price = price + 1 returning id, price;

insert into settings values ('new', 'value');

update settings set value = 'light' where name = 'theme' returning value;

delete from settings where name = 'nothing';

insert into settings select 'count', count(*)::text from settings;

insert into settings select 'users', count(*)::text from users;

# Transactions

@begin
insert into users (id, name) values ('new', 'x');
select name from users where id = 'new';
select count(*) from users;
@list
select id from users where id like 'n%' order by id;
@commit

@begin
update users set age = 1000 where id = 'u1';
select max(age) from users;
select id from users where age = 1000;
@rollback
select max(age) from users;

@begin
delete from items where user_id = 'u2';
select count(*) from items;
select o.no, count(i.line) from orders o left join items i on i.user_id = o.user_id and i.order_no = o.no where o.user_id = 'u2' group by o.no;
select count(*), count(distinct user_id) from items;
@commit

@begin
insert into users (id) values ('n1');
@savepoint one
insert into users (id) values ('n1');
select 1;
@rollbackto one
select count(*) from users where id = 'n1';
@commit
select count(*) from users where id = 'n1';

@begin
update users set age = 1 where id = 'u1';
select 1 / 0 from users where id = 'u1';
@commit
select age from users where id = 'u1';

@begin
update users set age = 1 where id = 'u1';
@savepoint s
update users set age = 2 where id = 'u1';
@rollbackto s
@release s
@commit
select age from users where id = 'u1';

@begin
select count(*) from users;
select id from users where id = 'u1';
select id from users where id = 'u2';
update users set age = 5 where id = 'u2';
select age from users where id = 'u2';
@commit

@begin
update users set age = 5 where id = 'u1';
update users set age = 6 where id = 'u2';
update users set age = 7 where id = 'u3';
@commit

@begin
update users set age = 5 where id = 'u1';
select age from users where id = 'u2';
select age from users where id = 'u3';
@rollback
select age from users where id = 'u1';

@begin
select count(*) from users where nothing;
select count(*) from users;
@rollback
select count(*) from users;

@begin
@savepoint a
select broken from users;
@rollbackto a
select count(*) from users;
@commit

@begin
@savepoint a
select 1 / (age - age) from users where age is not null;
@rollbackto a
select count(*) from users;
update users set age = 1 where id = 'u1';
@commit

@readonly
select count(*) from users;
update users set age = 1 where id = 'u1';

@isolation 4
@begin
select count(*) from users;
select id from users where id = 'u1';
select count(*) from orders;
@commit

@isolation 8
@begin
select count(*) from users;
update users set age = 3 where id = 'u1';
@commit

@begin
set local search_path = audit, public;
select * from log where user_id = 'a';
select count(*) from log;
@rollback

@begin
@schema audit
select count(*) from log;
select * from log where user_id = 'a';
@rollback

@begin
set local work_mem = '1MB';
select count(*) from users;
show work_mem;
@commit

@begin
set local timezone = 'Asia/Tokyo';
select min(seen), max(seen) from users;
select seen from users where id = 'u1';
select date_trunc('day', seen), count(*) from users group by 1;
@commit

@begin
set local timezone = 'Asia/Tokyo';
@list
select seen::text from users order by id limit 3;
select u.id, u.seen::text from users u join users v on v.name > u.name group by u.id;
@commit

begin;
select count(*) from users;
select age from users where id = 'u1';
commit;

@begin
insert into users (id) values ('n1'), ('n1');
select count(*) from users;
@rollback
