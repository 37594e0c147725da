# Routes: one key by equality

select * from users where id = 'u1';

? text u2
select * from users where id = ?;

select id, name from users where 'u3' = id;

select id from users where id = 'u4' and age > 10;

select id from users where id = 'u4' and id = 'u4';

select id from users where id = 'u4' and id = 'u5';

select id from users where (id = 'u6') and (name is not null or name is null);

select u.id from users u where u.id = 'u7';

select users.id from users where users.id = 'u8';

select public.users.id from public.users where public.users.id = 'u9';

select "users"."id" from "users" where "users"."id" = 'u10';

SELECT ID, NAME FROM USERS WHERE ID = 'u11';

select "User Id", "select", "Ünï ""q""" from "Odd Table" where "User Id" = 'u1';

select o."select" from "Odd Table" as o where o."User Id" = '' and o."select" >= 0;

select * from audit.log where user_id = 'a';

select * from users where id = '';

select * from users where id = ' ';

select * from users where id = 'o''brien';

select id from users where id = E'o\'brien';

select id from users where id = E'back\\slash';

select id from users where id = 'back\slash';

select id from users where id = E'tab\there';

select id from users where id = E'new\nline';

select id from users where id = '日本';

select id from users where id = '😀';

select id from users where id = U&'\65E5\672C';

select id from users where id = $$u12$$;

select id from users where id = $tag$u12$tag$;

? text 😀
select id, name from users where id = ?;

select id from users where id = 'no such user';

select id from users where id = null;

? null varchar
select id from users where id = ?;

select id from users where id = 'u1'::text;

select id from users where id = cast('u1' as text);

select id from users where id = 'u1'::varchar;

select id from users where id = 'u1'::varchar(2);

select id from users where id = ('u' || '1');

select id from users where id = text 'u13';

? object u14
select id from users where id = ?;

? other u14
select id from users where id = ?;

? asvarchar u14
select id from users where id = ?;

? text u15
select id from users where id = ?::text;

? text u15
select id from users where id = cast(? as varchar);

? int 42
select id from users where id = ?::text;

? text u
select id from users where id = ? || '1';

select id from users where id = lower('U16');

select id from users where id = '042';

select id from users where id = '42';

select id from users where id is not distinct from 'u17';

select id from users where (id, age) = ('u18', (select age from users where id = 'u18'));

select id, age from users where (id) = ('u19');

select id from users where not (id <> 'u20');

select id from users where id like 'u21';

select id from users where id = 'u1' or false;

select id from users where id = 'u1' or id = 'u1';

select count(*) from users where id = 'u1';

select count(*), sum(level), avg(intensity), string_agg(state, ',' order by id) from consciousness_states where user_id = 'u1';

select user_id, state, count(*) from consciousness_states where user_id = 'u1' group by 1, 2;

@list
select id, state, row_number() over (partition by state order by id) from consciousness_states where user_id = 'u1' order by id;

@list
select distinct on (state) state, id from consciousness_states where user_id = 'u1' order by state, id desc;

@list
select id from consciousness_states where user_id = 'u1' order by level desc nulls last, id limit 10 offset 5;

@list
select id from consciousness_states where user_id = 'u1' order by id fetch first 3 rows only;

with mine as (select * from orders where user_id = 'u2') select status, count(*), sum(total) from mine group by status;

with recursive n(i) as (select 1 union all select i + 1 from n where i < 5) select i, (select count(*) from orders where user_id = 'u2' and no = i) from n;

select * from (select user_id, no, total from orders) o where o.user_id = 'u2';

select * from (select user_id as who, no from orders) o where o.who = 'u2';

select * from users where id = (select 'u1');

select name from users where id = 'u1' union all select state from consciousness_states where user_id = 'u1';

select u.name, (select count(*) from orders o where o.user_id = u.id) from users u where u.id = 'u2';

select u.id from users u where u.id = 'u2' and exists (select 1 from orders o where o.user_id = u.id and o.total > 100);

select u.id from users u where u.id = 'u2' and u.id in (select user_id from orders);

select 1 from users where id = 'u1' for update;

select id from users where id = 'u1' for share skip locked;

select * from users where id = 'u1' limit 0;

table users limit 0;

select current_date - current_date as nothing from users where id = 'u1';

select now() = now() from users where id = 'u1';

select * from events where user_id = 'a';

select * from events_2024 where user_id = 'a';

select * from only users where id = 'u1';

? text u1 | text u2
select id from users where id = ? and name = ?;

? int 1 | text u1
select ? as one, id from users where id = ?;

? text x | text u1
select ?::text as x, id from users where id = ? and 1 = 1;

# Routes: one key through joins

select u.id, s.id from users u join consciousness_states s on s.user_id = u.id where u.id = 'u1';

select u.id, s.id from users u join consciousness_states s on s.user_id = u.id where s.user_id = 'u1';

select u.id, s.id from users u, consciousness_states s where s.user_id = u.id and u.id = 'u3';

select u.id, s.id from users u join consciousness_states s on s.user_id = u.id and u.id = 'u3';

select u.id, o.no, i.line from users u join orders o on o.user_id = u.id join items i on i.user_id = o.user_id and i.order_no = o.no where u.id = 'u2';

select u.id, o.no, i.line from users u join orders o on o.user_id = u.id join items i on i.user_id = o.user_id and i.order_no = o.no where i.user_id = 'u2';

select o.no, i.line from orders o join items i using (user_id) where user_id = 'u2' and i.order_no = o.no;

select user_id, o.no, i.line from orders o join items i using (user_id) where o.user_id = 'u2' and i.order_no = o.no;

select * from orders natural join (select user_id, order_no as no, line from items) i where user_id = 'u2';

select u.id, o.no from users u left join orders o on o.user_id = u.id where u.id = 'u5';

select u.id, o.no from users u left join orders o on o.user_id = u.id and o.user_id = 'u5' where u.id = 'u5';

select u.id, o.no from orders o right join users u on o.user_id = u.id where u.id = 'u5';

select u.id, o.no from users u full join orders o on o.user_id = u.id where u.id = 'u5' and o.user_id = 'u5';

select u.id, o.no from users u left join orders o on o.user_id = 'u2' where u.id = 'u2';

select u.id, c.name from users u join countries c on c.code = u.country where u.id = 'u1';

select u.id, c.name, p.name from users u left join countries c on c.code = u.country left join plans p on p.id = u.plan_id where u.id = 'u1';

select u.id, x.no from users u cross join lateral (select no from orders o where o.user_id = u.id) x where u.id = 'u2';

? text u2 | text u2
select a.no, b.line from orders a join items b on a.no = b.order_no where a.user_id = ? and b.user_id = ?;

select a.id, b.id from users a, users b where a.id = 'u1' and b.id = 'u1';

select a.id, b.id from users a, users b where a.id = 'u1' and b.id = a.id;

select a.id, b.id from users a join users b on a.id = b.id join users c on b.id = c.id where c.id = 'u22';

select t.account_id, t.id, a.kind from accounts a join transfers t on t.account_id = a.id where a.id = 7;

select d.name, r.at, r.reading from devices d join readings r on r.device_id = d.id where d.id = (select id from devices where false);

# Routes: keys of other types

select * from accounts where id = 7;

select * from accounts where id = '7';

select * from accounts where id = 7::bigint;

select * from accounts where id = 7::smallint;

select * from accounts where id = '007';

select * from accounts where id = 7.0;

select * from accounts where id = 7.5;

select * from accounts where id = -1;

select * from accounts where id = - 1;

select * from accounts where id = +7;

select * from accounts where id = 0;

select * from accounts where id = -0;

select * from accounts where id = 3 + 4;

select * from accounts where id = 9007199254740993;

select * from accounts where id = 9223372036854775807;

select * from accounts where id = '-9223372036854775808';

select * from accounts where id = -9223372036854775808;

select * from accounts where id = 9223372036854775808;

select * from accounts where id = 0x7;

select * from accounts where id = 7e0;

? int 7
select * from accounts where id = ?;

? long 9007199254740993
select * from accounts where id = ?;

? short 7
select * from accounts where id = ?;

? numeric 7
select * from accounts where id = ?;

? numeric 7.00
select * from accounts where id = ?;

? numeric 7.5
select * from accounts where id = ?;

? double 7
select * from accounts where id = ?;

? text 7
select * from accounts where id = ?;

? text 7
select * from accounts where id = ?::bigint;

? text 007
select * from accounts where id = ?::bigint;

? asbigint 7
select * from accounts where id = ?;

? asnumeric 7
select * from accounts where id = ?;

? other 7
select * from accounts where id = ?;

? objectlong 7
select * from accounts where id = ?;

? null bigint
select * from accounts where id = ?;

select * from accounts where id = 'seven';

? text seven
select * from accounts where id = ?::bigint;

select * from devices where id = '00000000-0000-0000-0000-000000000000';

select * from devices where id = '{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}';

? uuid a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
select * from devices where id = ?;

? text A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11
select * from devices where id = ?::uuid;

select * from devices where id = 'no uuid';

select * from daily_metrics where day = '2024-01-01';

select * from daily_metrics where day = date '2024-01-14';

select * from daily_metrics where day = '2024-01-14'::date;

? date 2024-01-14
select * from daily_metrics where day = ?;

? sqldate 2024-01-14
select * from daily_metrics where day = ?;

? text 2024-01-14
select * from daily_metrics where day = ?::date;

? timestamp 2024-01-14T00:00:00
select * from daily_metrics where day = ?;

select * from daily_metrics where day = timestamp '2024-01-14 00:00';

select * from daily_metrics where day = '20240114';

select * from daily_metrics where day = '14 Jan 2024';

select * from daily_metrics where day = 'infinity';

# Routes: few keys

select id, name from users where id in ('u1', 'u2', 'u3');

select id, name from users where id in ('u1');

select id, name from users where id in ('u1', 'u1', 'u1');

select id from users where id in ('u1', null);

select id from users where id in ('', ' ', 'a', 'A', 'á', '_', '-');

? text u1 | text u2
select id from users where id in (?, ?);

? text u1 | text u1
select id from users where id in (?, ?);

? null varchar | text u1
select id from users where id in (?, ?);

? texts u1,u2,u3
select id from users where id = any(?);

? texts u1,NULL,u3
select id from users where id = any(?);

? texts
select id from users where id = any(?);

? other {u1,u2}
select id from users where id = any(?::text[]);

select id from users where id = any(array['u1', 'u2', 'u2']);

select id from users where id = any('{u1,u2,"",NULL}');

select id from users where id = any('{u1,u2}'::text[]);

select id from users where id = any(values ('u1'), ('u2'));

select id from users where id = some(array['u1']);

select id from users where id in (values ('u1'), ('u4'));

? longs 1,2,3,9007199254740993
select id, kind from accounts where id = any(?);

? ints 1,2,3
select id, kind from accounts where id = any(?);

select id, kind from accounts where id in (1, 2, '3', 4.0);

select id from users where id = 'u1' or id = 'u2';

select id from users where id = 'u1' or id = 'u2' or age = 30;

select id from users where (id = 'u1' and age > 1) or (id = 'u2' and age > 2);

select user_id, no from orders where (user_id, no) in (('u1', 1), ('u2', 2), ('u2', 3), ('nobody', 1));

? text u2 | int 1 | text u3 | int 1
select user_id, no from orders where (user_id, no) in ((?, ?), (?, ?));

select id from users where id in ('u1', 'u2') and id in ('u2', 'u3');

@list
select id from users where id in ('u1', 'u2', 'u3', 'u4') order by id desc;

@list
select id from users where id in ('u1', 'u2', 'u3', 'u4') order by id limit 2 offset 1;

select count(*) from users where id in ('u1', 'u2', 'u3', 'u4');

select user_id, count(*) from orders where user_id in ('u1', 'u2', 'u3') group by user_id;

select status, count(*), sum(total) from orders where user_id in ('u1', 'u2', 'u3') group by status;

select distinct country from users where id in ('u1', 'u2', 'u3', 'u4', 'u5');

select u.id, o.no from users u join orders o on o.user_id = u.id where u.id in ('u1', 'u2', 'u3');

select u.id, o.no from users u left join orders o on o.user_id = u.id where u.id in ('u1', 'u2', 'u3', 'u4', 'u5');

select * from daily_metrics where day between '2024-01-01' and '2024-02-10';

select * from daily_metrics where day >= '2024-01-01' and day < '2024-02-01';

? date 2024-01-01 | date 2024-03-31
select name, sum(hits) from daily_metrics where day between ? and ? group by name;

select count(*) from daily_metrics where day between '2024-02-01' and '2024-01-01';

@list
select day, name from daily_metrics where day in ('2024-01-01', '2024-01-14', '2024-12-31') order by day, name;

select id from users where id not in ('u1', 'u2') and age > 80;

select a.id, b.id from users a, users b where a.id = 'u1' and b.id = 'u2';

select a.id, b.id from users a, users b where a.id in ('u1', 'u2') and b.id in ('u3', 'u1');

# Routes: reference, home and no tables

select * from countries;

select count(*) from countries;

@list
select c.code, p.id from countries c cross join plans p order by 1, 2;

select sum(population), avg(price) from countries, plans;

select * from euro_countries;

select code from countries union select name from plans;

select 1;

select 1 as a, 'x' as b, null as c, 1.50 as d, array[1, 2] as e, '{"a":1}'::jsonb as f;

? int 5
select ? + 1 as six;

values (1, 'a'), (2, 'b');

select * from generate_series(1, 5) as g(n);

select g, c.code from generate_series(1, 2) g cross join countries c;

@list
select n, count(*) over () from generate_series(1, 5) n order by n;

with recursive t(n) as (values (1) union all select n + 1 from t where n < 10) select sum(n) from t;

select * from settings;

select value from settings where name = 'theme';

select s.value, p.name from settings s, plans p where p.id = 1;

select half(9);

select half(age) from users where id = 'u1';

select current_schema, current_user = session_user;

select count(*) > 0 from pg_class;

select to_regclass('users') is not null;

select * from nowhere;

select nothing from users where id = 'u1';

select id from users where;

select nosuch(id) from users where id = 'u1';

# Routes: hints

/* shard:key='u1' group=user */ select id from users where id = 'u1' or id is null;

/* shard:key='u1' group=user */ select count(*) from orders where user_id = 'u1' and no > 0;

? text u1
/* shard:key=?1 group=user */ select id from users where id = ?;

/* shard:all */ select id from users;

/* anything else */ select id from users where id = 'u1';

-- a comment first
select id /* and in the middle */ from users where id = 'u1' -- and at the end
;

/* nested /* comments */ shard:key='u9' */ select id from users where id = 'u1';
