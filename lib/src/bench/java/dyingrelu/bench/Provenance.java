package dyingrelu.bench;

import dyingrelu.network.OpenBlas;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Where and with what the figures were measured. */
final class Provenance {
  private Provenance() {}

  /**
   * A table of names and values.
   *
   * @param more what the run adds, such as its rounds
   */
  static Table table(Map<String, String> more) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("command", "mvn -Pbench");
    facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    facts.put("processor", processor());
    facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("memory", memory());
    facts.put(
        "system",
        "%s %s, %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    facts.put(
        "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    facts.put(
        OpenBlas.VARIABLE,
        OpenBlas.coreType()
            .or(() -> Optional.ofNullable(System.getenv(OpenBlas.VARIABLE)))
            .orElse("unset"));
    facts.putAll(more);
    return Table.create(
        "Provenance",
        StringColumn.create("name", facts.keySet().stream()),
        StringColumn.create("value", facts.values().stream()));
  }

  private static String memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? Math.round(system.getTotalMemorySize() / 1e9) + " GB"
        : "unknown";
  }

  /** The processor's name where the system tells it to everybody, else its architecture. */
  private static String processor() {
    Path linux = Path.of("/proc/cpuinfo");
    try (Stream<String> lines = Files.lines(linux, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException notLinux) {
      return Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER"))
          .orElse(System.getProperty("os.arch"));
    }
  }
}
