package dyingrelu.census;

import dyingrelu.activation.Activation;
import dyingrelu.network.ForwardPass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Hands the layers of DL4J's networks over to a {@link Monitor}. */
public final class Dl4jLayers {
  private static final String READS =
      "the monitor reads dense layers of ReLU, Leaky ReLU or ELU; hand others over as matrices by"
          + " observe(name, outputs).";

  private Dl4jLayers() {}

  /**
   * Runs inputs through a DL4J network as it stands, without dropout, and adds the outputs of its
   * dense hidden layers to the monitor's round. Layers have DL4J's names, "layer0" if not given.
   *
   * <p>Hidden layers of other kinds, or with an activation that is none of ReLU, Leaky ReLU and
   * ELU, are not counted; the report's warnings name them.
   *
   * @param network not changed
   * @param inputs inputs × features
   * @param monitor where the layers are counted
   * @throws IllegalArgumentException as {@link Monitor#observe} does, or if no layer can be
   *     counted; the round then begins anew
   * @throws InterruptedException if the thread is interrupted; the round then begins anew
   */
  public static void observe(MultiLayerNetwork network, INDArray inputs, Monitor monitor)
      throws InterruptedException {
    Monitor.checkMatrix("The inputs", inputs, "inputs × features");
    Map<Integer, String> watched = watch(network, monitor);
    try {
      for (int from = 0; from < inputs.rows(); from += ForwardPass.ROWS) {
        if (Thread.interrupted()) {
          throw new InterruptedException("The monitor stopped after " + from + " inputs.");
        }
        int to = Math.min(from + ForwardPass.ROWS, inputs.rows());
        INDArray batch = inputs.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
        List<INDArray> outputs = network.feedForward(batch, false);
        // The first of these are the inputs themselves.
        watched.forEach((layer, name) -> monitor.observe(name, outputs.get(layer + 1)));
      }
    } catch (RuntimeException | InterruptedException e) {
      monitor.beginRoundAnew();
      throw e;
    }
  }

  /** Finds the layers to count, by their index from 0, and names those that are new. */
  private static Map<Integer, String> watch(MultiLayerNetwork network, Monitor monitor) {
    Map<Integer, String> watched = new LinkedHashMap<>();
    // The last layer puts out classes or values and is not hidden.
    for (int i = 0; i < network.getnLayers() - 1; i++) {
      Layer layer = network.getLayerWiseConfigurations().getConf(i).getLayer();
      String name = layer.getLayerName();
      IActivation theirs = layer instanceof DenseLayer dense ? dense.getActivationFn() : null;
      Activation activation = ours(theirs);
      if (activation == null) {
        String kind =
            theirs == null ? layer.getClass().getSimpleName() : "dense layer of " + theirs;
        monitor.notCounted("%s: not counted, as it is a %s: %s".formatted(name, kind, READS));
        continue;
      }
      watched.put(i, name);
      if (!monitor.watches(name)) {
        monitor.layer(name, activation);
      }
    }
    if (watched.isEmpty()) {
      throw new IllegalArgumentException(
          "This network has no hidden layer that the monitor can read: " + READS);
    }
    return watched;
  }

  /** Ours for DL4J's, or null if we have none that is the same. */
  private static Activation ours(IActivation theirs) {
    // A ReLU with a cap, a threshold or a leak of its own does not equal the plain one.
    if (new ActivationReLU().equals(theirs)) {
      return new Activation.Relu();
    } else if (theirs instanceof ActivationLReLU leaky) {
      return new Activation.LeakyRelu(leaky.getAlpha());
    } else if (theirs instanceof ActivationELU elu) {
      return new Activation.Elu(elu.getAlpha());
    }
    return null;
  }
}
