package dyingrelu.beyond;

import java.util.Random;

/** Points of eight Gaussians on a ring; they are its modes. */
public final class Ring implements Subject {
  /** Gaussians on the ring. */
  public static final int MODES = 8;

  /** Their distance from the middle. */
  public static final double RADIUS = 2;

  private static final double DEVIATION = 0.1;

  @Override
  public Shape shape() {
    return new Shape(2, 2, 64, 128, 2_000);
  }

  @Override
  public float[] real(Random random, int count) {
    float[] points = new float[2 * count];
    for (int i = 0; i < points.length; i += 2) {
      double angle = 2 * Math.PI * random.nextInt(MODES) / MODES;
      points[i] = (float) (RADIUS * Math.cos(angle) + DEVIATION * random.nextGaussian());
      points[i + 1] = (float) (RADIUS * Math.sin(angle) + DEVIATION * random.nextGaussian());
    }
    return points;
  }

  /** Those within three standard deviations of a Gaussian's mean. */
  @Override
  public int[] good(float[] points) {
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
}
