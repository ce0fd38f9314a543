package dyingrelu.evidence;

import dyingrelu.data.Mnist;
import dyingrelu.network.Intervention;
import dyingrelu.network.Network;
import dyingrelu.network.Silencing;
import dyingrelu.network.Training;
import dyingrelu.study.Experiment;
import dyingrelu.study.Question;
import dyingrelu.study.Studies;
import dyingrelu.study.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import tech.tablesaw.api.Table;

/**
 * The dead after two epochs with half of layer 2 silenced for good before one of them, and without:
 * whether the silence of some kills others. {@code data/README.md} says what the columns mean.
 */
final class HalfSilenced extends Trial {
  static final Question QUESTION =
      new Question("int layer dead, double accuracy", HalfSilenced::new);

  private HalfSilenced(Experiment experiment, Mnist mnist) {
    super(experiment, mnist);
  }

  static List<Experiment> experiments(long... seeds) {
    List<Experiment> experiments = new ArrayList<>();
    for (Experiment plain : Studies.relu(seeds)) {
      Experiment two = plain.epochs(2);
      experiments.add(silenced(two, 0).named("before training"));
      experiments.add(silenced(two, 1).named("after epoch 1"));
      experiments.add(two.named("never"));
    }
    return experiments;
  }

  private static Experiment silenced(Experiment experiment, int epochs) {
    return experiment.with(experiment.recipe().with(new Half(epochs)));
  }

  /** Half of layer 2 silenced after so many epochs, by a bias that no step can make up for. */
  private record Half(int epochs) implements Intervention {
    @Override
    public void beforeStep(Training training, long step) {
      if (step == (long) epochs * training.stepsPerEpoch()) {
        Network network = training.network();
        Silencing.units(network, 2, network.architecture().units(2) / 2);
      }
    }
  }

  @Override
  protected void answer(Table answers, Executor helper) {
    double accuracy = network.accuracy(mnist.test().images(), mnist.test().labels());
    for (int layer = 1; layer < experiment.architecture().layers(); layer++) {
      add(answers, layer, layer(layer, experiment.epochs()).dead().cardinality(), accuracy);
    }
  }
}
