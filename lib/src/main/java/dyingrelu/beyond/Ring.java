package dyingrelu.beyond;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.census.Rows;
import dyingrelu.machine.OpenBlas;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Learner;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/**
 * A generator that learns to draw points from eight Gaussians on a ring, against a discriminator
 * (Goodfellow et al. 2014, with the generator's loss of its section 3 that does not saturate). Both
 * have two hidden layers of 64 units.
 *
 * @param generator activation of its hidden units
 * @param discriminator the same of its own
 * @param silencedPct share of the units of each hidden ReLU layer of the generator that are dead
 *     from the start, by a bias that no step makes up for
 * @param judgeSilencedPct the same of the discriminator's
 * @param learningRate of Adam, for both, with β₁ = 0.5 as in Radford, Metz and Chintala 2016
 * @param steps how many, of 128 points each
 */
public record Ring(
    Activation generator,
    Activation discriminator,
    int silencedPct,
    int judgeSilencedPct,
    double learningRate,
    int steps) {
  /** Gaussians on the ring. */
  public static final int MODES = 8;

  /** Their distance from the middle. */
  public static final double RADIUS = 2;

  private static final double DEVIATION = 0.1;
  private static final int BATCH = 128;
  private static final int UNITS = 64;

  /** Points drawn for each row. */
  private static final int SAMPLES = 2_000;

  /** Steps from row to row. */
  private static final int EVERY = 100;

  /** What the discriminator should say: 1 of a batch that is real, then 0 of one that is not. */
  private static final int[] LABELS = new int[2 * BATCH];

  static {
    Arrays.fill(LABELS, 0, BATCH, 1);
  }

  /** Checks the numbers. */
  public Ring {
    check(generator, silencedPct);
    check(discriminator, judgeSilencedPct);
    if (steps < 1) {
      throw new IllegalArgumentException(
          "A pair cannot train " + steps + " steps: give at least 1.");
    }
  }

  private static void check(Activation activation, int percent) {
    if (percent < 0 || percent > (activation instanceof Activation.Relu ? 100 : 0)) {
      throw new IllegalArgumentException(
          "%d %% of units of %s cannot be silenced: give 0 to 100 of ReLU's, and 0 of others."
              .formatted(percent, activation.name()));
    }
  }

  /** The settings of the study: 4,000 steps, and nothing silenced. */
  public static Ring of(Activation generator, Activation discriminator, double learningRate) {
    return new Ring(generator, discriminator, 0, 0, learningRate, 4_000);
  }

  /** The same with units silenced. */
  public Ring silencing(int ofGeneratorPct, int ofDiscriminatorPct) {
    return new Ring(
        generator, discriminator, ofGeneratorPct, ofDiscriminatorPct, learningRate, steps);
  }

  /**
   * Trains one pair.
   *
   * @return a row for each 100 steps
   * @throws InterruptedException if the thread is interrupted
   */
  public Table train(long seed) throws InterruptedException {
    return train(seed, (points, step) -> {});
  }

  /**
   * Trains one pair.
   *
   * @param watch given, for each row, 2,000 points that the generator draws (x, y, x, y, …) from
   *     the same noise each time, and the step
   * @return a row for each 100 steps
   * @throws InterruptedException if the thread is interrupted
   */
  public Table train(long seed, ObjIntConsumer<float[]> watch) throws InterruptedException {
    return OpenBlas.onOneThread(() -> new Run(seed, watch).rows());
  }

  /**
   * Points of the ring itself.
   *
   * @param random draws them
   * @param count how many
   * @return x, y, x, y, …
   */
  public static float[] points(Random random, int count) {
    float[] points = new float[2 * count];
    for (int i = 0; i < points.length; i += 2) {
      double angle = 2 * Math.PI * random.nextInt(MODES) / MODES;
      points[i] = (float) (RADIUS * Math.cos(angle) + DEVIATION * random.nextGaussian());
      points[i + 1] = (float) (RADIUS * Math.sin(angle) + DEVIATION * random.nextGaussian());
    }
    return points;
  }

  /**
   * How many points lie within three standard deviations of each Gaussian's mean.
   *
   * @param points x, y, x, y, …
   */
  public static int[] good(float[] points) {
    int[] good = new int[MODES];
    for (int i = 0; i < points.length; i += 2) {
      for (int mode = 0; mode < MODES; mode++) {
        double angle = 2 * Math.PI * mode / MODES;
        double x = points[i] - RADIUS * Math.cos(angle);
        double y = points[i + 1] - RADIUS * Math.sin(angle);
        good[mode] += Math.hypot(x, y) <= 3 * DEVIATION ? 1 : 0;
      }
    }
    return good;
  }

  private final class Run {
    private final long seed;
    private final ObjIntConsumer<float[]> watch;
    private final Random random;
    private final Learner drawing;
    private final Learner judging;
    private final float[] noise;
    private final float[] real;
    private final Table table =
        Rows.table(
            "ring",
            """
            long seed
            String generator discriminator
            double learning_rate
            int silenced_pct judge_silenced_pct step modes
            double good_pct generator_dead_pct discriminator_dead_pct
            double gradient generator_loss discriminator_loss
            """);

    Run(long seed, ObjIntConsumer<float[]> watch) {
      this.seed = seed;
      this.watch = watch;
      random = new Random(seed);
      drawing = learner(generator, silencedPct);
      judging = learner(discriminator, judgeSilencedPct);
      noise = noise(SAMPLES);
      real = points(random, SAMPLES);
    }

    private Learner learner(Activation activation, int percent) {
      Architecture architecture =
          new Architecture(2, List.of(UNITS, UNITS), 2, activation, Initializer.HE_NORMAL);
      Network network = Network.create(architecture, random.nextLong());
      Silence.hiddenUnits(network, percent);
      return new Learner(network, new Optimizer.Adam(learningRate, 0.5, 0.999, 1e-7), SAMPLES);
    }

    private float[] noise(int count) {
      float[] noise = new float[2 * count];
      for (int i = 0; i < noise.length; i++) {
        noise[i] = (float) random.nextGaussian();
      }
      return noise;
    }

    Table rows() throws InterruptedException {
      double gradient = Double.NaN;
      double generatorLoss = Double.NaN;
      double discriminatorLoss = Double.NaN;
      for (int step = 0; step <= steps; step++) {
        if (Thread.interrupted()) {
          throw new InterruptedException("The pair stopped at step " + step + ".");
        }
        if (step % EVERY == 0) {
          count(step, gradient, generatorLoss, discriminatorLoss);
        }
        float[] both = Arrays.copyOf(points(random, BATCH), 4 * BATCH);
        System.arraycopy(drawing.forward(noise(BATCH), BATCH, true), 0, both, 2 * BATCH, 2 * BATCH);
        judging.forward(both, 2 * BATCH, true);
        discriminatorLoss = judging.classify(LABELS).mean();
        judging.step();
        float[] fake = drawing.forward(noise(BATCH), BATCH, true);
        judging.forward(fake, BATCH, true);
        Learner.Loss fooled = judging.classify(LABELS); // By labels that say "real".
        generatorLoss = fooled.mean();
        gradient = norm(fooled.inputErrors());
        drawing.backward(fooled.inputErrors());
        drawing.step();
      }
      return table;
    }

    private void count(int step, double gradient, double generatorLoss, double discriminatorLoss) {
      judging.forward(real, SAMPLES, false);
      double judgingDead = dead(judging);
      float[] points = Arrays.copyOf(drawing.forward(noise, SAMPLES, false), 2 * SAMPLES);
      int[] good = good(points);
      watch.accept(points, step);
      Rows.add(
          table,
          seed,
          generator.name(),
          discriminator.name(),
          learningRate,
          silencedPct,
          judgeSilencedPct,
          step,
          (int) IntStream.of(good).filter(n -> n >= SAMPLES / MODES / 10).count(),
          100.0 * IntStream.of(good).sum() / SAMPLES,
          dead(drawing),
          judgingDead,
          gradient,
          generatorLoss,
          discriminatorLoss);
    }

    private double dead(Learner learner) {
      List<LayerCensus> layers =
          IntStream.of(1, 2)
              .mapToObj(
                  layer ->
                      LayerCensus.of(
                          learner.pass().outputs(layer),
                          learner.pass().slopes(layer),
                          SAMPLES,
                          UNITS))
              .toList();
      return LayerCensus.meanPercent(layers, LayerCensus::dead);
    }
  }

  private static double norm(float[] errors) {
    double sum = 0;
    for (int i = 0; i < 2 * BATCH; i++) {
      sum += errors[i] * errors[i];
    }
    return Math.sqrt(sum);
  }
}
