package io.shardrouter.it.targets;

import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.testing.EmbeddedShards;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** The fresh databases of a {@link Target}, as a client reaches them. */
public final class Databases implements AutoCloseable {
  private static final String[] TABLES = {
    "create table users (id text primary key, name text not null,"
        + " balance bigint not null default 0, version int not null default 0)",
    "create table consciousness_states (user_id text not null references users(id),"
        + " id uuid not null default gen_random_uuid(), state text not null,"
        + " intensity numeric(6,2), felt_at timestamptz, primary key (user_id, id))",
    "create table countries (code text primary key, name text not null)",
    "insert into countries values ('DE', 'Germany'), ('FR', 'France')"
  };

  private final Target target;
  private final EmbeddedShards shards;
  private @Nullable ShardedDataSource router;
  private @Nullable Path file;

  private Databases(Target target) {
    this.target = target;
    this.shards = EmbeddedShards.databases(target.databases());
  }

  /** Databases with the tables of the mission and nothing in them but countries. */
  public static Databases of(Target target) throws SQLException {
    Databases databases = empty(target);
    databases.shards.executeOnAll(TABLES);
    return databases;
  }

  /** Databases without any tables. */
  public static Databases empty(Target target) {
    return new Databases(target);
  }

  /** Executes statements in each of them, around whatever the client goes through. */
  public void execute(String... sql) throws SQLException {
    shards.executeOnAll(sql);
  }

  /** What a service is given; closed with this. */
  public DataSource dataSource() throws SQLException {
    return target == Target.PLAIN ? plain() : router();
  }

  /** Each database by itself, for tools that must see them so. */
  public List<DataSource> single() throws SQLException {
    if (target == Target.PLAIN) {
      return List.of(plain());
    }
    List<DataSource> all = new ArrayList<>();
    for (int shard = 0; shard < shards.count(); shard++) {
      all.add(router().shardDataSource(shard));
    }
    return all;
  }

  /** Tells the router, where there is one, that tables were made or altered. */
  public void schemaChanged() throws SQLException {
    if (router != null) {
      router.refreshCatalog();
    }
  }

  private ShardedDataSource router() throws SQLException {
    if (router == null) {
      router = ShardedDataSource.open(ShardRouterConfig.parse(yaml(), "shards.yaml", name -> null));
    }
    return router;
  }

  private DataSource plain() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(shards.url(0));
    source.setUser(shards.username());
    source.setPassword(shards.password());
    return source;
  }

  /** A URL for {@code DriverManager} that needs neither user nor password. */
  public String url() {
    if (target == Target.PLAIN) {
      return shards.url(0)
          + (shards.url(0).contains("?") ? "&" : "?")
          + "user="
          + encoded(shards.username())
          + "&password="
          + encoded(shards.password());
    }
    try {
      if (file == null) {
        file = Files.createTempFile("shards", ".yaml");
        Files.writeString(file, yaml());
      }
      return "jdbc:shardrouter:" + file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private String yaml() {
    StringBuilder text = new StringBuilder("shards:\n");
    List<Integer> layout = new ArrayList<>();
    for (int shard = 0; shard < shards.count(); shard++) {
      layout.add(shard);
      text.append(
          "  - {id: %d, url: \"%s\", username: \"%s\", password: \"%s\"}%n"
              .formatted(shard, shards.url(shard), shards.username(), shards.password()));
    }
    return text
        + """
        groups:
          user:
            strategy: md5
            keyType: text
            layout: %s
            tables: {users: id, consciousness_states: user_id}
        referenceTables: [countries]
        install: auto
        pool: {maximumPoolSize: 4, minimumIdle: 0}
        """
            .formatted(layout);
  }

  @Override
  public void close() {
    if (router != null) {
      router.close();
    }
    shards.close();
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
