package dyingrelu.toy;

import dyingrelu.census.Rows;
import dyingrelu.cure.Start;
import dyingrelu.network.Architecture;
import dyingrelu.network.Backpropagation;
import dyingrelu.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.Table;

/**
 * How the gradient of one batch grows or shrinks on its way from the loss to the first layer.
 *
 * <p>With δ = ∂loss/∂z of a layer and e = ∂loss/∂h of its outputs, the chain rule multiplies twice
 * in each layer: e_l = δ_{l+1} · W_{l+1}ᵀ, by the weights above, and δ_l = f′(z_l) ⊙ e_l, by the
 * slopes. Both parts are kept, since either can make a gradient vanish or explode (Glorot and
 * Bengio 2010, section 4.2). All norms are Euclidean, over all inputs of the batch and all units.
 *
 * @param layers the hidden layers, first to last
 */
public record GradientDecay(List<Layer> layers) {
  private static final String COLUMNS =
      """
      String activation initializer
      boolean residual
      int depth width
      long seed
      int layer
      double gradient error weight_factor slope_factor factor
      """;

  /**
   * One hidden layer; what single precision rounds to 0 makes a norm 0, and a factor of two such
   * norms NaN.
   *
   * @param layer from 1
   * @param gradient ‖∂loss/∂W‖ of the weights that lead into the layer
   * @param error ‖δ‖ = ‖∂loss/∂z‖
   * @param outputError ‖e‖ = ‖∂loss/∂h‖
   * @param weightFactor ‖e‖ divided by the ‖δ‖ of the layer above: what the weights made of it
   * @param slopeFactor ‖δ‖ / ‖e‖: what the slopes made of it, at most the steepest slope
   */
  public record Layer(
      int layer,
      double gradient,
      double error,
      double outputError,
      double weightFactor,
      double slopeFactor) {

    /** What one layer makes of the error: its ‖δ‖ divided by that of the layer above. */
    public double factor() {
      return weightFactor * slopeFactor;
    }
  }

  /** Keeps the layers unmodifiable. */
  public GradientDecay {
    layers = List.copyOf(layers);
  }

  /**
   * Sends one batch forward and its error back.
   *
   * @param network not changed
   * @param inputs float matrix in row-major order, batch × features
   * @param labels the true class of each input, from 0; as many as inputs
   */
  public static GradientDecay of(Network network, INDArray inputs, int[] labels) {
    Backpropagation backpropagation = new Backpropagation(network, inputs.rows());
    backpropagation.run(inputs, labels);
    Architecture architecture = network.architecture();
    int last = architecture.hidden().size();
    double above = norm(backpropagation.errors(last + 1), inputs.rows() * architecture.outputs());
    List<Layer> layers = new ArrayList<>();
    for (int layer = last; layer >= 1; layer--) {
      int length = inputs.rows() * architecture.units(layer);
      double outputError = norm(backpropagation.outputErrors(layer), length);
      double error = norm(backpropagation.errors(layer), length);
      layers.add(
          0,
          new Layer(
              layer,
              norm(backpropagation.weightGradient(layer)),
              error,
              outputError,
              outputError / above,
              error / outputError));
      above = error;
    }
    return new GradientDecay(layers);
  }

  /**
   * Measures fresh networks, as many at a time as there are processors.
   *
   * @param architectures which to draw
   * @param seeds for each architecture one network per seed
   * @param inputs the batch that all of them see, float matrix, batch × features
   * @param labels the true class of each input
   * @return a row per architecture, seed and hidden layer, in this order, with the columns
   *     activation, initializer, residual, depth, width, seed, layer, gradient, error,
   *     weight_factor, slope_factor, factor; a factor that is not a number is left empty
   */
  public static Table table(
      List<Architecture> architectures, List<Long> seeds, INDArray inputs, int[] labels) {
    return table(architectures, new Start.AsDrawn(), seeds, inputs, labels);
  }

  /** The same of networks that are changed before they are measured. */
  public static Table table(
      List<Architecture> architectures,
      Start start,
      List<Long> seeds,
      INDArray inputs,
      int[] labels) {
    Table table = Rows.table("gradient decay", COLUMNS);
    for (Architecture architecture : architectures) {
      // Side by side; a product on its own is too small to be worth a second thread.
      List<GradientDecay> ofSeeds =
          seeds.parallelStream()
              .map(
                  seed -> {
                    Network network = Network.create(architecture, seed);
                    start.prepare(network);
                    return of(network, inputs, labels);
                  })
              .toList();
      for (int i = 0; i < seeds.size(); i++) {
        for (Layer layer : ofSeeds.get(i).layers) {
          Rows.add(
              table,
              architecture.activation().name(),
              architecture.initializer().name().toLowerCase(Locale.ROOT),
              architecture.residual(),
              architecture.hidden().size(),
              architecture.units(layer.layer),
              seeds.get(i),
              layer.layer,
              layer.gradient,
              layer.error,
              layer.weightFactor,
              layer.slopeFactor,
              layer.factor());
        }
      }
    }
    return table;
  }

  private static double norm(INDArray matrix) {
    float[] values = matrix.ravel().toFloatVector();
    return norm(values, values.length);
  }

  /** In double precision: the square of 1e-23 is 0 in single precision. */
  private static double norm(float[] values, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (double) values[i] * values[i];
    }
    return Math.sqrt(sum);
  }
}
