package io.shardrouter.internal.exec;

import com.google.common.collect.ImmutableList;
import io.shardrouter.Explanation;
import io.shardrouter.RefusedException;
import io.shardrouter.internal.catalog.Catalogs;
import io.shardrouter.internal.plan.Explainer;
import io.shardrouter.internal.plan.Planner;
import io.shardrouter.internal.plan.Route;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.shards.Shard;
import io.shardrouter.internal.sql.Analyser;
import io.shardrouter.internal.sql.Catalog;
import io.shardrouter.internal.sql.Shape;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From statements' texts and parameters to routes, by what the catalogs tell. Thread-safe. */
final class TextRoutes {
  /** A catalog and what was analysed by it. */
  private record Known(Catalog catalog, Analyser analyser) {}

  private final Catalogs catalogs;
  private final Planner planner;
  private final Explainer explainer;
  private final boolean hasSeveralShards;
  private volatile @Nullable Known known;

  TextRoutes(Router router) {
    this.catalogs = new Catalogs(router.shards(), router.config());
    this.planner =
        new Planner(router, router::holder, router.config().defaultShard(), router.allKeys());
    this.hasSeveralShards = router.allKeys().isEmpty();
    this.explainer =
        new Explainer(router.shards().all().stream().map(Shard::id).toList(), router::holder);
  }

  /**
   * Where a statement goes.
   *
   * @param schema the only schema of the session's search path beside {@code pg_catalog}; empty:
   *     the path is the catalog's
   */
  Route route(String sql, Optional<String> schema, Arguments arguments) throws SQLException {
    if (sql.regionMatches(true, 0, "explain", 0, 7)) {
      Optional<String> asked = Explainer.asked(sql);
      if (asked.isPresent()) {
        return new Route.Explain(asked.get());
      }
    }
    return planner.route(knownShape(sql, schema), arguments::value);
  }

  /** As {@link #shape}; a table that the catalog lacks is looked for anew first. */
  private Shape knownShape(String sql, Optional<String> schema) throws SQLException {
    Shape shape = shape(sql, schema);
    if (!(shape instanceof Shape.Unknown)) {
      return shape;
    }
    catalogs.refresh();
    Shape again = shape(sql, schema);
    if (again instanceof Shape.Unknown unknown && hasSeveralShards) {
      // Not any shard's to say: it could be made there this very moment.
      throw new SQLException("relation \"" + unknown.relation() + "\" does not exist", "42P01");
    }
    return again;
  }

  /** Where a statement would go, for people. */
  Explanation explain(String sql, Optional<String> schema, Arguments arguments)
      throws SQLException {
    Shape shape = shape(sql, schema);
    try {
      return explainer.explain(shape, planner.route(shape, arguments::value));
    } catch (RefusedException e) {
      throw e;
    } catch (SQLException e) {
      // A key's value is missing.
      return explainer.explain(shape);
    }
  }

  /** Whether the statement's own key is another one than {@code given}. */
  boolean contradicts(String sql, Optional<String> schema, Arguments arguments, RoutedKey given)
      throws SQLException {
    return planner.contradicts(shape(sql, schema), arguments::value, given);
  }

  /** What the statement is. */
  Shape shape(String sql, Optional<String> schema) throws SQLException {
    Known current = known();
    ImmutableList<String> path =
        schema.isPresent()
            ? ImmutableList.of("pg_catalog", schema.get())
            : current.catalog.searchPath();
    return current.analyser.shape(sql, path);
  }

  @SuppressWarnings("ReferenceEquality") // It may have been read again and be equal.
  private Known known() throws SQLException {
    Catalog catalog = catalogs.current();
    Known found = known;
    if (found == null || found.catalog != catalog) {
      // Racing threads make equal ones.
      found = new Known(catalog, new Analyser(catalog));
      known = found;
    }
    return found;
  }

  /** Reads the catalog anew: a table or a column was made meanwhile. */
  void refresh() throws SQLException {
    catalogs.refresh();
  }
}
