package dyingrelu.study;

import dyingrelu.data.Mnist;
import java.util.function.BiFunction;

/**
 * What a study asks of its networks.
 *
 * @param columns of its answers, after those that name the experiment; see {@link
 *     dyingrelu.census.Rows#table}
 * @param trial that finds the answers
 */
public record Question(String columns, BiFunction<Experiment, Mnist, Trial> trial) {}
