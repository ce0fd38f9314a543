package dyingrelu.data;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** A way to get the files from somewhere else onto this machine. */
public interface Download {
  /** What messages call it. */
  String name();

  /**
   * Gets files and checks them; keeps nothing on the disk.
   *
   * @param files which to get
   * @param progress takes lines of text that say how far it is
   * @return the decompressed bytes of each of the files
   * @throws IOException if there is no connection, it breaks, or what came is not the published
   *     file; the message says which
   * @throws InterruptedException if the thread is interrupted
   */
  List<byte[]> fetch(List<MnistFile> files, Consumer<String> progress)
      throws IOException, InterruptedException;
}
