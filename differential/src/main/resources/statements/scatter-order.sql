# Scatter: all rows

select * from users;

select * from consciousness_states;

select * from "Odd Table";

select * from audit.log;

select * from events;

select * from empties;

table orders;

select id from accounts;

select * from accounts;

select * from devices;

select * from readings;

select * from daily_metrics;

select id, name from users where age > 50;

select id from users where name is null;

select id from users where name = '';

select id from users where tags @> array['a'];

select id from users where prefs ?? 'a';

? text a
select id from users where prefs ?? ?;

select id from users where prefs ??| array['a', 'theme'];

select id, prefs -> 'a', prefs ->> 'a', prefs #>> '{b,0}' from users where prefs @> '{"a": 2}';

select id, photo, token, span, tags, lucky, feeling, done from users;

select id, strange, odd, ratio, heat, weight from users;

select id, age + 1 as next, coalesce(name, '-') as n, case when age > 30 then 'old' else 'young' end from users;

select id, upper(name), length(name), substring(name from 1 for 2), name || '!' from users;

select id, extract(year from born), date_trunc('month', created), born + 7, created + interval '1 day' from users;

select id, seen at time zone 'UTC', to_char(seen at time zone 'UTC', 'YYYY-MM') from users;

select id, score::text, score::integer, score * 2, score / 3, round(score, 1) from users where score is not null;

select id from users where id ~ '^u1' and id !~ '9$';

select id from users where name ilike 'a%';

select id from users where country in (select code from countries where euro);

select id from users where feeling > 'ok';

select id from users where feeling = 'Ecstatic'::mood;

? text happy
select id from users where feeling = ?::mood;

? other happy
select id from users where feeling = ?;

? double 10.5
select id from users where ratio > ?;

? date 2024-02-01
select id from users where born > ?;

? timestamptz 2024-03-01T00:00:00Z
select id from users where seen > ?;

? sqltimestamp 2024-03-01 00:00:00
select id from users where created > ?;

? numeric 100.50
select id from users where score > ?;

? bool true
select id from users where active = ?;

? bytes 10ff00
select id from users where photo = ?;

? other {"a": 1}
select id from users where prefs @> ?::jsonb;

? ints 1,2
select id from users where lucky = ?;

? null integer
select id from users where age > ?;

? null integer
select id from users where ?::int is null and age > 80;

? int 3 | int 4
select id, ? + ? as seven from users where age > 70;

select id, random() < 2 as volatile from users where id = 'u1';

select 'x' from users;

select 1 as one, 2 as one from users where age > 80;

select users.*, countries.name as country_name from users left join countries on countries.code = users.country;

select u.id, c.name from users u, countries c where c.code = u.country and c.euro;

select * from adults;

select name from adults where id = 'u1';

select count(*) from adults;

select a.id, c.name from adults a join countries c on c.code = a.country;

# Scatter: order

@list
select id from users order by id;

@list
select id from users order by id desc;

@list
select id, age from users order by age, id;

@list
select id, age from users order by age desc, id;

@list
select id, age from users order by age nulls first, id desc;

@list
select id, age from users order by age desc nulls last, id;

@list
select id, age from users order by 2 desc, 1;

@list
select id, age as years from users order by years, id;

@by 1
select age from users order by age;

@by 2
select id, name from users order by name;

@by 2
select id, label from users order by label desc;

@by 2
select id, title from users order by title;

@by 2
select id, name from users order by name collate "C";

@by 2
select id, name from users order by name collate "en-US-x-icu" desc nulls last;

@list
select name from users order by name, id;

@list
select name from users order by id;

@list
select name from users order by age + level, id;

@list
select id from users order by lower(name), id;

@list
select id from users order by length(name) desc nulls last, id;

@list
select id from users order by code, id;

@list
select id from users order by email, id;

@list
select id from users order by score, id;

@list
select id from users order by weight, id;

@list
select id from users order by odd desc, id;

@list
select id from users order by strange, id;

@list
select id from users order by strange desc nulls last, id;

@list
select id from users order by ratio, id;

@list
select id from users order by heat desc, id;

@list
select id from users order by active, id;

@list
select id from users order by born, id;

@list
select id from users order by created desc, id;

@list
select id from users order by seen, id;

@list
select id from users order by span, id;

@list
select id from users order by token, id;

@list
select id from users order by photo, id;

@list
select id from users order by prefs, id;

@list
select id from users order by tags, id;

@list
select id from users order by lucky, id;

@list
select id from users order by feeling, id;

@list
select id from users order by done, id;

@list
select id from users order by (age, level), id;

@list
select id from users order by age is null, id;

@list
select id from users order by case when age > 30 then 1 else 0 end, id;

@list
select user_id, id from consciousness_states order by level, user_id, id;

@list
select id from consciousness_states order by at, id;

@list
select * from orders order by user_id, no;

@list
select "User Id" from "Odd Table" order by "Ünï ""q""", "select";

@list
select id from accounts order by id;

@list
select id from accounts order by cents desc, id desc;

@list
select id from devices order by id;

@list
select day, name from daily_metrics order by day, name;

@list
select day, name from daily_metrics order by name desc, day desc;

@list
select id from users order by id using >;

@list
select u.id, o.no from users u join orders o on o.user_id = u.id order by o.total desc nulls last, u.id, o.no;

@list
select u.id, c.name from users u left join countries c on c.code = u.country order by c.name, u.id;

@list
select u.* from users u order by u.age, u.id;

@list
select id as name, name as id from users order by id, name;

@bag
select age, id from users order by (select 1);

@bag
select id from users order by 'constant';

@bag
select id from users order by null;

# Scatter: limit, offset, fetch

@list
select id from users order by id limit 10;

@list
select id from users order by id limit 10 offset 20;

@list
select id from users order by id offset 150;

@list
select id from users order by id offset 1000;

@list
select id from users order by id limit 0;

@list
select id from users order by id limit all;

@list
select id from users order by id limit null offset null;

@list
? int 7
select id from users order by id limit ?;

@list
? int 7 | int 3
select id from users order by id limit ? offset ?;

@list
? long 7 | long 0
select id from users order by id limit ? offset ?;

@list
? null bigint | int 180
select id from users order by id limit ? offset ?;

@list
? int -1
select id from users order by id limit ?;

@list
? int 3
select id from users order by id offset ?;

@list
select id from users order by id fetch first 5 rows only;

@list
select id from users order by id fetch first row only;

@list
select id from users order by id offset 5 rows fetch next 5 rows only;

@list
? int 4
select id from users order by id fetch first ? rows only;

@list
select id from users order by id limit 2 + 3;

@list
select id from users order by id limit (select 5);

@list
select id from users order by id limit -1;

@list
select id from users order by age desc nulls last, id limit 5;

@list
select name from users order by name, id limit 15 offset 30;

@by 2
select id, age from users order by age desc nulls last fetch first 3 rows with ties;

@by 1
select age from users order by age desc nulls last fetch first 30 rows with ties;

@shape
select id from users limit 5;

@shape
select id from users limit 5 offset 190;

select count(*) from (select id from users limit 5) x;

@list
@max 5
select id from users order by id;

@list
@max 5
select id from users order by id limit 10 offset 3;

@list
@max 500
select id from users order by id limit 10;

@list
@max 3
@prepared
select id from users order by age desc nulls last, id;

@list
@fetch 3
select id from users order by id;

@begin
@list
@fetch 7
select id from consciousness_states order by id;
@list
@fetch 1
select id from users order by id limit 12;
@commit

@list
@fetch 5
@max 12
@prepared
select id from users order by id;

select id from users limit 'x';

? text 5
select count(*) from users limit ?;
