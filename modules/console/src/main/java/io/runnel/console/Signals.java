package io.runnel.console;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Being told by the operating system. The JDK's own class for it is not part of its API, though its module is exported
 * for just that, so that it can only be named by reflection. A shutdown hook would not do: while one runs, the JVM does not
 * listen to a second signal.
 */
public final class Signals {
    private Signals() {}

    /**
     * Has the action called with the signal's number, each time on a new thread. A signal that the JVM was told to leave
     * alone, or that does not exist here, is left alone.
     *
     * @return puts back what was there before
     */
    public static Runnable handle(String name, IntConsumer action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object received = signal.getConstructor(String.class).newInstance(name);
            int number = (int) signal.getMethod("getNumber").invoke(received);
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.accept(number);
                        }
                        return null;
                    });
            Method handle = signal.getMethod("handle", signal, handler);
            Object before = handle.invoke(null, received, proxy);
            return () -> putBack(handle, received, before);
        } catch (InvocationTargetException e) {
            if (!(e.getTargetException() instanceof IllegalArgumentException)) {
                throw new IllegalStateException("cannot listen to SIG" + name, e);
            }
            return () -> {};
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot listen to SIG" + name, e);
        }
    }

    private static void putBack(Method handle, Object signal, Object before) {
        try {
            handle.invoke(null, signal, before);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
