package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shardrouter.testing.EmbeddedShards;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver's TLS settings reach the driver, and a server that cannot be trusted is not used. */
class TlsTest {
  private static final ShardKey KEY = ShardKey.of("user", "user-1");
  private static final String PASSWORD = "of the key store";

  @TempDir private static Path directory;

  private static TestCluster cluster;
  private static Path root;
  private static Path otherRoot;

  @BeforeAll
  static void startWithCertificate() throws Exception {
    EmbeddedShards servers = EmbeddedShards.servers(1);
    cluster = TestCluster.of(servers, b -> b);
    Path data = Path.of(cluster.ask(0, "show data_directory"));
    assumeTrue(Files.isDirectory(data), "the server's files are on this machine");
    KeyStore ours = selfSigned("server");
    root = Files.writeString(directory.resolve("root.crt"), certificate(ours));
    otherRoot = Files.writeString(directory.resolve("other.crt"), certificate(selfSigned("other")));
    readableByServerAlone(data.resolve("tls.crt"), certificate(ours), data);
    readableByServerAlone(data.resolve("tls.key"), key(ours), data);
    servers.execute(
        0,
        "alter system set ssl_cert_file = 'tls.crt'",
        "alter system set ssl_key_file = 'tls.key'",
        "alter system set ssl = on",
        "select pg_reload_conf()");
    await().until(() -> cluster.ask(0, "show ssl").equals("on"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** For the address 127.0.0.1 and for no name. */
  private static KeyStore selfSigned(String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = directory.resolve(name + ".p12");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", "server", "-keyalg", "RSA", "-storetype"));
    command.addAll(List.of("PKCS12", "-dname", "CN=" + name, "-ext", "san=ip:127.0.0.1"));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD));
    Process keytool = new ProcessBuilder(command).inheritIO().start();
    assertThat(keytool.waitFor()).as("keytool").isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static String certificate(KeyStore store) throws GeneralSecurityException {
    return pem("CERTIFICATE", store.getCertificate("server").getEncoded());
  }

  private static String key(KeyStore store) throws GeneralSecurityException {
    return pem("PRIVATE KEY", store.getKey("server", PASSWORD.toCharArray()).getEncoded());
  }

  private static String pem(String type, byte[] der) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(type, lines.encodeToString(der), type);
  }

  /** PostgreSQL takes no key that others may read; under root it runs as another user. */
  private static void readableByServerAlone(Path file, String text, Path data) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.setOwner(file, Files.getOwner(data));
  }

  private static ShardedDataSource open(String host, String settings) throws SQLException {
    String url = cluster.shards().url(0).replace("127.0.0.1", host);
    ShardConfig shard =
        ShardConfig.of(
            0,
            url + (url.contains("?") ? "&" : "?") + settings,
            cluster.shards().username(),
            PasswordSource.fixed(cluster.shards().password()));
    ShardRouterConfigBuilder builder = ShardRouterConfig.builder().shard(shard);
    cluster.config().groups().values().forEach(builder::group);
    return ShardedDataSource.open(builder.build());
  }

  @Test
  void verifiedServerIsUsedOverTls() throws SQLException {
    try (ShardedDataSource router = open("127.0.0.1", "sslmode=verify-full&sslrootcert=" + root);
        Connection c = router.getConnection(KEY);
        Statement s = c.createStatement();
        ResultSet row =
            s.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getBoolean("ssl")).isTrue();
      assertThat(router.health(Duration.ofSeconds(10)).status()).isEqualTo(ClusterHealth.Status.UP);
    }
  }

  @Test
  void serverOfAnotherRootIsNotUsed() {
    assertThatThrownBy(() -> open("127.0.0.1", "sslmode=verify-full&sslrootcert=" + otherRoot))
        .isInstanceOf(ShardUnavailableException.class)
        .hasMessageContaining("shard 0")
        .hasMessageContaining("PKIX path")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("08001");
  }

  @Test
  void serverOfAnotherNameIsNotUsedWhereNamesAreVerified() throws SQLException {
    open("localhost", "sslmode=verify-ca&sslrootcert=" + root).close();
    assertThatThrownBy(() -> open("localhost", "sslmode=verify-full&sslrootcert=" + root))
        .isInstanceOf(ShardUnavailableException.class)
        .hasMessageContaining("localhost could not be verified");
  }
}
