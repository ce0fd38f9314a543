package dyingrelu.figure;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * A figure to touch: a still picture, in whose place a script puts one that answers to mouse,
 * finger and keyboard. Where scripts are taken away, as on code forges, the picture stays.
 *
 * <p>It is one piece of a page that loads nothing from anywhere, and any number of them can share a
 * page. Its text form is the title of its picture.
 */
public final class Touch {
  /** The greatest size of a script with its data, in bytes. */
  static final int MOST = 40_000;

  private static final List<String> ON_ONE_INPUT = List.of("relu", "leaky_relu", "elu", "gelu");
  private static final List<String> OF_A_NETWORK = List.of("relu", "leaky_relu", "elu", "tanh");

  /** What the scripts call the house's colours. */
  private static final Map<String, Color> COLOURS = new LinkedHashMap<>();

  static {
    COLOURS.put("ink", Theme.INK);
    COLOURS.put("frame", Theme.FRAME);
    COLOURS.put("grid", Theme.GRID);
    COLOURS.put("blue", Palette.BLUE);
    COLOURS.put("sky", Palette.SKY);
    COLOURS.put("orange", Palette.ORANGE);
    COLOURS.put("purple", Palette.PURPLE);
    COLOURS.put("bad", Palette.VERMILLION);
  }

  private final Figure still;
  private final String script;

  private Touch(Figure still, String data, String... scripts) {
    this.still = still;
    this.script =
        Stream.concat(Stream.of("frame.js"), Stream.of(scripts))
            .map(Touch::resource)
            .collect(
                Collectors.joining(
                    "", "(function(){'use strict';\nvar D={" + data + "};\n", "})();"));
    int bytes = script.getBytes(StandardCharsets.UTF_8).length;
    String large = "A figure to touch has at most %d bytes, but this one %d: give it less data.";
    Checks.that(bytes <= MOST, large, MOST, bytes);
  }

  /**
   * One unit, z = wx + b: its weight and bias can be dragged until no input gives an output, and it
   * can be let learn from there.
   *
   * @param still stands where scripts do not run
   * @param inputs x, best standardised (mean 0, deviation 1), 2 to 1,000 of them
   */
  public static Touch unit(Figure still, double[] inputs) {
    String many = "A unit to touch takes 2 to 1000 inputs, but there are %d.";
    Checks.that(inputs.length >= 2 && inputs.length <= 1000, many, inputs.length);
    Checks.finite(still.title(), "inputs", inputs, inputs.length);
    String numbers =
        Arrays.stream(inputs)
            .mapToObj(x -> String.format(Locale.ROOT, "%.3f", x))
            .collect(Collectors.joining(",", "x:[", "],"));
    return new Touch(still, numbers + house(ON_ONE_INPUT), "activations.js", "unit.js");
  }

  /**
   * All units of a network, epoch by epoch: a cell each, with its bias and norm when it is chosen.
   *
   * @param still stands where scripts do not run
   * @param units {@code data/results/unit-fates.csv} or a table like it, in order of layers
   */
  public static Touch fate(Figure still, Table units) {
    for (String column : List.of("layer", "state", "bias_thousandths", "norm_hundredths")) {
      Columns.require(units, column);
    }
    String none = "The table '%s' has no unit to show: give one row a unit.";
    Checks.that(units.rowCount() > 0, none, units.name());
    int epochs = units.stringColumn("state").get(0).length();
    PackedSeries packed = new PackedSeries();
    for (Row unit : units) {
      packed.add(series(unit, "state", "[asd]+", epochs, s -> s.chars().map("asd"::indexOf)));
      for (String column : List.of("bias_thousandths", "norm_hundredths")) {
        // The last digit would double the size, and no eye sees it.
        packed.add(
            series(
                unit,
                column,
                "-?\\d{1,6}( -?\\d{1,6})*",
                epochs,
                s -> Stream.of(s.split(" ")).mapToInt(n -> Math.round(Integer.parseInt(n) / 10f))));
      }
    }
    List<Integer> layers = units.intColumn("layer").asList();
    String sizes =
        layers.stream()
            .distinct()
            .map(layer -> "" + Collections.frequency(layers, layer))
            .collect(Collectors.joining(",", "layers:[", "],"));
    return new Touch(
        still,
        "epochs:%d,scales:[0.01,0.1],%spacked:'%s',%s"
            .formatted(epochs, sizes, packed, house(List.of())),
        "series.js",
        "fate.js");
  }

  private static int[] series(
      Row unit, String column, String form, int epochs, Function<String, IntStream> numbers) {
    String text = unit.getString(column);
    int[] series = text.matches(form) ? numbers.apply(text).toArray() : new int[0];
    Checks.that(
        series.length == epochs && epochs > 1,
        "Row %d has '%s' in %s, but a unit needs letters a, s or d and whole numbers for all of %d"
            + " epochs: see unit-fates.csv in data/README.md.",
        unit.getRowNumber() + 1,
        text,
        column,
        epochs);
    return series;
  }

  /**
   * A network of two inputs that learns in the page, and whose dead units are counted.
   *
   * @param still stands where scripts do not run
   */
  public static Touch playground(Figure still) {
    return new Touch(still, house(OF_A_NETWORK), "activations.js", "network.js", "playground.js");
  }

  /** Activations with words and colours, and the house's other colours. */
  private static String house(List<String> kinds) {
    return "kinds:[%s],words:{%s},values:{%s},colours:{%s}"
        .formatted(
            kinds.stream().map(Touch::quoted).collect(Collectors.joining(",")),
            pairs(kinds, kind -> Columns.value("activation", kind)),
            pairs(kinds, kind -> hex(Palette.of(kind))),
            pairs(COLOURS.keySet(), name -> hex(COLOURS.get(name))));
  }

  private static String pairs(Iterable<String> keys, Function<String, String> value) {
    StringBuilder pairs = new StringBuilder();
    keys.forEach(key -> pairs.append(key).append(':').append(quoted(value.apply(key))).append(','));
    return pairs.toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "\\'") + "'";
  }

  private static String hex(Color colour) {
    return String.format("#%06x", colour.getRGB() & 0xFFFFFF);
  }

  /** A script or style sheet without indents and lines of comment. */
  private static String resource(String name) {
    try (var in = Touch.class.getResourceAsStream("touch/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.startsWith("//"))
          .collect(Collectors.joining("\n", "", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The picture and the script as an element of a page. */
  public String html() {
    return """
        <div class="dyingrelu-touch"><style>
        %s</style>
        <img alt="%s" width="%d" src="data:image/svg+xml;base64,%s">
        <script>
        %s
        </script></div>
        """
        .formatted(
            resource("touch.css"),
            Figure.escaped(still.alt().isBlank() ? still.title() : still.alt()),
            still.width(),
            Base64.getEncoder().encodeToString(still.svg().getBytes(StandardCharsets.UTF_8)),
            script);
  }

  /** The title of its picture, so that the text beside it in a notebook is readable. */
  @Override
  public String toString() {
    return still.title();
  }
}
