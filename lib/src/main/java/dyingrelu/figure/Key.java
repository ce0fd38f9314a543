package dyingrelu.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.knowm.xchart.style.markers.Marker;

/** A legend: rows of entries, centred. */
record Key(List<List<Entry>> rows) {
  static final int ROW = 24;
  private static final int SWATCH = 30;
  private static final int BETWEEN = 20;

  /** One of a legend's entries: a line, a mark, both, or neither for a box; no colour for words. */
  record Entry(String text, Color colour, Marker shape, BasicStroke stroke, boolean hollow) {
    double width() {
      return (colour == null ? 0 : SWATCH + 6) + Theme.width(text, Theme.LEGEND) + BETWEEN;
    }
  }

  /** Entries in as many rows as the width asks for. */
  static Key of(List<Entry> entries, double width) {
    List<List<Entry>> rows = new ArrayList<>();
    double taken = width;
    for (Entry entry : entries) {
      if (taken + entry.width() > width || rows.isEmpty()) {
        rows.add(new ArrayList<>());
        taken = 0;
      }
      rows.get(rows.size() - 1).add(entry);
      taken += entry.width();
    }
    return new Key(rows);
  }

  /** Every text. */
  Stream<String> texts() {
    return rows.stream().flatMap(List::stream).map(Entry::text);
  }

  int height() {
    return ROW * rows.size();
  }

  /** Paints the legend between two ends, its top at y. */
  void paint(Graphics2D g, double left, double right, double top) {
    double y = top + ROW / 2.0;
    for (List<Entry> row : rows) {
      double x = (left + right - row.stream().mapToDouble(Entry::width).sum() + BETWEEN) / 2;
      for (Entry e : row) {
        double text = x;
        if (e.colour != null) {
          g.setColor(e.colour);
          if (e.stroke != null) {
            g.setStroke(e.stroke);
            g.draw(new Line2D.Double(x, y, x + SWATCH, y));
          }
          if (e.shape != null) {
            e.shape.paint(g, x + SWATCH / 2.0, y, Marks.SIZE);
          } else if (e.stroke == null) {
            var box = new Rectangle2D.Double(x + 8, y - 7, 16, 14);
            if (!e.hollow) {
              g.fill(box);
              g.setColor(Theme.FRAME);
            }
            g.setStroke(e.hollow ? Theme.SOLID : Theme.THIN);
            g.draw(box);
          }
          text += SWATCH + 6;
        }
        g.setColor(Theme.INK);
        Theme.text(g, e.text, Theme.LEGEND, text, y + 5, 0);
        x += e.width();
      }
      y += ROW;
    }
  }
}
