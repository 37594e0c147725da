package io.shardrouter.migrator.internal.cli;

import io.shardrouter.GroupConfig;
import io.shardrouter.ShardRouterConfig;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The group that {@code --group} names; where there is only one, that one. */
final class GroupChoice {
  private GroupChoice() {}

  /** The group, or empty where none is named and there are several, or where there is none so. */
  static Optional<GroupConfig> find(ShardRouterConfig config, @Nullable String name) {
    if (name == null) {
      return config.groups().size() == 1
          ? Optional.of(config.groups().values().iterator().next())
          : Optional.empty();
    }
    return Optional.ofNullable(config.groups().get(name));
  }

  /**
   * The group.
   *
   * @throws ParameterException with the groups that there are
   */
  static GroupConfig require(CommandSpec spec, ShardRouterConfig config, @Nullable String name) {
    return find(config, name)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    (name == null ? "there are several groups" : "there is no group " + name)
                        + ": give --group with one of "
                        + config.groups().keySet()));
  }
}
