package dyingrelu.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The rows of each batch, in a new order for each epoch. */
final class Batches {
  private final List<Integer> order;
  private final Random random;

  Batches(int rows, long seed) {
    order = new ArrayList<>(IntStream.range(0, rows).boxed().toList());
    random = new Random(seed);
  }

  /** The batches of the next epoch; the last takes what is left. */
  List<int[]> next() {
    Collections.shuffle(order, random);
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < order.size(); from += Trainee.BATCH) {
      int to = Math.min(from + Trainee.BATCH, order.size());
      batches.add(order.subList(from, to).stream().mapToInt(Integer::intValue).toArray());
    }
    return batches;
  }
}
