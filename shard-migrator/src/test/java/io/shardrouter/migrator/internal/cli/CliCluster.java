package io.shardrouter.migrator.internal.cli;

import io.shardrouter.testing.EmbeddedShards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Shards with tables, and configuration files for them. */
final class CliCluster implements AutoCloseable {
  private final EmbeddedShards shards;
  private final Path directory;

  CliCluster(EmbeddedShards shards, Path directory) throws SQLException {
    this.shards = shards;
    this.directory = directory;
    shards.executeOnAll(
        "create table users (id text primary key, name text)",
        "create table consciousness_states (id bigint, user_id text not null references users,"
            + " state jsonb, primary key (user_id, id))",
        "create table accounts (id bigint not null, amount numeric) partition by hash (id)",
        "create table accounts_0 partition of accounts for values with (modulus 2, remainder 0)",
        "create table accounts_1 partition of accounts for values with (modulus 2, remainder 1)",
        "create table countries (code text primary key)");
  }

  EmbeddedShards shards() {
    return shards;
  }

  /** A configuration of the first {@code count} shards, with the base layout {@code layout}. */
  String config(int count, String layout) throws IOException {
    return config(count, layout, shards.password());
  }

  String config(int count, String layout, String password) throws IOException {
    String listed =
        IntStream.range(0, count)
            .mapToObj(
                id ->
                    "  - {id: %d, url: \"%s\", username: %s, password: \"%s\"}\n"
                        .formatted(id, shards.url(id), shards.username(), password))
            .collect(Collectors.joining());
    return file(
        "shards:\n"
            + listed
            + """
            groups:
              user:
                strategy: md5
                layout: %1$s
                tables: {users: id, consciousness_states: user_id}
              account:
                strategy: md5
                layout: %1$s
                tables: {accounts: id}
            referenceTables: [countries]
            pool: {connectionTimeout: 3000}
            """
                .formatted(layout));
  }

  /** All shards, all in the base layout. */
  String config() throws IOException {
    return config(shards.count(), IntStream.range(0, shards.count()).boxed().toList().toString());
  }

  /** A file with {@code yaml} in it. */
  String file(String yaml) throws IOException {
    Path file = Files.createTempFile(directory, "shards", ".yaml");
    Files.writeString(file, yaml);
    return file.toString();
  }

  /** The first column of the first row. */
  String ask(int shard, String sql) throws SQLException {
    try (Connection connection = shards.connect(shard);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  @Override
  public void close() {
    shards.close();
  }
}
