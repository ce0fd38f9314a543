package dyingrelu.notebook;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.Function;
import java.util.stream.Collectors;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Tablesaw tables as plain HTML tables. */
final class Tables {
  private static final int ROWS = 30;
  private static final MathContext DIGITS = new MathContext(4);

  private Tables() {}

  /**
   * The table with its name as caption, numbers to the right with four significant digits, and at
   * most 30 rows. A number column with a print formatter of its own keeps that format.
   */
  static String html(Table table) {
    StringBuilder html = new StringBuilder("<table>");
    if (table.name() != null && !table.name().isEmpty()) {
      html.append("<caption style=\"white-space:nowrap\">")
          .append(Html.escaped(table.name()))
          .append("</caption>");
    }
    html.append("<thead>").append(row(table, "th", Column::name)).append("</thead><tbody>");
    for (int i = 0; i < Math.min(ROWS, table.rowCount()); i++) {
      int row = i;
      html.append(row(table, "td", column -> value(column, row)));
    }
    html.append("</tbody></table>");
    if (table.rowCount() > ROWS) {
      html.append(
          "<p>… and %d more rows; %d in all.</p>"
              .formatted(table.rowCount() - ROWS, table.rowCount()));
    }
    return html.toString();
  }

  private static String row(Table table, String tag, Function<Column<?>, String> text) {
    return table.columns().stream()
        .map(c -> Html.cell(tag, c instanceof NumericColumn ? "right" : "left", text.apply(c)))
        .collect(Collectors.joining("", "<tr>", "</tr>"));
  }

  private static String value(Column<?> column, int row) {
    String formatted = column.getString(row);
    // Not by ColumnType: which of its constants are the columns' own depends on what loads first.
    boolean fractional = column instanceof DoubleColumn || column instanceof FloatColumn;
    if (!fractional
        || column.isMissing(row)
        || !formatted.equals(column.getUnformattedString(row))) {
      return formatted;
    }
    return number(((Number) column.get(row)).doubleValue());
  }

  static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal exact = BigDecimal.valueOf(value);
    // Whole numbers and digits before the point are never rounded away.
    BigDecimal rounded =
        Math.abs(value) >= 1000 ? exact.setScale(0, RoundingMode.HALF_EVEN) : exact.round(DIGITS);
    if (rounded.signum() == 0) {
      return "0";
    }
    rounded = rounded.stripTrailingZeros();
    return Math.abs(value) < 1e-4 || Math.abs(value) >= 1e9
        ? rounded.toString()
        : rounded.toPlainString();
  }
}
