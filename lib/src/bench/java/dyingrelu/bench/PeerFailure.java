package dyingrelu.bench;

/** A peer that cannot be installed or does not do its work; the message is the reason in a row. */
final class PeerFailure extends Exception {
  private static final long serialVersionUID = 1;

  PeerFailure(String reason) {
    super(reason);
  }
}
