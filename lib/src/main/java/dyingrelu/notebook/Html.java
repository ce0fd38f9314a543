package dyingrelu.notebook;

/**
 * A piece of a page: shown as HTML where that is possible, and as text elsewhere.
 *
 * @param html what a notebook shows
 * @param text the same in plain text
 */
public record Html(String html, String text) {
  /** The plain text, which a notebook keeps beside the HTML. */
  @Override
  public String toString() {
    return text;
  }

  /** Text as it must stand in HTML, between tags or in an attribute. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** A table's cell: {@code tag} is td or th, {@code align} left or right. */
  static String cell(String tag, String align, String text) {
    return "<%1$s style=\"text-align:%2$s\">%3$s</%1$s>".formatted(tag, align, escaped(text));
  }
}
