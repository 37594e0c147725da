package io.shardrouter.benchmarks.plots;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.benchmarks.plots.Axis.Scale;
import io.shardrouter.benchmarks.plots.Curves.Curve;
import io.shardrouter.benchmarks.plots.Curves.Point;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlotsTest {
  private static final List<Curve> CURVES =
      List.of(
          new Curve("guard on", List.of(new Point(1, 120), new Point(4, 150), new Point(16, 900))),
          new Curve("by hand", List.of(new Point(1, 100), new Point(4, 130))));

  @TempDir Path directory;

  private static Stream<Plot> plots() {
    Axis linear = new Axis("shards", Scale.LINEAR);
    Axis two = new Axis("shards", Scale.POWERS_OF_TWO);
    Axis ten = new Axis("µs", Scale.POWERS_OF_TEN);
    List<OptionalDouble> ratios = List.of(OptionalDouble.of(0.9), OptionalDouble.of(14));
    return Stream.of(
        new Curves("linear", linear, linear, CURVES),
        new Curves("logarithmic", two, ten, CURVES),
        new Timeline("time", linear, ten, CURVES, "a move", List.of(new Timeline.Span(2, 5))),
        new Bars(
            "bars",
            ten,
            List.of("ours", "theirs"),
            List.of(
                new Bars.Thing("point select", ratios),
                new Bars.Thing("scan", List.of(OptionalDouble.of(2), OptionalDouble.empty()))),
            1));
  }

  @ParameterizedTest
  @MethodSource("plots")
  void aPlotIsDrawnBesideTheReport(Plot plot) throws IOException {
    String shown = Plots.beside(directory.resolve("RESULTS.md")).draw("a", plot);

    assertThat(shown).isEqualToIgnoringNewLines("![" + plot.title() + "](plots/a.png)");
    BufferedImage picture = ImageIO.read(directory.resolve("plots").resolve("a.png").toFile());
    long colours =
        IntStream.range(0, picture.getWidth() * picture.getHeight())
            .map(i -> picture.getRGB(i % picture.getWidth(), i / picture.getWidth()))
            .distinct()
            .count();
    assertThat(colours).isGreaterThan(10);
  }

  @Test
  void whatCannotBeDrawnIsReportedAsMissing() throws IOException {
    Axis axis = new Axis("keys placed", Scale.POWERS_OF_TEN);
    Plots plots = Plots.beside(directory.resolve("RESULTS.md"));
    plots.draw("keys", new Curves("Keys", axis, axis, CURVES));

    List<Curve> none = List.of(new Curve("guard on", List.of(new Point(0, 1))));
    String shown = plots.draw("keys", new Curves("Keys", axis, axis, none));

    assertThat(shown.strip())
        .startsWith("Plot missing: Keys")
        .contains("0.0 has no place on the axis keys placed");
    assertThat(Files.exists(directory.resolve("plots").resolve("keys.png"))).isFalse();
  }

  @Test
  void aReportThatIsOnlyPrintedHasNone() {
    Axis axis = new Axis("shards", Scale.LINEAR);
    assertThat(Plots.none().draw("a", new Curves("a", axis, axis, CURVES))).isEmpty();
  }
}
