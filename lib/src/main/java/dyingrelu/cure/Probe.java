package dyingrelu.cure;

import dyingrelu.census.LayerCensus;
import dyingrelu.network.Training;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The inputs on which a training's units are looked at: the first so many. */
final class Probe {
  private Probe() {}

  static void check(String cure, int every, int probe) {
    if (every < 1 || probe < 1) {
      throw new IllegalArgumentException(
          "%s every %d epochs on %d inputs cannot be: give at least 1 of each, say 1 and 1000."
              .formatted(cure, every, probe));
    }
  }

  /** Whether so many epochs, or twice as many and so on, have just been trained. */
  static boolean due(Training training, long step, int every) {
    return step > 0 && step % ((long) every * training.stepsPerEpoch()) == 0;
  }

  /** The census of every hidden layer; of all inputs if there are fewer. */
  static List<LayerCensus> census(Training training, int probe) throws InterruptedException {
    INDArray inputs = training.inputs();
    int count = Math.min(probe, inputs.rows());
    return LayerCensus.take(
        training.network(), inputs.get(NDArrayIndex.interval(0, count), NDArrayIndex.all()));
  }
}
