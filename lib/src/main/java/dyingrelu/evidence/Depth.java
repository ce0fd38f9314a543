package dyingrelu.evidence;

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
import dyingrelu.study.Experiment;
import dyingrelu.study.Inputs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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
  private static final Architecture SIGMOIDS = of(new Sigmoid(), GLOROT, 10, 100);
  private static final Initializer HE = Initializer.HE_NORMAL;
  private static final int DEEP = 30;

  private Depth() {}

  /** The experiments of each question, in the order in which they are reported. */
  static List<Experiment> experiments(long... seeds) {
    List<LongFunction<Stream<Experiment>>> questions =
        List.of(Depth::gain, Depth::epsilon, Depth::tenLayers, Depth::depth, Depth::shortcut);
    return questions.stream()
        .flatMap(question -> LongStream.of(seeds).mapToObj(question).flatMap(its -> its))
        .map(experiment -> experiment.with(new Inputs.First(12_000)))
        .toList();
  }

  private static Stream<Experiment> gain(long seed) {
    return DoubleStream.of(1, 2, 5, 10, 20)
        .mapToObj(
            gain ->
                Experiment.of("gain", "gain %.0f".formatted(gain), SIGMOIDS, ADAM, seed)
                    .with(new Start.ScaledWeights(gain))
                    .epochs(5));
  }

  private static Stream<Experiment> epsilon(long seed) {
    Architecture relus = of(new Relu(), Initializer.PYTORCH_DEFAULT, DEEP, 100);
    return DoubleStream.of(1e-7, 1e-15)
        .mapToObj(epsilon -> new Adam(ADAM.learningRate(), ADAM.beta1(), ADAM.beta2(), epsilon))
        .flatMap(
            adam ->
                Stream.of(SIGMOIDS, relus)
                    .map(its -> Experiment.of("epsilon", "ε = " + adam.epsilon(), its, adam, seed)))
        .map(experiment -> experiment.epochs(5));
  }

  private static Stream<Experiment> tenLayers(long seed) {
    List<Experiment> all = new ArrayList<>();
    for (Activation f : List.of(new Relu(), new Elu(1), new Selu())) {
      for (Initializer weights : List.of(Initializer.PYTORCH_DEFAULT, GLOROT, HE)) {
        for (Optimizer optimizer : List.of(new Optimizer.Sgd(0.01), ADAM)) {
          Architecture ten = of(f, weights, 10, 100);
          all.add(Experiment.of("ten layers", "plain", ten, optimizer, seed).epochs(2));
        }
      }
    }
    return all.stream();
  }

  private static Stream<Experiment> depth(long seed) {
    List<Architecture> shapes =
        List.of(
            of(new Relu(), HE, DEEP, 64),
            of(new Tanh(), GLOROT, DEEP, 64),
            of(new Selu(), Initializer.LECUN_NORMAL, DEEP, 64));
    return DoubleStream.of(3e-4, 1e-3, 3e-3)
        .mapToObj(Adam::keras)
        .flatMap(
            adam -> shapes.stream().map(its -> Experiment.of("depth", "plain", its, adam, seed)))
        .map(experiment -> experiment.epochs(8));
  }

  private static Stream<Experiment> shortcut(long seed) {
    return Stream.of(new Sigmoid(), new Tanh(), new Relu())
        .map(f -> of(f, GLOROT, DEEP, 64))
        .flatMap(
            plain ->
                Stream.of(
                    Experiment.of("shortcut", "plain", plain, ADAM, seed),
                    Experiment.of("shortcut", "shortcut", plain.withResidual(), ADAM, seed)))
        .map(experiment -> experiment.epochs(5));
  }

  /** What is kept: of each network and epoch the row of layer 1, which has its accuracy. */
  static Table firstLayers(Table layers) {
    return layers.where(layers.intColumn("layer").isEqualTo(1));
  }

  private static Architecture of(Activation activation, Initializer weights, int depth, int width) {
    return new Architecture(784, Collections.nCopies(depth, width), 10, activation, weights);
  }
}
