package dyingrelu.notebook;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The Java kernel that runs the notebook, reached by reflection: IJava and its fork JJava offer the
 * same calls in different packages.
 *
 * @param names of the kernel's classes
 * @param owner of the running instance
 */
record Kernel(Names names, Class<?> owner, Object instance) {
  /** Where a kernel keeps its running instance and its display functions. */
  private record Names(String name, String owner, String instance, String display) {}

  private static final List<Names> KNOWN =
      List.of(
          new Names(
              "JJava",
              "org.dflib.jjava.jupyter.kernel.BaseKernel",
              "notebookKernel",
              "org.dflib.jjava.jupyter.kernel.BaseNotebookStatics"),
          new Names(
              "IJava",
              "io.github.spencerpark.ijava.IJava",
              "getKernelInstance",
              "io.github.spencerpark.ijava.runtime.Display"));

  /** The running kernel; empty in a plain Java program and under a kernel that is not known. */
  static Optional<Kernel> running() {
    for (Names names : KNOWN) {
      try {
        Class<?> owner = load(names.owner);
        Object instance = method(owner, names.instance).invoke(null);
        if (instance != null) {
          return Optional.of(new Kernel(names, owner, instance));
        }
      } catch (ReflectiveOperationException | LinkageError e) {
        // Not this kernel.
      }
    }
    return Optional.empty();
  }

  /** The kernel's own classes may be visible to the program's class loader only. */
  private static Class<?> load(String name) throws ClassNotFoundException {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      return Class.forName(name, true, ClassLoader.getSystemClassLoader());
    }
  }

  /** The public method of that name that takes such arguments; null stands for any. */
  private static Method method(Class<?> type, String name, Object... arguments)
      throws NoSuchMethodException {
    for (Method method : type.getMethods()) {
      Class<?>[] takes = method.getParameterTypes();
      if (method.getName().equals(name)
          && takes.length == arguments.length
          && IntStream.range(0, takes.length)
              .allMatch(i -> arguments[i] == null || takes[i].isInstance(arguments[i]))) {
        return method;
      }
    }
    throw new NoSuchMethodException(type.getName() + "." + name);
  }

  private static Object call(Object target, String name, Object... arguments)
      throws ReflectiveOperationException {
    return method(target.getClass(), name, arguments).invoke(target, arguments);
  }

  /** Name and version, such as "JJava 1.0". */
  String description() {
    try {
      return names.name + " " + owner.getField("VERSION").get(null);
    } catch (ReflectiveOperationException notIJava) {
      try {
        return names.name + " " + call(instance, "getVersion");
      } catch (ReflectiveOperationException none) {
        return names.name; // A kernel without a version is still a kernel.
      }
    }
  }

  /** The kernel's table of renderers. */
  Object renderer() throws ReflectiveOperationException {
    return call(instance, "getRenderer");
  }

  /**
   * Makes the kernel show values of a type through a function of ours.
   *
   * @param mime the format that the function gives, such as {@code image/svg+xml}
   */
  <T> void show(Class<T> type, String mime, Function<T, String> format)
      throws ReflectiveOperationException {
    Object registration = call(renderer(), "createRegistration", type);
    call(registration, "preferring", (Object) new String[] {mime});
    Method register = method(registration.getClass(), "register", (Object) null);
    Class<?> renderFunction = register.getParameterTypes()[0];
    Object function =
        Proxy.newProxyInstance(
            renderFunction.getClassLoader(),
            new Class<?>[] {renderFunction},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("render")) {
                return method.invoke(format, arguments); // such as hashCode
              }
              Object output = call(arguments[1], "getOutputContainer");
              call(output, "putData", mime, format.apply(type.cast(arguments[0])));
              return null;
            });
    register.invoke(registration, function);
  }

  /** Shows pages below the running cell, each in the place of the one before. */
  Consumer<Html> display() {
    String[] id = {null};
    return html -> {
      if (id[0] == null) {
        id[0] = (String) callDisplay("display", html);
      } else {
        callDisplay("updateDisplay", id[0], html);
      }
    };
  }

  private Object callDisplay(String function, Object... arguments) {
    try {
      return method(load(names.display), function, arguments).invoke(null, arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(
          "The kernel could not show a value: " + e.getCause().getMessage(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          description() + " has no function '" + function + "' that this library knows.", e);
    }
  }
}
