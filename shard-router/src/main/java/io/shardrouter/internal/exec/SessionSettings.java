package io.shardrouter.internal.exec;

import com.google.common.collect.ImmutableList;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a caller has set on a connection through JDBC, so that it can be set again on another
 * physical one. Not thread-safe, as a connection is not.
 */
public final class SessionSettings {
  /** One setting, to be made on a physical connection. */
  @FunctionalInterface
  public interface Setting {
    void applyTo(Connection connection) throws SQLException;
  }

  /** The name of the setting that {@link Connection#setSchema} makes. */
  public static final String SCHEMA = "schema";

  private boolean autoCommit = true;
  private boolean readOnly;
  private boolean byText;
  private @Nullable OfTransaction ofTransaction;
  private @Nullable Integer isolation;
  private Optional<String> schema = Optional.empty();
  private @Nullable Map<String, Setting> others;

  /** What the open transaction has set by text. */
  private static final class OfTransaction {
    /** For itself alone. */
    private final List<Setting> local = new ArrayList<>();

    /** For the session: the names. */
    private final List<String> texts = new ArrayList<>();
  }

  public boolean autoCommit() {
    return autoCommit;
  }

  void autoCommit(boolean value) {
    autoCommit = value;
  }

  public boolean readOnly() {
    return readOnly;
  }

  void readOnly(boolean value) {
    readOnly = value;
  }

  @Nullable Integer isolation() {
    return isolation;
  }

  void isolation(int level) {
    isolation = level;
  }

  /** The schema that the caller has set; empty: the search path is the shard's own. */
  Optional<String> schema() {
    return schema;
  }

  void schema(@Nullable String name) {
    schema = Optional.ofNullable(name);
  }

  /** Keeps {@code setting}; one of the same name before it is forgotten. */
  void keep(String name, Setting setting) {
    if (others == null) {
      others = new LinkedHashMap<>();
    }
    others.put(name, setting);
  }

  /** As {@link #keep}, for a setting that no pool undoes, but that ends where it is rolled back. */
  void keepByText(String name, Setting setting) {
    keep(name, setting);
    byText = true;
    if (!autoCommit) {
      inTransaction().texts.add(name);
    }
  }

  /** Keeps {@code setting} for what the open transaction still touches. */
  void keepForTransaction(Setting setting) {
    inTransaction().local.add(setting);
  }

  private OfTransaction inTransaction() {
    if (ofTransaction == null) {
      ofTransaction = new OfTransaction();
    }
    return ofTransaction;
  }

  private List<Setting> local() {
    return ofTransaction == null ? List.of() : ofTransaction.local;
  }

  /** What is kept for the open transaction. */
  ImmutableList<Setting> ofTransaction() {
    return ImmutableList.copyOf(local());
  }

  void transactionEnded() {
    ofTransaction = null;
  }

  /** How many settings the open transaction has made by text: of the session, and of its own. */
  record Mark(int texts, int local) {
    static final Mark BEGINNING = new Mark(0, 0);
  }

  Mark mark() {
    return ofTransaction == null
        ? Mark.BEGINNING
        : new Mark(ofTransaction.texts.size(), ofTransaction.local.size());
  }

  /** Forgets what the open transaction has set by text since {@code mark}: it is rolled back. */
  void undoTo(Mark mark) {
    if (ofTransaction == null) {
      return;
    }
    List<String> texts = ofTransaction.texts;
    while (texts.size() > mark.texts()) {
      String name = texts.remove(texts.size() - 1);
      if (others != null) {
        others.remove(name);
      }
    }
    List<Setting> local = ofTransaction.local;
    while (local.size() > mark.local()) {
      local.remove(local.size() - 1);
    }
  }

  /** Whether a connection with these settings is of no use to another borrower. */
  boolean leaveState() {
    return byText;
  }

  /** Whether a statement may answer otherwise because of them. */
  boolean changeAnswers() {
    return byText || schema.isPresent() || !local().isEmpty();
  }

  /** Whether a setting of that name was made. */
  boolean has(String name) {
    return others != null && others.containsKey(name);
  }

  /** Makes all settings on a connection on which none was made. */
  public void applyTo(Connection fresh) throws SQLException {
    if (isolation != null) {
      fresh.setTransactionIsolation(isolation);
    }
    if (readOnly) {
      fresh.setReadOnly(true);
    }
    if (others != null) {
      for (Setting setting : others.values()) {
        setting.applyTo(fresh);
      }
    }
    if (!autoCommit) {
      fresh.setAutoCommit(false);
    }
    for (Setting setting : local()) {
      setting.applyTo(fresh);
    }
  }
}
