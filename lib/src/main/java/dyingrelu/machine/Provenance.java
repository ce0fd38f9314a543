package dyingrelu.machine;

import java.io.IOException;
import java.io.InputStream;
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
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.factory.Nd4j;

/** How a file of results came to be, in a small text file beside it. */
public final class Provenance {
  private static final String UNKNOWN = "unknown";

  private Provenance() {}

  /**
   * Writes {@code <name>.provenance.txt} beside {@code <name>.csv}: command, seeds, date, versions
   * of everything that computes, and the machine without its name or any path. The last digits of a
   * result can depend on the processor, as OpenBLAS has kernels for each kind.
   *
   * @param results the file it is about; its name without the ending is used
   * @param command what made it, such as {@code mvn -Pphase}
   * @param seeds what random numbers were drawn from
   * @return the file
   * @throws IOException if it cannot be written
   */
  public static Path write(Path results, String command, List<Long> seeds) throws IOException {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("command", command);
    lines.put(
        "seeds", seeds.stream().map(seed -> Long.toString(seed)).collect(Collectors.joining(", ")));
    lines.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    lines.put("workbook", workbookVersion());
    lines.put("ND4J", nd4jVersion());
    lines.put("OpenBLAS", String.valueOf(openblas.class.getPackage().getImplementationVersion()));
    lines.put(
        OpenBlas.VARIABLE, Optional.ofNullable(System.getenv(OpenBlas.VARIABLE)).orElse("unset"));
    lines.put("JDK", System.getProperty("java.vm.name") + " " + Runtime.version());
    lines.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    lines.put("processor", processor());
    lines.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    String text =
        lines.entrySet().stream()
            .map(line -> line.getKey() + ": " + line.getValue() + "\n")
            .collect(Collectors.joining());
    String name = results.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    Path file = results.resolveSibling(name + ".provenance.txt");
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    return file;
  }

  private static String workbookVersion() throws IOException {
    Matcher version =
        Pattern.compile("<artifactId>dying-relu</artifactId>\\s*<version>(.+?)</version>")
            .matcher(Files.readString(Checkout.root().resolve("pom.xml")));
    return version.find() ? version.group(1) : UNKNOWN;
  }

  private static String nd4jVersion() throws IOException {
    Properties pom = new Properties();
    try (InputStream in =
        Nd4j.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
      if (in != null) {
        pom.load(in);
      }
    }
    return pom.getProperty("version", UNKNOWN);
  }

  /** The processor's name, which every system tells in its own way. */
  public static String processor() {
    String system = System.getProperty("os.name");
    try {
      if (system.startsWith("Linux")) {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(UNKNOWN);
      }
      if (system.startsWith("Mac")) {
        Process sysctl = new ProcessBuilder("sysctl", "-n", "machdep.cpu.brand_string").start();
        return new String(sysctl.getInputStream().readAllBytes(), Charset.defaultCharset()).strip();
      }
    } catch (IOException notTold) {
      return UNKNOWN;
    }
    return String.valueOf(System.getenv("PROCESSOR_IDENTIFIER"));
  }
}
