package dyingrelu.census;

import java.util.Arrays;

/** Adds up what the units of one layer do, a batch of inputs at a time. */
final class Tally {
  /**
   * Inputs whose |h| are added in single precision, which is fast, before the sum goes into one in
   * double precision. Counted over all batches, so that it does not matter how inputs are batched.
   */
  private static final int BLOCK = 500;

  private final float[] greatest;
  private final float[] steepest;
  private final double[] sums;
  private final float[] blockSums;
  private final float[] h;
  private final float[] slope;
  private int inputs;

  Tally(int units) {
    greatest = new float[units];
    steepest = new float[units];
    Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
    sums = new double[units];
    blockSums = new float[units];
    h = new float[units];
    slope = new float[units];
  }

  int units() {
    return greatest.length;
  }

  int inputs() {
    return inputs;
  }

  /**
   * Adds inputs.
   *
   * @param outputs row-major, inputs × units
   * @param slopes the same of slopes
   * @param rows how many rows of them count
   */
  void add(float[] outputs, float[] slopes, int rows) {
    int units = units();
    for (int at = 0; at < rows * units; at += units) {
      // A row of its own, since loops over a part of an array are not vectorised.
      System.arraycopy(outputs, at, h, 0, units);
      System.arraycopy(slopes, at, slope, 0, units);
      addRow(h, slope, greatest, steepest, blockSums);
      if (++inputs % BLOCK == 0) {
        endBlock();
      }
    }
  }

  private static void addRow(
      float[] h, float[] slope, float[] greatest, float[] steepest, float[] sums) {
    for (int j = 0; j < h.length; j++) {
      greatest[j] = Math.max(greatest[j], h[j]);
      steepest[j] = Math.max(steepest[j], Math.abs(slope[j]));
      sums[j] += Math.abs(h[j]);
    }
  }

  private void endBlock() {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += blockSums[j];
      blockSums[j] = 0;
    }
  }

  /** The census of all inputs so far. */
  LayerCensus census(int layer) {
    double[] meanAbsolute = new double[units()];
    Arrays.setAll(meanAbsolute, j -> (sums[j] + blockSums[j]) / inputs);
    return new LayerCensus(layer, inputs, greatest.clone(), steepest.clone(), meanAbsolute);
  }
}
