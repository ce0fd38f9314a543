package dyingrelu.network;

/** Decides, from what all units of a hidden layer say of an input, which of them are heard. */
@FunctionalInterface
public interface Mask {
  /**
   * Sets outputs to 0, and their slopes with them.
   *
   * @param h outputs, row-major, rows × units
   * @param slopes the same of slopes
   * @param rows how many inputs
   */
  void apply(float[] h, float[] slopes, int rows);
}
