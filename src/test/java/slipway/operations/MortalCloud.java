package slipway.operations;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import slipway.cloud.Cloud;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkRequest;

/**
 * The clients of a target as a process has them that is killed at one of its calls: that call is sent or is not, its answer
 * is never seen, and no call follows.
 */
public final class MortalCloud {
    /** Ends every thread that calls once the process is dead. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Cloud inner;
    private final int last;
    private final boolean sent;
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * @param last the number of the call at which the process dies, from 1
     * @param sent whether that call reaches the target
     */
    public MortalCloud(Cloud inner, int last, boolean sent) {
        this.inner = inner;
        this.last = last;
        this.sent = sent;
    }

    /** How many calls were begun. */
    public int calls() {
        return calls.get();
    }

    public Cloud cloud() {
        return (Cloud) Proxy.newProxyInstance(
                Cloud.class.getClassLoader(), new Class<?>[] {Cloud.class}, (self, method, arguments) -> {
                    Object result = passedOn(inner, method, arguments);
                    return result instanceof SdkClient client ? mortal(method.getReturnType(), client) : result;
                });
    }

    private Object mortal(Class<?> type, SdkClient client) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            boolean call = arguments != null && arguments.length == 1 && arguments[0] instanceof SdkRequest;
            if (!call || method.getName().endsWith("Paginator")) {
                return method.isDefault()
                        ? InvocationHandler.invokeDefault(proxy, method, arguments)
                        : passedOn(client, method, arguments);
            }
            int number = calls.incrementAndGet();
            if (number == last && sent) {
                passedOn(client, method, arguments);
            }
            if (number >= last) {
                throw new Killed();
            }
            return passedOn(client, method, arguments);
        };
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static @Nullable Object passedOn(
            Object target, java.lang.reflect.Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
