package dyingrelu.figure;

import java.util.ArrayList;
import java.util.Comparator;
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
  /** Categories have at most so many lines of text. */
  private static final int LINES = 3;

  /** A logarithmic axis with more powers of ten than this leaves some without a tick. */
  private static final int MOST_POWERS = 8;

  /** A place on the axis and the lines of its label. */
  record Tick(double at, List<String> text) {}

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
    double least = Math.min(from, to);
    double most = Math.max(from, to);
    if (log) {
      return powers(least, most);
    }
    List<Tick> ticks = new ArrayList<>();
    double step = step((most - least) / Math.max(2, length / (across ? 52 : 36)));
    step = whole ? Math.max(1, step) : step;
    for (long i = (long) Math.ceil(least / step - 1e-9); i * step <= most + 1e-9 * step; i++) {
      ticks.add(new Tick(i * step, List.of(Theme.number(i * step))));
    }
    return ticks;
  }

  /** The least of 1, 2 and 5 times a power of ten that is not below a number. */
  private static double step(double rough) {
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    return Stream.of(1.0, 2.0, 5.0, 10.0)
        .map(f -> f * power)
        .filter(s -> s >= rough * (1 - 1e-9))
        .findFirst()
        .orElse(10 * power);
  }

  /** Powers of ten; with 2 and 5 times them where there are few. Written out if all are short. */
  private static List<Tick> powers(double least, double most) {
    int first = (int) Math.floor(Math.log10(least) + 1e-9);
    int last = (int) Math.floor(Math.log10(most) + 1e-9);
    double decades = Math.log10(most / least);
    int every = (int) Math.ceil(decades / MOST_POWERS);
    boolean written = least >= 0.5e-4 && most <= 1.1e4;
    List<Tick> ticks = new ArrayList<>();
    for (int power = first; power <= last; power++) {
      for (int digit : decades <= 1.7 ? new int[] {1, 2, 5} : new int[] {1}) {
        double at = Double.parseDouble(digit + "e" + power);
        if (power % every == 0 && at >= least * (1 - 1e-9) && at <= most * (1 + 1e-9)) {
          String text = written || digit != 1 ? Theme.number(at) : "10" + raised(power);
          ticks.add(new Tick(at, List.of(text)));
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

  /** All categories if they find room, in lines if need be; else some, at round numbers. */
  private List<Tick> categoryTicks(double cell, boolean across) {
    List<List<String>> texts =
        names.stream()
            .map(name -> across ? Theme.wrapped(name, Theme.TICK, cell - 8) : List.of(name))
            .toList();
    double widest =
        texts.stream()
            .flatMap(List::stream)
            .map(line -> Theme.width(line, Theme.TICK))
            .max(Comparator.naturalOrder())
            .orElse(0.0);
    boolean tall = texts.stream().anyMatch(lines -> lines.size() > LINES);
    double room = across ? widest + 8 : 18;
    int every = room <= cell && !tall ? 1 : (int) Math.ceil(step(room / cell));
    List<Tick> ticks = new ArrayList<>();
    boolean counted = names.get(0).equals("1");
    // Counted from 1 the ticks stand at 1, 50, 100 and not at 1, 51, 101; 1 beside 2 is too near.
    int first = counted && every > 1 && every < 5 ? every : 0;
    for (int number = first; number <= names.size(); number += every) {
      int at = every == 1 || !counted ? number : Math.max(number, 1) - 1;
      if (at < names.size()) {
        ticks.add(new Tick(at, every == 1 ? texts.get(at) : List.of(names.get(at))));
      }
    }
    return ticks;
  }

  /** How much room the labels take beside the axis, in pixels. */
  double depth(double length, boolean across) {
    return ticks(length, across).stream()
        .mapToDouble(
            tick ->
                across
                    ? 17.0 * tick.text.size() + 4
                    : Theme.width(String.join(" ", tick.text), Theme.TICK))
        .max()
        .orElse(0);
  }
}
