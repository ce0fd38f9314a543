package dyingrelu.study;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.data.Mnist;
import dyingrelu.machine.AtomicFile;
import dyingrelu.machine.Checkout;
import dyingrelu.machine.Provenance;
import dyingrelu.network.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/**
 * The evidence behind notebook 05, over ten seeds: {@code mvn -Pevidence}.
 *
 * <p>It writes to {@code data/results}, each file with its provenance beside it: the MNIST study
 * and the fates of its units; the ReLU networks once more on centred images; and what the dead
 * units of each ReLU network cost. A part is written when it is done.
 */
public final class Evidence {
  private static final List<Long> SEEDS = LongStream.rangeClosed(1, 10).boxed().toList();
  private static final String COMMAND = "mvn -Pevidence";

  private Evidence() {}

  /**
   * Runs the command.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Mnist mnist = Mnist.load();
    if (mnist.train().generated()) {
      System.out.println(
          "Evidence needs MNIST itself, not generated digits: unset MNIST_FALLBACK.");
      System.exit(1);
    }
    MnistStudy.Configuration published =
        MnistStudy.Configuration.published(SEEDS.toArray(Long[]::new));
    MnistStudy study = new MnistStudy(published, mnist);
    study.run(lines(published.activations().size() * SEEDS.size()));
    Provenance.of(COMMAND, SEEDS).write(study.save());
    write(study.fates(), "mnist-fates.csv");

    MnistStudy.Configuration relu = reluAlone(published, published.hidden(), SEEDS);
    MnistStudy centred = new MnistStudy(relu, mnist.centred());
    centred.run(lines(SEEDS.size()));
    Provenance.of(COMMAND, SEEDS).write(centred.save("mnist-study-centred"));

    write(cost(study, published, mnist), "mnist-dead-cost.csv");
  }

  /**
   * What the dead units of each ReLU network are worth: its test accuracy as it is, without them,
   * and that of a network that never had them, trained from the same seed in the same way.
   */
  private static Table cost(MnistStudy study, MnistStudy.Configuration published, Mnist mnist)
      throws InterruptedException {
    LongColumn seed = LongColumn.create("seed");
    IntColumn dead = IntColumn.create("dead_units");
    DoubleColumn asItIs = DoubleColumn.create("accuracy");
    DoubleColumn without = DoubleColumn.create("accuracy_without_dead");
    DoubleColumn narrower = DoubleColumn.create("accuracy_narrower");
    IntColumn deadAgain = IntColumn.create("dead_units_narrower");
    for (long one : published.seeds()) {
      Network network = study.network("relu", one);
      Network silenced = network.copy();
      List<Integer> alive = new ArrayList<>();
      for (LayerCensus census : LayerCensus.take(network, mnist.train().images())) {
        BitSet units = census.dead();
        units.stream().forEach(unit -> silenced.weights(census.layer() + 1).getRow(unit).assign(0));
        alive.add(census.units() - units.cardinality());
      }
      MnistStudy narrow = new MnistStudy(reluAlone(published, alive, List.of(one)), mnist);
      narrow.run(lines(1));
      Network trained = narrow.network("relu", one);
      int died = 0;
      for (LayerCensus census : LayerCensus.take(trained, mnist.train().images())) {
        died += census.dead().cardinality();
      }
      seed.append(one);
      dead.append(
          published.hidden().stream().mapToInt(Integer::intValue).sum()
              - alive.stream().mapToInt(Integer::intValue).sum());
      asItIs.append(network.accuracy(mnist.test().images(), mnist.test().labels()));
      without.append(silenced.accuracy(mnist.test().images(), mnist.test().labels()));
      narrower.append(trained.accuracy(mnist.test().images(), mnist.test().labels()));
      deadAgain.append(died);
    }
    return Table.create("cost", seed, dead, asItIs, without, narrower, deadAgain);
  }

  private static MnistStudy.Configuration reluAlone(
      MnistStudy.Configuration like, List<Integer> hidden, List<Long> seeds) {
    return new MnistStudy.Configuration(
        List.of(new Activation.Relu()),
        hidden,
        seeds,
        like.epochs(),
        like.batchSize(),
        like.optimizer(),
        like.probe());
  }

  private static void write(Table table, String name) throws IOException {
    Path file = Checkout.results(name);
    AtomicFile.write(file, out -> table.write().csv(out));
    Provenance.of(COMMAND, SEEDS).write(file);
  }

  /**
   * A line for each epoch: which of how many, the time spent and, by its measure, the time left.
   */
  private static MnistStudy.Listener lines(int networks) {
    long start = System.nanoTime();
    int[] epochs = {0};
    return (network, done, total, detail) -> {
      if (done == 0) {
        return;
      }
      synchronized (epochs) {
        epochs[0]++;
        double spent = (System.nanoTime() - start) / 60e9;
        System.out.printf(
            Locale.ROOT,
            "%s, epoch %d of %d: %s; %.1f min, about %.1f min left in this part%n",
            network,
            done,
            total,
            detail,
            spent,
            spent * (networks * total - epochs[0]) / epochs[0]);
      }
    };
  }
}
