package dyingrelu.evidence;

import dyingrelu.census.LayerCensus;
import dyingrelu.data.Mnist;
import dyingrelu.study.Experiment;
import dyingrelu.study.Question;
import dyingrelu.study.Studies;
import dyingrelu.study.Trial;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/**
 * How many living units die in an epoch, by the share of images that fired them before it. {@code
 * data/README.md} says what the columns mean.
 */
final class ActiveShare extends Trial {
  static final Question QUESTION =
      new Question(
          "int epoch layer, double active_from_pct active_to_pct, int units dead_next",
          ActiveShare::new);

  /** Ends of the ranges of shares, in percent. */
  private static final double[] ENDS = {0, 0.1, 1, 5, 20, 50, 100};

  private static final int IMAGES = 10_000;

  /** By epoch, each layer's units' shares. */
  private final Map<Integer, double[][]> active = new HashMap<>();

  private ActiveShare(Experiment experiment, Mnist mnist) {
    super(experiment, mnist);
  }

  /** The published ReLU network for four epochs. */
  static List<Experiment> experiments(long... seeds) {
    return Studies.relu(seeds).stream().map(e -> e.epochs(4)).toList();
  }

  @Override
  protected void counted(int epoch, List<LayerCensus> layers) {
    int images = Math.min(IMAGES, mnist.train().size());
    active.put(epoch, LayerCensus.activeShares(network, mnist.train().first(images).images()));
  }

  @Override
  protected void answer(Table answers, Executor helper) {
    for (int epoch = 0; epoch < experiment.epochs(); epoch++) {
      for (int layer = 1; layer < experiment.architecture().layers(); layer++) {
        double[] shares = active.get(epoch)[layer - 1];
        BitSet alive = layer(layer, epoch).alive();
        BitSet next = layer(layer, epoch + 1).dead();
        for (int range = 1; range < ENDS.length; range++) {
          double from = range == 1 ? -1 : ENDS[range - 1] / 100; // The lowest has those at 0 too.
          double to = ENDS[range] / 100;
          int[] units = alive.stream().filter(u -> shares[u] > from && shares[u] <= to).toArray();
          int died = (int) IntStream.of(units).filter(next::get).count();
          add(answers, epoch, layer, ENDS[range - 1], ENDS[range], units.length, died);
        }
      }
    }
  }
}
