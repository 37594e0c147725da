package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;

/** One thing that a side answered. */
sealed interface Observation {
  /**
   * A result set.
   *
   * @param columns what the metadata tells of each
   */
  record Rows(
      ImmutableList<String> columns,
      ImmutableList<ImmutableList<Cell>> rows,
      Expectation expectation)
      implements Observation {
    @Override
    public String toString() {
      return rows.size() + " rows of " + columns + ": " + Differences.few(rows);
    }
  }

  /** Anything else that a call gave: an update count, a warning, a property. */
  record Noted(String what, String value) implements Observation {
    @Override
    public String toString() {
      return what + " = " + value;
    }
  }

  /**
   * An error.
   *
   * @param state the SQLSTATE; the class of what is no SQLException
   */
  record Failed(String state, String message) implements Observation {
    /** Whether the router says that it does not run this. */
    boolean isRefusal() {
      return state.equals("SR003")
          || state.equals("SR004")
          || state.equals("SR005")
          || state.equals("SR006");
    }

    @Override
    public String toString() {
      return "error " + state + ": " + message;
    }
  }
}
