package dyingrelu.evidence;

import dyingrelu.activation.Activation;
import dyingrelu.activation.Activation.Clipped;
import dyingrelu.activation.Activation.Relu;
import dyingrelu.activation.Activation.Softplus;
import dyingrelu.cure.Cure;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Optimizer;
import dyingrelu.study.Experiment;
import dyingrelu.study.Inputs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Whether ReLU's corner matters: networks with corners ever rounder, with other slopes at the
 * corner, and with a second one.
 */
final class Kink {
  private Kink() {}

  /**
   * Three layers of 100 units with He's weights, three epochs on 20,000 images at two rates: a
   * softplus of several sharpnesses, and ReLU with f′(0) of 0, ½ and 1. Then three epochs of the
   * published network on 10,000 images by activations that are cut off, and by ReLU, tanh and
   * sigmoid, for the first half of the seeds.
   */
  static List<Experiment> experiments(long... seeds) {
    Map<String, Activation> corners = new LinkedHashMap<>();
    for (int beta : new int[] {1, 3, 10}) {
      corners.put("softplus " + beta, new Softplus(beta));
    }
    corners.put(Cure.CONTROL, new Relu());
    corners.put("f′(0) = 0.5", new Relu(0.5));
    corners.put("f′(0) = 1", new Relu(1));
    List<Experiment> experiments = new ArrayList<>();
    for (long seed : seeds) {
      for (double rate : new double[] {0.001, 0.005}) {
        corners.forEach(
            (name, activation) -> {
              Architecture small =
                  new Architecture(
                      784, List.of(100, 100, 100), 10, activation, Initializer.HE_NORMAL);
              experiments.add(
                  Experiment.of("corner", name, small, Optimizer.Adam.keras(rate), seed)
                      .with(new Inputs.First(20_000))
                      .epochs(3));
            });
      }
    }
    List<Activation> cutOff =
        List.of(
            Clipped.RELU6,
            Clipped.HARD_TANH,
            Clipped.HARD_SIGMOID,
            new Relu(),
            new Activation.Tanh(),
            new Activation.Sigmoid());
    for (long seed : LongStream.of(seeds).limit((seeds.length + 1) / 2).toArray()) {
      for (Activation activation : cutOff) {
        Architecture published = Architecture.published(activation);
        experiments.add(
            Experiment.of(
                    "cut off", activation.name(), published, Optimizer.Adam.keras(0.005), seed)
                .with(new Inputs.First(10_000))
                .epochs(3));
      }
    }
    return experiments;
  }
}
