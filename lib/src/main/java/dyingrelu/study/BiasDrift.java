package dyingrelu.study;

import dyingrelu.cure.Cure;
import dyingrelu.data.Mnist;
import dyingrelu.network.Optimizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** How far the hidden biases of the published ReLU network move in real training. */
public final class BiasDrift {
  private BiasDrift() {}

  /**
   * The published ReLU networks as they are trained there, and for one epoch at other rates, by
   * Adam and by plain gradient descent.
   */
  static Table study(Mnist mnist, long[] seeds, Consumer<String> out) throws InterruptedException {
    List<Optimizer> others =
        List.of(Optimizer.Adam.keras(0.0005), new Optimizer.Sgd(0.01), new Optimizer.Sgd(0.1));
    List<Experiment> published =
        Studies.mnist(seeds).stream().filter(e -> e.cure().equals(Cure.CONTROL)).toList();
    Table all = of(published, mnist, out);
    for (Optimizer optimizer : others) {
      all.append(
          of(
              published.stream().map(e -> e.with(e.recipe().with(optimizer)).epochs(1)).toList(),
              mnist,
              out));
    }
    return all;
  }

  /**
   * Trains some networks and follows their biases.
   *
   * @param experiments of one cure and one optimiser, each of another seed, with biases that start
   *     at 0
   * @param out told a line now and then
   * @return a row for each seed, epoch from 0, and layer; {@code data/README.md} says what its
   *     columns mean
   * @throws InterruptedException if the thread is interrupted
   */
  public static Table of(List<Experiment> experiments, Mnist mnist, Consumer<String> out)
      throws InterruptedException {
    Runner runner = new Runner(experiments, mnist);
    runner.run(new ConsoleProgress(experiments.size(), out));
    Table table =
        Table.create(
            "bias drift",
            StringColumn.create("optimizer"),
            DoubleColumn.create("learning_rate"),
            LongColumn.create("seed"),
            IntColumn.create("epoch"),
            IntColumn.create("layer"),
            DoubleColumn.create("bias"),
            DoubleColumn.create("absolute_bias"),
            IntColumn.create("dead_at_end"),
            DoubleColumn.create("bias_of_dead"),
            DoubleColumn.create("bias_of_living"));
    for (Experiment experiment : experiments) {
      Optimizer optimizer = experiment.recipe().optimizer();
      Table units = runner.units(experiment.cure(), experiment.seed());
      for (int layer = 1; layer <= experiment.architecture().hidden().size(); layer++) {
        Set<Integer> dead = deadAtEnd(units, layer, experiment.epochs());
        for (int epoch = 0; epoch <= experiment.epochs(); epoch++) {
          Row row = table.appendRow();
          row.setString("optimizer", optimizer.getClass().getSimpleName().toLowerCase(Locale.ROOT));
          row.setDouble("learning_rate", optimizer.learningRate());
          row.setLong("seed", experiment.seed());
          row.setInt("epoch", epoch);
          row.setInt("layer", layer);
          row.setInt("dead_at_end", dead.size());
          fill(row, at(units, layer, epoch), dead);
        }
      }
    }
    return table;
  }

  private static Table at(Table units, int layer, int epoch) {
    return units.where(
        units.intColumn("layer").isEqualTo(layer).and(units.intColumn("epoch").isEqualTo(epoch)));
  }

  private static Set<Integer> deadAtEnd(Table units, int layer, int epochs) {
    Table end = at(units, layer, epochs);
    // A ReLU unit that is silent on all training images is dead.
    return new HashSet<>(
        end.where(end.booleanColumn("silent").isTrue()).intColumn("unit").asList());
  }

  /** Fills in the means of the biases; the mean of no unit is missing. */
  static void fill(Row row, Table layer, Set<Integer> dead) {
    List<Double> ofDead = new ArrayList<>();
    List<Double> ofLiving = new ArrayList<>();
    for (Row unit : layer) {
      (dead.contains(unit.getInt("unit")) ? ofDead : ofLiving).add(unit.getDouble("bias"));
    }
    double[] all = layer.doubleColumn("bias").asDoubleArray();
    row.setDouble("bias", rounded(DoubleStream.of(all)));
    row.setDouble("absolute_bias", rounded(DoubleStream.of(all).map(Math::abs)));
    row.setDouble("bias_of_dead", rounded(ofDead.stream().mapToDouble(b -> b)));
    row.setDouble("bias_of_living", rounded(ofLiving.stream().mapToDouble(b -> b)));
  }

  /** The mean with seven digits behind the point; NaN of none. */
  private static double rounded(DoubleStream values) {
    return Math.rint(values.average().orElse(Double.NaN) * 1e7) / 1e7;
  }
}
