package io.shardrouter.it;

import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardedDataSource;

/** The service as a program: its configuration is a resource that reads the environment. */
public final class Service {
  private Service() {}

  /** Enrols the user {@code args[0]} with the state {@code args[1]}, and prints what it has. */
  public static void main(String[] args) throws Exception {
    try (ShardedDataSource shards =
        ShardedDataSource.open(ShardRouterConfig.loadResource("shards.yaml"))) {
      StateStore store = new StateStore(shards);
      store.enrol(args[0], args[1]);
      System.out.println(args[0] + ": " + store.states(args[0]));
    }
  }
}
