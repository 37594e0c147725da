package io.shardrouter.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many rows are asked for at a time. */
class BlockSizeTest {
  private EmbeddedShards shards;
  private Connection connection;

  @BeforeEach
  void start() throws SQLException {
    shards = EmbeddedShards.databases(1);
    connection = shards.connect(0);
  }

  @AfterEach
  void stop() throws SQLException {
    connection.close();
    shards.close();
  }

  private void look(BlockSize size, int width) throws SQLException {
    try (ResultSet row =
        connection
            .createStatement()
            .executeQuery("select repeat('x', " + width + "), null::text")) {
      row.next();
      for (int i = 0; i < 20; i++) {
        size.look(row, 2);
      }
    }
  }

  @Test
  void withoutALimitOfBytesAllBlocksAreAlike() throws SQLException {
    BlockSize size = new BlockSize(1000, 0);
    assertThat(size.rows()).isEqualTo(1000);
    look(size, 1_000_000);
    assertThat(size.next()).isEqualTo(1000);
  }

  @Test
  void itGrowsUpToTheMost() throws SQLException {
    BlockSize size = new BlockSize(5000, 10_000_000);
    assertThat(size.rows()).isEqualTo(128);
    look(size, 976);
    assertThat(size.next()).isEqualTo(1024);
    look(size, 976);
    assertThat(size.next()).isEqualTo(5000);
    assertThat(size.rows()).isEqualTo(5000);
  }

  @Test
  void ofNarrowRowsItIsAsManyAsMakeASmallBlock() throws SQLException {
    BlockSize size = new BlockSize(1000, 10_000_000);
    look(size, 464);
    assertThat(size.next()).isEqualTo(1024);
    look(size, 80);
    assertThat(size.next()).isEqualTo(4096);
    look(size, 2000);
    assertThat(size.next()).isEqualTo(1000);
  }

  @Test
  void narrowRowsDoNotTakeMoreThanTheirShareOfTheBudget() throws SQLException {
    BlockSize size = new BlockSize(100, 20_000);
    look(size, 52);
    assertThat(size.next()).isEqualTo(200);
  }

  @Test
  void itIsAsManyWideRowsAsFit() throws SQLException {
    BlockSize size = new BlockSize(1000, 1_000_000);
    look(size, 99_952);
    assertThat(size.next()).isEqualTo(10);
    look(size, 5_000_000);
    assertThat(size.next()).isEqualTo(1);
    look(size, 10);
    assertThat(size.next()).isEqualTo(8);
  }

  @Test
  void aSmallFetchSizeStaysSmall() throws SQLException {
    BlockSize size = new BlockSize(3, 1_000_000);
    assertThat(size.rows()).isEqualTo(3);
    for (int block = 0; block < 5; block++) {
      look(size, 10);
      assertThat(size.next()).isEqualTo(24);
    }
  }
}
