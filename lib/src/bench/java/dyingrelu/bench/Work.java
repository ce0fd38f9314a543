package dyingrelu.bench;

import dyingrelu.census.Rows;
import dyingrelu.machine.OpenBlas;
import dyingrelu.machine.Provenance;
import dyingrelu.study.Results;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** Seconds for a step of training, over the width, the depth and the batch of a ReLU network. */
public final class Work {
  /** One measurement does about so many multiplications, in at least a few steps. */
  private static final long MULTIPLICATIONS = 5_000_000_000L;

  private static final int STEPS = 8;

  private Work() {}

  /** A network of some layers as wide as each other, between 784 inputs and 10 outputs. */
  private record Shape(String varied, int width, int depth, int batch) {
    /** Of a step: forwards, back, and for the weights; errors of the inputs are not asked for. */
    long multiplications() {
      long first = 784L * width;
      long weights = first + (depth - 1L) * width * width + 10L * width;
      return batch * (3 * weights - first);
    }

    long steps() {
      return Math.max(STEPS, MULTIPLICATIONS / multiplications());
    }
  }

  private static List<Shape> shapes() {
    List<Shape> all = new ArrayList<>();
    IntStream.of(64, 128, 256, 512, 1024, 2048)
        .forEach(width -> all.add(new Shape("width", width, 5, 128)));
    IntStream.of(2, 5, 10, 20).forEach(depth -> all.add(new Shape("depth", 256, depth, 128)));
    IntStream.of(16, 64, 128, 256, 1024)
        .forEach(batch -> all.add(new Shape("batch", 256, 5, batch)));
    return all;
  }

  /**
   * Times every shape in every peer in turn, round by round; a first round warms up.
   *
   * @return a row for each shape and peer; columns as in {@code data/README.md}
   */
  static Table measure(
      List<Arrangement> peers,
      int rounds,
      Map<String, String> environment,
      Path logs,
      PrintStream out)
      throws PeerFailure, IOException, InterruptedException {
    List<Shape> shapes = shapes();
    double[][][] seconds = new double[shapes.size()][peers.size()][rounds];
    List<PeerProcess> processes = new ArrayList<>();
    try {
      for (Arrangement peer : peers) {
        ProcessBuilder builder = new ProcessBuilder(peer.commands().get(0));
        builder.environment().clear();
        builder.environment().putAll(environment);
        processes.add(new PeerProcess(builder, logs.resolve("work-" + peer.peer() + ".log")));
        processes.get(processes.size() - 1).answer();
      }
      for (int round = 0; round <= rounds; round++) {
        out.println("Work in " + shapes.size() + " shapes, round " + round + " of " + rounds + ".");
        for (int s = 0; s < shapes.size(); s++) {
          for (int p = 0; p < peers.size(); p++) {
            seconds[s][p][Math.max(0, round - 1)] = step(processes.get(p), shapes.get(s));
          }
        }
      }
    } finally {
      processes.forEach(PeerProcess::close);
    }
    return table(shapes, peers, seconds);
  }

  private static double step(PeerProcess process, Shape of)
      throws PeerFailure, InterruptedException {
    process.send("shape %d %d %d %d".formatted(of.width, of.depth, of.batch, of.steps()));
    process.answer();
    process.send("epoch");
    return process.answer().epoch().seconds() / of.steps();
  }

  private static Table table(List<Shape> shapes, List<Arrangement> peers, double[][][] seconds) {
    Table table =
        Rows.table(
            "Seconds per step",
            """
            String processor core_type varied
            int width depth batch
            long multiplications
            String peer
            double seconds_median seconds_min seconds_max
            """);
    for (int s = 0; s < shapes.size(); s++) {
      for (int p = 0; p < peers.size(); p++) {
        Shape shape = shapes.get(s);
        double[] values = seconds[s][p];
        Rows.add(
            table,
            Provenance.processor(),
            String.valueOf(System.getenv(OpenBlas.VARIABLE)),
            shape.varied,
            shape.width,
            shape.depth,
            shape.batch,
            shape.multiplications(),
            peers.get(p).peer(),
            Results.rounded(StatUtils.percentile(values, 50), 7),
            Results.rounded(StatUtils.min(values), 7),
            Results.rounded(StatUtils.max(values), 7));
      }
    }
    return table;
  }

  /**
   * How the seconds grow with the multiplications: the slope of the line through their logarithms.
   *
   * @param rows of one peer where one thing is varied
   * @param column whose seconds, such as {@code seconds_median}
   */
  public static double slope(Table rows, String column) {
    SimpleRegression line = new SimpleRegression();
    for (Row row : rows) {
      line.addData(Math.log(row.getNumber("multiplications")), Math.log(row.getDouble(column)));
    }
    return line.getSlope();
  }
}
