package io.shardrouter.internal.exec;

import com.google.common.collect.ImmutableList;
import io.shardrouter.Explanation;
import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.catalog.Catalogs;
import io.shardrouter.internal.plan.Explainer;
import io.shardrouter.internal.plan.Planner;
import io.shardrouter.internal.plan.Route;
import io.shardrouter.internal.plan.Route.Access;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.shards.Shard;
import io.shardrouter.internal.sql.Analyser;
import io.shardrouter.internal.sql.Catalog;
import io.shardrouter.internal.sql.ProofPlace;
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
  private final Optional<Route> onlyShard;
  private volatile @Nullable Known known;

  TextRoutes(Router router) {
    this.catalogs = new Catalogs(router.shards(), router.config());
    this.planner =
        new Planner(router, router::holder, router.config().defaultShard(), router.allKeys());
    this.onlyShard = router.allKeys().map(all -> new Route.Single(all, Access.WRITE));
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
    if (onlyShard.isPresent() && !sql.contains("shard:")) {
      // Whatever it is, it goes there as it is; only a hint is heard.
      return onlyShard.get();
    }
    return planner.route(knownShape(sql, schema), arguments);
  }

  /** As {@link #shape}; a table that the catalog lacks is looked for anew first. */
  private Shape knownShape(String sql, Optional<String> schema) throws SQLException {
    Shape shape = shape(sql, schema);
    if (!(shape instanceof Shape.Unknown)) {
      return shape;
    }
    catalogs.refresh();
    Shape again = shape(sql, schema);
    if (again instanceof Shape.Unknown unknown && onlyShard.isEmpty()) {
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
      return explainer.explain(shape, planner.route(shape, arguments));
    } catch (RefusedException e) {
      throw e;
    } catch (SQLException e) {
      // A key's value is missing.
      return explainer.explain(shape);
    }
  }

  /**
   * Lets a statement pass that is about {@code given} or about no key.
   *
   * @return where it can prove by itself that its shard holds the key
   * @throws RefusedException {@code SR003} where its own key is another one
   */
  ProofPlace requireKey(RoutedKey given, String sql, Optional<String> schema, Arguments arguments)
      throws SQLException {
    Shape shape = shape(sql, schema);
    if (planner.contradicts(shape, arguments, given)) {
      throw new RefusedException(
          SqlState.BAD_KEY,
          "the statement is about another key of group %s than its connection: use a connection"
                  .formatted(given.group())
              + " of that key, or one without a key; keyCheck: off sends it unseen");
    }
    return shape instanceof Shape.Read read ? read.proof() : ProofPlace.NONE;
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
