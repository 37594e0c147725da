package io.shardrouter.benchmarks.plots;

import java.awt.Color;
import java.util.OptionalDouble;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

/** Bars to the right, so that the names of things may be long. */
final class BarDrawing {
  private static final float WIDEST_NAME = 2;

  private BarDrawing() {}

  static CategoryPlot of(Bars bars) {
    BarRenderer renderer = new BarRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setItemMargin(0.05);
    // A bar shows how far it is from what it is held against, also to the left.
    renderer.setBase(bars.mark());
    Style.colour(renderer, bars.ways().size());
    CategoryAxis names = new CategoryAxis();
    names.setMaximumCategoryLabelWidthRatio(WIDEST_NAME);
    CategoryPlot plot = new CategoryPlot(values(bars), names, Style.axis(bars.axis()), renderer);
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinePaint(Style.GRID);
    plot.addRangeMarker(new ValueMarker(bars.mark(), Color.BLACK, plot.getOutlineStroke()));
    return plot;
  }

  private static DefaultCategoryDataset values(Bars bars) {
    DefaultCategoryDataset values = new DefaultCategoryDataset();
    for (Bars.Thing thing : bars.things()) {
      for (int way = 0; way < bars.ways().size(); way++) {
        OptionalDouble value = thing.values().get(way);
        values.addValue(
            value.isPresent() ? Style.onto(bars.axis(), value.getAsDouble()) : null,
            bars.ways().get(way),
            thing.name());
      }
    }
    return values;
  }
}
