package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.syntax.SqlText;
import io.shardrouter.internal.sql.syntax.Statement;
import io.shardrouter.internal.sql.syntax.UnreadableException;
import java.util.Optional;

/** From texts to shapes. Thread-safe. */
public final class Analyser {
  /** How many characters of texts are remembered, with what else a shape weighs. */
  private static final int REMEMBERED = 20_000_000;

  private static final int SHAPE = 2_000;

  private final Catalog catalog;
  private final Remembered<String, Shape> shapes =
      new Remembered<>(REMEMBERED, sql -> SHAPE + 2L * sql.length());

  private final Remembered<Elsewhere, Shape> shapesElsewhere =
      new Remembered<>(REMEMBERED, asked -> SHAPE + 2L * asked.sql().length());

  public Analyser(Catalog catalog) {
    this.catalog = catalog;
  }

  /** A text by another search path than the catalog's. */
  private record Elsewhere(String sql, ImmutableList<String> searchPath) {}

  /**
   * The shape of {@code sql}, from memory where it was asked for before.
   *
   * @param searchPath the session's schemas; the catalog's own where it has none of its own
   */
  public Shape shape(String sql, ImmutableList<String> searchPath) {
    return searchPath.equals(catalog.searchPath())
        ? shape(shapes, sql, sql, searchPath)
        : shape(shapesElsewhere, new Elsewhere(sql, searchPath), sql, searchPath);
  }

  private <K> Shape shape(
      Remembered<K, Shape> remembered, K asked, String sql, ImmutableList<String> searchPath) {
    Shape known = remembered.get(asked);
    return known == null ? remembered.put(asked, analyse(sql, searchPath)) : known;
  }

  private Shape analyse(String sql, ImmutableList<String> searchPath) {
    try {
      SqlText text = SqlText.of(sql);
      Optional<Shape> command = Commands.shape(text);
      Optional<Hint> hint = hint(text);
      if (hint.isPresent() && !isControl(command)) {
        return hinted(hint.get(), text);
      }
      if (command.isPresent()) {
        return command.get();
      }
      return StatementText.sameParameters(text) ? shape(text, searchPath) : misread();
    } catch (UnreadableException e) {
      return unreadable(sql, e);
    } catch (RefusalException e) {
      return new Shape.Refused(e.refusal());
    }
  }

  private static Shape misread() {
    return new Shape.Refused(
        Refusals.of("the statement", "the driver sees its parameters elsewhere", Refusals.BIND));
  }

  private static Optional<Hint> hint(SqlText text) throws RefusalException {
    return Hint.Reader.read(text.text());
  }

  private static boolean isControl(Optional<Shape> command) {
    return command
        .filter(s -> s instanceof Shape.Transaction || s instanceof Shape.Setting)
        .isPresent();
  }

  private Shape shape(SqlText text, ImmutableList<String> searchPath)
      throws UnreadableException, RefusalException {
    boolean explains = text.tokens().get(0).value().equals("explain");
    Statement statement = explains ? text.explained() : text.statement();
    Binder binder = new Binder(catalog, searchPath);
    BoundQuery bound = binder.bind(statement);
    return new StatementShape(catalog, text, bound, binder.bindings(), explains).shape();
  }

  private Shape hinted(Hint hint, SqlText text) throws RefusalException, UnreadableException {
    if (hint instanceof Hint.Shard shard) {
      return new Shape.OnShard(shard.id());
    }
    if (hint instanceof Hint.Key key) {
      return new Shape.Hinted(Hint.constraint(key, catalog));
    }
    Statement statement = text.statement();
    Binder binder = new Binder(catalog, catalog.searchPath());
    binder.bind(statement);
    if (StatementShape.writes(binder.bindings())) {
      throw new RefusalException(
          "the hint shard:all", "it is for statements that only read", Refusals.BIND);
    }
    Gathering.Refused otherwise =
        new Gathering.Refused(
            Refusals.of("the hint shard:all", "the rows are not merged", "use no hint"));
    ShardText verbatim = new ShardText(text.text(), text.parameters(text.all()));
    return new Shape.Read(
        Keys.UNKNOWN,
        new Gathering.Merge(
            verbatim, 0, ImmutableList.of(), Optional.empty(), Optional.empty(), otherwise),
        ProofPlace.NONE);
  }

  /** A hint still routes what is not read. */
  private Shape unreadable(String sql, UnreadableException e) {
    try {
      Optional<Hint> hint = Hint.Reader.read(sql);
      if (hint.isPresent() && hint.get() instanceof Hint.Shard shard) {
        return new Shape.OnShard(shard.id());
      }
      if (hint.isPresent() && hint.get() instanceof Hint.Key key) {
        return new Shape.Hinted(Hint.constraint(key, catalog));
      }
    } catch (RefusalException refused) {
      return new Shape.Refused(refused.refusal());
    }
    String reason = "it is not read beyond character " + (e.position() + 1) + ": " + e.getMessage();
    return new Shape.Refused(Refusals.of("the statement", reason, Refusals.BIND));
  }
}
