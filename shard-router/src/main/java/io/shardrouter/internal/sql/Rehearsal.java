package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.shardrouter.internal.sql.Catalog.Column;
import io.shardrouter.internal.sql.Catalog.Order;
import io.shardrouter.internal.sql.Catalog.Place;
import io.shardrouter.internal.sql.Catalog.QualifiedName;
import io.shardrouter.internal.sql.Catalog.Relation;
import java.util.Optional;

/**
 * One statement is analysed for nothing but that all is loaded that analyses statements: that takes
 * as long as a shard's answer, and can be done while one is waited for.
 */
public final class Rehearsal {
  private static final ImmutableList<String> PATH = ImmutableList.of("public");

  private Rehearsal() {}

  /** Analyses it; gives its shape, which nobody needs. */
  public static Shape hold() {
    QualifiedName name = new QualifiedName("public", "rows");
    ImmutableList<Column> columns = ImmutableList.of(column("key"), column("value"));
    Relation rows =
        new Relation(
            name, new Place.Sharded("group", "key"), columns, ImmutableList.of("key"), false);
    Catalog catalog = new Catalog(ImmutableMap.of(name, rows), ImmutableMap.of(), PATH, false);
    return new Analyser(catalog).shape("select r.value from rows r where r.key = ?", PATH);
  }

  private static Column column(String name) {
    return new Column(name, "text", "text", Optional.empty(), Order.LINGUISTIC, true);
  }
}
