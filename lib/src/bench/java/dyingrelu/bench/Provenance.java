package dyingrelu.bench;

import dyingrelu.machine.OpenBlas;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
    facts.put("processor", dyingrelu.machine.Provenance.processor());
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
}
