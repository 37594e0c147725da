package io.shardrouter.benchmarks.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Lines and dots over an axis of numbers. */
final class LineDrawing {
  private static final Color SPAN = new Color(0xf3e6c8);

  private LineDrawing() {}

  static XYPlot of(Curves curves) {
    XYLineAndShapeRenderer lines = new XYLineAndShapeRenderer();
    lines.setDefaultStroke(new BasicStroke(2));
    lines.setAutoPopulateSeriesStroke(false);
    return plot(series(curves.curves(), curves.x(), curves.y()), curves.x(), curves.y(), lines, 7);
  }

  static XYPlot of(Timeline timeline) {
    XYLineAndShapeRenderer dots = new XYLineAndShapeRenderer(false, true);
    XYSeriesCollection series = series(timeline.dots(), timeline.x(), timeline.y());
    // Without points: for the legend alone.
    series.addSeries(new XYSeries(timeline.spansName()));
    XYPlot plot = plot(series, timeline.x(), timeline.y(), dots, 3);
    int last = series.getSeriesCount() - 1;
    dots.setSeriesPaint(last, SPAN);
    dots.setLegendShape(last, new Rectangle2D.Double(-6, -4, 12, 8));
    for (Timeline.Span span : timeline.spans()) {
      plot.addDomainMarker(new IntervalMarker(span.from(), span.to(), SPAN), Layer.BACKGROUND);
    }
    return plot;
  }

  private static XYPlot plot(
      XYSeriesCollection series, Axis x, Axis y, XYLineAndShapeRenderer renderer, double dot) {
    Shape round = new Ellipse2D.Double(-dot / 2, -dot / 2, dot, dot);
    renderer.setDefaultShape(round);
    renderer.setAutoPopulateSeriesShape(false);
    Style.colour(renderer, series.getSeriesCount());
    XYPlot plot = new XYPlot(series, Style.axis(x), Style.axis(y), renderer);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setDomainGridlinePaint(Style.GRID);
    plot.setRangeGridlinePaint(Style.GRID);
    return plot;
  }

  private static XYSeriesCollection series(List<Curves.Curve> curves, Axis x, Axis y) {
    XYSeriesCollection all = new XYSeriesCollection();
    for (Curves.Curve curve : curves) {
      XYSeries one = new XYSeries(curve.name());
      for (Curves.Point point : curve.points()) {
        one.add(Style.onto(x, point.x()), Style.onto(y, point.y()));
      }
      all.addSeries(one);
    }
    return all;
  }
}
