package dyingrelu.data;

import static dyingrelu.data.Digits.PIXELS;
import static dyingrelu.data.Digits.SIDE;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Digits drawn with a wavering pen: a stand-in of MNIST's shape for machines that cannot get MNIST.
 *
 * <p>Each digit is a few strokes. Every image turns, slants, stretches, shifts and bends them at
 * random, with a pen of random width and some noise. The draws come from {@link Random}, whose
 * algorithm is part of Java's specification, and from {@link StrictMath}, so that a seed gives the
 * same images on every machine. They are good for running the workbook, not for its conclusions.
 */
public final class GeneratedDigits {
  static final int TRAIN_SIZE = 60_000;
  static final int TEST_SIZE = 10_000;
  private static final long TRAIN_SEED = 1;
  private static final long TEST_SEED = 2;

  /** MNIST's digits fill a box of 20 pixels in the middle of 28. */
  private static final double BOX = 20;

  private final Random random;

  private GeneratedDigits(long seed) {
    random = new Random(seed);
  }

  /** 60,000 and 10,000 drawn digits, the same in every call. Takes a few seconds. */
  static Mnist instead() {
    Map<String, String> checksums = new LinkedHashMap<>();
    return new Mnist(
        draw("train", TRAIN_SIZE, TRAIN_SEED, checksums),
        draw("test", TEST_SIZE, TEST_SEED, checksums),
        "generated digits, not MNIST",
        checksums);
  }

  /**
   * Draws a set of digits.
   *
   * @param name what the set is called
   * @param size how many, at least 1
   * @param seed equal seeds give equal images and labels
   */
  public static Digits draw(String name, int size, long seed) {
    return draw(name, size, seed, new LinkedHashMap<>());
  }

  private static Digits draw(String name, int size, long seed, Map<String, String> checksums) {
    GeneratedDigits pen = new GeneratedDigits(seed);
    byte[] pixels = new byte[size * PIXELS];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = pen.random.nextInt(10);
      pen.draw(labels[i], pixels, i * PIXELS);
    }
    byte[] digest = MnistFile.sha256Digest().digest(pixels);
    checksums.put("generated " + name + " images", HexFormat.of().formatHex(digest));
    return new Digits(name, Idx.matrix(pixels, 0, size), labels, true);
  }

  /** A point in the unit square, x to the right and y downwards. */
  private record Point(double x, double y) {}

  private void draw(int digit, byte[] pixels, int offset) {
    List<List<Point>> strokes = hand(strokes(digit));
    double radius = between(0.7, 1.6);
    double[] ink = new double[PIXELS];
    for (List<Point> stroke : strokes) {
      for (int i = 1; i < stroke.size(); i++) {
        segment(stroke.get(i - 1), stroke.get(i), radius, ink);
      }
    }
    speckle(ink);
    for (int i = 0; i < PIXELS; i++) {
      double uneven = ink[i] == 0 ? 0 : ink[i] * between(0.75, 1);
      pixels[offset + i] = (byte) StrictMath.round(255 * uneven);
    }
  }

  /** The strokes of a digit; some digits are written in more than one way. */
  private List<List<Point>> strokes(int digit) {
    return switch (digit) {
      case 0 -> List.of(arc(0.5, 0.5, between(0.2, 0.34), 0.42, 0, 360));
      case 1 -> one();
      case 2 ->
          List.of(
              join(
                  arc(0.48, 0.3, 0.27, 0.22, -170, 40),
                  List.of(new Point(0.22, 0.92), new Point(0.8, between(0.84, 0.92)))));
      case 3 ->
          List.of(
              join(arc(0.46, 0.29, 0.25, 0.21, -150, 80), arc(0.46, 0.71, 0.29, 0.21, -80, 150)));
      case 4 -> four();
      case 5 ->
          List.of(
              join(
                  List.of(new Point(0.75, 0.1), new Point(0.33, 0.1), new Point(0.28, 0.48)),
                  arc(0.47, 0.66, 0.28, 0.25, -120, 140)));
      case 6 ->
          List.of(
              join(
                  List.of(new Point(0.66, 0.08), new Point(0.42, 0.28), new Point(0.28, 0.55)),
                  arc(0.5, 0.69, 0.24, 0.22, 180, -180)));
      case 7 -> seven();
      case 8 ->
          List.of(
              arc(0.5, 0.29, 0.21, 0.2, 0, 360), arc(0.5, 0.71, between(0.22, 0.29), 0.22, 0, 360));
      case 9 ->
          List.of(
              join(
                  arc(0.5, 0.31, 0.24, 0.22, 0, -360),
                  List.of(
                      new Point(0.73, 0.55), new Point(between(0.45, 0.72), between(0.85, 0.95)))));
      default -> throw new IllegalArgumentException("There is no digit " + digit + ".");
    };
  }

  private List<List<Point>> one() {
    List<List<Point>> strokes = new ArrayList<>();
    strokes.add(List.of(new Point(0.5, 0.08), new Point(0.5, 0.92)));
    if (chance(0.3)) {
      strokes.add(List.of(new Point(0.34, 0.26), new Point(0.5, 0.08)));
      if (chance(0.5)) {
        strokes.add(List.of(new Point(0.32, 0.92), new Point(0.68, 0.92)));
      }
    }
    return strokes;
  }

  private List<List<Point>> four() {
    Point foot = new Point(0.62, 0.92);
    if (chance(0.5)) {
      return List.of(
          List.of(foot, new Point(0.62, 0.08), new Point(0.2, 0.62), new Point(0.84, 0.62)));
    }
    return List.of(
        List.of(new Point(0.3, 0.1), new Point(0.24, 0.54), new Point(0.78, 0.54)),
        List.of(new Point(0.7, 0.12), foot));
  }

  private List<List<Point>> seven() {
    List<List<Point>> strokes = new ArrayList<>();
    strokes.add(List.of(new Point(0.2, 0.12), new Point(0.8, 0.1), new Point(0.42, 0.92)));
    if (chance(0.25)) {
      strokes.add(List.of(new Point(0.36, 0.5), new Point(0.76, 0.5)));
    }
    return strokes;
  }

  /** Points on an ellipse, angles in degrees clockwise from the right. */
  private static List<Point> arc(
      double cx, double cy, double rx, double ry, double fromDegrees, double toDegrees) {
    int steps = (int) StrictMath.ceil(StrictMath.abs(toDegrees - fromDegrees) / 24);
    List<Point> points = new ArrayList<>(steps + 1);
    for (int i = 0; i <= steps; i++) {
      double angle = StrictMath.toRadians(fromDegrees + (toDegrees - fromDegrees) * i / steps);
      points.add(new Point(cx + rx * StrictMath.cos(angle), cy + ry * StrictMath.sin(angle)));
    }
    return points;
  }

  private static List<Point> join(List<Point> first, List<Point> second) {
    List<Point> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** Moves strokes from the unit square to pixels the way one hand at one moment would. */
  private List<List<Point>> hand(List<List<Point>> strokes) {
    double turn = between(-0.25, 0.25);
    double slant = between(-0.35, 0.25);
    double width = between(0.75, 1.1);
    double height = between(0.85, 1.05);
    double centreX = SIDE / 2.0 + between(-1.5, 1.5);
    double centreY = SIDE / 2.0 + between(-1.5, 1.5);
    double bend = between(0, 0.1);
    double phaseX = between(0, 2 * Math.PI);
    double phaseY = between(0, 2 * Math.PI);
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    List<List<Point>> moved = new ArrayList<>(strokes.size());
    for (List<Point> stroke : strokes) {
      List<Point> points = new ArrayList<>(stroke.size());
      for (Point p : stroke) {
        double bentX = p.x() - 0.5 + bend * StrictMath.sin(6 * p.y() + phaseX);
        double bentY = p.y() - 0.5 + bend * StrictMath.sin(6 * p.x() + phaseY);
        double x = width * (bentX - slant * bentY) + between(-0.025, 0.025);
        double y = height * bentY + between(-0.025, 0.025);
        points.add(
            new Point(centreX + BOX * (cos * x - sin * y), centreY + BOX * (sin * x + cos * y)));
      }
      moved.add(points);
    }
    return moved;
  }

  /**
   * Inks the pixels near a straight piece of a stroke; pixel (i, j) has its centre at (i, j) + ½.
   */
  private static void segment(Point a, Point b, double radius, double[] ink) {
    double dx = b.x() - a.x();
    double dy = b.y() - a.y();
    double lengthSquared = Math.max(dx * dx + dy * dy, 1e-12);
    double reach = radius + 1;
    int left = Math.max(0, (int) (Math.min(a.x(), b.x()) - reach));
    int right = Math.min(SIDE - 1, (int) (Math.max(a.x(), b.x()) + reach));
    int top = Math.max(0, (int) (Math.min(a.y(), b.y()) - reach));
    int bottom = Math.min(SIDE - 1, (int) (Math.max(a.y(), b.y()) + reach));
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double px = column + 0.5 - a.x();
        double py = row + 0.5 - a.y();
        double along = Math.max(0, Math.min(1, (px * dx + py * dy) / lengthSquared));
        double ex = px - along * dx;
        double ey = py - along * dy;
        double covered = radius + 0.5 - Math.sqrt(ex * ex + ey * ey);
        int pixel = row * SIDE + column;
        ink[pixel] = Math.max(ink[pixel], Math.max(0, Math.min(1, covered)));
      }
    }
  }

  /** A few stray dots, as dust on a scanner leaves them. */
  private void speckle(double[] ink) {
    for (int dots = random.nextInt(6); dots > 0; dots--) {
      ink[random.nextInt(PIXELS)] = between(0.3, 1);
    }
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }
}
