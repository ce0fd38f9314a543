package dyingrelu.beyond;

import dyingrelu.network.Optimizer;
import java.util.Random;

/** The scaled dot product, with one learned matrix: qᵀ M k / √features. */
final class DotProduct implements Scoring {
  private final int features;
  private final Optimizer optimizer;
  private final float[] m;
  private final float[][] memory;
  private float[] last;
  private int step;

  DotProduct(int features, Optimizer optimizer, Random random) {
    this.features = features;
    this.optimizer = optimizer;
    m = new float[features * features];
    memory = new float[optimizer.memories()][m.length];
    for (int i = 0; i < m.length; i++) {
      m[i] = (float) (random.nextGaussian() / Math.sqrt(features));
    }
  }

  @Override
  public float[] scores(float[] tokens, int count) {
    last = tokens;
    float[] scores = new float[count];
    for (int i = 0; i < count * m.length; i++) {
      scores[i / m.length] += m[i % m.length] * product(i);
    }
    return scores;
  }

  @Override
  public void learn(float[] errors) {
    float[] gradient = new float[m.length];
    for (int i = 0; i < errors.length * m.length; i++) {
      gradient[i % m.length] += errors[i / m.length] * product(i);
    }
    step++;
    optimizer.update((float) optimizer.stepSize(1, step), m, gradient, memory, m.length);
  }

  /** Of a feature of a token's query and one of its key, over √features; i counts all pairs. */
  private float product(int i) {
    int at = i / m.length * 2 * features;
    float query = last[at + i % m.length / features];
    float key = last[at + features + i % features];
    return query * key / (float) Math.sqrt(features);
  }
}
