package dyingrelu.machine;

import java.io.IOException;

/** A consumer that may fail with an {@link IOException}. */
@FunctionalInterface
public interface IOConsumer<T> {
  /** Takes the value. */
  void accept(T value) throws IOException;
}
