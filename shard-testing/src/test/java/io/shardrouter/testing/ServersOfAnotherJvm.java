package io.shardrouter.testing;

import static io.shardrouter.testing.EmbeddedShardsTest.value;

import java.io.IOException;
import java.sql.SQLException;

/** A JVM that starts servers, says which, and closes none of them. */
final class ServersOfAnotherJvm {

  private ServersOfAnotherJvm() {}

  /** Ends orderly when its standard input ends. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException, SQLException {
    EmbeddedShards servers = EmbeddedShards.servers(2);
    EmbeddedShards databases = EmbeddedShards.databases(1);
    print(servers, 0);
    print(servers, 1);
    print(databases, 0);
    System.out.println("end");
    System.exit(System.in.read() + 1);
  }

  @SuppressWarnings("SystemOut")
  private static void print(EmbeddedShards shards, int shard) throws SQLException {
    System.out.println(
        shards.postmasterPid(shard) + " " + value(shards, shard, "show data_directory"));
  }
}
