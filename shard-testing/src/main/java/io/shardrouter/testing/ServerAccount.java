package io.shardrouter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The account that owns and runs the servers: PostgreSQL refuses to run as root, so that a JVM of
 * root, as in most containers, needs another one.
 *
 * @param prefix the words in front of a command that switch to the account; empty for the JVM's own
 * @param owner who must own the servers' files; null for the JVM's own account
 */
record ServerAccount(List<String> prefix, @Nullable UserPrincipal owner) {

  /** {@code postgres} is there where PostgreSQL was installed, {@code nobody} everywhere else. */
  private static final List<String> UNPRIVILEGED = List.of("postgres", "nobody");

  static ServerAccount current() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return new ServerAccount(List.of(), null);
    }
    if (!System.getProperty("os.name").startsWith("Linux")) {
      throw new IllegalStateException(
          "PostgreSQL does not run as root, and only on Linux can root run it as another user: "
              + "run the tests as an ordinary user");
    }
    UserPrincipal owner = unprivilegedUser();
    return new ServerAccount(
        List.of(
            "setpriv",
            "--reuid=" + owner.getName(),
            "--regid=" + primaryGroup(owner),
            "--clear-groups",
            "--inh-caps=-all",
            "--"),
        owner);
  }

  /** Hands a directory of this JVM to the account. */
  void own(Path directory) throws IOException {
    if (owner != null) {
      Files.setOwner(directory, owner);
    }
  }

  private static UserPrincipal unprivilegedUser() {
    UserPrincipalLookupService users = FileSystems.getDefault().getUserPrincipalLookupService();
    for (String name : UNPRIVILEGED) {
      try {
        return users.lookupPrincipalByName(name);
      } catch (UserPrincipalNotFoundException e) {
        // Then the next one.
      } catch (IOException e) {
        throw new UncheckedIOException("cannot look up the user " + name, e);
      }
    }
    throw new IllegalStateException(
        "PostgreSQL does not run as root, and there is no user of " + UNPRIVILEGED);
  }

  private static String primaryGroup(UserPrincipal user) {
    return Installation.runToEnd(new ProcessBuilder("id", "-g", user.getName())).strip();
  }
}
