package dyingrelu.cure;

import dyingrelu.census.LayerCensus;
import dyingrelu.network.Intervention;
import dyingrelu.network.Network;
import dyingrelu.network.Training;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A thermal kick: every so many epochs, units that are dead on a probe get normal noise added to
 * their incoming weights and their bias, in the hope that it throws them off the plateau on which
 * they have no gradient. The noise's deviation is {@code size} times the root mean square of the
 * layer's weights, and for biases of the layer's biases.
 *
 * <p>Each unit that was kicked is in an event of {@link Training#events}.
 *
 * @param size of the noise, relative to the layer's weights and biases, above 0
 * @param every how many epochs; the first time after that many
 * @param probe how many of the first training inputs a unit must be dead on, at least 1
 */
public record ThermalKick(double size, int every, int probe) implements Intervention {
  /** Checks the numbers. */
  public ThermalKick {
    if (!(size > 0 && size < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The size of the thermal kick was " + size + "; give a number above 0, say 1.0.");
    }
    Probe.check("A thermal kick", every, probe);
  }

  @Override
  public void beforeStep(Training training, long step) throws InterruptedException {
    if (!Probe.due(training, step, every)) {
      return;
    }
    Network network = training.network();
    RandomGenerator random = training.random(step);
    for (LayerCensus census : Probe.census(training, probe)) {
      BitSet dead = census.dead();
      if (dead.isEmpty()) {
        continue;
      }
      INDArray weights = network.weights(census.layer());
      INDArray biases = network.biases(census.layer());
      double ofWeights = size * rootMeanSquare(weights);
      double ofBiases = size * rootMeanSquare(biases);
      dead.stream()
          .forEach(
              unit -> {
                for (int i = 0; i < weights.rows(); i++) {
                  kick(weights, i, unit, ofWeights * random.nextGaussian());
                }
                kick(biases, 0, unit, ofBiases * random.nextGaussian());
              });
      training.record(new Event(this, step, census.layer(), dead));
    }
  }

  @Override
  public String toString() {
    return "ThermalKick[size=%s, every=%d, probe=%s]"
        .formatted(size, every, probe == Integer.MAX_VALUE ? "all images" : probe);
  }

  private static double rootMeanSquare(INDArray values) {
    return values.norm2Number().doubleValue() / Math.sqrt(values.length());
  }

  private static void kick(INDArray matrix, int row, int column, double noise) {
    matrix.putScalar(row, column, matrix.getFloat(row, column) + (float) noise);
  }
}
