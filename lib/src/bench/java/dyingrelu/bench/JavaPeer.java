package dyingrelu.bench;

import dyingrelu.data.Mnist;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A peer that runs in a JVM of its own: answers each line of standard input with one on standard
 * output, as {@code peer.py} does.
 */
final class JavaPeer {
  /** After how many epochs accuracies are compared. */
  static final int EPOCHS = 3;

  /** Starts a network of another shape on noise: width, depth, batch, steps. */
  @FunctionalInterface
  private interface Shaper {
    Trainee start(int width, int depth, int batch, int steps);
  }

  private final Trainee.Maker maker;
  private final Shaper shaper;
  private final int networks;
  private final int workers;
  private final int epochs;
  private final Mnist mnist;
  private List<Trainee> trainees = List.of();

  private JavaPeer(
      Trainee.Maker maker, Shaper shaper, int networks, int workers, int epochs, Mnist mnist) {
    this.maker = maker;
    this.shaper = shaper;
    this.networks = networks;
    this.workers = workers;
    this.epochs = epochs;
    this.mnist = mnist;
  }

  /**
   * Serves until standard input ends.
   *
   * @param arguments what to train with (engine, dense, dl4j, products), threads of one network,
   *     networks, threads that share them, epochs of each network in one measurement, task
   */
  public static void main(String[] arguments) throws Exception {
    String kind = arguments[0];
    Nd4j.getBackend();
    int threads = Integer.parseInt(arguments[1]);
    Task task = Task.valueOf(arguments[5].toUpperCase(Locale.ROOT));
    openblas.blas_set_num_threads(threads);
    boolean skipping = kind.equals("engine");
    Trainee.Maker maker =
        switch (kind) {
          case "engine", "dense" -> {
            Executor helper = threads == 1 ? Runnable::run : helper();
            yield (mnist, seed) -> Engine.onMnist(mnist, seed, helper, task, skipping);
          }
          case "dl4j" -> Dl4j::new;
          case "products" -> (mnist, seed) -> new Products();
          default -> throw new IllegalArgumentException("There is no peer '" + kind + "'.");
        };
    new JavaPeer(
            maker,
            (width, depth, batch, steps) ->
                Engine.onNoise(task, width, depth, batch, steps, skipping),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[4]),
            kind.equals("products") ? null : Mnist.load())
        .serve();
  }

  private static Executor helper() {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, "helper");
          thread.setDaemon(true);
          return thread;
        });
  }

  private void serve() throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("bench ready " + versions());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      if (words[0].equals("accuracy")) {
        List<Trainee> fresh = new ArrayList<>();
        for (int i = 0; i < networks; i++) {
          fresh.add(maker.start(mnist, Long.parseLong(words[1]) + i));
        }
        trainees = fresh;
        train(EPOCHS);
        StringBuilder answer = new StringBuilder("bench accuracy");
        trainees.forEach(trainee -> answer.append(' ').append(trainee.accuracy()));
        out.println(answer);
      } else if (words[0].equals("shape")) {
        int[] shape = Stream.of(words).skip(1).mapToInt(Integer::parseInt).toArray();
        trainees = List.of(shaper.start(shape[0], shape[1], shape[2], shape[3]));
        out.println("bench ready");
      } else {
        long start = System.nanoTime();
        double loss = train(epochs);
        double seconds = (System.nanoTime() - start) / 1e9 / (networks * epochs);
        out.println("bench epoch " + seconds + " " + loss);
      }
    }
  }

  private static String versions() throws IOException {
    Properties nd4j = new Properties();
    try (InputStream in =
        Nd4j.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
      nd4j.load(in);
    }
    return "ND4J %s, %s, JDK %s"
        .formatted(
            nd4j.getProperty("version"),
            openblas_nolapack.OPENBLAS_VERSION.strip(),
            Runtime.version());
  }

  /**
   * Trains every network as a study does: as many at a time as there are workers, each worker
   * taking the one that is furthest behind, one epoch at a time.
   *
   * @return the mean loss of all epochs
   */
  private double train(int epochs) throws InterruptedException, ExecutionException {
    record Turn(Trainee trainee, int left) {}
    Queue<Turn> waiting = new ConcurrentLinkedQueue<>();
    trainees.forEach(trainee -> waiting.add(new Turn(trainee, epochs)));
    Callable<Double> worker =
        () -> {
          double total = 0;
          for (Turn turn = waiting.poll(); turn != null; turn = waiting.poll()) {
            total += turn.trainee.epoch();
            if (turn.left > 1) {
              waiting.add(new Turn(turn.trainee, turn.left - 1));
            }
          }
          return total;
        };
    ExecutorService executor = Executors.newFixedThreadPool(workers);
    try {
      double total = 0;
      for (Future<Double> result : executor.invokeAll(Collections.nCopies(workers, worker))) {
        total += result.get();
      }
      return total / (networks * epochs);
    } finally {
      executor.shutdownNow();
    }
  }
}
