package dyingrelu.evidence;

import dyingrelu.census.LayerCensus;
import dyingrelu.data.Mnist;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Training;
import dyingrelu.study.Experiment;
import dyingrelu.study.Inputs;
import dyingrelu.study.Question;
import dyingrelu.study.Results;
import dyingrelu.study.Studies;
import dyingrelu.study.Trial;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.Table;

/**
 * What moved the units that died in the first epoch. Between two counts a unit's mean
 * pre-activation, over the training images, changes by what its bias, its weights and the layer
 * below changed; the three parts add up. {@code data/README.md} says what the columns mean.
 */
final class UnitDeaths extends Trial {
  static final Question QUESTION =
      new Question(
          "int layer deaths dead_last, double fall_by_bias fall_by_weights fall_by_below",
          UnitDeaths::new);

  /** When units are counted, besides before and after the epoch; most deaths come early. */
  private static final Set<Long> STEPS = Set.of(47L, 94L, 188L);

  private static final String SHORT_MEMORY = "Adam, β₂ 0.9";

  private final TreeMap<Long, Moment> moments = new TreeMap<>();
  private final INDArray meanImage;

  private UnitDeaths(Experiment experiment, Mnist mnist) {
    super(experiment, mnist);
    meanImage = Mnist.meanImage(mnist.train().images());
  }

  /** The published ReLU network for one epoch, by three rules; the third on raw images only. */
  static List<Experiment> experiments(long... seeds) {
    Map<String, Optimizer> rules = new LinkedHashMap<>();
    rules.put("Adam", Optimizer.Adam.keras(0.005));
    rules.put("SGD", new Optimizer.Sgd(0.5));
    rules.put(SHORT_MEMORY, new Optimizer.Adam(0.005, 0.9, 0.9, 1e-7));
    List<Experiment> experiments = new ArrayList<>();
    for (Inputs inputs : List.of(new Inputs.Raw(), new Inputs.Centred())) {
      rules.forEach(
          (name, rule) -> {
            for (Experiment e : Studies.relu(seeds)) {
              experiments.add(e.with(e.recipe().with(rule)).with(inputs).epochs(1).named(name));
            }
          });
      rules.remove(SHORT_MEMORY);
    }
    return experiments;
  }

  @Override
  protected void beforeStep(Training now, long step) throws InterruptedException {
    if (STEPS.contains(step)) {
      keep(step, LayerCensus.take(network, now.inputs()));
    }
  }

  @Override
  protected void counted(int epoch, List<LayerCensus> layers) {
    keep(epoch == 0 ? 0 : Long.MAX_VALUE, layers);
  }

  private void keep(long step, List<LayerCensus> layers) {
    moments.put(step, new Moment(network.copy(), layers, meanImage));
  }

  @Override
  protected void answer(Table answers, Executor helper) {
    for (int layer = 1; layer < experiment.architecture().layers(); layer++) {
      int deaths = 0;
      double[] falls = new double[3];
      Moment was = moments.firstEntry().getValue();
      for (Moment is : moments.tailMap(0L, false).values()) {
        BitSet died = is.dead(layer);
        died.andNot(was.dead(layer));
        deaths += died.cardinality();
        addFalls(falls, layer, died, was, is);
        was = is;
      }
      add(
          answers,
          layer,
          deaths,
          was.dead(layer).cardinality(),
          Results.rounded(falls[0] / deaths, 6), // NaN if nobody died
          Results.rounded(falls[1] / deaths, 6),
          Results.rounded(falls[2] / deaths, 6));
    }
  }

  /** Adds how far their bias, their weights and the layer below moved some units. */
  private static void addFalls(double[] falls, int layer, BitSet units, Moment was, Moment is) {
    INDArray below = was.below(layer);
    INDArray weights = was.network().weights(layer);
    INDArray newWeights = is.network().weights(layer);
    INDArray[] parts = {
      was.network().biases(layer).sub(is.network().biases(layer)),
      middle(below, is.below(layer)).mmul(weights.sub(newWeights)),
      below.sub(is.below(layer)).mmul(middle(weights, newWeights))
    };
    for (int part = 0; part < parts.length; part++) {
      falls[part] += units.stream().mapToDouble(parts[part]::getDouble).sum();
    }
  }

  private static INDArray middle(INDArray a, INDArray b) {
    return a.add(b).div(2);
  }
}
