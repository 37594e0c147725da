package io.shardrouter.benchmarks.plots;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** A logarithmic axis that labels round numbers; JFreeChart's own labels powers like 10^2.3. */
final class RoundTicks extends LogAxis {
  /** Over more powers there is room for the powers alone. */
  private static final int FEW_POWERS = 3;

  private final int base;
  private final NumberFormat format;

  RoundTicks(String label, int base, NumberFormat format) {
    super(label);
    this.base = base;
    this.format = format;
    setBase(base);
  }

  @Override
  public List<NumberTick> refreshTicks(
      Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
    boolean isBelow = RectangleEdge.isTopOrBottom(edge);
    TextAnchor anchor = isBelow ? TextAnchor.TOP_CENTER : TextAnchor.CENTER_RIGHT;
    double first = Math.floor(calculateLog(getLowerBound()));
    double last = Math.ceil(calculateLog(getUpperBound()));
    int[] times = base == 10 && last - first <= FEW_POWERS ? new int[] {1, 2, 5} : new int[] {1};
    List<NumberTick> ticks = new ArrayList<>();
    for (double power = first; power <= last; power++) {
      for (int one : times) {
        double value = one * Math.pow(base, power);
        if (getRange().contains(value)) {
          ticks.add(new NumberTick(value, format.format(value), anchor, TextAnchor.CENTER, 0));
        }
      }
    }
    return ticks;
  }
}
