package dyingrelu.beyond;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Learner;
import dyingrelu.network.Network;
import dyingrelu.network.Normalization;
import dyingrelu.network.Optimizer;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution of 3 × 3 in steps of 2, with a border of zeros: a dense layer that is given a patch
 * of an image at a time. Its units are the channels, and its inputs are the positions of all images
 * (Chellapilla, Puri and Simard 2006, section 4.1). Numbers lie in the order images, rows, columns,
 * channels.
 */
final class ConvolutionLayer {
  private static final int KERNEL = 3;
  private static final int STRIDE = 2;

  private final int side;
  private final int given;
  private final int channels;
  private final int capacity;
  private final Learner learner;
  private final float[] patches;
  private final float[] imageErrors;
  private int images;

  /**
   * A new layer of ReLU channels.
   *
   * @param side of the images, in pixels; even
   * @param given channels that they have
   * @param channels that the layer has
   * @param normalization of its channels, over positions and images
   * @param capacity the greatest batch, in images
   */
  ConvolutionLayer(
      int side,
      int given,
      int channels,
      Normalization normalization,
      Optimizer optimizer,
      int capacity,
      long seed) {
    this.side = side;
    this.given = given;
    this.channels = channels;
    this.capacity = capacity;
    Architecture plain =
        new Architecture(
            KERNEL * KERNEL * given,
            List.of(channels),
            1, // Not used: the layer ends with its channels.
            new Activation.Relu(),
            Initializer.HE_NORMAL);
    int positions = capacity * outputSide() * outputSide();
    learner = new Learner(Network.create(plain.with(normalization), seed), 1, optimizer, positions);
    patches = new float[positions * plain.inputs()];
    imageErrors = new float[capacity * side * side * given];
  }

  /** Side of what it passes on, in positions. */
  int outputSide() {
    return side / STRIDE;
  }

  Learner learner() {
    return learner;
  }

  /** What the channels pass on. */
  float[] forward(float[] batch, int count, boolean learning) {
    if (count > capacity || batch.length < count * side * side * given) {
      throw new IllegalArgumentException(
          "The layer takes at most %d images of %d × %d × %d; got %d images in %d numbers."
              .formatted(capacity, side, side, given, count, batch.length));
    }
    images = count;
    Arrays.fill(patches, 0);
    overPatches((patch, pixel) -> System.arraycopy(batch, pixel, patches, patch, given));
    return learner.forward(patches, positions(), learning);
  }

  /** From ∂loss/∂(what the channels pass on) to ∂loss/∂(what they were given). */
  float[] backward(float[] errors) {
    float[] patchErrors = learner.backward(errors);
    Arrays.fill(imageErrors, 0);
    overPatches(
        (patch, pixel) -> {
          for (int channel = 0; channel < given; channel++) {
            imageErrors[pixel + channel] += patchErrors[patch + channel];
          }
        });
    return imageErrors;
  }

  /** Of the last batch: a channel's inputs are all positions of all images. */
  LayerCensus census() {
    return LayerCensus.of(
        learner.pass().outputs(1), learner.pass().slopes(1), positions(), channels);
  }

  /** For each channel, the share of positions and images of the last batch where it fires. */
  double[] activeShares() {
    double[] active = new double[channels];
    float[] outputs = learner.pass().outputs(1);
    for (int i = 0; i < positions() * channels; i++) {
      active[i % channels] += outputs[i] > 0 ? 1.0 / positions() : 0;
    }
    return active;
  }

  private int positions() {
    return images * outputSide() * outputSide();
  }

  /** Told where the channels of a pixel begin in a patch, and in the images. */
  private interface Visit {
    void at(int patch, int pixel);
  }

  /** Visits where each pixel of the images lies in each patch, and in its image. */
  private void overPatches(Visit visit) {
    int patch = 0;
    for (int image = 0; image < images; image++) {
      for (int row = -1; row < side - 1; row += STRIDE) {
        for (int column = -1; column < side - 1; column += STRIDE) {
          for (int y = row; y < row + KERNEL; y++) {
            for (int x = column; x < column + KERNEL; x++, patch += given) {
              if (y >= 0 && y < side && x >= 0 && x < side) {
                visit.at(patch, ((image * side + y) * side + x) * given);
              }
            }
          }
        }
      }
    }
  }
}
