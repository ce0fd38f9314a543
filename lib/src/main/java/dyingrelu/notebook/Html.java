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

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
