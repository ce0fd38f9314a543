package dyingrelu.toy;

import dyingrelu.data.Digits;
import dyingrelu.figure.HeatMap;
import dyingrelu.network.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The loss of one unit as a landscape that can be drawn: h = f(w₁x₁ + w₂x₂), without a bias, shall
 * give 1 for the image of a one and 0 for that of a zero, by the mean of (h − y)².
 *
 * <p>x₁ is the ink in the middle of the image, where a one has some and a zero has none, and x₂ the
 * ink elsewhere, times five so that both are about as large. Neither is ever negative.
 */
public final class Landscape {
  private static final int IMAGES = 1_000;

  /** The part of the plane that is drawn, and the side of a cell. */
  private static final double LEFT = -2;

  private static final double TOP = 3;
  private static final double CELL = 0.025;
  private static final int COLUMNS = 201;
  private static final int ROWS = 241;

  /** For each image: the middle's ink, the rest's, and what the unit shall say. */
  private final double[][] data;

  private final double leak;
  private double[][] losses;

  private Landscape(double[][] data, double leak) {
    this.data = data;
    this.leak = leak;
  }

  /**
   * A place in the landscape.
   *
   * @param weights w₁ and w₂
   * @param loss the height
   * @param gradient by w₁ and w₂
   * @param fires for how many images the unit's output is above 0
   */
  public record Point(float[] weights, double loss, double[] gradient, int fires) {
    /** Whether the gradient is exactly 0: a ReLU unit is then dead. */
    public boolean flat() {
      return gradient[0] == 0 && gradient[1] == 0;
    }

    /** The gradient's length. */
    public double slope() {
      return Math.hypot(gradient[0], gradient[1]);
    }
  }

  /**
   * The landscape of a ReLU unit on the first 1,000 zeros and ones.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  public static Landscape of(Digits digits) {
    int[] which =
        IntStream.range(0, digits.size())
            .filter(i -> digits.labels()[i] <= 1)
            .limit(IMAGES)
            .toArray();
    if (which.length < IMAGES) {
      throw new IllegalArgumentException(
          "The landscape needs 1,000 images of a 0 or a 1, but there are %d: give more digits."
              .formatted(which.length));
    }
    double[][] data = new double[IMAGES][];
    for (int i = 0; i < IMAGES; i++) {
      float[] image = digits.images().getRow(which[i]).toFloatVector();
      double middle = 0;
      double rest = 0;
      for (int pixel = 0; pixel < image.length; pixel++) {
        int row = pixel / 28;
        int column = pixel % 28;
        boolean inside = row >= 11 && row < 17 && column >= 12 && column < 16;
        middle += inside ? image[pixel] / 24 : 0;
        rest += inside ? 0 : 5 * image[pixel] / 760;
      }
      data[i] = new double[] {middle, rest, digits.labels()[which[i]]};
    }
    return new Landscape(data, 0);
  }

  /** The same of a leaky ReLU unit with this slope left of zero. */
  public Landscape leaking(double slope) {
    return new Landscape(data, slope);
  }

  /** The place of two weights. */
  public Point at(double w1, double w2) {
    double loss = 0;
    double[] gradient = new double[2];
    int fires = 0;
    for (double[] d : data) {
      double z = w1 * d[0] + w2 * d[1];
      double h = z > 0 ? z : leak * z;
      double error = (h - d[2]) / data.length;
      loss += error * (h - d[2]);
      // The chain rule: ∂loss/∂h · ∂h/∂z · ∂z/∂w.
      double share = 2 * error * (z > 0 ? 1 : leak);
      gradient[0] += share * d[0];
      gradient[1] += share * d[1];
      fires += z > 0 ? 1 : 0;
    }
    return new Point(new float[] {(float) w1, (float) w2}, loss, gradient, fires);
  }

  /**
   * A descent, each step by the gradient of all images.
   *
   * @param rule of the steps
   * @param steps at least 0
   * @return the start and the place after each step
   */
  public List<Point> descend(Optimizer rule, int steps, double w1, double w2) {
    float[] weights = {(float) w1, (float) w2};
    float[][] memory = new float[rule.memories()][2];
    List<Point> path = new ArrayList<>(List.of(at(weights[0], weights[1])));
    for (int step = 1; step <= steps; step++) {
      Point before = path.get(step - 1);
      double[] g = before.gradient;
      float[] gradient = {(float) g[0], (float) g[1]};
      rule.update((float) rule.stepSize(1, step), weights, gradient, memory, 2);
      boolean rests = Arrays.equals(weights, before.weights);
      path.add(rests ? before : at(weights[0], weights[1]));
    }
    return path;
  }

  private static String tick(double weight) {
    return String.format(Locale.ROOT, "%.1f", weight).replace('-', '−');
  }

  /** A map of the loss, grey where the gradient is exactly 0. */
  public HeatMap map(String title) {
    if (losses == null) {
      losses = losses();
    }
    String[] across = new String[COLUMNS];
    String[] down = new String[ROWS];
    Arrays.setAll(across, i -> tick(LEFT + CELL * i));
    Arrays.setAll(down, i -> tick(TOP - CELL * i));
    return new HeatMap(title, "w1, weight of the middle", "w2, weight of the rest")
        .values(losses)
        .range(0, 4)
        .xTicks(across)
        .yTicks(down)
        .missing("")
        .contours(0.05, 0.2, 0.4, 0.8, 1.6, 3.2)
        .colourBar("loss")
        .size(720, 480);
  }

  private double[][] losses() {
    double[][] rows = new double[ROWS][COLUMNS];
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        Point point = at(LEFT + CELL * column, TOP - CELL * row);
        rows[row][column] = point.flat() ? Double.NaN : point.loss;
      }
    }
    return rows;
  }

  /**
   * The map with a descent on it, from its start to a step.
   *
   * @param name for the legend
   * @param steps how many of the path's steps, or all if there are fewer
   */
  public static HeatMap trail(HeatMap map, String name, List<Point> path, int steps) {
    List<Point> seen = path.subList(0, Math.min(steps + 1, path.size()));
    return map.path(
        name,
        seen.stream().mapToDouble(p -> (p.weights[0] - LEFT) / CELL).toArray(),
        seen.stream().mapToDouble(p -> (TOP - p.weights[1]) / CELL).toArray());
  }
}
