package dyingrelu.evidence;

import dyingrelu.activation.Activation;
import dyingrelu.beyond.Attention;
import dyingrelu.beyond.Contrast;
import dyingrelu.beyond.Convolution;
import dyingrelu.beyond.Latents;
import dyingrelu.beyond.Ring;
import dyingrelu.data.Mnist;
import dyingrelu.study.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/** The variants of each system in {@link dyingrelu.beyond}, for each seed. */
final class Beyond {
  private Beyond() {}

  /** One run of a system. */
  private interface Run extends Callable<Table> {}

  static Table convolution(Consumer<String> out, long... seeds) throws InterruptedException {
    Mnist mnist = Study.digits();
    List<Run> runs = new ArrayList<>();
    for (long seed : seeds) {
      for (Convolution.Order order : Convolution.Order.values()) {
        runs.add(() -> Convolution.of(order).train(mnist, seed));
      }
    }
    return all(runs, out);
  }

  static Table ring(Consumer<String> out, long... seeds) throws InterruptedException {
    Activation relu = new Activation.Relu();
    Activation leaky = new Activation.LeakyRelu(0.2);
    List<Run> runs = new ArrayList<>();
    Ring plain = Ring.of(relu, relu, 0.001);
    for (long seed : seeds) {
      for (double rate : new double[] {0.001, 0.01}) {
        for (Activation generator : List.of(relu, leaky)) {
          for (Activation discriminator : List.of(relu, leaky)) {
            runs.add(() -> Ring.of(generator, discriminator, rate).train(seed));
          }
        }
      }
      for (int percent : new int[] {50, 75, 90, 95}) {
        runs.add(() -> plain.silencing(percent, 0).train(seed));
        runs.add(() -> plain.silencing(0, percent).train(seed));
      }
    }
    return all(runs, out);
  }

  static Table attention(Consumer<String> out, long... seeds) throws InterruptedException {
    Attention additive = Attention.of(Attention.Scorer.ADDITIVE);
    List<Attention> variants = new ArrayList<>();
    variants.add(Attention.of(Attention.Scorer.DOT_PRODUCT));
    for (boolean positiveKeys : new boolean[] {false, true}) {
      for (boolean careless : new boolean[] {false, true}) {
        for (double bias : new double[] {0, 0.1}) {
          variants.add(additive.starting(positiveKeys, careless, bias));
        }
      }
    }
    for (int percent : new int[] {50, 75, 90, 95}) {
      variants.add(additive.silencing(percent));
    }
    List<Run> runs = new ArrayList<>();
    for (long seed : seeds) {
      variants.forEach(variant -> runs.add(() -> variant.train(seed)));
    }
    return all(runs, out);
  }

  static Table contrast(Consumer<String> out, long... seeds) throws InterruptedException {
    Mnist mnist = Study.digits();
    List<Contrast> variants = new ArrayList<>();
    for (double rate : new double[] {0.001, 0.01}) {
      for (Activation activation :
          List.of(
              new Activation.Relu(), new Activation.LeakyRelu(0.01), new Activation.PRelu(0.25))) {
        variants.add(Contrast.of(activation, rate));
      }
    }
    for (int percent : new int[] {50, 75, 90}) {
      variants.add(variants.get(0).silencing(percent));
    }
    List<Run> runs = new ArrayList<>();
    for (long seed : seeds) {
      variants.forEach(variant -> runs.add(() -> variant.train(mnist, seed)));
    }
    return all(runs, out);
  }

  static Table latents(Consumer<String> out, long... seeds) throws InterruptedException {
    Mnist mnist = Study.digits();
    List<Run> runs = new ArrayList<>();
    for (long seed : seeds) {
      float[] activations = Latents.activations(mnist, seed);
      for (boolean centred : new boolean[] {false, true}) {
        for (Latents.Sparsity sparsity : Latents.Sparsity.values()) {
          Latents.Cure cure =
              sparsity == Latents.Sparsity.L1 ? Latents.Cure.RESAMPLING : Latents.Cure.AUX_K;
          for (Latents.Cure with : List.of(Latents.Cure.NONE, cure)) {
            runs.add(() -> Latents.of(sparsity, with, centred).train(activations, seed));
          }
        }
      }
    }
    return all(runs, out);
  }

  /** Does all runs, one on each processor at a time, and puts their rows together in order. */
  private static Table all(List<Run> runs, Consumer<String> out) throws InterruptedException {
    ExecutorService executor =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<Table>> futures = runs.stream().map(executor::submit).toList();
      Table rows = futures.get(0).get();
      for (int done = 1; done < runs.size(); done++) {
        rows.append(futures.get(done).get());
        out.accept("%d of %d runs".formatted(done + 1, runs.size()));
      }
      for (DoubleColumn column :
          rows.columnsOfType(ColumnType.DOUBLE).toArray(DoubleColumn[]::new)) {
        rows.replaceColumn(column.name(), column.map(value -> Results.rounded(value, 6)));
      }
      return rows;
    } catch (ExecutionException e) {
      throw new IllegalStateException("A run stopped: " + e.getCause(), e);
    } finally {
      executor.shutdownNow();
    }
  }
}
