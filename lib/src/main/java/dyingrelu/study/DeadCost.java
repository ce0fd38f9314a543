package dyingrelu.study;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.cure.Cure;
import dyingrelu.data.Mnist;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** What the dead units of ReLU networks cost: without them, and never having them. */
final class DeadCost {
  private DeadCost() {}

  /**
   * Trains plain ReLU networks, and each once more with its dead units left out from the start;
   * one unit stays where a whole layer is dead.
   *
   * @param asIs of different seeds
   * @return a row a seed; {@code data/README.md} says what its columns mean
   */
  static Table of(Mnist mnist, List<Experiment> asIs, Consumer<String> out)
      throws InterruptedException {
    Runner whole = run(asIs, mnist, out);
    List<Experiment> withoutTheDead = new ArrayList<>();
    for (Experiment experiment : asIs) {
      List<Integer> alive = new ArrayList<>();
      for (LayerCensus layer : census(whole, experiment, mnist)) {
        alive.add(Math.max(1, layer.units() - layer.dead().cardinality()));
      }
      withoutTheDead.add(
          experiment.with(
              new Architecture(
                  experiment.architecture().inputs(),
                  alive,
                  experiment.architecture().outputs(),
                  new Activation.Relu(),
                  Initializer.GLOROT_UNIFORM)));
    }
    Runner narrower = run(withoutTheDead, mnist, out);
    Table cost =
        Table.create(
            "cost",
            LongColumn.create("seed"),
            IntColumn.create("dead_units"),
            DoubleColumn.create("accuracy"),
            DoubleColumn.create("accuracy_without_dead"),
            DoubleColumn.create("accuracy_narrower"),
            IntColumn.create("dead_units_narrower"));
    for (Experiment experiment : asIs) {
      long seed = experiment.seed();
      Network network = whole.network(Cure.CONTROL, seed);
      Network silenced = network.copy();
      List<LayerCensus> layers = census(whole, experiment, mnist);
      for (LayerCensus layer : layers) {
        BitSet dead = layer.dead();
        dead.stream().forEach(unit -> silenced.weights(layer.layer() + 1).getRow(unit).assign(0));
      }
      Row row = cost.appendRow();
      row.setLong("seed", seed);
      row.setInt("dead_units", dead(layers));
      row.setDouble("accuracy", accuracy(network, mnist));
      row.setDouble("accuracy_without_dead", accuracy(silenced, mnist));
      row.setDouble("accuracy_narrower", accuracy(narrower.network(Cure.CONTROL, seed), mnist));
      row.setInt("dead_units_narrower", dead(census(narrower, experiment, mnist)));
    }
    return cost;
  }

  private static Runner run(List<Experiment> experiments, Mnist mnist, Consumer<String> out)
      throws InterruptedException {
    Runner runner = new Runner(experiments, mnist);
    runner.run(new ConsoleProgress(experiments.size(), out));
    return runner;
  }

  private static List<LayerCensus> census(Runner runner, Experiment experiment, Mnist mnist)
      throws InterruptedException {
    return LayerCensus.take(
        runner.network(experiment.cure(), experiment.seed()), mnist.train().images());
  }

  private static int dead(List<LayerCensus> layers) {
    return layers.stream().mapToInt(layer -> layer.dead().cardinality()).sum();
  }

  private static double accuracy(Network network, Mnist mnist) {
    return network.accuracy(mnist.test().images(), mnist.test().labels());
  }
}
