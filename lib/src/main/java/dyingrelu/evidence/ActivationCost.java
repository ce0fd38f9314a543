package dyingrelu.evidence;

import dyingrelu.activation.Activation;
import dyingrelu.census.Rows;
import dyingrelu.data.Digits;
import dyingrelu.network.Architecture;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Training;
import dyingrelu.study.Results;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/** What activations cost: alone, and as a part of training the published network. */
final class ActivationCost {
  private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
  private static final int ELEMENTS = 1 << 16;
  private static final int BATCH = 128;
  private static final int STEPS = 20;

  private ActivationCost() {}

  /**
   * Times each activation once in each round, one after the other on one thread. It is processor
   * time, so that other programs on the machine do not count.
   *
   * @param digits at least 2,560
   * @param warmUp how many rounds are not counted
   * @param rounds how many are
   * @return columns {@code round}, {@code activation}, {@code element_ns} (value and slope of one
   *     number) and {@code step_ms} (a step of training, 128 images)
   * @throws InterruptedException if the thread is interrupted
   */
  static Table of(Digits digits, int warmUp, int rounds) throws InterruptedException {
    Table table =
        Rows.table("activation cost", "int round, String activation, double element_ns step_ms");
    float[] z = new float[ELEMENTS];
    Random normal = new Random(1);
    for (int i = 0; i < ELEMENTS; i++) {
      z[i] = (float) normal.nextGaussian();
    }
    List<Activation> all =
        Stream.concat(Activation.zoo().stream(), Stream.of(Activation.Clipped.RELU6)).toList();
    List<Training> trainings = new ArrayList<>();
    Digits some = digits.first(STEPS * BATCH);
    for (Activation activation : all) {
      Network network = Network.create(Architecture.published(activation), 1);
      Optimizer gentle = Optimizer.Adam.keras(1e-6);
      trainings.add(new Training(network, gentle, BATCH, some.images(), some.labels(), 1));
    }
    for (int round = 1 - warmUp; round <= rounds; round++) {
      for (int i = 0; i < all.size(); i++) {
        double element = elementNanoseconds(all.get(i), z);
        long start = THREAD.getCurrentThreadCpuTime();
        trainings.get(i).epoch();
        double step = (THREAD.getCurrentThreadCpuTime() - start) / 1e6 / STEPS;
        if (round > 0) {
          Rows.add(
              table,
              round,
              all.get(i).name(),
              Results.rounded(element, 4),
              Results.rounded(step, 4));
        }
      }
    }
    return table;
  }

  private static double elementNanoseconds(Activation activation, float[] z) {
    float[] h = new float[z.length];
    float[] slope = new float[z.length];
    int repeats = 10;
    long start = THREAD.getCurrentThreadCpuTime();
    for (int k = 0; k < repeats; k++) {
      activation.apply(z, h, slope, z.length);
    }
    return (THREAD.getCurrentThreadCpuTime() - start) / (double) repeats / z.length;
  }
}
