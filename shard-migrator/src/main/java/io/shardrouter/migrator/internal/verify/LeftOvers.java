package io.shardrouter.migrator.internal.verify;

import io.shardrouter.migrator.internal.move.Journal;
import io.shardrouter.migrator.internal.move.ShardLink;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.SQLException;
import java.util.List;

/** Staging tables of no open move. */
final class LeftOvers {
  private static final String ORPHANS =
      """
      select format('shard_stage.%%I', c.relname) as name
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'shard_stage' and c.relkind = 'r'
         and not exists (
             select from shard_router.move m
              where starts_with(c.relname::text, m.move_id::text) and %s)
       order by 1
      """
          .formatted(Journal.OPEN);

  private LeftOvers() {}

  /** Their names, safe in SQL. */
  static List<String> on(ShardLink shard) throws SQLException {
    return Sql.rows(shard.connection(), row -> row.getString("name"), ORPHANS);
  }

  /** Drops those that are left over now; nothing can use them any more. */
  static List<String> drop(ShardLink shard) throws SQLException {
    List<String> found = on(shard);
    for (String table : found) {
      Sql.run(shard.connection(), "drop table if exists " + table);
    }
    return found;
  }
}
