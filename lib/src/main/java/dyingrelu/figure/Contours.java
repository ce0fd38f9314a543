package dyingrelu.figure;

import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines along which a matrix has one value: marching squares (Lorensen and Cline 1987 in two
 * dimensions), with straight lines between neighbouring entries. A square with a NaN corner has
 * none.
 */
final class Contours {
  /** Of a square, clockwise from the top, each from its lesser index: neighbours must agree. */
  private static final int[][] EDGES = {{0, 0, 0, 1}, {0, 1, 1, 1}, {1, 0, 1, 1}, {0, 0, 1, 0}};

  private Contours() {}

  /**
   * The lines of one level.
   *
   * @param values rows × columns
   * @param level the value
   * @return each line's points, x counted in columns and y in rows, entry (0, 0) at (0, 0); a
   *     closed line ends where it begins
   */
  static List<List<Point2D>> lines(double[][] values, double level) {
    Map<Point2D, List<Point2D>> joined = new LinkedHashMap<>();
    for (int row = 0; row + 1 < values.length; row++) {
      for (int column = 0; column + 1 < values[row].length; column++) {
        square(values, level, row, column, joined);
      }
    }
    List<List<Point2D>> lines = new ArrayList<>();
    // Open lines first, from an end: begun in the middle they would come out in two parts.
    List<Point2D> starts = new ArrayList<>(joined.keySet());
    starts.sort((a, b) -> Integer.compare(joined.get(b).size() % 2, joined.get(a).size() % 2));
    for (Point2D start : starts) {
      List<Point2D> line = new ArrayList<>(List.of(start));
      for (Point2D at = start; !joined.get(at).isEmpty(); ) {
        Point2D next = joined.get(at).remove(0);
        joined.get(next).remove(at);
        line.add(next);
        at = next;
      }
      if (line.size() > 1) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** Joins the points at which a line enters and leaves one square. */
  private static void square(
      double[][] values, double level, int row, int column, Map<Point2D, List<Point2D>> joined) {
    double mean = 0;
    List<Point2D> crossed = new ArrayList<>();
    for (int[] edge : EDGES) {
      double from = values[row + edge[0]][column + edge[1]];
      double to = values[row + edge[2]][column + edge[3]];
      mean += (from + to) / 8;
      if (from >= level != to >= level) {
        double share = (level - from) / (to - from);
        double y = row + edge[0] + share * (edge[2] - edge[0]);
        crossed.add(new Point2D.Double(column + edge[1] + share * (edge[3] - edge[1]), y));
      }
    }
    if (Double.isNaN(mean)) {
      return;
    }
    // On a saddle all four edges are crossed. The middle tells which two corners belong together:
    // if it is on the side of the top left, the lines cut off the other two corners.
    if (crossed.size() == 4 && mean >= level != values[row][column] >= level) {
      crossed.add(0, crossed.remove(3));
    }
    for (int i = 0; i < crossed.size(); i += 2) {
      Point2D a = crossed.get(i);
      Point2D b = crossed.get(i + 1);
      if (!a.equals(b)) { // They meet in an entry that has the level itself.
        joined.computeIfAbsent(a, point -> new ArrayList<>()).add(b);
        joined.computeIfAbsent(b, point -> new ArrayList<>()).add(a);
      }
    }
  }
}
