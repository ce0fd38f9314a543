package dyingrelu.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ChildrenTest {
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a program can only be killed there")
  void aStoppedProgramStopsItsChildWhichSaves(@TempDir Path folder) throws Exception {
    Process parent = new ProcessBuilder(java(Parent.class, folder)).inheritIO().start();
    Path started = folder.resolve("started");
    while (Files.notExists(started)) {
      assertThat(parent.isAlive()).as("still running").isTrue();
      TimeUnit.MILLISECONDS.sleep(50);
    }
    List<ProcessHandle> children = parent.descendants().toList();
    assertThat(children).hasSize(1);
    parent.destroy();
    assertThat(parent.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(children.get(0).isAlive()).isFalse();
    assertThat(folder.resolve("saved")).exists();
  }

  private static List<String> java(Class<?> main, Path folder) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        main.getName(),
        folder.toString());
  }

  /** Plays the build tool. */
  static final class Parent {
    public static void main(String[] arguments) throws Exception {
      List<String> command = java(Child.class, Path.of(arguments[0]));
      Children.run(Children.command(command, System.getenv()));
    }
  }

  /** Plays a study. */
  static final class Child {
    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> write(folder.resolve("saved"))));
      write(folder.resolve("started"));
      TimeUnit.MINUTES.sleep(2);
    }

    private static void write(Path file) {
      try {
        Files.writeString(file, "yes");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
