package dyingrelu.workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tracked in the repository is what a newcomer should see, and nothing of our machines. */
class RepositoryTest {
  private static final List<String> TOP_LEVEL =
      List.of("README.md", "LICENSE", "notebooks", "lib", "data", "environment.yml", "pom.xml");

  private static final Pattern HOME =
      Pattern.compile("(?<![\\w.])/(home|Users|root)/[\\w.]+|\\b[A-Z]:\\\\+Users\\\\+\\w+");

  @Test
  void topLevelIsShort() throws Exception {
    assertThat(tracked().map(file -> file.replaceFirst("/.*", "")).distinct())
        .filteredOn(name -> !name.startsWith("."))
        .isSubsetOf(TOP_LEVEL);
  }

  @Test
  void noFileNamesAHomeFolder() throws Exception {
    assertThat(tracked().flatMap(RepositoryTest::homeFoldersIn)).isEmpty();
  }

  private static Stream<String> homeFoldersIn(String file) {
    try {
      return HOME.matcher(Files.readString(Checkout.TOP.resolve(file)))
          .results()
          .map(match -> file + ": " + match.group());
    } catch (NoSuchFileException | CharacterCodingException deletedOrNoText) {
      return Stream.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"home/ada", "Users/ada", "root/.cache"})
  void homeFolderIsFound(String path) {
    assertThat("see /" + path).containsPattern(HOME);
    assertThat("https://example.org/" + path).doesNotContainPattern(HOME);
  }

  @Test
  void binderGetsTheSameEnvironment() throws IOException {
    assertThat(dependencies(".binder/environment.yml"))
        .isNotEmpty()
        .isEqualTo(dependencies("environment.yml"));
  }

  /** What several files pin is the same: Jupyter's parts, Java, MathJax. */
  @Test
  void versionsAgree() throws IOException {
    String pinned = read("lib/src/main/resources/dyingrelu/workbook/requirements.txt");
    String pom = read("pom.xml");
    List<String> elsewhere = List.of("openjdk", "maven", "python", "ijava");
    for (String dependency : dependencies("environment.yml")) {
      String[] parts = dependency.replace("  - ", "").split("=");
      if (parts.length == 2 && !elsewhere.contains(parts[0])) {
        assertThat(pinned).contains("\n" + parts[0] + "==" + parts[1] + ".");
      }
    }
    String java = version(pom, "<maven.compiler.release>(\\d+)<");
    assertThat(version(read("environment.yml"), "openjdk=(\\d+)")).isEqualTo(java);
    for (String file : List.of(".ci/run", ".devcontainer/Dockerfile", "README.md")) {
      assertThat(version(read(file), "openjdk-(\\d+)-jdk")).as(file).isEqualTo(java);
    }
    assertThat(pinned).contains("\njjava==" + version(read("README.md"), "jjava==(.+)\n"));
    assertThat(version(read(".github/workflows/verify.yml"), "java: (\\d+)")).isEqualTo(java);
    assertThat(version(read(".github/workflows/verify.yml"), "python-version: '(.+)'"))
        .isEqualTo(version(read("environment.yml"), "python=(.+)"));
    assertThat(read("lib/src/main/java/dyingrelu/workbook/Workbook.java"))
        .contains("/mathjax/" + version(pom, "<mathjax.version>(.+)<") + "/");
  }

  private static String read(String file) throws IOException {
    return Files.readString(Checkout.TOP.resolve(file));
  }

  private static String version(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> dependencies(String file) throws IOException {
    return Files.readAllLines(Checkout.TOP.resolve(file)).stream()
        .filter(line -> line.startsWith("  - "))
        .toList();
  }

  private static Stream<String> tracked() throws Exception {
    assumeThat(Checkout.TOP.resolve(".git")).as("a checkout").exists();
    Children.Finished listed = Children.capture(List.of("git", "ls-files", "-z"), System.getenv());
    assumeThat(listed.exitCode()).as("git works here: " + listed.output()).isZero();
    return Stream.of(listed.output().split("\0"));
  }
}
