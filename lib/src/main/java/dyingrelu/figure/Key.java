package dyingrelu.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.style.markers.Marker;

/** A legend: rows of entries, centred. */
record Key(List<List<Entry>> rows) {
  private static final int ROW = 24;
  private static final int SWATCH = 30;
  private static final int BETWEEN = 20;

  /** One of a legend's entries: a line, a mark, both, or neither for a box; no colour for words. */
  record Entry(String text, Color colour, Marker mark, BasicStroke stroke) {
    /** With its numbers as people write them. */
    Entry {
      text = Theme.written(text);
    }

    /** A box. */
    Entry(String text, Color colour) {
      this(text, colour, null, null);
    }

    double swatch() {
      return colour == null ? 0 : SWATCH + 6;
    }

    double width() {
      return swatch() + Theme.width(text, Theme.LEGEND) + BETWEEN;
    }

    void paint(Graphics2D g, double x, double y) {
      if (stroke != null) {
        Theme.draw(g, new Line2D.Double(x, y, x + SWATCH, y), colour, stroke);
      }
      if (mark != null) {
        g.setColor(colour);
        mark.paint(g, x + SWATCH / 2.0, y, 0);
        g.setColor(Theme.INK);
      } else if (stroke == null && colour != null) {
        var box = new Rectangle2D.Double(x + 8, y - 7, 16, 14);
        Theme.fill(g, box, colour);
        Theme.draw(g, box, Theme.FRAME, Theme.THIN);
      }
      Theme.text(g, text, Theme.LEGEND, x + swatch(), y + 5, 0);
    }
  }

  /** Entries in as many rows as the width asks for. */
  static Key of(List<Entry> entries, double width) {
    List<List<Entry>> rows = new ArrayList<>();
    double taken = width;
    for (Entry entry : entries) {
      if (taken + entry.width() > width) {
        rows.add(new ArrayList<>());
        taken = 0;
      }
      rows.get(rows.size() - 1).add(entry);
      taken += entry.width();
    }
    return new Key(rows);
  }

  int height() {
    return ROW * rows.size();
  }

  /** Paints the legend centred on x, its top at y. */
  void paint(Graphics2D g, double middle, double top) {
    double y = top + ROW / 2.0;
    for (List<Entry> row : rows) {
      double x = middle - (row.stream().mapToDouble(Entry::width).sum() - BETWEEN) / 2;
      for (Entry entry : row) {
        entry.paint(g, x, y);
        x += entry.width();
      }
      y += ROW;
    }
  }
}
