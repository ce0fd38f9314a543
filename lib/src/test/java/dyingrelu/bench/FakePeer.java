package dyingrelu.bench;

import java.nio.charset.StandardCharsets;
import java.util.Scanner;

/** Plays a peer in the tests: says what it is told to say. */
final class FakePeer {
  private FakePeer() {}

  /**
   * Answers each command with the next argument, and ends with an error when there is none left.
   *
   * @param arguments answers, such as {@code "epoch 2.0 0.1"}
   */
  public static void main(String[] arguments) {
    System.out.println("a library says hello");
    int next = 0;
    try (Scanner in = new Scanner(System.in, StandardCharsets.UTF_8)) {
      do {
        if (next == arguments.length) {
          System.err.println("first line\nOutOfPaper: no answers left\n\tat FakePeer.main");
          System.exit(1);
        }
        System.out.println("bench " + arguments[next++]);
      } while (in.hasNextLine() && in.nextLine() != null);
    }
  }
}
