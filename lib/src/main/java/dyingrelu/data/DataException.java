package dyingrelu.data;

/** Data that is missing or not what it should be; the message says what is wrong and what to do. */
public class DataException extends RuntimeException {
  /** An exception whose message is one sentence for the reader. */
  public DataException(String message) {
    super(message);
  }

  /** An exception whose message is one sentence for the reader, with the failure behind it. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
