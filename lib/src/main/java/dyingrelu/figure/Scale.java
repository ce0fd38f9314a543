package dyingrelu.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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

  /** Categories have at most so many lines of text. */
  private static final int LINES = 3;

  /** A logarithmic axis with more powers of ten than this leaves some without a tick. */
  private static final int MOST_POWERS = 8;

  /** A place on the axis and the lines of its label. */
  record Tick(double at, List<String> text) {
    Tick(double at) {
      this(at, List.of(Theme.number(at)));
    }
  }

  /** An axis of numbers with a little room at both ends. */
  static Scale numbers(
      String label, double least, double most, boolean log, boolean whole, double room) {
    if (log) {
      double ratio = least < most ? Math.pow(most / least, room) : 2;
      return new Scale(label, least / ratio, most * ratio, true, false, List.of());
    }
    double space = least < most ? room * (most - least) : 0.5;
    return new Scale(label, least - space, most + space, false, whole, List.of());
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
   * The ticks.
   *
   * @param length of the axis in pixels
   * @param across whether the labels stand side by side, as below an axis, and not one above the
   *     other
   */
  List<Tick> ticks(double length, boolean across) {
    if (!names.isEmpty()) {
      return categoryTicks(length / names.size(), across);
    }
    if (log) {
      return powers();
    }
    List<Tick> ticks = new ArrayList<>();
    double step = step((to - from) / Math.max(2, length / (across ? 52 : 36)));
    step = whole ? Math.max(1, step) : step;
    for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + 1e-9 * step; i++) {
      ticks.add(new Tick(i * step));
    }
    return ticks;
  }

  /** The least of 1, 2 and 5 times a power of ten that is not below a number. */
  private static double step(double rough) {
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    return Stream.of(1, 2, 5)
        .map(digit -> digit * power)
        .filter(step -> step >= rough * (1 - 1e-9))
        .findFirst()
        .orElse(10 * power);
  }

  /** Powers of ten; with 2 and 5 times them where there are few. Written out if all are short. */
  private List<Tick> powers() {
    double decades = Math.log10(to / from);
    int every = (int) Math.ceil(decades / MOST_POWERS);
    boolean written = from >= 0.5e-4 && to <= 1.1e4;
    List<Tick> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(from)); power <= Math.log10(to); power++) {
      for (int digit : decades <= 1.7 ? new int[] {1, 2, 5} : new int[] {1}) {
        var tick = new Tick(Double.parseDouble(digit + "e" + power));
        if (power % every == 0 && share(tick.at) > -1e-9 && share(tick.at) < 1 + 1e-9) {
          boolean raised = !written && digit == 1;
          ticks.add(raised ? new Tick(tick.at, List.of("10" + raised(power))) : tick);
        }
      }
    }
    return ticks;
  }

  private static String raised(int power) {
    StringBuilder text = new StringBuilder();
    for (char c : Integer.toString(power).toCharArray()) {
      text.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
    }
    return text.toString();
  }

  /** All categories if they find room, in lines if need be; else every so many. */
  private List<Tick> categoryTicks(double cell, boolean across) {
    List<List<String>> texts =
        names.stream()
            .map(name -> across ? Theme.wrapped(name, Theme.TICK, cell - 8) : List.of(name))
            .toList();
    double room = across ? width(texts) + 8 : 18;
    boolean all = room <= cell && texts.stream().allMatch(lines -> lines.size() <= LINES);
    int every = all ? 1 : (int) Math.ceil(step(Math.max(1, room / cell)));
    // Counted from 1 the ticks stand at 50, 100, 150 and not at 1, 51, 101.
    int first = names.get(0).equals("1") ? every - 1 : 0;
    List<Tick> ticks = new ArrayList<>();
    for (int at = first; at < names.size(); at += every) {
      ticks.add(new Tick(at, all ? texts.get(at) : List.of(names.get(at))));
    }
    return ticks;
  }

  private static double width(List<List<String>> texts) {
    return texts.stream()
        .flatMap(List::stream)
        .mapToDouble(line -> Theme.width(line, Theme.TICK))
        .max()
        .orElse(0);
  }

  /** How much room labels and title take beside the axis, in pixels; parameters as for ticks. */
  double room(double length, boolean across) {
    return labels(length, across) + (label.isEmpty() ? 0 : TITLE);
  }

  /** How much room the labels take. */
  double labels(double length, boolean across) {
    List<List<String>> texts = ticks(length, across).stream().map(Tick::text).toList();
    int lines = texts.stream().mapToInt(List::size).max().orElse(0);
    return GAP + (across ? lines * LINE : width(texts));
  }
}
