package dyingrelu.data;

import static dyingrelu.data.Digits.PIXELS;
import static dyingrelu.data.Digits.SIDE;

import java.awt.geom.Line2D;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Digits drawn with a wavering pen: a stand-in of MNIST's shape for machines that cannot get MNIST.
 *
 * <p>Each digit is one or two strokes. Every image turns, slants, stretches, shifts and bends them
 * at random, with a pen of random width and uneven ink. The draws come from {@link Random}, whose
 * algorithm is part of Java's specification, and from {@link StrictMath}, so that a seed gives the
 * same images on every machine. They are good for running the workbook, not for its conclusions.
 */
public final class GeneratedDigits {
  /** MNIST's digits fill a box of 20 pixels in the middle of 28. */
  private static final double BOX = 20;

  /** The corners of each digit's strokes, x to the right and y downwards in percent of the box. */
  private static final List<List<List<Point>>> STROKES =
      Stream.of(
              "77,50 73,71 64,86 50,92 37,86 27,71 23,50 27,29 36,14 50,8 64,14 73,29 77,50",
              "34,26 50,8 50,92",
              "21,26 29,14 43,8 59,10 71,19 75,32 69,44 22,92 80,88",
              "24,18 35,10 48,8 62,13 70,22 70,34 63,44 50,50 66,56 74,66 73,78 64,87 49,92 33,90"
                  + " 21,82",
              "30,10 24,54 78,54/66,10 62,92",
              "75,10 33,10 28,48 48,41 63,46 73,56 75,70 68,83 54,90 39,90 26,82",
              "66,8 42,28 28,55 26,69 31,82 43,90 57,90 69,82 74,69 69,56 57,48 43,48 31,56 26,69",
              "20,12 80,10 42,92",
              "71,29 67,41 56,48 44,48 33,41 29,29 33,17 44,10 56,10 67,17 71,29"
                  + "/76,71 71,84 58,92 42,92 29,84 24,71 29,58 42,50 58,50 71,58 76,71",
              "74,31 69,18 57,10 43,10 31,18 26,31 31,44 43,52 57,52 69,44 74,31 73,55 58,90")
          .map(digit -> Arrays.stream(digit.split("/")).map(GeneratedDigits::stroke).toList())
          .toList();

  private final Random random;

  private GeneratedDigits(long seed) {
    random = new Random(seed);
  }

  /** 60,000 and 10,000 drawn digits, the same in every call. Takes a few seconds. */
  static Mnist instead() {
    Digits train = draw("train", 60_000, 1);
    return new Mnist(train, draw("test", 10_000, 2), train.note());
  }

  /**
   * Draws a set of digits.
   *
   * @param name what the set is called
   * @param size how many, at least 1
   * @param seed equal seeds give equal images and labels
   */
  public static Digits draw(String name, int size, long seed) {
    GeneratedDigits pen = new GeneratedDigits(seed);
    byte[] pixels = new byte[size * PIXELS];
    byte[] labels = new byte[size];
    for (int i = 0; i < size; i++) {
      labels[i] = (byte) pen.random.nextInt(10);
      pen.draw(labels[i], pixels, i * PIXELS);
    }
    return Digits.of(name, pixels, labels, true);
  }

  /** A point in the unit square, x to the right and y downwards. */
  private record Point(double x, double y) {}

  private void draw(int digit, byte[] pixels, int offset) {
    UnaryOperator<Point> hand = hand();
    double radius = between(0.7, 1.6);
    double[] ink = new double[PIXELS];
    for (List<Point> stroke : STROKES.get(digit)) {
      List<Point> points = stroke.stream().map(hand).toList();
      for (int i = 1; i < points.size(); i++) {
        segment(points.get(i - 1), points.get(i), radius, ink);
      }
    }
    for (int i = 0; i < PIXELS; i++) {
      double uneven = ink[i] == 0 ? 0 : ink[i] * between(0.75, 1);
      pixels[offset + i] = (byte) StrictMath.round(255 * uneven);
    }
  }

  private static List<Point> stroke(String corners) {
    return Arrays.stream(corners.split(" "))
        .map(xy -> xy.split(","))
        .map(xy -> new Point(Integer.parseInt(xy[0]) / 100.0, Integer.parseInt(xy[1]) / 100.0))
        .toList();
  }

  /** Moves points from the unit square to pixels the way one hand at one moment would. */
  private UnaryOperator<Point> hand() {
    double turn = between(-0.25, 0.25);
    double slant = between(-0.35, 0.25);
    double width = BOX * between(0.7, 1.15);
    double height = BOX * between(0.85, 1.05);
    double centreX = SIDE / 2.0 + between(-1.5, 1.5);
    double centreY = SIDE / 2.0 + between(-1.5, 1.5);
    double bend = between(0, 0.1);
    double phase = between(0, 2 * Math.PI);
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    return p -> {
      double bentX = p.x() - 0.5 + bend * StrictMath.sin(6 * p.y() + phase);
      double bentY = p.y() - 0.5 + bend * StrictMath.sin(6 * p.x() - phase);
      double x = width * (bentX - slant * bentY) + between(-0.5, 0.5);
      double y = height * bentY + between(-0.5, 0.5);
      return new Point(centreX + cos * x - sin * y, centreY + sin * x + cos * y);
    };
  }

  /**
   * Inks the pixels near a straight piece of a stroke; pixel (i, j) has its centre at (i, j) + ½.
   */
  private static void segment(Point a, Point b, double radius, double[] ink) {
    int top = Math.max(0, (int) (Math.min(a.y(), b.y()) - radius - 1));
    int bottom = Math.min(SIDE, (int) (Math.max(a.y(), b.y()) + radius + 2));
    for (int i = top * SIDE; i < bottom * SIDE; i++) {
      double x = i % SIDE + 0.5;
      double y = i / SIDE + 0.5;
      double away = Line2D.ptSegDist(a.x(), a.y(), b.x(), b.y(), x, y);
      ink[i] = Math.max(ink[i], Math.min(1, radius + 0.5 - away));
    }
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
