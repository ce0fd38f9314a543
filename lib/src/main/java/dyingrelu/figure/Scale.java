package dyingrelu.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * One axis in data coordinates: linear, logarithmic, or categories at 0, 1, 2 and so on.
 *
 * @param label its title with the unit
 * @param from the value at the left or bottom end; above {@code to} for one that runs the other way
 * @param to the value at the right or top end
 * @param log whether equal distances are equal ratios
 * @param whole whether only whole numbers get a tick
 * @param names the categories; empty for numbers
 */
record Scale(String label, double from, double to, boolean log, boolean whole, List<String> names) {
  /** Room for an axis' title. */
  static final int TITLE = 26;

  /** Between a tick's label and the frame. */
  static final int GAP = 9;

  /** Height of a line of labels. */
  static final int LINE = 17;

  /** Room at an end of an axis, as a share of what it shows. */
  private static final double ROOM = 0.035;

  /** Categories have at most so many lines of text. */
  private static final int LINES = 4;

  /** A place on the axis and the lines of its label. */
  record Tick(double at, List<String> lines) {
    double width() {
      return lines.stream().mapToDouble(line -> Theme.width(line, Theme.TICK)).max().orElse(0);
    }
  }

  /**
   * Numbers with a little room at both ends.
   *
   * @param values all that are shown
   * @param given ends in place of theirs; may be null
   * @param stand whether bars stand on 0, with no room below
   */
  static Scale numbers(
      String label, double[] values, double[] given, boolean log, boolean whole, boolean stand) {
    Checks.logarithmic("'" + label + "'", log, given);
    Checks.positive(label, "the axis", log ? values : new double[0]);
    var ends = DoubleStream.of(given != null ? given : values).summaryStatistics();
    double least = ends.getMin();
    double most = ends.getMax();
    if (log) {
      double room = least < most ? Math.pow(most / least, ROOM) : 2;
      return new Scale(label, least / room, most * room, true, false, List.of());
    }
    double room = least < most ? ROOM * (most - least) : 0.5;
    double from = stand && least == 0 ? 0 : least - room;
    return new Scale(label, from, most + room, false, whole, List.of());
  }

  /** Categories from left to right or, if they run down, from top to bottom. */
  static Scale categories(String label, List<String> names, boolean down) {
    double end = names.size() - 0.5;
    return new Scale(label, down ? end : -0.5, down ? -0.5 : end, false, true, names);
  }

  /** How far along the axis a value lies: 0 at its start, 1 at its end. */
  double share(double value) {
    return log ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  }

  /**
   * The most ticks whose labels keep clear of each other.
   *
   * @param length of the axis in pixels
   * @param across whether the labels stand side by side, as below an axis, and not one above the
   *     other
   */
  List<Tick> ticks(double length, boolean across) {
    return IntStream.range(0, 60)
        .mapToObj(coarse -> names.isEmpty() ? numbers(coarse) : categories(coarse, length, across))
        .filter(ticks -> fit(ticks, length, across))
        .findFirst()
        .orElseThrow();
  }

  private boolean fit(List<Tick> ticks, double length, boolean across) {
    double least = !names.isEmpty() ? 0 : across ? 52 : 36;
    for (int i = 1; i < ticks.size(); i++) {
      Tick a = ticks.get(i - 1);
      Tick b = ticks.get(i);
      double needed = across ? (a.width() + b.width()) / 2 + 8 : 16;
      if (Math.abs(share(b.at) - share(a.at)) * length < Math.max(least, needed)) {
        return false;
      }
    }
    return true;
  }

  /** Steps of 1, 2, 5, 10 and so on; the greater the number, the wider. */
  private static double step(int coarse) {
    return Double.parseDouble(List.of("1e", "2e", "5e").get(coarse % 3) + coarse / 3);
  }

  private List<Tick> numbers(int coarse) {
    List<Tick> ticks = new ArrayList<>();
    if (log && to / from > 5) {
      boolean written = from >= 0.5e-4 && to <= 1.1e4;
      for (int power = (int) Math.floor(Math.log10(from)); power <= Math.log10(to); power++) {
        for (int digit : coarse == 0 ? new int[] {1, 2, 5} : new int[] {1}) {
          double at = Double.parseDouble(digit + "e" + power);
          if (power % Math.max(1, coarse) == 0) {
            boolean raised = coarse > 0 && !written;
            String text = raised ? "10" + raised(power) : Theme.number(at);
            ticks.add(new Tick(at, List.of(text)));
          }
        }
      }
    } else {
      double least = Math.pow(10, Math.floor(Math.log10((to - from) / 40)));
      double step = (whole ? Math.max(1, least) : least) * step(coarse);
      for (long i = (long) Math.floor(from / step); i * step <= to + step; i++) {
        ticks.add(new Tick(i * step, List.of(Theme.number(i * step))));
      }
    }
    ticks.removeIf(tick -> Math.abs(share(tick.at) - 0.5) > 0.5 + 1e-9);
    return ticks;
  }

  private static String raised(int power) {
    StringBuilder text = new StringBuilder();
    for (char c : Integer.toString(power).toCharArray()) {
      text.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
    }
    return text.toString();
  }

  /** All categories, in lines if need be; else every so many. */
  private List<Tick> categories(int coarse, double length, boolean across) {
    int every = coarse == 0 ? 1 : (int) step(coarse - 1);
    double cell = across ? every * length / names.size() - 8 : Double.MAX_VALUE;
    // Counted from 1 the ticks stand at 50, 100, 150 and not at 1, 51, 101.
    int first = names.get(0).equals("1") ? every - 1 : 0;
    List<Tick> ticks = new ArrayList<>();
    for (int at = first; at < names.size(); at += every) {
      List<String> lines = Theme.wrapped(names.get(at), Theme.TICK, cell);
      ticks.add(new Tick(at, lines.size() > LINES ? List.of(names.get(at)) : lines));
    }
    return ticks;
  }

  /** How much room labels and title take beside the axis, in pixels; parameters as for ticks. */
  double room(double length, boolean across) {
    return labels(length, across) + (label.isEmpty() ? 0 : TITLE);
  }

  /** How much room the labels take. */
  double labels(double length, boolean across) {
    var size =
        ticks(length, across).stream()
            .map(tick -> across ? LINE * (double) tick.lines.size() : tick.width())
            .max(Comparator.naturalOrder());
    return GAP + size.orElse(0.0);
  }
}
