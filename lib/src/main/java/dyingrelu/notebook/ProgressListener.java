package dyingrelu.notebook;

/** Hears how far long work has come; {@link Progress} shows it. */
@FunctionalInterface
public interface ProgressListener {
  /**
   * Reports how far a task has come, from any thread.
   *
   * @param task the task's name; reports of the same name are of the same task
   * @param done how many of its steps are done, 0 to total
   * @param total how many steps it has, at least 1
   * @param detail what to say about it, such as "epoch 3 of 12, loss 0.045"; it should hold no
   *     times
   */
  void update(String task, int done, int total, String detail);
}
