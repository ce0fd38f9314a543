package dyingrelu.evidence;

import dyingrelu.census.LayerCensus;
import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import dyingrelu.network.Backpropagation;
import dyingrelu.network.Training;
import dyingrelu.study.Experiment;
import dyingrelu.study.Question;
import dyingrelu.study.Results;
import dyingrelu.study.Studies;
import dyingrelu.study.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.Table;

/**
 * What in the order of the images decides how many units die in the first epoch, for the same
 * weights at the start. {@code data/README.md} says what its columns mean.
 */
final class FirstEpoch extends Trial {
  static final Question QUESTION =
      new Question(
          """
          long order
          int layer units
          double silent_1_pct silent_5_pct silent_20_pct silent_100_pct silent_end_pct dead_pct
          double largest_class_1 largest_class_2 brightness_1 brightness_2
          double step_1 step_2 loss_1 output_1 output_5
          """,
          FirstEpoch::new);

  /** What the network was like before training, and after some steps of it. */
  private record Moment(List<LayerCensus> layers, INDArray parameters, double loss) {}

  private static final List<Long> STEPS = List.of(0L, 1L, 2L, 5L, 20L, 100L);

  private final TreeMap<Long, Moment> moments = new TreeMap<>();
  private final List<Double> batches = new ArrayList<>();

  private FirstEpoch(Experiment experiment, Mnist mnist) {
    super(experiment, mnist);
  }

  /**
   * The ReLU network of the published study with weights of one seed, and images in many orders.
   */
  static List<Experiment> experiments(long weights, long firstOrder, long lastOrder) {
    return LongStream.rangeClosed(firstOrder, lastOrder)
        .mapToObj(order -> Studies.relu(weights).get(0).epochs(1).order(order))
        .toList();
  }

  @Override
  protected void beforeStep(Training now, long step) throws InterruptedException {
    if (STEPS.contains(step)) {
      Digits some = probe();
      double loss = new Backpropagation(network, some.size()).run(some.images(), some.labels());
      moments.put(
          step,
          new Moment(LayerCensus.take(network, some.images()), network.parameters().dup(), loss));
    }
    if (step == 0) {
      batches.clear();
      batches.addAll(batches(now.order(0)));
    }
  }

  /** Of the first two batches, the share of their most frequent digit, and their mean pixel. */
  private List<Double> batches(int[] order) {
    int size = experiment.recipe().batchSize();
    List<Double> shares = new ArrayList<>();
    List<Double> pixels = new ArrayList<>();
    for (int batch = 0; batch < 2; batch++) {
      int[] images = Arrays.copyOfRange(order, batch * size, (batch + 1) * size);
      int[] digits = new int[10];
      for (int image : images) {
        digits[mnist.train().labels()[image]]++;
      }
      shares.add(Results.rounded((double) Arrays.stream(digits).max().getAsInt() / size, 6));
      double pixel =
          Arrays.stream(images)
              .mapToDouble(i -> mnist.train().images().getRow(i).meanNumber().doubleValue())
              .average()
              .getAsDouble();
      pixels.add(Results.rounded(pixel, 6));
    }
    shares.addAll(pixels);
    return shares;
  }

  @Override
  protected void answer(Table answers, Executor helper) {
    for (int layer = 1; layer < experiment.architecture().layers(); layer++) {
      int last = rows.rowCount() - experiment.architecture().layers() + layer;
      add(
          answers,
          experiment.order(),
          layer,
          experiment.architecture().units(layer),
          silent(1, layer),
          silent(5, layer),
          silent(20, layer),
          silent(100, layer),
          rows.doubleColumn("silent_on_probe_pct").get(last),
          rows.doubleColumn("dead_pct").get(last),
          batches.get(0),
          batches.get(1),
          batches.get(2),
          batches.get(3),
          move(0, 1),
          move(1, 2),
          Results.rounded(moments.get(1L).loss, 6),
          Results.rounded(output(1, layer) / output(0, layer), 6),
          Results.rounded(output(5, layer) / output(0, layer), 6));
    }
  }

  private double silent(long step, int layer) {
    LayerCensus census = moments.get(step).layers.get(layer - 1);
    return census.percent(census.silent());
  }

  private double move(long from, long to) {
    INDArray change = moments.get(to).parameters.sub(moments.get(from).parameters);
    return Results.rounded(change.norm2Number().doubleValue(), 6);
  }

  private double output(long step, int layer) {
    return Arrays.stream(moments.get(step).layers.get(layer - 1).meanAbsolute()).sum();
  }
}
