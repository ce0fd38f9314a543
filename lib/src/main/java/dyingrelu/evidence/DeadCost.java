package dyingrelu.evidence;

import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import dyingrelu.network.Architecture;
import dyingrelu.network.Network;
import dyingrelu.study.Experiment;
import dyingrelu.study.Question;
import dyingrelu.study.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import tech.tablesaw.api.Table;

/**
 * What the dead units of ReLU networks cost: without them, and never having them. Each network is
 * trained once more with its dead units left out from the start; one unit stays where a whole layer
 * is dead. {@code data/README.md} says what its columns mean.
 */
final class DeadCost extends Trial {
  static final Question QUESTION =
      new Question(
          """
          int dead_units
          double accuracy accuracy_without_dead accuracy_narrower
          int dead_units_narrower
          """,
          DeadCost::new);

  private DeadCost narrower;

  private DeadCost(Experiment experiment, Mnist mnist) {
    super(experiment, mnist);
  }

  @Override
  protected void answer(Table answers, Executor helper) throws InterruptedException {
    Network silenced = network.copy();
    List<Integer> alive = new ArrayList<>();
    for (Layer layer : history.get(experiment.epochs())) {
      int above = layer.census().layer() + 1;
      layer.dead().stream().forEach(unit -> silenced.weights(above).getRow(unit).assign(0));
      alive.add(Math.max(1, layer.alive().cardinality()));
    }
    if (narrower == null) { // Interrupted, it goes on with this one.
      Architecture whole = experiment.architecture();
      Architecture smaller =
          new Architecture(
              whole.inputs(), alive, whole.outputs(), whole.activation(), whole.initializer());
      narrower = new DeadCost(experiment.with(smaller), mnist);
    }
    while (!narrower.finished()) {
      narrower.epoch(helper);
    }
    add(
        answers,
        dead(),
        accuracy(network),
        accuracy(silenced),
        narrower.diverged ? Double.NaN : accuracy(narrower.network),
        narrower.dead());
  }

  private int dead() {
    return history.get(epochs()).stream().mapToInt(l -> l.dead().cardinality()).sum();
  }

  private double accuracy(Network network) {
    Digits test = mnist.test();
    return network.accuracy(test.images(), test.labels());
  }
}
