package dyingrelu.evidence;

import dyingrelu.census.LayerCensus;
import dyingrelu.network.Network;
import java.util.BitSet;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network at some step of its training.
 *
 * @param network as it was then
 * @param layers on all training images
 * @param meanImage of these
 */
record Moment(Network network, List<LayerCensus> layers, INDArray meanImage) {
  /** The mean of what a layer is given; for ReLU the mean absolute output is the mean output. */
  INDArray below(int layer) {
    return layer == 1
        ? meanImage
        : Nd4j.create(new double[][] {layers.get(layer - 2).meanAbsolute()}).castTo(DataType.FLOAT);
  }

  /** The mean pre-activation of a layer's units. */
  float[] preActivations(int layer) {
    return below(layer).mmul(network.weights(layer)).addi(network.biases(layer)).toFloatVector();
  }

  BitSet dead(int layer) {
    return layers.get(layer - 1).dead();
  }
}
