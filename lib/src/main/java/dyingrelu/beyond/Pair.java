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
import dyingrelu.network.Silencing;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/**
 * A generator that learns to draw, against a discriminator (Goodfellow et al. 2014, with the
 * generator's loss of its section 3 that does not saturate). Both have two hidden layers.
 *
 * @param generator activation of its hidden units
 * @param discriminator the same of its own
 * @param silencedPct share of the units of each hidden ReLU layer of the generator that are dead
 *     from the start, by a bias that no step makes up for
 * @param judgeSilencedPct the same of the discriminator's
 * @param learningRate of Adam, for both, with β₁ = 0.5 as in Radford, Metz and Chintala 2016
 * @param steps how many
 */
public record Pair(
    Activation generator,
    Activation discriminator,
    int silencedPct,
    int judgeSilencedPct,
    double learningRate,
    int steps) {
  /** Columns of its rows, see {@link Rows#table}. */
  public static final String COLUMNS =
      """
      long seed
      String generator discriminator
      double learning_rate
      int silenced_pct judge_silenced_pct step modes
      double good_pct generator_dead_pct discriminator_dead_pct
      double gradient generator_loss discriminator_loss
      """;

  /** Steps from row to row. */
  private static final int EVERY = 100;

  /** Checks the numbers. */
  public Pair {
    Silencing.check(silencedPct, generator);
    Silencing.check(judgeSilencedPct, discriminator);
    if (steps < 1) {
      throw new IllegalArgumentException(
          "A pair cannot train " + steps + " steps: give at least 1.");
    }
  }

  /** Nothing silenced. */
  public static Pair of(
      Activation generator, Activation discriminator, double learningRate, int steps) {
    return new Pair(generator, discriminator, 0, 0, learningRate, steps);
  }

  /** The same with units silenced. */
  public Pair silencing(int ofGeneratorPct, int ofDiscriminatorPct) {
    return new Pair(
        generator, discriminator, ofGeneratorPct, ofDiscriminatorPct, learningRate, steps);
  }

  /**
   * Trains one pair.
   *
   * @param subject what the generator is to draw
   * @return a row for each 100 steps
   * @throws InterruptedException if the thread is interrupted
   */
  public Table train(Subject subject, long seed) throws InterruptedException {
    return train(subject, seed, (drawn, step) -> {});
  }

  /**
   * Trains one pair.
   *
   * @param subject what the generator is to draw
   * @param watch given, for each row, what the generator draws (row-major) from the same noise each
   *     time, and the step
   * @return a row for each 100 steps
   * @throws InterruptedException if the thread is interrupted
   */
  public Table train(Subject subject, long seed, ObjIntConsumer<float[]> watch)
      throws InterruptedException {
    return OpenBlas.onOneThread(() -> new Run(subject, seed, watch).rows());
  }

  private final class Run {
    private final Subject subject;
    private final Subject.Shape shape;
    private final long seed;
    private final ObjIntConsumer<float[]> watch;
    private final Random random;
    private final Learner drawing;
    private final Learner judging;

    /** What the discriminator should say: 1 of a batch that is real, then 0 of one that is not. */
    private final int[] labels;

    private final float[] noise;
    private final float[] real;
    private final Table table = Rows.table("pair", COLUMNS);

    Run(Subject subject, long seed, ObjIntConsumer<float[]> watch) {
      this.subject = subject;
      this.seed = seed;
      this.watch = watch;
      shape = subject.shape();
      labels = new int[2 * shape.batch()];
      Arrays.fill(labels, 0, shape.batch(), 1);
      random = new Random(seed);
      drawing = learner(generator, silencedPct, shape.noise(), shape.numbers());
      judging = learner(discriminator, judgeSilencedPct, shape.numbers(), 2);
      noise = noise(shape.samples());
      real = subject.real(random, shape.samples());
    }

    private Learner learner(Activation activation, int percent, int inputs, int outputs) {
      List<Integer> hidden = List.of(shape.units(), shape.units());
      Network network =
          Network.create(
              new Architecture(inputs, hidden, outputs, activation, Initializer.HE_NORMAL),
              random.nextLong());
      Silencing.hiddenUnits(network, percent);
      Optimizer adam = new Optimizer.Adam(learningRate, 0.5, 0.999, 1e-7);
      return new Learner(network, adam, Math.max(shape.samples(), 2 * shape.batch()));
    }

    private float[] noise(int count) {
      float[] noise = new float[shape.noise() * count];
      for (int i = 0; i < noise.length; i++) {
        noise[i] = (float) random.nextGaussian();
      }
      return noise;
    }

    private float[] draw(float[] from, int count, boolean learning) {
      float[] drawn =
          Arrays.copyOf(drawing.forward(from, count, learning), count * shape.numbers());
      subject.bound(drawn);
      return drawn;
    }

    Table rows() throws InterruptedException {
      double gradient = Double.NaN;
      double generatorLoss = Double.NaN;
      double discriminatorLoss = Double.NaN;
      int batch = shape.batch();
      int length = batch * shape.numbers();
      for (int step = 0; step <= steps; step++) {
        if (Thread.interrupted()) {
          throw new InterruptedException("The pair stopped at step " + step + ".");
        }
        if (step % EVERY == 0) {
          count(step, gradient, generatorLoss, discriminatorLoss);
        }
        float[] both = Arrays.copyOf(subject.real(random, batch), 2 * length);
        System.arraycopy(draw(noise(batch), batch, true), 0, both, length, length);
        judging.forward(both, 2 * batch, true);
        discriminatorLoss = judging.classify(labels).mean();
        judging.step();
        float[] drawn = draw(noise(batch), batch, true);
        judging.forward(drawn, batch, true);
        Learner.Loss fooled = judging.classify(labels); // By labels that say "real".
        generatorLoss = fooled.mean();
        gradient = norm(fooled.inputErrors(), length);
        drawing.backward(subject.unbound(fooled.inputErrors(), drawn));
        drawing.step();
      }
      return table;
    }

    private void count(int step, double gradient, double generatorLoss, double discriminatorLoss) {
      int samples = shape.samples();
      judging.forward(real, samples, false);
      double judgingDead = dead(judging);
      float[] drawn = draw(noise, samples, false);
      int[] good = subject.good(drawn);
      watch.accept(drawn, step);
      Rows.add(
          table,
          seed,
          generator.name(),
          discriminator.name(),
          learningRate,
          silencedPct,
          judgeSilencedPct,
          step,
          (int) IntStream.of(good).filter(n -> n >= samples / good.length / 10).count(),
          100.0 * IntStream.of(good).sum() / samples,
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
                          shape.samples(),
                          shape.units()))
              .toList();
      return LayerCensus.meanPercent(layers, LayerCensus::dead);
    }
  }

  private static double norm(float[] errors, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += errors[i] * errors[i];
    }
    return Math.sqrt(sum);
  }
}
