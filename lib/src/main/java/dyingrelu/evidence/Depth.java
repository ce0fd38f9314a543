package dyingrelu.evidence;

import dyingrelu.study.Experiment;
import dyingrelu.study.Inputs;
import dyingrelu.activation.Activation;
import dyingrelu.activation.Activation.Elu;
import dyingrelu.activation.Activation.Relu;
import dyingrelu.activation.Activation.Selu;
import dyingrelu.activation.Activation.Sigmoid;
import dyingrelu.activation.Activation.Tanh;
import dyingrelu.cure.Start;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Optimizer.Adam;
import dyingrelu.network.Recipe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.Table;

/**
 * What becomes of decaying gradients in training: networks of ten or thirty hidden layers of 100
 * units ({@code depth} and {@code shortcut}: of 64), which see the first 12,000 training images two
 * to eight times.
 *
 * <p>The column {@code task} tells five questions apart: {@code gain}, {@code epsilon}, {@code ten
 * layers}, {@code depth} and {@code shortcut}; {@code cure} says what was changed.
 */
final class Depth {
  private static final Adam ADAM = Adam.keras(0.001);
  private static final Initializer GLOROT = Initializer.GLOROT_UNIFORM;
  private static final int DEEP = 30;
  private static final Map<String, Integer> EPOCHS =
      Map.of("gain", 5, "epsilon", 5, "ten layers", 2, "depth", 8, "shortcut", 5);

  private Depth() {}

  /** The experiments of each question, in the order in which they are reported. */
  static List<Experiment> experiments(long... seeds) {
    Map<String, List<Experiment>> all = new LinkedHashMap<>();
    for (long seed : seeds) {
      for (double gain : new double[] {1, 2, 5, 10, 20}) {
        add(
            all,
            "gain",
            "gain %.0f".formatted(gain),
            of(new Sigmoid(), GLOROT, 10, 100),
            gain,
            ADAM,
            seed);
      }
      for (double epsilon : new double[] {1e-7, 1e-15}) {
        Adam adam = new Adam(ADAM.learningRate(), ADAM.beta1(), ADAM.beta2(), epsilon);
        String name = "ε = " + epsilon;
        add(all, "epsilon", name, of(new Sigmoid(), GLOROT, 10, 100), 1, adam, seed);
        add(
            all,
            "epsilon",
            name,
            of(new Relu(), Initializer.PYTORCH_DEFAULT, DEEP, 100),
            1,
            adam,
            seed);
      }
      for (Activation f : List.of(new Relu(), new Elu(1), new Selu())) {
        for (Initializer weights :
            List.of(Initializer.PYTORCH_DEFAULT, GLOROT, Initializer.HE_NORMAL)) {
          for (Optimizer optimizer : List.of(new Optimizer.Sgd(0.01), ADAM)) {
            add(all, "ten layers", "plain", of(f, weights, 10, 100), 1, optimizer, seed);
          }
        }
      }
      for (double rate : new double[] {3e-4, 1e-3, 3e-3}) {
        Adam adam = Adam.keras(rate);
        add(all, "depth", "plain", of(new Relu(), Initializer.HE_NORMAL, DEEP, 64), 1, adam, seed);
        add(all, "depth", "plain", of(new Tanh(), GLOROT, DEEP, 64), 1, adam, seed);
        add(
            all,
            "depth",
            "plain",
            of(new Selu(), Initializer.LECUN_NORMAL, DEEP, 64),
            1,
            adam,
            seed);
      }
      for (Activation f : List.of(new Sigmoid(), new Tanh(), new Relu())) {
        Architecture plain = of(f, GLOROT, DEEP, 64);
        add(all, "shortcut", "plain", plain, 1, ADAM, seed);
        add(all, "shortcut", "shortcut", plain.withResidual(), 1, ADAM, seed);
      }
    }
    return all.values().stream().flatMap(List::stream).toList();
  }

  /** What is kept: of each network and epoch the row of layer 1, which has its accuracy. */
  static Table firstLayers(Table layers) {
    return layers.where(layers.intColumn("layer").isEqualTo(1));
  }

  private static Architecture of(Activation activation, Initializer weights, int depth, int width) {
    return new Architecture(784, Collections.nCopies(depth, width), 10, activation, weights);
  }

  private static void add(
      Map<String, List<Experiment>> all,
      String task,
      String name,
      Architecture shape,
      double gain,
      Optimizer optimizer,
      long seed) {
    all.computeIfAbsent(task, t -> new ArrayList<>())
        .add(
            new Experiment(
                task,
                name,
                shape,
                Recipe.of(optimizer, 128),
                new Start.ScaledWeights(gain),
                new Inputs.First(12_000),
                seed,
                EPOCHS.get(task)));
  }
}
