package dyingrelu.machine;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bytedeco.openblas.global.openblas;

/**
 * How results came to be: command, seeds, date, versions of everything that computes, and the
 * machine without its name or any path. The last digits of a result can depend on the processor, as
 * OpenBLAS has kernels for each kind.
 *
 * @param facts what is known, by name, in the order in which it is told
 */
public record Provenance(Map<String, String> facts) {
  private static final String UNKNOWN = "unknown";

  /**
   * The provenance of what this program computes on this machine today.
   *
   * @param command what makes the results, such as {@code mvn -Pphase}
   * @param seeds what random numbers are drawn from
   * @throws IOException if the versions cannot be read
   */
  public static Provenance of(String command, List<Long> seeds) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("command", command);
    facts.put("seeds", seeds.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    String pom = Files.readString(Checkout.root().resolve("pom.xml"));
    facts.put("workbook", match(pom, "<artifactId>dying-relu</artifactId>\\s*<version>(.+?)<"));
    facts.put("ND4J", match(pom, "<nd4j.version>(.+?)<"));
    facts.put("OpenBLAS", String.valueOf(openblas.class.getPackage().getImplementationVersion()));
    facts.put(
        OpenBlas.VARIABLE, Optional.ofNullable(System.getenv(OpenBlas.VARIABLE)).orElse("unset"));
    facts.put("JDK", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("processor", processor());
    facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    return new Provenance(facts);
  }

  /**
   * Writes {@code <name>.provenance.txt} beside {@code <name>.csv}.
   *
   * @param results the file it is about; its name without the ending is used
   * @return the file
   * @throws IOException if it cannot be written
   */
  public Path write(Path results) throws IOException {
    String name = results.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    Path file = results.resolveSibling(name + ".provenance.txt");
    AtomicFile.write(file, out -> out.write(toString().getBytes(StandardCharsets.UTF_8)));
    return file;
  }

  /** A line for each fact. */
  @Override
  public String toString() {
    return facts.entrySet().stream()
        .map(fact -> fact.getKey() + ": " + fact.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static String match(String text, String pattern) {
    Matcher version = Pattern.compile(pattern).matcher(text);
    return version.find() ? version.group(1) : UNKNOWN;
  }

  /** The processor's name, which every system tells in its own way. */
  public static String processor() {
    return OpenBlas.cpuInfo("model name")
        .or(Provenance::macProcessor)
        .or(() -> Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER"))) // of Windows
        .orElse(UNKNOWN);
  }

  private static Optional<String> macProcessor() {
    try {
      Process sysctl = new ProcessBuilder("sysctl", "-n", "machdep.cpu.brand_string").start();
      String name = new String(sysctl.getInputStream().readAllBytes(), Charset.defaultCharset());
      return Optional.of(name.strip()).filter(told -> !told.isEmpty());
    } catch (IOException notMac) {
      return Optional.empty();
    }
  }
}
