package dyingrelu.bench;

import com.sun.management.OperatingSystemMXBean;
import dyingrelu.activation.Activation;
import dyingrelu.beyond.Convolution;
import dyingrelu.beyond.Pair;
import dyingrelu.beyond.Ring;
import dyingrelu.census.Rows;
import dyingrelu.claim.Samples;
import dyingrelu.data.Mnist;
import dyingrelu.study.Results;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * Convolutions and generators of {@link dyingrelu.beyond} beside the same in PyTorch: as many steps
 * on batches as large by the same rule, from weights drawn alike, counted at the same steps.
 */
final class Systems {
  static final List<Long> SEEDS = LongStream.rangeClosed(1, 5).boxed().toList();

  /**
   * What is measured of each; seconds are the processor's. In the order in which {@code
   * beyond_peer.py} answers.
   */
  private static final List<String> OF_CONVOLUTION = List.of("seconds", "accuracy", "dead_pct");

  private static final List<String> OF_RING = List.of("seconds", "modes", "good_pct", "dead_pct");

  /** Trains one of ours and says what is measured, but for the seconds. */
  private interface Ours {
    double[] train(long seed) throws InterruptedException;
  }

  /** What both do; PyTorch is told the two names. */
  private record Twin(String system, String variant, List<String> measures, Ours ours) {}

  private Systems() {}

  private static List<Twin> twins(Mnist mnist) {
    List<Twin> twins = new ArrayList<>();
    for (Convolution.Order order : Convolution.Order.values()) {
      twins.add(
          new Twin(
              "convolution",
              order.toString(),
              OF_CONVOLUTION,
              seed -> {
                Table last = last(Convolution.of(order).train(mnist, seed));
                double channels = last.intColumn("channels").sum();
                return new double[] {
                  last.doubleColumn("accuracy").get(0),
                  100 * last.intColumn("dead").sum() / channels
                };
              }));
    }
    Activation relu = new Activation.Relu();
    for (double rate : new double[] {0.001, 0.01}) {
      twins.add(
          new Twin(
              "ring",
              "relu relu " + rate,
              OF_RING,
              seed -> {
                Table rows = Pair.of(relu, relu, rate, 4_000).train(new Ring(), seed);
                Row last = last(rows).row(0);
                return new double[] {
                  last.getInt("modes"),
                  last.getDouble("good_pct"),
                  last.getDouble("generator_dead_pct")
                };
              }));
    }
    return twins;
  }

  private static Table last(Table rows) {
    return Samples.rows(rows, "step", rows.intColumn("step").max());
  }

  /**
   * Trains each in turn here and there, seed by seed, on one thread each; a first round warms up.
   *
   * @param pytorch the peer, ready
   * @return a row for each network and measure; columns as in {@code data/README.md}
   */
  static Table measure(PeerProcess pytorch, Mnist mnist, PrintStream out)
      throws PeerFailure, InterruptedException {
    var processor = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Table table =
        Rows.table(
            "Systems", "String system variant peer, long seed, String measure, double value");
    for (long seed = 0; seed <= SEEDS.size(); seed++) {
      out.printf("Convolutions and generators, round %d of %d.%n", seed, SEEDS.size());
      for (Twin twin : twins(mnist)) {
        long start = processor.getProcessCpuTime();
        double[] trained = twin.ours.train(seed);
        double seconds = (processor.getProcessCpuTime() - start) / 1e9;
        pytorch.send("%s %s %d".formatted(twin.system, twin.variant, seed));
        double[] theirs =
            pytorch.answer().numbers("run").stream().mapToDouble(Double::doubleValue).toArray();
        double[] ours =
            DoubleStream.concat(DoubleStream.of(seconds), DoubleStream.of(trained)).toArray();
        if (seed > 0) {
          add(table, twin, Arrangement.ENGINE, seed, ours);
          add(table, twin, Arrangement.PYTORCH, seed, theirs);
        }
      }
    }
    return table;
  }

  private static void add(Table table, Twin twin, String peer, long seed, double[] values) {
    for (int i = 0; i < values.length; i++) {
      double value = Results.rounded(values[i], 6);
      Rows.add(table, twin.system, twin.variant, peer, seed, twin.measures.get(i), value);
    }
  }
}
