package io.shardrouter.internal.exec;

import io.shardrouter.internal.sql.Gathering.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How many rows an OFFSET or LIMIT says, as PostgreSQL reads it. */
final class Amounts {
  private Amounts() {}

  /** Whether {@code amount} is nothing that PostgreSQL has to judge: a whole number, or none. */
  static boolean isWhole(Optional<Amount> amount, Arguments arguments) throws SQLException {
    if (amount.isEmpty() || amount.get() instanceof Amount.Constant) {
      return true;
    }
    Object value = arguments.at(((Amount.Parameter) amount.get()).index());
    return value instanceof Long || value instanceof Integer || value instanceof Short;
  }

  static long offset(Optional<Amount> offset, Arguments arguments) throws SQLException {
    return rows(offset, arguments, "OFFSET", "2201X").orElse(0);
  }

  static long limit(Optional<Amount> limit, Arguments arguments) throws SQLException {
    return rows(limit, arguments, "LIMIT", "2201W").orElse(Long.MAX_VALUE);
  }

  private static OptionalLong rows(
      Optional<Amount> amount, Arguments arguments, String clause, String state)
      throws SQLException {
    if (amount.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong rows =
        amount.get() instanceof Amount.Constant constant
            ? OptionalLong.of(constant.rows())
            : whole(arguments.at(((Amount.Parameter) amount.get()).index()), clause);
    if (rows.isPresent() && rows.getAsLong() < 0) {
      throw new SQLException(clause + " must not be negative", state);
    }
    return rows;
  }

  private static OptionalLong whole(@Nullable Object value, String clause) throws SQLException {
    try {
      if (value == null) {
        return OptionalLong.empty();
      }
      if (value instanceof Float || value instanceof Double) {
        // As the server makes a bigint of a float8: half to even; of a numeric: half up.
        double rounded = Math.rint(((Number) value).doubleValue());
        return OptionalLong.of(new BigDecimal(rounded).longValueExact());
      }
      BigDecimal number = new BigDecimal(value.toString().strip());
      return OptionalLong.of(number.setScale(0, RoundingMode.HALF_UP).longValueExact());
    } catch (ArithmeticException e) {
      throw new SQLException("the number of rows of " + clause + " is out of range", "22003", e);
    } catch (NumberFormatException e) {
      throw new SQLException("the number of rows of " + clause + " is no number", "22P02", e);
    }
  }
}
