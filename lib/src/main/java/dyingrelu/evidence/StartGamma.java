package dyingrelu.evidence;

import dyingrelu.data.Mnist;
import dyingrelu.network.Network;
import dyingrelu.study.Experiment;
import dyingrelu.study.Question;
import dyingrelu.study.Results;
import dyingrelu.study.Trial;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import tech.tablesaw.api.Table;

/**
 * How well γ, the mean of a unit's pre-activation before training divided by its deviation over
 * images, tells who is dead after one epoch (Simon et al. 2026, arXiv 2605.31518): the share of
 * pairs of one dead and one living unit in which the dead one had the lower γ, and the greater |γ|.
 * {@code data/README.md} says what the columns mean.
 */
final class StartGamma extends Trial {
  static final Question QUESTION =
      new Question("int layer dead, double by_gamma by_absolute_gamma", StartGamma::new);

  private static final int PROBE = 10_000;

  private StartGamma(Experiment experiment, Mnist mnist) {
    super(experiment, mnist);
  }

  /** The published ReLU network for one epoch, by Adam and by SGD, on raw and centred images. */
  static List<Experiment> experiments(long... seeds) {
    return UnitDeaths.experiments(seeds).stream()
        .filter(e -> List.of("Adam", "SGD").contains(e.cure()))
        .toList();
  }

  @Override
  protected void answer(Table answers, Executor helper) {
    int probe = Math.min(PROBE, mnist.train().size());
    double[][] gammas = gammas(fresh(), mnist.train().first(probe).images());
    for (int layer = 1; layer <= gammas.length; layer++) {
      double[] gamma = gammas[layer - 1];
      BitSet dead = layer(layer, 1).dead();
      add(
          answers,
          layer,
          dead.cardinality(),
          greater(Arrays.stream(gamma).map(g -> -g).toArray(), dead),
          greater(Arrays.stream(gamma).map(Math::abs).toArray(), dead));
    }
  }

  private static double[][] gammas(Network network, INDArray images) {
    double[][] gammas = new double[network.architecture().hidden().size()][];
    INDArray below = images;
    for (int layer = 1; layer <= gammas.length; layer++) {
      INDArray z = below.mmul(network.weights(layer)).addRowVector(network.biases(layer));
      gammas[layer - 1] = z.mean(0).div(z.std(0)).toDoubleVector();
      below = Transforms.relu(z);
    }
    return gammas;
  }

  /** The share of pairs in which the chosen unit has the greater value; NaN if there are none. */
  static double greater(double[] values, BitSet chosen) {
    double[] ranks = new NaturalRanking().rank(values);
    double n = chosen.cardinality();
    double sum = chosen.stream().mapToDouble(unit -> ranks[unit]).sum();
    return Results.rounded((sum - n * (n + 1) / 2) / (n * (values.length - n)), 6);
  }
}
