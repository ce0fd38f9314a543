package dyingrelu.notebook;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The Java kernel that runs the notebook, reached by reflection: IJava and its fork JJava offer the
 * same calls in different packages.
 */
final class Kernel {
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

  private final Names names;
  private final Class<?> owner;
  private final Object instance;

  private Kernel(Names names, Class<?> owner, Object instance) {
    this.names = names;
    this.owner = owner;
    this.instance = instance;
  }

  /** The running kernel; empty in a plain Java program and under a kernel that is not known. */
  static Optional<Kernel> running() {
    for (Names names : KNOWN) {
      try {
        Class<?> owner = load(names.owner);
        Object instance = owner.getMethod(names.instance).invoke(null);
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

  /** Name and version, such as "JJava 1.0". */
  String description() {
    String version = "";
    try {
      version = " " + owner.getField("VERSION").get(null);
    } catch (ReflectiveOperationException e) {
      try {
        version = " " + instance.getClass().getMethod("getVersion").invoke(instance);
      } catch (ReflectiveOperationException none) {
        // A kernel without a version is still a kernel.
      }
    }
    return names.name + version;
  }

  /** The kernel's table of renderers. */
  Object renderer() throws ReflectiveOperationException {
    return instance.getClass().getMethod("getRenderer").invoke(instance);
  }

  /**
   * Makes the kernel show values of a type through a function of ours.
   *
   * @param mime the format that the function gives, such as {@code image/svg+xml}
   */
  <T> void show(Class<T> type, String mime, Function<T, String> format)
      throws ReflectiveOperationException {
    Object renderer = renderer();
    Object registration =
        renderer.getClass().getMethod("createRegistration", Class.class).invoke(renderer, type);
    registration
        .getClass()
        .getMethod("preferring", String[].class)
        .invoke(registration, (Object) new String[] {mime});
    Method register = oneArgument(registration.getClass(), "register");
    Class<?> renderFunction = register.getParameterTypes()[0];
    Object function =
        Proxy.newProxyInstance(
            renderFunction.getClassLoader(),
            new Class<?>[] {renderFunction},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "render" -> {
                    put(arguments[1], mime, format.apply(type.cast(arguments[0])));
                    yield null;
                  }
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  default -> "renders " + type.getSimpleName() + " as " + mime;
                });
    register.invoke(registration, function);
  }

  private static Method oneArgument(Class<?> type, String name) throws NoSuchMethodException {
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == 1) {
        return method;
      }
    }
    throw new NoSuchMethodException(type.getName() + "." + name);
  }

  private static void put(Object context, String mime, String data)
      throws ReflectiveOperationException {
    Object output = context.getClass().getMethod("getOutputContainer").invoke(context);
    output.getClass().getMethod("putData", String.class, Object.class).invoke(output, mime, data);
  }

  /** Shows a value below the running cell and returns the id to replace it by. */
  String display(Object value) {
    return (String) call("display", new Class<?>[] {Object.class}, value);
  }

  /** Replaces what {@link #display} showed. */
  void updateDisplay(String id, Object value) {
    call("updateDisplay", new Class<?>[] {String.class, Object.class}, id, value);
  }

  private Object call(String function, Class<?>[] types, Object... arguments) {
    try {
      return load(names.display).getMethod(function, types).invoke(null, arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(
          "The kernel could not show a value: " + e.getCause().getMessage(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          description() + " has no function '" + function + "' that this library knows.", e);
    }
  }
}
