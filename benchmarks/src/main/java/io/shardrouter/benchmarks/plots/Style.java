package io.shardrouter.benchmarks.plots;

import java.awt.Color;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.renderer.AbstractRenderer;

/** What all plots look like. */
final class Style {
  static final Color GRID = new Color(0xd8d8d8);

  /** Okabe and Ito's, whom those who are colour-blind can tell apart. */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072b2),
          new Color(0xd55e00),
          new Color(0x009e73),
          new Color(0xcc79a7),
          new Color(0xe69f00),
          new Color(0x56b4e9));

  private Style() {}

  static void colour(AbstractRenderer renderer, int series) {
    for (int i = 0; i < series; i++) {
      renderer.setSeriesPaint(i, COLOURS.get(i % COLOURS.size()));
    }
  }

  static ValueAxis axis(Axis axis) {
    return switch (axis.scale()) {
      case LINEAR -> linear(axis.label());
      case POWERS_OF_TWO -> new RoundTicks(axis.label(), 2, numbers());
      case POWERS_OF_TEN -> new RoundTicks(axis.label(), 10, numbers());
    };
  }

  private static ValueAxis linear(String label) {
    NumberAxis axis = new NumberAxis(label);
    axis.setNumberFormatOverride(numbers());
    return axis;
  }

  /**
   * Gives {@code value}.
   *
   * @throws IllegalArgumentException where {@code axis} has no place for it
   */
  static double onto(Axis axis, double value) {
    if (!Double.isFinite(value) || (axis.scale() != Axis.Scale.LINEAR && value <= 0)) {
      throw new IllegalArgumentException(value + " has no place on the axis " + axis.label());
    }
    return value;
  }

  private static NumberFormat numbers() {
    return new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));
  }
}
