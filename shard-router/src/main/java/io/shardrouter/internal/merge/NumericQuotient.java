package io.shardrouter.internal.merge;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Division of numerics with the scale that PostgreSQL gives the quotient, by the rule of {@code
 * select_div_scale} in its numeric.c: at least 16 significant digits, counted in groups of four
 * decimal ones, and no fewer behind the point than the operands have.
 */
final class NumericQuotient {
  private static final int SIGNIFICANT_DIGITS = 16;
  private static final int MOST_BEHIND_POINT = 1_000;

  /** Decimal digits of a group. */
  private static final int GROUP = 4;

  private NumericQuotient() {}

  /** {@code dividend} by {@code divisor}, which is not zero. */
  static BigDecimal of(BigDecimal dividend, BigDecimal divisor) {
    int weight = weight(dividend) - weight(divisor);
    if (firstGroup(dividend) <= firstGroup(divisor)) {
      weight--;
    }
    int scale = SIGNIFICANT_DIGITS - weight * GROUP;
    scale = Math.max(scale, Math.max(dividend.scale(), divisor.scale()));
    scale = Math.min(Math.max(scale, 0), MOST_BEHIND_POINT);
    return dividend.divide(divisor, scale, RoundingMode.HALF_UP);
  }

  /** The power of 10,000 that the first group which is not zero stands for. */
  private static int weight(BigDecimal number) {
    return number.signum() == 0 ? 0 : Math.floorDiv(number.precision() - number.scale() - 1, GROUP);
  }

  private static int firstGroup(BigDecimal number) {
    return number.abs().scaleByPowerOfTen(-GROUP * weight(number)).intValue();
  }
}
