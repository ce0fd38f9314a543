package dyingrelu.figure;

import java.awt.geom.Point2D;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines along which a matrix has one value: marching squares (Lorensen and Cline 1987 in two
 * dimensions), with straight lines between neighbouring entries. A square with a NaN corner has
 * none.
 */
final class Contours {
  /** An edge between two neighbours: from an entry to the right, or down. */
  private record Edge(int row, int column, boolean down) {}

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
    Map<Edge, List<Edge>> joined = new LinkedHashMap<>();
    for (int row = 0; row + 1 < values.length; row++) {
      for (int column = 0; column + 1 < values[row].length; column++) {
        square(values, level, row, column, joined);
      }
    }
    List<List<Point2D>> lines = new ArrayList<>();
    // Open lines first, from an end: begun in the middle they would come out in two parts.
    List<Edge> starts = new ArrayList<>(joined.keySet());
    starts.sort((a, b) -> Integer.compare(joined.get(a).size(), joined.get(b).size()));
    for (Edge start : starts) {
      if (joined.get(start).isEmpty()) {
        continue;
      }
      List<Point2D> line = new ArrayList<>(List.of(point(values, level, start)));
      for (Edge at = start; !joined.get(at).isEmpty(); ) {
        Edge next = joined.get(at).remove(0);
        joined.get(next).remove(at);
        line.add(point(values, level, next));
        at = next;
      }
      lines.add(line);
    }
    return lines;
  }

  /** Joins the edges of one square that a line crosses, two by two. */
  private static void square(
      double[][] values, double level, int row, int column, Map<Edge, List<Edge>> joined) {
    double[] corners = { // clockwise from the top left
      values[row][column],
      values[row][column + 1],
      values[row + 1][column + 1],
      values[row + 1][column]
    };
    Edge[] edges = { // each from the corner of the same index to the next one
      new Edge(row, column, false),
      new Edge(row, column + 1, true),
      new Edge(row + 1, column, false),
      new Edge(row, column, true)
    };
    double mean = (corners[0] + corners[1] + corners[2] + corners[3]) / 4;
    if (Double.isNaN(mean)) {
      return;
    }
    Deque<Edge> crossed = new ArrayDeque<>();
    for (int i = 0; i < 4; i++) {
      if (corners[i] >= level != corners[(i + 1) % 4] >= level) {
        crossed.add(edges[i]);
      }
    }
    // On a saddle all four are crossed. The middle tells which two corners belong together: if it
    // is on the side of the top left, the lines cut off the other two corners.
    if (crossed.size() == 4 && mean >= level != corners[0] >= level) {
      crossed.addFirst(crossed.removeLast());
    }
    while (!crossed.isEmpty()) {
      Edge a = crossed.remove();
      Edge b = crossed.remove();
      joined.computeIfAbsent(a, edge -> new ArrayList<>()).add(b);
      joined.computeIfAbsent(b, edge -> new ArrayList<>()).add(a);
    }
  }

  private static Point2D point(double[][] values, double level, Edge edge) {
    double from = values[edge.row][edge.column];
    double to = edge.down ? values[edge.row + 1][edge.column] : values[edge.row][edge.column + 1];
    double share = (level - from) / (to - from);
    return edge.down
        ? new Point2D.Double(edge.column, edge.row + share)
        : new Point2D.Double(edge.column + share, edge.row);
  }
}
