package dyingrelu.evidence;

import dyingrelu.census.LayerCensus;
import dyingrelu.data.Mnist;
import dyingrelu.study.Experiment;
import dyingrelu.study.Question;
import dyingrelu.study.Trial;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/**
 * Every hidden unit of a network after every epoch, a row a unit: what it was, its bias and the
 * norm of its weights. {@code data/README.md} says what the columns mean.
 */
final class UnitFates extends Trial {
  static final Question QUESTION =
      new Question("int layer unit, String state bias_thousandths norm_hundredths", UnitFates::new);

  /** By epoch and hidden layer the units that are silent on the probe. */
  private final TreeMap<Integer, List<BitSet>> silent = new TreeMap<>();

  private UnitFates(Experiment experiment, Mnist mnist) {
    super(experiment, mnist);
  }

  @Override
  protected void counted(int epoch, List<LayerCensus> layers) throws InterruptedException {
    List<LayerCensus> onProbe = LayerCensus.take(network, probe().images());
    silent.put(epoch, onProbe.stream().map(LayerCensus::silent).toList());
  }

  @Override
  protected void answer(Table answers, Executor helper) {
    for (int layer = 1; layer < experiment.architecture().layers(); layer++) {
      for (int unit = 0; unit < experiment.architecture().units(layer); unit++) {
        int l = layer;
        int u = unit;
        add(
            answers,
            layer,
            unit + 1,
            byEpoch("", epoch -> state(l, u, epoch)),
            byEpoch(" ", epoch -> Math.round(1000 * layer(l, epoch).biases()[u])),
            byEpoch(" ", epoch -> Math.round(100 * layer(l, epoch).weightNorms()[u])));
      }
    }
  }

  private String state(int layer, int unit, int epoch) {
    boolean dead = layer(layer, epoch).dead().get(unit);
    return dead ? "d" : silent.get(epoch).get(layer - 1).get(unit) ? "s" : "a";
  }

  private String byEpoch(String between, IntFunction<Object> value) {
    return IntStream.rangeClosed(0, experiment.epochs())
        .mapToObj(value)
        .map(Object::toString)
        .collect(Collectors.joining(between));
  }
}
