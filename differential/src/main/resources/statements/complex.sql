# Scatter: joins

select u.id, o.no from users u join orders o on o.user_id = u.id;

select u.id, o.no from users u left join orders o on o.user_id = u.id;

select u.id, o.no from users u left join orders o on o.user_id = u.id where o.no is null;

select u.id, o.no from orders o right join users u on o.user_id = u.id;

select u.id, o.no from users u full join orders o on o.user_id = u.id;

select u.id, o.no, i.sku from users u join orders o on o.user_id = u.id join items i on i.user_id = u.id and i.order_no = o.no;

select user_id, o.no, s.id from orders o join consciousness_states s using (user_id) where o.no = 1;

select * from orders natural join events;

select u.id, s.state from users u, consciousness_states s where u.id = s.user_id and s.level > 3;

select u.id, s.state from users u, consciousness_states s where u.id = s.user_id or (s.level > 3 and u.id = 'u1');

select a.id, t.amount from accounts a join transfers t on t.account_id = a.id;

select u.id, c.name from users u right join countries c on c.code = u.country;

select u.id, c.name from countries c left join users u on u.country = c.code and u.age > 50;

select u.id, c.name from users u full join countries c on c.code = u.country;

select c.code, p.name, u.id from countries c cross join plans p left join users u on u.country = c.code and u.plan_id = p.id;

select a.id, b.id from users a join users b on a.id = b.id;

# Scatter: joins across keys

select a.id, b.id from users a join users b on a.country = b.country and a.id < b.id where a.age > 60 and b.age > 60;

select u.id, a.id from users u join accounts a on a.owner = u.id;

select u.id, a.id from users u left join accounts a on a.owner = u.id;

select u.id, a.id from users u full join accounts a on a.owner = u.id;

select count(*) from users u join accounts a on a.owner = u.id;

select d.name, u.name from devices d join users u on u.id = d.user_id;

select d.name, count(r.at) from devices d left join readings r on r.device_id = d.id group by d.id, d.name;

select count(*) from users a, users b where a.age = b.level;

select count(*) from users a cross join empties b;

select u.id, m.day from users u join daily_metrics m on m.day = u.born;

select u.id, a.id, d.name from users u left join accounts a on a.owner = u.id left join devices d on d.user_id = u.id where u.age > 40;

select u.id from users u join orders o on o.user_id = u.id join accounts a on a.owner = u.id where o.total > a.cents / 100;

select a.id, x.id from users a left join lateral (select b.id from users b where b.age < a.age and b.country = a.country order by b.age desc, b.id limit 1) x on true;

@list
select u.id, a.id from users u join accounts a on a.owner = u.id order by a.cents desc nulls last, a.id limit 7;

select s.value, count(*) from settings s, users u where s.name = 'theme' and u.age > 3 group by 1;

select c.name, x.n from countries c left join (select country, count(*) n from users group by country) x on x.country = c.code;

# Scatter: subqueries

select id from users where id in (select user_id from orders where total > 400);

select id from users where id not in (select user_id from orders);

select id from users u where exists (select 1 from orders o where o.user_id = u.id);

select id from users u where not exists (select 1 from orders o where o.user_id = u.id);

select id, (select count(*) from orders o where o.user_id = u.id) from users u;

select id, (select max(total) from orders o where o.user_id = u.id and o.status = 'paid') as top from users u where age > 20;

select id from users where age > (select avg(age) from users);

select id from users where age = (select max(age) from users);

select id, age - (select min(age) from users) from users where age is not null;

select id from users where country in (select country from users group by country having count(*) > 25);

select id from users where id = (select max(user_id) from orders);

select id from users where (country, plan_id) in (select country, plan_id from users where id = 'u1');

select id from users u where age > (select avg(age) from users v where v.country = u.country);

select id from users u where exists (select 1 from accounts a where a.owner = u.id);

select id from users where id = any(select owner from accounts where cents > 1000);

select id from users where age >= all(select age from users where age is not null);

select (select count(*) from users) as users, (select count(*) from orders) as orders;

select (select count(*) from users) + (select count(*) from accounts);

select exists (select 1 from users where age > 1000), exists (select 1 from users);

select code, (select count(*) from users where country = code) from countries;

select code from countries where code not in (select country from users where country is not null);

select * from (select country, count(*) n from users group by country) x where n > 20;

select max(n) from (select country, count(*) n from users group by country) x;

select x.country, y.n from (select distinct country from users) x left join (select country, count(*) n from orders group by country) y on x.country = y.country;

@list
select * from (select id, age from users order by age desc nulls last, id limit 5) x order by id;

select count(*) from (select id from users order by id limit 5) x;

select array(select id from users where age > 80 order by id);

select id, array(select no from orders o where o.user_id = u.id order by no) from users u;

select u.id, x.* from users u, lateral (select count(*) n, sum(total) s from orders o where o.user_id = u.id) x;

select u.id, g from users u, generate_series(1, u.age / 40) g;

select id, unnest(lucky) from users;

select id, t from users, unnest(tags) t;

select id, jsonb_object_keys(prefs) from users where jsonb_typeof(prefs) = 'object';

select generate_series(1, 2), id from users where age > 80;

select user_id from orders where total = (select max(total) from orders);

select id from users where (select count(*) from countries) > 3 and age > 80;

select id from users where 3 < (select count(*) from orders o where o.user_id = users.id);

# Scatter: windows

select user_id, id, row_number() over (partition by user_id order by id) from consciousness_states;

select user_id, no, sum(total) over (partition by user_id order by no) from orders;

select user_id, no, lag(total) over w, lead(no, 1, -1) over w, first_value(no) over w from orders window w as (partition by user_id order by no);

select id, row_number() over (order by id) from users;

select id, rank() over (order by age), dense_rank() over (order by age desc nulls last) from users;

select id, count(*) over () from users;

select id, sum(balance) over (order by id rows between 2 preceding and current row) from users;

select id, country, rank() over (partition by country order by age) from users;

select id, ntile(4) over (order by id), percent_rank() over (order by age), cume_dist() over (order by age) from users;

select id, count(*) over (partition by country), avg(age) over (partition by country) from users;

select id, name, row_number() over (order by name, id) from users;

select country, count(*), sum(count(*)) over (order by country nulls first) from users group by country;

@list
select * from (select id, row_number() over (partition by country order by id) as r from users) x where r = 1 order by id;

@list
select id, sum(age) over (order by id) from users order by id desc limit 5;

select user_id, id, nth_value(id, 2) over (partition by user_id order by id range between unbounded preceding and unbounded following) from consciousness_states;

select id, sum(age) filter (where active) over (partition by feeling) from users;

select distinct country, count(*) over (partition by country) from users;

# Scatter: set operations

select id from users where age > 70 union select user_id from orders where total > 400;

select id from users where age > 70 union all select user_id from orders where total > 400;

select id from users intersect select user_id from orders;

select id from users except select user_id from orders;

select user_id from consciousness_states intersect all select user_id from orders;

select user_id from consciousness_states except all select user_id from orders;

select country from users union select country from orders;

select country from users union all select code from countries;

select code from countries except select country from users;

select country from users intersect select country from orders;

select country, count(*) from users group by country union all select 'all', count(*) from users;

select count(*) from users union all select count(*) from orders;

@list
select id from users where age > 80 union select user_id from orders where total > 450 order by 1;

@list
select id, age from users union all select user_id, no from orders order by 2 desc nulls last, 1 limit 10;

@list
(select id from users order by id limit 3) union all (select user_id from orders order by user_id, no limit 3) order by 1;

(select id from users where age = 30 union select id from users where age = 31) except select 'u1';

select 1 union select 2 union select age from users where age < 4;

select name from users union select label from users;

@number
select weight from users union select score from users;

select id::text from accounts union select id from users;

select age from users union select score from users where false;

select null union select age from users where age > 80;

select 'x' as kind, id from users where age > 80 union all select 'y', user_id from orders where total > 480;

values ('a'), ('b') union select id from users where id in ('a', 'z');

select sum(n) from (select count(*) n from users union all select count(*) from orders) x;

# Scatter: common table expressions

with old as (select * from users where age > 60) select id from old;

with old as (select * from users where age > 60) select country, count(*) from old group by country;

with old as (select id, country from users where age > 60), rich as (select user_id, sum(total) t from orders group by user_id) select old.id, rich.t from old join rich on rich.user_id = old.id;

with a as (select country, count(*) n from users group by country) select * from a where n = (select max(n) from a);

with a as (select id from users where age > 60), b as (select id from a where id like 'u1%') select count(*) from b;

with a as materialized (select id, age from users) select x.id, y.id from a x join a y on x.age = y.age and x.id < y.id;

with a as not materialized (select * from users) select id from a where id = 'u1';

with users as (select 'shadow' as id) select id from users;

with orders as (select id as user_id from users where age > 70) select user_id from orders;

with recursive t(n) as (select 1 union all select n + 1 from t where n < 3) select t.n, u.id from t join users u on u.age = t.n;

with recursive chain(id, age, depth) as (select id, age, 1 from users where id = 'u1' union all select u.id, u.age, depth + 1 from chain c join users u on u.age = c.age + 1 where depth < 3) select id, depth from chain;

with recursive ages(a) as (select min(age) from users union select u.age from ages join users u on u.age = ages.a + 1) select count(*), max(a) from ages;

@list
with x as (select id, age from users order by age desc nulls last, id limit 10) select id from x order by id;

with x as (select 1 as one) select one, id from x, users where age > 80;

with t as (select count(*) c from users) select c from t;

? int 60 | int 30
with a as (select id, age from users where age > ?) select id, ? as p from a;

with x as (select * from users), y as (select * from x) select count(*) from y where country = 'DE';

# Scatter: session and time

select id, now() = transaction_timestamp() from users where age > 80;

select count(distinct now()) from users;

select count(*) from users where seen < now();

select count(*) from users where born < current_date;

select id, current_setting('TimeZone') = current_setting('timezone') from users where age > 80;

select count(*) from users where created < localtimestamp and current_time is not null;

select extract(epoch from now() - now())::int, count(*) from users group by 1;

# Volatile and physical: refused, or as on one PostgreSQL

@shape
select id, random() from users;

@shape
select id from users order by random();

@shape
select id, gen_random_uuid() from users;

@shape
select id, clock_timestamp() from users;

@shape
select ctid, id from users;

@shape
select xmin, id from users;

select count(*) from users where ctid is not null;

@shape
select nextval('consciousness_states_id_seq');

@shape
select tableoid, id from users;

@shape
select tableoid::regclass, id from users;

select id from users tablesample system (100);

select user_count();

select user_count() = count(*) from users;

select id from users for update;

select id from users where age > 80 for share;

select half(age), id from users;

select sum(half(age)) from users;

@bag
select id from users order by half(age) desc;

select pg_typeof(age), count(*) from users group by 1;

@shape
select pg_backend_pid(), count(*) from users;

@shape
select oid from pg_class where relname = 'users';

select relname from pg_class where relname in ('users', 'orders');

select table_name from information_schema.tables where table_schema = 'public' and table_name in ('users', 'orders');

@shape
select relname, u.id from pg_class, users u where relname = 'users';

select row_to_json(u) from users u where id = 'u1';

select u from plans u;

select row(id, age) from users where age > 80;

select u.* from users u where u is not null;

select id from users where users.age > 80;

select count(u) from users u;

select xmlelement(name x, id) from users where false;

# An operator that reads a table

select id from users where name === 'x';

select 'a' === 'b';
