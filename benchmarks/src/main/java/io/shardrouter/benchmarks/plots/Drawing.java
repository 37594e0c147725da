package io.shardrouter.benchmarks.plots;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;

/** Plots as pictures. */
final class Drawing {
  private static final int WIDTH = 1_000;
  private static final int HEIGHT = 520;
  private static final int HEIGHT_OF_A_BAR = 17;

  static {
    // Before anything of AWT is there: no screen is needed.
    System.setProperty("java.awt.headless", "true");
  }

  private Drawing() {}

  static void write(Plot plot, Path file) throws IOException {
    JFreeChart chart =
        new JFreeChart(
            plot.title(),
            plot instanceof Bars bars
                ? BarDrawing.of(bars)
                : plot instanceof Curves curves
                    ? LineDrawing.of(curves)
                    : LineDrawing.of((Timeline) plot));
    chart.setBackgroundPaint(Color.WHITE);
    try (OutputStream out = Files.newOutputStream(file)) {
      ChartUtils.writeChartAsPNG(out, chart, WIDTH, height(plot));
    }
  }

  private static int height(Plot plot) {
    return plot instanceof Bars bars
        ? Math.max(HEIGHT, bars.things().size() * (bars.ways().size() + 1) * HEIGHT_OF_A_BAR)
        : HEIGHT;
  }
}
