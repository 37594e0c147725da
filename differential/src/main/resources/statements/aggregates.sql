# Scatter: aggregates

select count(*) from users;

select count(*) from empties;

select count(name), count(age), count(*) from users;

select sum(age), sum(level), sum(balance), sum(score), sum(weight) from users;

select sum(n), sum(amount), avg(n), min(n), max(word), count(*), count(n) from empties;

select avg(age), avg(level), avg(balance), avg(score), avg(weight) from users;

select sum(ratio), avg(ratio), sum(heat), avg(heat) from users;

select sum(strange), avg(strange), min(strange), max(strange) from users;

select sum(odd), avg(odd), max(odd), min(odd) from users;

select sum(span), avg(span) from users where span <> interval '0';

select min(age), max(age), min(score), max(score), min(balance), max(balance) from users;

select min(id), max(id), min(name), max(name), min(label), max(label), min(title), max(title) from users;

select min(name collate "C"), max(name collate "en-US-x-icu") from users;

select min(born), max(born), min(created), max(created), min(seen), max(seen) from users;

select min(code), max(code), min(email), max(email), min(feeling), max(feeling) from users;

select min(lucky), max(tags) from users;

select bool_and(active), bool_or(active), every(active) from users;

select bool_and(active), bool_or(active) from users where false;

select bit_and(age), bit_or(age), bit_xor(age) from users;

select count(*) filter (where age > 30), sum(balance) filter (where active), avg(score) filter (where false) from users;

select sum(age) * 2 + 1 from users;

select coalesce(sum(age), 0) from users where false;

select coalesce(sum(n), 0), coalesce(max(word), 'none') from empties;

select round(avg(age)), round(avg(score), 3), avg(score)::numeric(10, 2) from users;

select sum(age) / count(*) as mean, sum(age)::float8 / count(*) from users;

select count(*) + 1, count(*) * 2, -count(*) from users;

select max(age) - min(age) as span from users;

select sum(age), sum(level) from users;

select sum(age), sum(age) from users;

select count(*), count(*) from users;

select sum(age) as a, sum(level) as b, sum(age) + sum(level) as c from users;

select sum(age + level), sum(coalesce(age, 0)), sum(case when active then 1 else 0 end) from users;

select 'total' as what, count(*) from users;

select count(*) = 200, count(*) > 0 from users;

select case when count(*) > 10 then 'many' else 'few' end from users;

select greatest(sum(age), 5), nullif(count(*), 0) from users;

select count(1), count(null) from users;

select count(*)::text || ' users' from users;

? int 2
select sum(age) * ? from users;

? int 40
select count(*) from users where age > ?;

? int 40
select count(*) filter (where age > ?) from users;

select sum(total) from orders where total is null;

select sum(qty * price), sum(qty), avg(price) from items;

select count(*) from users u join orders o on o.user_id = u.id;

select count(*), sum(o.total) from users u left join orders o on o.user_id = u.id and o.status = 'paid';

select count(*) from users, countries;

select sum(hits), avg(value), min(day), max(day) from daily_metrics;

select count(*), sum(cents), avg(doubled) from accounts;

select any_value(1) from users;

select count(*) from users limit 1;

select count(*) from users offset 1;

@list
select count(*) from users order by 1;

select count(*) from users having count(*) > 10;

select count(*) from users having count(*) > 10000;

select count(*) from users having count(*) > 150;

select count(*), sum(age) from users having count(*) < 150;

select country, count(*) from users group by country having count(*) > 30;

select 1 from users having count(*) > 10;

select 1 where exists (select 1 from users where age > 80);

# Scatter: aggregates finished on PostgreSQL

select count(distinct age), count(distinct name), count(distinct country) from users;

select count(distinct user_id) from consciousness_states;

select sum(distinct age), avg(distinct age) from users;

select count(distinct (age, level)) from users;

@number
select min(distinct weight), count(distinct weight) from users;

select stddev(age), variance(age), stddev_pop(age), var_samp(score), stddev_samp(balance) from users;

select corr(age, level), covar_pop(age, level), regr_slope(age, level), regr_count(age, level) from users where age = level;

select string_agg(name, ',' order by name, id) from users;

select string_agg(distinct country, ',' order by country) from users;

select string_agg(id, '' order by id desc) filter (where age > 60) from users;

select array_agg(id order by id) from users;

select array_agg(age order by age nulls first, id) from users;

select json_agg(name order by id), jsonb_agg(age order by id) from users where age > 70;

select jsonb_object_agg(id, age order by id) from users where age > 70;

select percentile_cont(0.5) within group (order by age), percentile_disc(0.25) within group (order by age) from users;

select percentile_disc(0.5) within group (order by name) from users;

select mode() within group (order by country) from users where country in ('DE');

select rank(30) within group (order by age) from users;

select array_agg(distinct age order by age) from users;

select sum(x) from (select avg(age) x from users group by country) y;

select count(*) from (select distinct country from users) x;

select count(*), sum(c) from (select user_id, count(*) c from orders group by user_id) x;

# Scatter: grouping

select country, count(*) from users group by country;

select country, count(*), sum(age), avg(age), min(name), max(name) from users group by country;

select active, count(*) from users group by active;

select country, active, count(*) from users group by country, active;

select country as c, count(*) as n from users group by c;

select country, count(*) from users group by 1;

@list
select country, count(*) from users group by 1 order by 1;

@list
select country, count(*) as n from users group by country order by n desc, country;

@list
select country, count(*) from users group by country order by count(*) desc, country nulls first limit 3;

@list
select country from users group by country order by count(*), country;

@list
select count(*) from users group by country order by country;

select count(*) from users group by country;

select country, count(*) from users group by country having count(*) > 20;

select country from users group by country having sum(age) > 1000 and min(age) < 5;

select country, sum(balance) from users group by country having avg(score) > 300;

? int 20
select country, count(*) from users group by country having count(*) > ?;

select age / 10 as decade, count(*) from users group by age / 10;

select age / 10 as decade, count(*) from users group by decade;

select age / 10 * 10, count(*) from users group by 1;

select upper(name), count(*) from users group by upper(name);

select name, count(*) from users group by name;

select title, label, count(*) from users group by title, label;

select code, count(*) from users group by code;

select feeling, count(*) from users group by feeling;

@number
select weight, count(*) from users group by weight;

@number
select odd, count(*) from users group by odd;

@number
select strange, count(*) from users group by strange;

select tags, count(*) from users group by tags;

select prefs, count(*) from users group by prefs;

select date_trunc('month', created), count(*) from users group by 1;

select born, count(*) from users group by born having count(*) > 1;

select case when age < 30 then 'young' when age < 60 then 'middle' end as class, count(*), avg(age) from users group by class;

select country, count(*) * 2 + 1, coalesce(sum(score), 0), round(avg(score), 2) from users group by country;

select country, count(*) filter (where active), sum(age) filter (where age > 30) from users group by country;

select lower(country) || '!', count(*) from users group by lower(country);

select user_id, count(*), sum(total) from orders group by user_id;

select user_id, count(*) from consciousness_states group by user_id having count(*) > 5;

@list
select user_id, count(*) as n from consciousness_states group by user_id order by n desc, user_id limit 10;

@list
select user_id, max(at) from consciousness_states group by user_id order by max(at) desc, user_id limit 5 offset 2;

select user_id, state, count(*) from consciousness_states group by user_id, state;

select state, level, count(*), avg(intensity) from consciousness_states group by state, level;

select u.country, count(*), sum(o.total) from users u join orders o on o.user_id = u.id group by u.country;

select u.id, u.name, count(o.no) from users u left join orders o on o.user_id = u.id group by u.id;

select c.name, count(*) from users u join countries c on c.code = u.country group by c.name;

select c.name, count(u.id) from countries c left join users u on u.country = c.code group by c.name;

select extract(month from day) as m, name, sum(hits) from daily_metrics group by 1, 2;

select day, sum(hits) from daily_metrics group by day;

select word, count(*) from empties group by word;

select country, count(distinct age) from users group by country;

select country, string_agg(id, ',' order by id) from users group by country;

select country, active, count(*) from users group by grouping sets ((country), (active), ());

select country, active, count(*), grouping(country, active) from users group by rollup (country, active);

select country, active, count(*) from users group by cube (country, active);

select country, count(*) from users group by rollup (country);

select country, name from users group by country;

select country, sum(count(*)) over () from users group by country;

select country, count(*), rank() over (order by count(*) desc, country) from users group by country;

select count(*) from users group by ();

select status, sum(total), sum(total) / nullif(sum(count(*)) over (), 0) from orders group by status;

select * from spending;

select user_id, total from spending where user_id = 'u2';

@list
select user_id, orders from spending order by orders desc, user_id limit 5;

# Scatter: distinct

select distinct country from users;

select distinct active, country from users;

select distinct name from users;

select distinct title from users;

select distinct code from users;

@number
select distinct weight from users;

@number
select distinct strange from users;

select distinct user_id from orders;

select distinct user_id, status from orders;

@list
select distinct country from users order by country;

@list
select distinct country from users order by country desc nulls last limit 3;

@list
select distinct name from users order by name offset 5;

@list
select distinct age / 10 from users order by 1;

select distinct upper(country) from users;

select distinct * from plans;

select distinct u.country, c.name from users u left join countries c on c.code = u.country;

select distinct count(*) from users group by country;

select distinct word from empties;

select distinct tags from users;

select distinct prefs from users;

@list
select distinct on (country) country, id, age from users order by country, age desc nulls last, id;

@list
select distinct on (user_id) user_id, no, total from orders order by user_id, no desc;

@list
select distinct on (feeling) feeling, id from users order by feeling, id;

select count(*) from (select distinct on (state) state, id from consciousness_states order by state, id) x;

select all country from users;

# Aggregates inside that fold the rows around

select (select count(u.id)) from users u;

select (select max(u.age) from (values (1)) v) as oldest from users u where u.id in ('1', '2', '3', '4', '5', '6');

select exists (select max(u.age)), (select sum(u.balance + u.age)) from users u;

select country, (select count(u.id)), (select max(name) from countries where code = u.country) from users u group by country;

select 1 from users u having (select count(u.id)) > 2;

select u.id, (select count(o.no * u.age) from orders o where o.user_id = u.id) from users u;

# Columns under other names

select count(distinct b) from users u(a, b);

select name, (select count(distinct no) from orders o(x) where status <> 'q') from users;

select u.b, o.b from users u(a, b) join orders o(a, b, c) on u.b <> o.c where o.b < 3 and u.a < '3';
