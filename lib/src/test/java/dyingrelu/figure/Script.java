package dyingrelu.figure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.NativeArray;
import org.mozilla.javascript.Scriptable;

/** The arithmetic of the figures to touch, run without a browser. */
final class Script implements AutoCloseable {
  private final Context context = Context.enter();
  private final Scriptable scope;

  /** With the functions of these resources. */
  Script(String... resources) throws IOException {
    context.setInterpretedMode(true);
    context.setLanguageVersion(Context.VERSION_ES6);
    scope = context.initSafeStandardObjects();
    for (String name : resources) {
      try (var in = Touch.class.getResourceAsStream("touch/" + name)) {
        run(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
  }

  /** Runs a line and says what comes out. */
  Object run(String source) {
    return context.evaluateString(scope, source, "test", 1, null);
  }

  double number(String source) {
    return ((Number) run(source)).doubleValue();
  }

  double[] numbers(String source) {
    List<?> list = (NativeArray) run(source);
    return list.stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
  }

  @Override
  public void close() {
    context.close();
  }
}
