package io.shardrouter.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Texts that nobody meant to write: they have a shape, or are refused, and nothing is thrown. */
class HostileTextsTest {
  private static final List<String> SEEDS =
      List.of(
          "select u.id, count(*) filter (where o.amount > ?) over (partition by u.id) from users u"
              + " left join lateral (select * from orders o where o.user_id = u.id limit 1) o on true"
              + " where u.id in (?, 'a', null) and not exists (select 1 from states) order by 1, 2",
          "with recursive t (a, b) as (select id, 1 from users where id = ? union all select a, b + 1"
              + " from t join orders on user_id = a) select distinct on (a) * from t limit ? offset ?",
          "insert into users as u (id, name) values (?, default), ('b', (select name from users))"
              + " on conflict (id) do update set name = excluded.name returning u.*, u",
          "merge into users u using (values (?, 2)) s (id, x) on u.id = s.id when matched then"
              + " update set name = 'x' when not matched then insert (id) values (s.id)",
          "select sum(age) * 2, avg(score), max(name) from users group by rollup (country), ()"
              + " having count(*) > 1 union select 1, 2, 'x' intersect table users",
          "update users set (id, name) = (id, ?) from orders natural join states where users.id = any(?)",
          "select case a when 1 then 2 end, a[1:2], (b).c, array[[1], [?]], cast(x as numeric(3)),"
              + " interval '1' day, trim(both from y), extract(day from z) from rows from (f(1)) g");

  @Test
  void nothingIsThrown() {
    Random random = new Random(4);
    Analyser analyser = new Analyser(TestCatalog.catalog());
    for (int round = 0; round < 20_000; round++) {
      List<String> words =
          new ArrayList<>(
              List.of(SEEDS.get(random.nextInt(SEEDS.size())).split("(?<=\\W)|(?=\\W)")));
      List<String> others =
          List.of(SEEDS.get(random.nextInt(SEEDS.size())).split("(?<=\\W)|(?=\\W)"));
      for (int change = random.nextInt(4); change >= 0; change--) {
        change(words, others, random);
      }
      assertThat(analyser.shape(String.join("", words), TestCatalog.PATH)).isNotNull();
    }
  }

  private static void change(List<String> words, List<String> others, Random random) {
    int at = random.nextInt(words.size());
    switch (random.nextInt(4)) {
      case 0 -> words.remove(at);
      case 1 -> words.add(at, others.get(random.nextInt(others.size())));
      case 2 -> Collections.swap(words, at, random.nextInt(words.size()));
      default -> words.set(at, others.get(random.nextInt(others.size())));
    }
    if (words.isEmpty()) {
      words.add("");
    }
  }
}
