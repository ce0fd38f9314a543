package dyingrelu.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A folder on the web that holds the gzip files. Each is asked for twice at most; a mirror that
 * cannot be reached is given up at once.
 *
 * @param folder its address, with a slash at the end
 * @param patience how long it may send nothing, in milliseconds
 */
public record Mirror(URI folder, int patience) implements Download {
  private static final int CONNECT_TIMEOUT_MILLIS = 4_000;
  private static final int MEGABYTE = 1_000_000;

  @Override
  public String name() {
    return folder.getAuthority();
  }

  @Override
  public List<byte[]> fetch(List<MnistFile> files, Consumer<String> progress)
      throws IOException, InterruptedException {
    List<byte[]> contents = new ArrayList<>();
    for (MnistFile file : files) {
      progress.accept("Downloading %s from %s.".formatted(file.gzipName(), name()));
      HttpURLConnection connection = connect(file);
      try {
        contents.add(receive(connection, file, progress));
      } catch (IOException e) {
        progress.accept("  %s; trying once more".formatted(e.getMessage()));
        contents.add(receive(connect(file), file, progress));
      }
    }
    return contents;
  }

  private HttpURLConnection connect(MnistFile file) throws IOException {
    var connection = (HttpURLConnection) folder.resolve(file.gzipName()).toURL().openConnection();
    connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
    connection.setReadTimeout(patience);
    try {
      connection.connect();
      return connection;
    } catch (IOException e) {
      throw new IOException("no connection", e);
    }
  }

  private static byte[] receive(
      HttpURLConnection connection, MnistFile file, Consumer<String> progress)
      throws IOException, InterruptedException {
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      throw new IOException("HTTP status " + status);
    }
    ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    byte[] part = new byte[1 << 14];
    try (InputStream in = connection.getInputStream()) {
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        arrived.write(part, 0, n);
        if (arrived.size() / MEGABYTE > (arrived.size() - n) / MEGABYTE) {
          progress.accept("  %d MB".formatted(arrived.size() / MEGABYTE));
        }
      }
    }
    return file.decode(arrived.toByteArray());
  }
}
