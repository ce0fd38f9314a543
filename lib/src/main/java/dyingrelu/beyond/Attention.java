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
import tech.tablesaw.api.Table;

/**
 * Attention on a task whose answer is known. Each of eight tokens has a key, 16 numbers, and one of
 * ten values. The query is the key of one of them, with a little noise, and asks for its value. In
 * half of the tasks the other keys are drawn afresh (far), in half they are the right one with
 * noise (near).
 *
 * <p>The additive scorer is that of Bahdanau, Cho and Bengio 2015, section A.1.2, with ReLU in
 * place of tanh: a token's score is vᵀ f(W q + U k + b). Beside it stands the scaled dot product of
 * Vaswani et al. 2017 with one learned matrix, qᵀ M k / √16, in which no unit can die.
 *
 * @param scorer how scores are made
 * @param positiveKeys whether keys are |normal| instead of normal
 * @param careless whether the scorer's weights have the standard deviation 1 instead of He's
 * @param bias of the scorer's units at the start
 * @param silencedPct share of the scorer's units that are dead from the start, by a bias that no
 *     step makes up for
 * @param steps of Adam, of 64 tasks each
 */
public record Attention(
    Scorer scorer,
    boolean positiveKeys,
    boolean careless,
    double bias,
    int silencedPct,
    int steps) {
  /** Columns of its rows, see {@link Rows#table}. */
  public static final String COLUMNS =
      """
      long seed
      String scorer keys weights
      double bias
      int silenced_pct step killed_pct
      double dead_pct inactive_pct loss accuracy_far accuracy_near
      """;

  /** How scores are made. */
  public enum Scorer {
    /** By a layer of ReLU units. */
    ADDITIVE("additive, ReLU"),
    /** By a product of query and key. */
    DOT_PRODUCT("scaled dot product");

    private final String words;

    Scorer(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  static final int TOKENS = 8;
  static final int FEATURES = 16;
  static final int VALUES = 10;
  private static final int UNITS = 64;
  private static final int BATCH = 64;
  private static final int TEST = 1_000;
  private static final int EVERY = 100;
  private static final Optimizer ADAM = Optimizer.Adam.keras(0.003);

  /** In percent. */
  private static final int[] KILLED = {10, 25, 50, 75};

  /** Noise of the query, and of near keys, in standard deviations of a key. */
  private static final double QUERY_NOISE = 0.1;

  private static final double NEAR = 0.5;

  /** Checks the numbers. */
  public Attention {
    Silencing.check(silencedPct, scorer.toString(), scorer == Scorer.ADDITIVE);
    if (steps < 1) {
      throw new IllegalArgumentException(
          "A scorer cannot train " + steps + " steps: give at least 1.");
    }
  }

  /** The settings of the study, with nothing done: normal keys, He weights, biases 0. */
  public static Attention of(Scorer scorer) {
    return new Attention(scorer, false, false, 0, 0, 2_000);
  }

  /** The same with units dead from the start. */
  public Attention silencing(int percent) {
    return new Attention(scorer, positiveKeys, careless, bias, percent, steps);
  }

  /** The same with another start. */
  public Attention starting(boolean onPositiveKeys, boolean carelessly, double withBias) {
    return new Attention(scorer, onPositiveKeys, carelessly, withBias, silencedPct, steps);
  }

  /**
   * Trains one scorer.
   *
   * @return a row for each 100 steps; then, with an additive scorer, one for each greater share of
   *     its units killed after training
   * @throws InterruptedException if the thread is interrupted
   */
  public Table train(long seed) throws InterruptedException {
    return OpenBlas.onOneThread(() -> new Run(seed).rows());
  }

  /** Tasks: for each token query and key together, and its value; for each task the right value. */
  record Tasks(float[] tokens, int[] values, int[] right) {
    int size() {
      return right.length;
    }
  }

  /** Draws tasks; {@code nearShare} of them near. */
  Tasks tasks(Random random, int count, double nearShare) {
    float[] tokens = new float[count * TOKENS * 2 * FEATURES];
    int[] values = random.ints(count * TOKENS, 0, VALUES).toArray();
    int[] right = new int[count];
    for (int task = 0; task < count; task++) {
      float[] key = key(random);
      float[] query = moved(key, QUERY_NOISE, random);
      boolean near = random.nextDouble() < nearShare;
      int asked = random.nextInt(TOKENS);
      right[task] = values[task * TOKENS + asked];
      for (int token = 0; token < TOKENS; token++) {
        float[] its = token == asked ? key : near ? moved(key, NEAR, random) : key(random);
        int at = (task * TOKENS + token) * 2 * FEATURES;
        System.arraycopy(query, 0, tokens, at, FEATURES);
        System.arraycopy(its, 0, tokens, at + FEATURES, FEATURES);
      }
    }
    return new Tasks(tokens, values, right);
  }

  private float[] key(Random random) {
    float[] key = moved(new float[FEATURES], 1, random);
    for (int i = 0; i < FEATURES && positiveKeys; i++) {
      key[i] = Math.abs(key[i]);
    }
    return key;
  }

  private static float[] moved(float[] key, double deviation, Random random) {
    float[] moved = key.clone();
    for (int i = 0; i < FEATURES; i++) {
      moved[i] += (float) (deviation * random.nextGaussian());
    }
    return moved;
  }

  /**
   * The mean of −log p(right value), where p adds up the softmax of the scores over the tokens that
   * have it.
   *
   * @param scores one for each token of each task; receives ∂loss/∂score
   * @return the loss in nats, and the share of tasks whose likeliest value is right
   */
  static double[] loss(float[] scores, Tasks tasks) {
    double loss = 0;
    double right = 0;
    double[] share = new double[TOKENS];
    for (int task = 0; task < tasks.size(); task++) {
      int first = task * TOKENS;
      float greatest = Float.NEGATIVE_INFINITY;
      for (int token = 0; token < TOKENS; token++) {
        greatest = Math.max(greatest, scores[first + token]);
      }
      double sum = 0;
      for (int token = 0; token < TOKENS; token++) {
        share[token] = Math.exp(scores[first + token] - greatest);
        sum += share[token];
      }
      double[] p = new double[VALUES];
      for (int token = 0; token < TOKENS; token++) {
        share[token] /= sum;
        p[tasks.values[first + token]] += share[token];
      }
      int asked = tasks.right[task];
      double its = Math.max(p[asked], 1e-30);
      loss -= Math.log(its) / tasks.size();
      right += isGreatest(p, asked) ? 1.0 / tasks.size() : 0;
      for (int token = 0; token < TOKENS; token++) {
        double has = tasks.values[first + token] == asked ? 1 / its : 0;
        scores[first + token] = (float) (share[token] * (1 - has) / tasks.size());
      }
    }
    return new double[] {loss, right};
  }

  private static boolean isGreatest(double[] p, int asked) {
    for (double other : p) {
      if (other > p[asked]) {
        return false;
      }
    }
    return true;
  }

  private final class Run {
    private final long seed;
    private final Random random;
    private final Tasks far;
    private final Tasks near;

    /** Of the additive scorer, or null. */
    private final Learner units;

    private final Scoring scoring;
    private final Table table = Rows.table("attention", COLUMNS);

    Run(long seed) {
      this.seed = seed;
      random = new Random(seed);
      far = tasks(random, TEST, 0);
      near = tasks(random, TEST, 1);
      units = scorer == Scorer.ADDITIVE ? units(random.nextLong()) : null;
      scoring = units == null ? new DotProduct(FEATURES, ADAM, random) : new Additive();
    }

    private Learner units(long networkSeed) {
      Network network =
          Network.create(
              new Architecture(
                  2 * FEATURES, List.of(UNITS), 1, new Activation.Relu(), Initializer.HE_NORMAL),
              networkSeed);
      if (careless) {
        network.weights(1).muli(Math.sqrt(FEATURES)); // He's deviation is √(2 / 32).
        network.weights(2).muli(Math.sqrt(UNITS / 2.0));
      }
      network.biases(1).assign(bias);
      Silencing.hiddenUnits(network, silencedPct);
      return new Learner(network, ADAM, TEST * TOKENS);
    }

    Table rows() throws InterruptedException {
      double loss = Double.NaN;
      for (int step = 0; step <= steps; step++) {
        if (Thread.interrupted()) {
          throw new InterruptedException("The scorer stopped at step " + step + ".");
        }
        if (step % EVERY == 0) {
          count(step, 0, loss);
        }
        Tasks tasks = tasks(random, BATCH, 0.5);
        float[] scores = scoring.scores(tasks.tokens, BATCH * TOKENS);
        loss = loss(scores, tasks)[0];
        scoring.learn(scores);
      }
      for (int percent : units == null ? new int[0] : KILLED) {
        Silencing.hiddenUnits(units.network(), percent);
        count(steps, percent, Double.NaN);
      }
      return table;
    }

    private void count(int step, int killed, double loss) {
      double nearAccuracy = accuracy(near);
      double farAccuracy = accuracy(far);
      Double dead = null;
      Double inactive = null;
      if (units != null) {
        float[] h = units.pass().outputs(1);
        LayerCensus census = LayerCensus.of(h, units.pass().slopes(1), TEST * TOKENS, UNITS);
        dead = census.percent(census.dead());
        int off = 0;
        for (int i = 0; i < TEST * TOKENS * UNITS; i++) {
          off += h[i] <= 0 ? 1 : 0;
        }
        inactive = 100.0 * off / (TEST * TOKENS * UNITS);
      }
      Rows.add(
          table,
          seed,
          scorer.toString(),
          positiveKeys ? "positive" : "centred",
          careless ? "careless" : "He",
          bias,
          silencedPct,
          step,
          killed,
          dead,
          inactive,
          loss,
          farAccuracy,
          nearAccuracy);
    }

    private double accuracy(Tasks tasks) {
      return loss(scoring.scores(tasks.tokens, tasks.size() * TOKENS), tasks)[1];
    }

    /** vᵀ f(W q + U k + b): a dense layer that is given query and key of a token. */
    private final class Additive implements Scoring {
      @Override
      public float[] scores(float[] tokens, int count) {
        return Arrays.copyOf(units.forward(tokens, count, true), count);
      }

      @Override
      public void learn(float[] errors) {
        units.backward(errors);
        units.step();
      }
    }
  }
}
