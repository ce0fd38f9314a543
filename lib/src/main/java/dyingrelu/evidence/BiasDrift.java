package dyingrelu.evidence;

import dyingrelu.data.Mnist;
import dyingrelu.network.Optimizer;
import dyingrelu.study.Experiment;
import dyingrelu.study.LocalThreads;
import dyingrelu.study.Question;
import dyingrelu.study.Runner;
import dyingrelu.study.Studies;
import dyingrelu.study.Trial;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import tech.tablesaw.api.Table;

/**
 * How far the hidden biases of the published ReLU network move in real training. {@code
 * data/README.md} says what its columns mean.
 */
public final class BiasDrift extends Trial {
  static final Question QUESTION =
      new Question(
          """
          int epoch layer
          double bias absolute_bias
          int dead_at_end
          double bias_of_dead bias_of_living
          """,
          BiasDrift::new);

  private BiasDrift(Experiment experiment, Mnist mnist) {
    super(experiment, mnist);
  }

  /** As published, and for one epoch at other rates, by Adam and by plain gradient descent. */
  static List<Experiment> experiments(long... seeds) {
    List<Experiment> experiments = new ArrayList<>(Studies.relu(seeds));
    for (Optimizer other :
        List.of(Optimizer.Adam.keras(0.0005), new Optimizer.Sgd(0.01), new Optimizer.Sgd(0.1))) {
      for (Experiment e : Studies.relu(seeds)) {
        experiments.add(e.with(e.recipe().with(other)).epochs(1));
      }
    }
    return experiments;
  }

  /**
   * Trains some networks and follows their biases.
   *
   * @param experiments whose biases start at 0
   * @param out told a line now and then
   * @return a row for each network, layer, and epoch from 0
   * @throws InterruptedException if the thread is interrupted
   */
  public static Table of(List<Experiment> experiments, Mnist mnist, Consumer<String> out)
      throws InterruptedException {
    Runner runner = new Runner(experiments, mnist, QUESTION, LocalThreads.all(), null);
    runner.run(new ConsoleProgress(experiments.size(), out));
    return runner.results();
  }

  @Override
  protected void answer(Table answers, Executor helper) {
    for (int number = 1; number < experiment.architecture().layers(); number++) {
      Layer end = layer(number, experiment.epochs());
      BitSet all = new BitSet();
      all.set(0, end.census().units());
      for (int epoch = 0; epoch <= experiment.epochs(); epoch++) {
        float[] biases = layer(number, epoch).biases();
        add(
            answers,
            epoch,
            number,
            mean(all, unit -> biases[unit]),
            mean(all, unit -> Math.abs(biases[unit])),
            end.dead().cardinality(),
            mean(end.dead(), unit -> biases[unit]),
            mean(end.alive(), unit -> biases[unit]));
      }
    }
  }
}
